//! Cuts a folded message into the likeliest pieces (a unigram model, Viterbi search).
//!
//! The work is bounded: at most [`crate::fold::TEXT_CHARS_MAX`] characters are read and at most [`TOKENS_MAX`] tokens
//! come out, the head and the tail of a longer message.
//!
//! Scores are whole numbers and a tie keeps the shortest first piece, so that every build, and the Python twin
//! `model/tokenizer.py`, cuts alike.

use crate::{
    fold,
    vocabulary::{CLASS, LONG_NUMBER, UNKNOWN, Vocabulary},
};

/// Tokens of one message at most, the class token included; the model has as many positions.
pub const TOKENS_MAX: usize = 64;

/// Characters of one piece at most.
const PIECE_CHARS_MAX: usize = 12;

/// What an unknown character costs: more than any known piece.
const UNKNOWN_SCORE: i32 = -3000;

/// The best way to reach one place of the text.
#[derive(Debug, Clone, Copy)]
struct Reached {
    score: i64,
    from: usize,
    token: u32,
}

/// The token numbers of `text`: the class token, then the pieces.
#[must_use]
pub fn encode(vocabulary: &Vocabulary, text: &str) -> Vec<u32> {
    let chars = fold::fold(text, |c| vocabulary.simplify(c));
    let reached = search(vocabulary, &chars);
    let mut pieces = trace(&reached);
    pieces.reverse();
    truncate(pieces)
}

/// The best way to each place; the first entry is the start.
fn search(vocabulary: &Vocabulary, chars: &[char]) -> Vec<Option<Reached>> {
    let mut reached: Vec<Option<Reached>> = vec![None; chars.len().saturating_add(1)];
    if let Some(start) = reached.first_mut() {
        *start = Some(Reached { score: 0, from: 0, token: CLASS });
    }
    let mut piece = String::with_capacity(PIECE_CHARS_MAX * 4);
    for from in 0..chars.len() {
        let Some(score) = reached.get(from).copied().flatten().map(|here| here.score) else {
            continue;
        };
        let rest = chars.get(from..).unwrap_or_default();
        if rest.first() == Some(&fold::LONG_NUMBER) {
            improve(
                &mut reached,
                from.saturating_add(1),
                Reached { score, from, token: LONG_NUMBER },
            );
            continue;
        }
        let unknown =
            Reached { score: score.saturating_add(i64::from(UNKNOWN_SCORE)), from, token: UNKNOWN };
        improve(&mut reached, from.saturating_add(1), unknown);
        piece.clear();
        for (length, &c) in rest.iter().take(PIECE_CHARS_MAX).enumerate() {
            piece.push(c);
            if let Some(known) = vocabulary.get(&piece) {
                let way = Reached {
                    score: score.saturating_add(i64::from(known.score)),
                    from,
                    token: known.number,
                };
                improve(&mut reached, from.saturating_add(length).saturating_add(1), way);
            }
        }
    }
    reached
}

/// Keeps the better of the known way to `place` and `way`; the earlier one in a tie.
fn improve(reached: &mut [Option<Reached>], place: usize, way: Reached) {
    if let Some(best) = reached.get_mut(place)
        && best.is_none_or(|best| way.score > best.score)
    {
        *best = Some(way);
    }
}

/// The tokens of the best way to the end, last first; unknown characters in a row are one token.
fn trace(reached: &[Option<Reached>]) -> Vec<u32> {
    let mut pieces = Vec::new();
    let mut place = reached.len().saturating_sub(1);
    while place > 0 {
        let Some(way) = reached.get(place).copied().flatten() else { break };
        if way.token != UNKNOWN || pieces.last() != Some(&UNKNOWN) {
            pieces.push(way.token);
        }
        place = way.from;
    }
    pieces
}

/// Puts the class token first and keeps the head and the tail of a message that is too long.
fn truncate(pieces: Vec<u32>) -> Vec<u32> {
    let room = TOKENS_MAX - 1;
    let head = room / 2;
    let tail = room.saturating_sub(head);
    let mut tokens = Vec::with_capacity(pieces.len().min(room).saturating_add(1));
    tokens.push(CLASS);
    if pieces.len() > room {
        tokens.extend(pieces.iter().take(head));
        tokens.extend(pieces.iter().skip(pieces.len().saturating_sub(tail)));
    } else {
        tokens.extend(pieces);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn small() -> Vocabulary {
        let file = "proffer-vocabulary 1\n貨\n货\n退\t-900\n货\t-900\n退货\t-1100\n▁\t-1200\na\t-1000\n▁a\t-1100\n";
        Vocabulary::parse(file.as_bytes()).expect("a good file")
    }

    #[test]
    fn the_likeliest_pieces_win_over_the_first_ones() {
        assert_eq!(encode(&small(), "退貨"), [CLASS, 5]);
        assert_eq!(encode(&small(), "货退"), [CLASS, 4, 3]);
    }

    #[test]
    fn unknown_characters_in_a_row_are_one_unknown_thing() {
        assert_eq!(encode(&small(), "ЖЖЖ退"), [CLASS, UNKNOWN, 3]);
        assert_eq!(encode(&small(), ""), [CLASS]);
        assert_eq!(encode(&small(), "退81022292146"), [CLASS, 3, LONG_NUMBER]);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_bounded_list_of_known_tokens(text in "\\PC{0,400}") {
            let vocabulary = small();
            let tokens = encode(&vocabulary, &text);
            prop_assert!(tokens.len() <= TOKENS_MAX);
            prop_assert_eq!(tokens.first(), Some(&CLASS));
            let count = u32::try_from(vocabulary.len()).expect("small");
            prop_assert!(tokens.iter().all(|token| *token < count));
        }

        #[test]
        fn capitals_never_change_the_tokens(text in "[a-zA-Z退货 0-9]{0,60}") {
            let vocabulary = small();
            prop_assert_eq!(encode(&vocabulary, &text), encode(&vocabulary, &text.to_ascii_uppercase()));
        }
    }
}
