//! What the assistant tries before it fetches a human, for each kind of wish.
//!
//! Data of the merchant's, not code. Rules on `message` come before a playbook: what they recommend or offer is the answer.
//! Where no step answers, a human is promised.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::intent::Label;

/// What is tried when somebody wants something of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    /// What they want.
    pub intent: Label,
    /// What is tried, in this order; none means a human at once.
    #[serde(default)]
    pub steps: Vec<Play>,
}

/// One thing to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Play {
    /// Tell what the record of their own order says.
    LookUpOrder,
    /// Answer from an article, or ask which is meant.
    Answer,
    /// Put the products that they name beside one another, before any rule recommends something.
    Compare,
    /// Ask for the number of the order, where they have not given it; what they send is tried in the same playbook.
    AskOrderNumber,
}

/// Everything that can be tried, in the order in which it is usually tried.
pub const PLAYS: [Play; 4] = [Play::Compare, Play::LookUpOrder, Play::Answer, Play::AskOrderNumber];

/// What is tried for the whereabouts of an order.
const ORDER: [Play; 3] = [Play::LookUpOrder, Play::Answer, Play::AskOrderNumber];

/// A playbook that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{detail}")]
pub struct PlaybookError {
    /// Which, counted from zero.
    pub place: usize,
    /// The field of it.
    pub field: &'static str,
    /// What is wrong, with the value.
    pub detail: String,
}

impl Playbook {
    /// What is tried for this wish where the merchant says nothing else.
    #[must_use]
    pub const fn usual(intent: Label) -> &'static [Play] {
        match intent {
            Label::OrderShipping => &ORDER,
            Label::PreSalesProduct | Label::PreSalesPrice => &[Play::Compare, Play::Answer],
            Label::HumanAgent
            | Label::Chitchat
            | Label::ComplaintService
            | Label::ComplaintProductDefect => &[],
            Label::AfterSalesReturnExchange
            | Label::AfterSalesFaultRepair
            | Label::MarketingDiscount
            | Label::MarketingCampaign
            | Label::AccountPrivacy
            | Label::OtherService
            | Label::OutOfScope => &[Play::Answer],
        }
    }

    /// What may be tried at all: who asks for a human gets one, who greets is greeted, and a complaint is no question for an
    /// article.
    #[must_use]
    pub const fn allowed(intent: Label) -> &'static [Play] {
        match intent {
            Label::HumanAgent | Label::Chitchat => &[],
            Label::ComplaintService | Label::ComplaintProductDefect => &[Play::AskOrderNumber],
            Label::PreSalesProduct
            | Label::PreSalesPrice
            | Label::AfterSalesReturnExchange
            | Label::AfterSalesFaultRepair
            | Label::MarketingDiscount
            | Label::MarketingCampaign
            | Label::OrderShipping
            | Label::AccountPrivacy
            | Label::OtherService
            | Label::OutOfScope => &PLAYS,
        }
    }

    /// What is tried for this wish, by the merchant's playbooks.
    #[must_use]
    pub fn steps(playbooks: &[Self], intent: Label) -> &[Play] {
        let own = playbooks.iter().find(|playbook| playbook.intent == intent);
        own.map_or(Self::usual(intent), |playbook| playbook.steps.as_slice())
    }

    /// Refuses playbooks that cannot be followed: two for one wish, a step twice, a step that the wish does not allow.
    ///
    /// # Errors
    ///
    /// [`PlaybookError`], with the first that is wrong.
    pub fn check(playbooks: &[Self]) -> Result<(), PlaybookError> {
        for (place, playbook) in playbooks.iter().enumerate() {
            let intent = playbook.intent;
            let wrong = |field, detail| Err(PlaybookError { place, field, detail });
            if playbooks.iter().take(place).any(|known| known.intent == intent) {
                return wrong("intent", format!("{intent} has two playbooks"));
            }
            if let Some(detail) = playbook.fault() {
                return wrong("steps", detail);
            }
        }
        Ok(())
    }

    /// What is wrong with its steps.
    fn fault(&self) -> Option<String> {
        let allowed = Self::allowed(self.intent);
        let refused = self.steps.iter().find(|step| !allowed.contains(step));
        if let Some(step) = refused {
            let names: Vec<&str> = allowed.iter().map(|play| play.as_str()).collect();
            let most = if names.is_empty() { "nothing".to_string() } else { names.join(", ") };
            let (step, intent) = (step.as_str(), self.intent);
            return Some(format!("{step} is tried for {intent}, which allows {most}"));
        }
        let is_again =
            |at: usize, step: &Play| self.steps.iter().take(at).any(|known| known == step);
        let again = self.steps.iter().enumerate().find(|(at, step)| is_again(*at, step));
        again.map(|(_, step)| format!("{} is there twice", step.as_str()))
    }
}

impl Play {
    /// The word for it in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LookUpOrder => "look_up_order",
            Self::Answer => "answer",
            Self::AskOrderNumber => "ask_order_number",
            Self::Compare => "compare",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(intent: Label, steps: &[Play]) -> Playbook {
        Playbook { intent, steps: steps.to_vec() }
    }

    #[test]
    fn what_is_usual_is_allowed_for_every_wish() {
        for intent in Label::ALL {
            let usual = Playbook::usual(intent);
            assert!(usual.iter().all(|play| Playbook::allowed(intent).contains(play)), "{intent}");
            assert_eq!(Playbook::check(&[book(intent, usual)]), Ok(()));
        }
    }

    #[test]
    fn what_cannot_be_followed_is_refused_by_place_and_field() {
        let refused = |books: &[Playbook]| {
            let error = Playbook::check(books).unwrap_err();
            (error.place, error.field, error.to_string())
        };
        let fine = book(Label::OrderShipping, &[Play::Answer]);
        let (place, field, said) = refused(&[fine.clone(), fine.clone()]);
        assert_eq!(
            (place, field, said.as_str()),
            (1, "intent", "order.order_shipping has two playbooks")
        );
        let (_, field, said) = refused(&[book(Label::HumanAgent, &[Play::Answer])]);
        assert_eq!(field, "steps");
        assert_eq!(said, "answer is tried for human.human_agent, which allows nothing");
        let (place, ..) = refused(&[fine, book(Label::OtherService, &[Play::Answer; 2])]);
        assert_eq!(place, 1);
    }

    #[test]
    fn the_merchants_playbook_goes_before_the_usual_one() {
        let books = [book(Label::OrderShipping, &[])];
        assert_eq!(Playbook::steps(&books, Label::OrderShipping), []);
        assert_eq!(Playbook::steps(&books, Label::PreSalesPrice), [Play::Compare, Play::Answer]);
    }
}
