//! Which language a message is written in.
//!
//! Only the question the product asks: Chinese, English, or something else. A Chinese sentence with English brand
//! names in it is Chinese.

use serde::{Deserialize, Serialize};

/// The language of a message.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese, simplified or traditional.
    Zh,
    /// English.
    En,
    /// Another script, or no letters at all.
    #[default]
    Other,
}

impl Language {
    /// Guesses the language of `text` from its letters.
    ///
    /// One Chinese character says as much as five Latin letters: 「iPhone 15 有货吗」 is Chinese.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut han: usize = 0;
        let mut latin: usize = 0;
        let mut foreign: usize = 0;
        for c in text.chars() {
            match c {
                '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' => {
                    han = han.saturating_add(1);
                }
                // Kana and Hangul decide against Chinese even among shared characters.
                '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}' => {
                    foreign = foreign.saturating_add(2);
                }
                'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => {
                    latin = latin.saturating_add(1);
                }
                c if c.is_alphabetic() => foreign = foreign.saturating_add(1),
                _ => {}
            }
        }
        if foreign > han && foreign > latin {
            Self::Other
        } else if han > 0 && han.saturating_mul(5) >= latin {
            Self::Zh
        } else if latin > 0 {
            Self::En
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brand_names_do_not_make_a_chinese_sentence_english() {
        assert_eq!(Language::of("iPhone 15 Pro 有货吗"), Language::Zh);
        assert_eq!(Language::of("do you have the 小米 15 in stock"), Language::En);
        assert_eq!(Language::of("在庫はありますか"), Language::Other);
        assert_eq!(Language::of("??? 123 😀"), Language::Other);
    }
}
