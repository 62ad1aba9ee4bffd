//! Intents in words.

use shared::{intent::Label, text::Locale};

use crate::i18n::{Text, facts};

/// The words that conditions can ask for under `intent`, with what operators call them: what a
/// message is about, then its topic alone, then what else was noticed.
pub(crate) const WORDS: [(&str, Text); 27] = [
    ("price_sensitive", facts::FLAG_PRICE),
    ("urgency", facts::FLAG_URGENT),
    ("churn_threat", facts::FLAG_CHURN),
    ("pre_sales", facts::TOP_PRE_SALES),
    ("after_sales", facts::TOP_AFTER_SALES),
    ("marketing", facts::TOP_MARKETING),
    ("complaint", facts::TOP_COMPLAINT),
    ("order", facts::TOP_ORDER),
    ("human", facts::TOP_HUMAN),
    ("account", facts::TOP_ACCOUNT),
    ("other", facts::TOP_OTHER),
    ("chitchat", facts::INTENT_CHITCHAT),
    ("pre_sales.product", facts::INTENT_PRODUCT),
    ("pre_sales.price", facts::INTENT_PRICE),
    ("after_sales.return_exchange", facts::INTENT_RETURN),
    ("after_sales.fault_repair", facts::INTENT_FAULT),
    ("marketing.discount", facts::INTENT_DISCOUNT),
    ("marketing.campaign", facts::INTENT_CAMPAIGN),
    ("complaint.service", facts::INTENT_SERVICE),
    ("complaint.product_defect", facts::INTENT_DEFECT),
    ("order.order_shipping", facts::INTENT_SHIPPING),
    ("human.human_agent", facts::INTENT_HUMAN),
    ("chitchat.chitchat", facts::INTENT_CHITCHAT),
    ("account.account_privacy", facts::INTENT_ACCOUNT),
    ("other.other_service", facts::INTENT_OTHER),
    ("other.oos", facts::INTENT_OOS),
    ("rejected", facts::FLAG_REJECTED),
];

/// An intent word as operators know it: `marketing.discount`, its sub-topic `discount` alone, or
/// a flag. A word we do not know stays as it is.
pub(crate) fn name(word: &str, locale: Locale) -> String {
    let exact = WORDS.iter().find(|(known, _)| *known == word);
    let by_sub_topic = || {
        WORDS.iter().find(|(known, _)| known.split_once('.').is_some_and(|(_, sub)| sub == word))
    };
    exact
        .or_else(by_sub_topic)
        .map_or_else(|| word.to_owned(), |(_, text)| text.say(locale).to_owned())
}

/// What operators call the intent.
pub(crate) fn text(label: Label) -> Text {
    let known = WORDS.iter().find(|(known, _)| *known == label.as_str());
    known.map_or(facts::INTENT_OOS, |(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use shared::intent::Flag;

    use super::*;

    #[test]
    fn every_label_and_flag_has_a_name() {
        for label in Label::ALL {
            assert_ne!(name(label.as_str(), Locale::En), label.as_str());
            assert_eq!(text(label).say(Locale::En), name(label.as_str(), Locale::En));
            assert_ne!(name(label.sub(), Locale::ZhCn), label.sub());
            assert_ne!(name(label.top(), Locale::En), label.top());
        }
        for flag in [Flag::PriceSensitive, Flag::Urgency, Flag::ChurnThreat, Flag::Rejected] {
            assert_ne!(name(flag.as_str(), Locale::En), flag.as_str());
        }
    }
}
