//! What a rule does, or one variation of its experiment, while it is edited.

use shared::{
    catalog::{Better, Strategy},
    rule::Action,
};

use super::{
    draft::{Fault, or_fault},
    words::{both, words},
};
use crate::i18n::rules;

/// What a rule does, as the form offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Gives an offer.
    Offer,
    /// Recommends the better product of the same kind.
    RecommendBetter,
    /// Recommends what goes with the product.
    RecommendComplements,
    /// Says something.
    Say,
    /// Does nothing.
    Nothing,
}

/// What the fields of an action say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ActionDraft {
    /// What it does.
    pub(crate) deed: Deed,
    /// The offer it gives.
    pub(crate) offer: String,
    /// What it says, or the sentence above products, in Chinese.
    pub(crate) words_zh: String,
    /// The same in English.
    pub(crate) words_en: String,
    /// The attribute by which a product is better.
    pub(crate) attribute: String,
    /// The attribute in words, in Chinese.
    pub(crate) label_zh: String,
    /// The same in English.
    pub(crate) label_en: String,
    /// Which way it is better.
    pub(crate) better: Better,
}

impl ActionDraft {
    /// One that is not filled in yet.
    pub(crate) const fn fresh(deed: Deed) -> Self {
        Self {
            deed,
            offer: String::new(),
            words_zh: String::new(),
            words_en: String::new(),
            attribute: String::new(),
            label_zh: String::new(),
            label_en: String::new(),
            better: Better::Higher,
        }
    }

    /// The form of an action that exists.
    pub(crate) fn of(action: &Action) -> Self {
        let mut draft = Self::fresh(Deed::Nothing);
        match action {
            Action::Offer { offer } => {
                draft.deed = Deed::Offer;
                draft.offer = offer.to_string();
            }
            Action::Recommend { intro, strategy } => {
                (draft.words_zh, draft.words_en) = both(intro);
                draft.take_strategy(strategy);
            }
            Action::Say { text } => {
                draft.deed = Deed::Say;
                (draft.words_zh, draft.words_en) = both(text);
            }
            Action::Nothing => {}
        }
        draft
    }

    fn take_strategy(&mut self, strategy: &Strategy) {
        match strategy {
            Strategy::Attribute { attribute, label, better } => {
                self.deed = Deed::RecommendBetter;
                self.attribute.clone_from(attribute);
                (self.label_zh, self.label_en) = both(label);
                self.better = *better;
            }
            Strategy::Complements => self.deed = Deed::RecommendComplements,
        }
    }

    /// The action that the form means; what is wrong is told below the field `at`.
    pub(crate) fn action(&self, at: &str, faults: &mut Vec<Fault>) -> Option<Action> {
        let field = |name: &str| [at, ".", name].concat();
        Some(match self.deed {
            Deed::Offer => {
                let offer = self.offer.clone().try_into();
                let offer = or_fault(offer, &field("offer"), rules::FAULT_OFFER, faults);
                Action::Offer { offer: offer? }
            }
            Deed::RecommendBetter => {
                let intro = words(&self.words_zh, &self.words_en, &field("intro"), faults);
                let label = words(&self.label_zh, &self.label_en, &field("strategy.label"), faults);
                let attribute = self.attribute.trim().to_owned();
                if attribute.is_empty() {
                    faults.push(Fault::here(&field("strategy.attribute"), rules::FAULT_ATTRIBUTE));
                }
                let strategy =
                    Strategy::Attribute { attribute, label: label?, better: self.better };
                Action::Recommend { intro: intro?, strategy }
            }
            Deed::RecommendComplements => {
                let intro = words(&self.words_zh, &self.words_en, &field("intro"), faults);
                Action::Recommend { intro: intro?, strategy: Strategy::Complements }
            }
            Deed::Say => {
                Action::Say { text: words(&self.words_zh, &self.words_en, &field("text"), faults)? }
            }
            Deed::Nothing => Action::Nothing,
        })
    }
}

#[cfg(test)]
mod tests {
    use shared::text::Locale;

    use super::*;

    #[test]
    fn a_text_in_one_language_is_enough() {
        let draft = ActionDraft { words_zh: " 您好 ".into(), ..ActionDraft::fresh(Deed::Say) };
        let action = draft.action("action", &mut Vec::new());
        let Some(Action::Say { text }) = action else { panic!("says something") };
        assert_eq!(text.get(Locale::En), "您好");
    }

    #[test]
    fn what_is_wrong_with_a_variation_is_told_at_the_variation() {
        let mut faults = Vec::new();
        assert_eq!(
            ActionDraft::fresh(Deed::Offer).action("experiment.actions[1]", &mut faults),
            None
        );
        assert_eq!(faults, [Fault::here("experiment.actions[1].offer", rules::FAULT_OFFER)]);
    }
}
