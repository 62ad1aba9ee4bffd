//! What a marketer wants done, when, for whom.
//!
//! A rule says: on this trigger, for people who match this condition, do this action. Rules
//! are tried by priority; the condition is the one condition language.
//!
//! Source: product brief, section 二.3 (自动化营销决策引擎).

pub mod conflict;
pub mod fairness;

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    catalog::Strategy,
    channel::Channel,
    frequency::Contact,
    id::{ExperimentKey, OfferId, RuleId, ScenarioId},
    text::LocalText,
    time::Timestamp,
    zone::WeeklyHours,
};

/// One rule of a workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name in the API and in explanations.
    pub id: RuleId,
    /// What operators call it.
    pub name: String,
    /// Whether it takes part in decisions.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Larger goes first.
    pub priority: i32,
    /// Event names that start it; `message` is a message in the chat, `page` a page view,
    /// `cart_lingered` a cart left alone, `birthday` and `replenishment_due` occasions that come by time.
    pub triggers: Vec<String>,
    /// Who it is for: an object of the condition language.
    #[serde(default = "everyone")]
    pub condition: Value,
    /// Which promises bind it.
    pub class: Class,
    /// The scenario it belongs to, if one: some people may be held out of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// What is done.
    pub action: Action,
    /// An experiment that replaces the action by its variation's, where one is running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiment: Option<Treatment>,
    /// Seconds before the same person may meet the same rule again.
    #[serde(default)]
    pub cooldown_secs: u32,
    /// At most so many times for one person; none means no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times_max: Option<u16>,
    /// Not before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Not from this moment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// Only in these hours of the week, by the clock of the shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<WeeklyHours>,
    /// Why an offer may depend on what a person is thought to be able to pay; see [`fairness`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub justification: String,
}

/// Which promises bind a message. Part of the rule, so a caller cannot choose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Needs marketing consent, obeys caps, quiet hours and holdout.
    Marketing,
    /// Answers what the person asked for; needs no marketing consent.
    Service,
}

/// What is done for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Gives an offer, with a coupon of the person's own.
    Offer {
        /// Which one.
        offer: OfferId,
    },
    /// Shows products from the catalog.
    Recommend {
        /// The sentence above the products.
        intro: LocalText,
        /// How they are chosen.
        strategy: Strategy,
    },
    /// Says something.
    Say {
        /// What.
        text: LocalText,
    },
    /// Does nothing: the control of an experiment.
    Nothing,
}

/// How an experiment splits a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treatment {
    /// Which experiment assigns the variation.
    pub key: ExperimentKey,
    /// The action of each variation, in the experiment's order.
    pub actions: Vec<Action>,
}

impl Rule {
    /// The channel it reaches people over. There is one so far: the widget.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        Channel::Widget
    }

    /// What it is to the promises that bind it.
    #[must_use]
    pub const fn contact(&self) -> Contact {
        Contact { class: self.class, channel: self.channel() }
    }

    /// Every action it may take: its own, and those of its experiment.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        let treated = self.experiment.iter().flat_map(|treatment| &treatment.actions);
        core::iter::once(&self.action).chain(treated)
    }
}

fn enabled() -> bool {
    true
}

fn everyone() -> Value {
    Value::Object(serde_json::Map::new())
}
