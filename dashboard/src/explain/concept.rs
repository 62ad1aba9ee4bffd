//! What a message mentions, in words: the concepts of `shared::concept`.

use shared::text::Locale;

use crate::i18n::{Text, facts};

const KNOWN: [(&str, Text); 8] = [
    ("battery", facts::CONCEPT_BATTERY),
    ("camera", facts::CONCEPT_CAMERA),
    ("screen", facts::CONCEPT_SCREEN),
    ("weight", facts::CONCEPT_WEIGHT),
    ("charging", facts::CONCEPT_CHARGING),
    ("storage", facts::CONCEPT_STORAGE),
    ("price", facts::CONCEPT_PRICE),
    ("discount", facts::CONCEPT_DISCOUNT),
];

/// A concept as operators know it; one we do not know stays as it is.
pub(crate) fn name(concept: &str, locale: Locale) -> String {
    KNOWN
        .iter()
        .find(|(known, _)| *known == concept)
        .map_or_else(|| concept.to_owned(), |(_, text)| text.say(locale).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_core_finds_in_a_sentence_has_a_name() {
        let sentence = "续航 拍照 屏幕 重量 充电 内存 价格 优惠";
        let found = shared::concept::mentioned(sentence);
        assert_eq!(found.len(), KNOWN.len());
        for concept in found {
            assert_ne!(name(concept, Locale::ZhCn), concept);
        }
    }
}
