//! Every word that operators read, in Chinese and in English, side by side.
//!
//! A [`Text`] holds both languages, so a text without a translation does not compile. Parts that
//! change are named in braces: `{n} people`; [`Text::fill`] puts them in.

pub(crate) mod access;
pub(crate) mod common;
pub(crate) mod conversation;
pub(crate) mod decision;
pub(crate) mod dry_run;
pub(crate) mod experiments;
pub(crate) mod facts;
pub(crate) mod identity;
pub(crate) mod inbox;
pub(crate) mod knowledge;
pub(crate) mod model;
pub(crate) mod offers;
pub(crate) mod overview;
pub(crate) mod products;
pub(crate) mod rules;
pub(crate) mod segments;
pub(crate) mod settings;
pub(crate) mod versions;
pub(crate) mod visitors;

use shared::text::Locale;

use crate::state::locale;

/// One text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    zh: &'static str,
    en: &'static str,
}

impl Text {
    /// A text in both languages.
    pub(crate) const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The text in one language.
    pub(crate) const fn say(self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhCn => self.zh,
            Locale::En => self.en,
        }
    }

    /// The text with its parts put in; a part without a value stays as it is, to be noticed.
    pub(crate) fn fill(self, locale: Locale, parts: &[(&str, &str)]) -> String {
        let mut filled = self.say(locale).to_owned();
        for (name, value) in parts {
            filled = filled.replace(&["{", name, "}"].concat(), value);
        }
        filled
    }
}

/// The text in the language of the page; follows it when it is switched.
pub(crate) fn t(text: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || text.say(locale::current())
}

/// The text in the language of the page, with its parts put in.
pub(crate) fn tf(text: Text, parts: &[(&str, &str)]) -> String {
    text.fill(locale::current(), parts)
}

/// Makes one constant a text, and for tests the list of them all.
macro_rules! texts {
    ($($name:ident: $zh:literal, $en:literal;)+) => {
        $(
            #[doc = concat!("`", $en, "`")]
            pub(crate) const $name: crate::i18n::Text = crate::i18n::Text::new($zh, $en);
        )+
        /// Every text of this file with its name.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, crate::i18n::Text)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use texts;

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<(&'static str, Text)> {
        [
            access::ALL,
            common::ALL,
            conversation::ALL,
            decision::ALL,
            dry_run::ALL,
            experiments::ALL,
            facts::ALL,
            identity::ALL,
            inbox::ALL,
            knowledge::ALL,
            products::ALL,
            model::ALL,
            offers::ALL,
            overview::ALL,
            rules::ALL,
            segments::ALL,
            settings::ALL,
            versions::ALL,
            visitors::ALL,
        ]
        .concat()
    }

    fn parts(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_text_has_the_same_parts_in_both_languages() {
        for (name, text) in every() {
            assert_eq!(parts(text.zh), parts(text.en), "{name}");
        }
    }

    #[test]
    fn no_text_is_empty_and_english_has_no_chinese() {
        let han = |c: char| {
            ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3000}'..='\u{303f}').contains(&c)
        };
        for (name, text) in every() {
            assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{name}");
            assert!(
                name == "LANGUAGE_OTHER" || !text.en.chars().any(han),
                "{name} is not translated: {}",
                text.en
            );
        }
    }

    #[test]
    fn a_chinese_sentence_is_not_left_in_english() {
        for (name, text) in every() {
            let is_sentence = text.en.trim().contains(' ');
            assert!(!is_sentence || text.zh != text.en, "{name} says the same in both languages");
        }
    }

    #[test]
    fn parts_are_put_in_by_name() {
        let text = Text::new("{n} 人,共 {of} 人", "{n} of {of} people");
        assert_eq!(text.fill(Locale::En, &[("of", "9"), ("n", "2")]), "2 of 9 people");
        assert_eq!(text.fill(Locale::ZhCn, &[("of", "9"), ("n", "2")]), "2 人,共 9 人");
    }
}
