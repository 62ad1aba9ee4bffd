//! A text in both languages while it is edited.

use std::collections::BTreeMap;

use shared::text::{LocalText, Locale};

use super::draft::{Fault, or_fault};
use crate::i18n::rules;

/// Both languages of a text, each empty where the merchant wrote nothing in it.
pub(crate) fn both(text: &LocalText) -> (String, String) {
    let mut texts: BTreeMap<Locale, String> = text.clone().into();
    (texts.remove(&Locale::ZhCn).unwrap_or_default(), texts.remove(&Locale::En).unwrap_or_default())
}

/// The text of two fields; a language that was left empty is left out, so that people who read it
/// see the other one.
pub(crate) fn words(zh: &str, en: &str, field: &str, faults: &mut Vec<Fault>) -> Option<LocalText> {
    let texts: BTreeMap<Locale, String> = [(Locale::ZhCn, zh), (Locale::En, en)]
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(locale, text)| (locale, text.trim().to_owned()))
        .collect();
    or_fault(LocalText::try_from(texts), field, rules::FAULT_WORDS, faults)
}
