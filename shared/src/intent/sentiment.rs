//! How a message sounds: content, neutral or upset.
//!
//! Words with a weight, turned round by a negation right before them (「不好用」, "not happy"), raised by marks of
//! excitement, and read together with the topic: who writes about a complaint is upset unless the words say otherwise.
//! Rules, so that an agent can be shown why.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::intent::{Label, cue};

/// How a message sounds.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Sentiment {
    /// Upset: angry, disappointed, threatening.
    Negative,
    /// Neither.
    #[default]
    Neutral,
    /// Content: thanks, praise, delight.
    Positive,
}

impl Sentiment {
    /// The word as conditions name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }
}

/// Anger and contempt.
const STRONG_NEGATIVE: &[&str] = &[
    "垃圾",
    "骗子",
    "骗人",
    "坑人",
    "恶心",
    "气死",
    "太差",
    "极差",
    "差劲",
    "无良",
    "黑心",
    "奸商",
    "离谱",
    "过分",
    "投诉",
    "差评",
    "举报",
    "曝光",
    "再也不",
    "受够",
    "忽悠",
    "欺诈",
    "欺骗",
    "扯淡",
    "什么玩意",
    "什么破",
    "滚",
    "他妈",
    "妈的",
    "傻逼",
    "脑残",
    "有病",
    "要脸",
    "无语",
    "寒心",
    "糟糕",
    "烂透",
    "投訴",
    "騙子",
    "騙人",
    "過分",
    "terrible",
    "awful",
    "horrible",
    "disgusting",
    "worst",
    "scam",
    "rip off",
    "ripoff",
    "ripped off",
    "useless",
    "pathetic",
    "rubbish",
    "garbage",
    "furious",
    "unacceptable",
    "ridiculous",
    "disgrace",
    "rude",
    "liar",
    "lied",
    "never again",
    "joke of a",
    "sick of",
    "fed up",
    "wtf",
    "crap",
    "shit",
    "😡",
    "🤬",
    "👎",
];
/// Displeasure.
const NEGATIVE: &[&str] = &[
    "失望",
    "生气",
    "不满",
    "难用",
    "难看",
    "难吃",
    "太慢",
    "慢死",
    "好慢",
    "敷衍",
    "坏了",
    "破了",
    "碎了",
    "烂",
    "质量差",
    "服务差",
    "态度差",
    "假货",
    "后悔",
    "心烦",
    "烦死",
    "着急死",
    "不像话",
    "没人理",
    "没人管",
    "不理人",
    "推脱",
    "上当",
    "丑",
    "臭",
    "难闻",
    "廉价",
    "怎么这样",
    "太贵",
    "差",
    "disappointed",
    "disappointing",
    "upset",
    "angry",
    "annoyed",
    "annoying",
    "frustrat",
    "unhappy",
    "broken",
    "poor quality",
    "cheaply made",
    "faulty",
    "ruined",
    "waste of",
    "ignored",
    "let down",
    "bad",
    "slow",
    "regret",
    "unfair",
    "😠",
    "😤",
    "😢",
    "😭",
    "💔",
    "🙄",
];
/// Contentment.
const POSITIVE: &[&str] = &[
    "谢谢",
    "多谢",
    "感谢",
    "好用",
    "好看",
    "好吃",
    "喜欢",
    "满意",
    "不错",
    "很棒",
    "太棒",
    "真棒",
    "给力",
    "赞",
    "完美",
    "爱了",
    "五星",
    "好评",
    "开心",
    "高兴",
    "辛苦了",
    "贴心",
    "靠谱",
    "惊喜",
    "值得",
    "推荐给",
    "謝謝",
    "喜歡",
    "滿意",
    "thank",
    "thx",
    "great",
    "love",
    "lovely",
    "perfect",
    "awesome",
    "excellent",
    "amazing",
    "happy",
    "brilliant",
    "fantastic",
    "good job",
    "well done",
    "helpful",
    "cheers",
    "😊",
    "😍",
    "👍",
    "❤",
    "🥰",
    "🎉",
];
/// Words that turn the next one round, and how far they reach back, in characters.
const NEGATIONS: &[&str] = &[
    "不",
    "没",
    "别",
    "无",
    "未",
    "不太",
    "没有",
    "不是",
    "并不",
    "不怎么",
    "not",
    "n't",
    "no",
    "never",
    "isnt",
    "not very",
    "not that",
    "hardly",
    "wasnt",
    "dont",
    "doesnt",
];
const NEGATION_REACH: usize = 10;

