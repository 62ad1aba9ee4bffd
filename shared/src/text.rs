//! Words that people read, in the languages they read.

use alloc::{collections::BTreeMap, string::String};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits::COPY_LEN_BYTES_MAX;

/// A language the product speaks. Everything shown to people exists in each of them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Locale {
    /// Simplified Chinese, the default.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

/// A text of the merchant's, by language. The language asked for, else any there is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Locale, String>", into = "BTreeMap<Locale, String>")]
pub struct LocalText(BTreeMap<Locale, String>);

/// Why a text cannot be shown to people.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TextError {
    /// There is no text in any language.
    #[error("text is empty in every language")]
    Empty,
    /// The text is longer than [`COPY_LEN_BYTES_MAX`].
    #[error("text has {len_bytes} bytes, more than {COPY_LEN_BYTES_MAX}")]
    TooLong {
        /// Length of the rejected text.
        len_bytes: usize,
    },
}

/// The beginning of a text, at most so many bytes, without cutting a character.
#[must_use]
pub fn clipped(text: &str, len_bytes_max: usize) -> &str {
    if text.len() <= len_bytes_max {
        return text;
    }
    let end = (0..=len_bytes_max).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

impl Locale {
    /// The closest language we speak for a BCP 47 tag such as `en-GB` or `zh-Hant-TW`.
    ///
    /// Every Chinese is Chinese; everything else is English.
    #[must_use]
    pub fn closest(tag: &str) -> Self {
        let is_chinese = tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh"));
        if is_chinese { Self::ZhCn } else { Self::En }
    }

    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }
}

impl LocalText {
    /// A text in both languages.
    #[must_use]
    pub fn both(zh_cn: &str, en: &str) -> Self {
        Self(BTreeMap::from([(Locale::ZhCn, zh_cn.into()), (Locale::En, en.into())]))
    }

    /// The text in `locale`, or in another language where the merchant wrote only that.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        self.0.get(&locale).or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// Whether there is no text in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in each language that the merchant wrote.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }
}

impl TryFrom<BTreeMap<Locale, String>> for LocalText {
    type Error = TextError;

    fn try_from(texts: BTreeMap<Locale, String>) -> Result<Self, TextError> {
        if texts.values().all(|text| text.trim().is_empty()) {
            return Err(TextError::Empty);
        }
        match texts.values().map(String::len).find(|len| COPY_LEN_BYTES_MAX < *len) {
            Some(len_bytes) => Err(TextError::TooLong { len_bytes }),
            None => Ok(Self(texts)),
        }
    }
}

impl From<LocalText> for BTreeMap<Locale, String> {
    fn from(text: LocalText) -> Self {
        text.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chinese_is_chinese_and_the_rest_is_english() {
        assert_eq!(Locale::closest("zh-Hant-TW"), Locale::ZhCn);
        assert_eq!(Locale::closest("de"), Locale::En);
        assert_eq!(Locale::closest(""), Locale::En);
    }

    #[test]
    fn a_clipped_text_ends_with_a_whole_character() {
        assert_eq!(clipped("手机壳", 7), "手机");
        assert_eq!(clipped("手机壳", 9), "手机壳");
        assert_eq!(clipped("手", 2), "");
    }

    #[test]
    fn a_text_in_one_language_is_shown_rather_than_nothing() {
        let text: LocalText = serde_json::from_str(r#"{"en":"Hello"}"#).unwrap();
        assert_eq!(text.get(Locale::ZhCn), "Hello");
    }
}
