//! The terms of a text, for an index that knows only spaces.
//!
//! Chinese has no spaces, so a run of it is cut into every two neighbours, 「退货运费」 into 退货, 货运, 运费, and into its characters. A
//! word of two characters, as most are, is found wherever it stands, a verb of one too (退, 修, 换), and no dictionary has to know them. English words lose their endings, so
//! that `returning` finds `return`. The same cut is made of articles and of questions; nothing else makes them meet.

use alloc::{
    collections::BTreeSet,
    string::{String, ToString},
    vec::Vec,
};

use crate::limits::QUERY_TERMS_MAX;

/// Terms that every question has and no article is about. A question that has nothing else is about nothing.
const EMPTY_ZH: &[&str] = &[
    "请问", "怎么", "什么", "可以", "能不", "不能", "你们", "您们", "我们", "我的", "你的", "一下",
    "这个", "那个", "是不", "不是", "有没", "没有", "为什", "么样", "时候", "现在", "还是", "如果",
    "就是", "的话", "您好", "你好", "在吗", "谢谢", "一直", "已经", "想问", "问一", "知道", "告诉",
    "帮我", "能否", "是否", "这样", "那么", "怎样", "么办", "不了", "了吗", "吗亲", "我想", "我要",
    "啊啊", "哈哈", "呢亲", "的吗", "了呢", "可不", "不可", "以吗", "要怎", "该怎", "么弄",
];
const EMPTY_EN: &[&str] = &[
    "a", "an", "the", "is", "are", "am", "was", "were", "be", "been", "do", "doe", "did", "i",
    "me", "my", "mine", "you", "your", "we", "our", "it", "its", "this", "that", "these", "those",
    "to", "of", "in", "on", "at", "for", "from", "with", "by", "and", "or", "but", "if", "then",
    "so", "can", "could", "would", "should", "will", "shall", "may", "might", "have", "ha", "had",
    "not", "no", "ye", "please", "hi", "hello", "hey", "thank", "what", "how", "when", "where",
    "why", "which", "who", "there", "here", "just", "get", "got", "want", "need", "know", "tell",
    "about", "any", "some", "im", "ive", "dont", "doesnt", "cant", "t", "s", "m", "as", "up",
    "out", "still", "guy", "u", "ur", "pls", "plz", "thx",
];

/// The terms of `text`, in order, repeats included.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in text.chars().map(plain).chain(['\n']) {
        if !is_han(c) {
            flush_run(&mut run, &mut found);
        }
        if is_han(c) || !(c.is_alphanumeric() || is_apostrophe(c)) {
            flush_word(&mut word, &mut found);
        }
        if is_han(c) {
            run.push(c);
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    found
}

/// The terms of a text with spaces between them, as the index takes them.
#[must_use]
pub fn index_text(text: &str) -> String {
    terms(text).join(" ")
}

/// What a question is looked up by: its terms that say something, each once, at most [`QUERY_TERMS_MAX`].
#[must_use]
pub fn query_terms(question: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    terms(question)
        .into_iter()
        .filter(|term| !EMPTY_ZH.contains(&term.as_str()) && !EMPTY_EN.contains(&term.as_str()))
        .filter(|term| seen.insert(term.clone()))
        .take(QUERY_TERMS_MAX)
        .collect()
}

fn flush_run(run: &mut Vec<char>, found: &mut Vec<String>) {
    found.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
    found.extend(run.drain(..).map(|c| c.to_string()));
}

fn flush_word(word: &mut String, found: &mut Vec<String>) {
    if !word.is_empty() {
        found.push(stem(word).to_string());
    }
    word.clear();
}

/// An English word without its commonest endings; anything else as it is.
fn stem(word: &str) -> &str {
    let is_long = |rest: &&str| 3 <= rest.len();
    if !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word;
    }
    let plural = match word.strip_suffix("ies") {
        Some(rest) if is_long(&rest) => return rest,
        _ => {
            word.strip_suffix('s').filter(|rest| is_long(rest) && !rest.ends_with(['s', 'u', 'i']))
        }
    };
    let word = plural.unwrap_or(word);
    let ending = ["ing", "ed", "er", "ly"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|rest| 4 <= rest.len()));
    let word = ending.unwrap_or(word);
    word.strip_suffix(['e', 'y']).filter(is_long).unwrap_or(word)
}

/// Half width for full width, so that 「ＡＰＰ」 is `app`.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c).wrapping_sub(0xfee0)).unwrap_or(c),
        _ => c,
    }
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Chinese characters, the rare ones too.
const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_cut_into_neighbours_and_english_into_words() {
        assert_eq!(terms("退货运费？"), ["退货", "货运", "运费", "退", "货", "运", "费"]);
        assert_eq!(terms("退，Novera 12 Pro"), ["退", "novera", "12", "pro"]);
        assert_eq!(terms("用ＡＰＰ下单"), ["用", "app", "下单", "下", "单"]);
    }

    #[test]
    fn the_forms_of_an_english_word_meet() {
        for (one, other) in [
            ("returning", "return"),
            ("charges", "charging"),
            ("deliveries", "delivery"),
            ("invoices", "invoice"),
            ("can't", "cant"),
        ] {
            assert_eq!(terms(one), terms(other), "{one}");
        }
        assert_eq!(terms("address"), ["address"]);
    }

    #[test]
    fn a_question_is_looked_up_by_what_it_says_once() {
        assert_eq!(
            query_terms("请问退款怎么退款？"),
            ["问退", "退款", "款怎", "么退", "请", "问", "退", "款", "怎", "么"]
        );
        assert_eq!(query_terms("How can I return this?"), ["return"]);
        assert_eq!(query_terms("how are you"), Vec::<String>::new());
    }

    #[test]
    fn a_long_question_asks_for_a_bounded_number_of_terms() {
        let long: String = (0..4_000).map(|n| char::from_u32(0x4e00 + n).unwrap()).collect();
        assert_eq!(query_terms(&long).len(), QUERY_TERMS_MAX);
    }
}