/// How `text` sounds, whose topic is `label`.
///
/// # Examples
///
/// ```
/// use shared::intent::{Label, sentiment::{Sentiment, of}};
/// assert_eq!(of("什么垃圾东西，退钱！", Label::AfterSalesReturnExchange), Sentiment::Negative);
/// assert_eq!(of("谢谢，很好用", Label::Chitchat), Sentiment::Positive);
/// assert_eq!(of("多少钱", Label::PreSalesPrice), Sentiment::Neutral);
/// ```
#[must_use]
pub fn of(text: &str, label: Label) -> Sentiment {
    let words = cue::plain(text);
    let mut score = weigh(&words, STRONG_NEGATIVE, -3)
        .saturating_add(weigh(&words, NEGATIVE, -2))
        .saturating_add(weigh(&words, POSITIVE, 2));
    if matches!(label, Label::ComplaintService | Label::ComplaintProductDefect) {
        score = score.saturating_sub(2);
    }
    let excited = words.matches(['!', '！']).count() >= 2
        || words.contains("？？？")
        || words.contains("???");
    if excited && score < 0 {
        score = score.saturating_sub(1);
    }
    match score {
        ..=-2 => Sentiment::Negative,
        2.. => Sentiment::Positive,
        _ => Sentiment::Neutral,
    }
}

/// The sum of the words of `list` in `words`, each once; a negated word counts the other way round and less.
fn weigh(words: &str, list: &[&str], weight: i32) -> i32 {
    let hit = |word: &&&str| words.find(**word).map(|at| is_negated(words, at));
    list.iter()
        .filter_map(|word| hit(&word))
        .map(|negated| if negated { weight.saturating_neg().clamp(-2, 1) } else { weight })
        .fold(0, i32::saturating_add)
}

/// Whether the words right before byte `at` end with a negation.
fn is_negated(words: &str, at: usize) -> bool {
    let before: Vec<char> =
        words.get(..at).unwrap_or_default().chars().rev().take(NEGATION_REACH).collect();
    let before: String = before.into_iter().rev().collect();
    let before = before.trim_end_matches([' ', '太', '很', '够', '怎', '么', '是', '有']);
    NEGATIONS.iter().any(|negation| {
        before.strip_suffix(negation).is_some_and(|rest| {
            // An English negation is a word of its own: "casino great" is no praise withheld.
            !negation.is_ascii()
                || negation.starts_with('n') && negation.contains('\'')
                || !rest.ends_with(|c: char| c.is_ascii_alphabetic())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_negation_turns_a_word_round() {
        assert_eq!(of("不好用", Label::AfterSalesFaultRepair), Sentiment::Negative);
        assert_eq!(of("i'm not happy with it", Label::ComplaintProductDefect), Sentiment::Negative);
        assert_eq!(of("这个不错", Label::PreSalesProduct), Sentiment::Positive);
        assert_eq!(of("it's not bad", Label::PreSalesProduct), Sentiment::Neutral);
    }

    #[test]
    fn who_complains_is_upset_unless_the_words_say_otherwise() {
        assert_eq!(of("等了三天还没人处理", Label::ComplaintService), Sentiment::Negative);
        assert_eq!(of("屏幕有划痕", Label::ComplaintProductDefect), Sentiment::Negative);
        assert_eq!(of("谢谢，不投诉了", Label::ComplaintService), Sentiment::Neutral);
    }

    #[test]
    fn a_question_is_neutral() {
        for text in
            ["有货吗", "能用券吗", "where is my order", "订单到哪了", "please check the size"]
        {
            assert_eq!(of(text, Label::PreSalesProduct), Sentiment::Neutral, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_text_sounds_like_something(text in "\\PC{0,200}") {
            prop_assert!(!of(&text, Label::Chitchat).as_str().is_empty());
        }
    }
}
