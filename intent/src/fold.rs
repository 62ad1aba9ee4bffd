//! Makes different spellings of one message equal, before it is cut into pieces.
//!
//! Full-width letters become ASCII, capitals small, traditional characters simplified, punctuation plain, a third
//! repetition is dropped, and a long number becomes one mark: which order it is does not tell what is wanted.
//!
//! `model/tokenizer.py` is the twin of this file: training and reading must fold alike, rule for rule.

/// Characters of a message that are read; of a longer one, the first and the last half of them.
pub const TEXT_CHARS_MAX: usize = 1024;

/// Digits from which on a number is an order, a parcel or a telephone.
pub const LONG_NUMBER_DIGITS: usize = 6;

/// Stands for a long number; a private-use character, so no message can mean it.
pub const LONG_NUMBER: char = '\u{e000}';

/// Stands before each Latin word and number.
pub const WORD: char = '\u{2581}';

/// Folds `text` into characters without spaces, with [`WORD`] before each Latin word or number.
///
/// `simplify` gives the simplified form of a traditional character, and any other character back.
#[must_use]
pub fn fold(text: &str, simplify: impl Fn(char) -> char) -> Vec<char> {
    let spaced = shorten_numbers(&fold_chars(text, simplify));
    mark_words(&spaced)
}

/// Folds `text` and keeps its spaces, for those who look for words in it.
#[must_use]
pub fn plain(text: &str) -> String {
    fold_chars(text, |c| c).into_iter().collect()
}

/// Folds characters one by one; runs of spaces become one.
fn fold_chars(text: &str, simplify: impl Fn(char) -> char) -> Vec<char> {
    let half = TEXT_CHARS_MAX / 2;
    let total = text.chars().count();
    let tail_from = if total > TEXT_CHARS_MAX { total.saturating_sub(half) } else { half };
    let head = text.chars().take(half);
    let kept = head.chain(text.chars().skip(tail_from));

    let mut folded: Vec<char> = Vec::with_capacity(TEXT_CHARS_MAX.min(total));
    for c in kept.filter_map(fold_char).map(simplify) {
        let last = folded.last().copied();
        if c == ' ' && matches!(last, None | Some(' ')) {
            continue;
        }
        let before_last = folded.len().checked_sub(2).and_then(|at| folded.get(at)).copied();
        if last == Some(c) && before_last == Some(c) && !c.is_ascii_digit() {
            continue;
        }
        folded.push(c);
    }
    folded
}

/// One character as it is read; `None` if it is dropped.
fn fold_char(c: char) -> Option<char> {
    let c = match c {
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' | '\u{ad}' => {
            return None;
        }
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c).wrapping_sub(0xfee0)).unwrap_or(c),
        _ => c,
    };
    Some(match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{3000}' | '\u{a0}' | '\u{7f}' | '\0'..=' ' => ' ',
        '。' | '…' | '・' => '.',
        '、' => ',',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '—' | '–' => '-',
        '【' | '《' | '「' => '(',
        '】' | '》' | '」' => ')',
        '￥' => '¥',
        '～' => '~',
        _ => c,
    })
}

/// Replaces each run of [`LONG_NUMBER_DIGITS`] or more digits by [`LONG_NUMBER`].
fn shorten_numbers(chars: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(chars.len());
    for run in chars.chunk_by(|a, b| a.is_ascii_digit() && b.is_ascii_digit()) {
        if run.len() >= LONG_NUMBER_DIGITS {
            out.push(LONG_NUMBER);
        } else {
            out.extend_from_slice(run);
        }
    }
    out
}

/// Drops the spaces and puts [`WORD`] before each Latin word or number; `it's` is one word.
fn mark_words(chars: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(chars.len().saturating_add(chars.len() / 2));
    let mut before = ' ';
    let mut before_that = ' ';
    for (at, &c) in chars.iter().enumerate() {
        if is_word_char(c) {
            let apostrophe = at > 1 && before == '\'' && is_word_char(before_that);
            if !is_word_char(before) && !apostrophe {
                out.push(WORD);
            }
        }
        if c != ' ' {
            out.push(c);
        }
        before_that = before;
        before = c;
    }
    out
}

/// Whether `c` is part of a Latin word or number.
const fn is_word_char(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text, |c| if c == '貨' { '货' } else { c }).into_iter().collect()
    }

    #[test]
    fn width_case_and_script_do_not_matter() {
        assert_eq!(folded("ｉＰｈｏｎｅ　１５ 有貨嗎"), folded("iphone 15有货嗎"));
        assert_eq!(folded("Refund\u{200b}!!!!!"), "▁refund!!");
    }

    #[test]
    fn a_long_number_is_one_mark_and_a_short_one_is_itself() {
        assert_eq!(folded("订单81022292146 12315"), "订单\u{e000}▁12315");
        assert_eq!(folded("123456"), "\u{e000}");
    }

    #[test]
    fn a_very_long_message_keeps_its_beginning_and_its_end() {
        let text = format!("退{}货", "abc ".repeat(5_000));
        let chars = fold(&text, |c| c);
        assert_eq!(chars.first(), Some(&'退'));
        assert_eq!(chars.last(), Some(&'货'));
        assert!(chars.len() < 2 * TEXT_CHARS_MAX);
    }
}
