//! The explanation of what was decided about one person, and why.
//!
//! Every decision names every rule it considered with its outcome: the clause that failed,
//! the promise that held it back, the rule that went before it. An operator can always ask
//! "why did this person get this, or nothing?", and a report can count what was held back.
//!
//! Source: law 7 of the design; PIPL art. 24(3); reference law P07, P08.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    channel::Channel,
    id::{DecisionId, DeliveryId, ExperimentKey, OfferId, RuleId, ScenarioId},
    intent::Reader,
    ranking::Ranking,
    time::Timestamp,
};

/// One decision about one person, as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number.
    pub id: DecisionId,
    /// When it was taken.
    pub at: Timestamp,
    /// What started it: an event name, `message`, `page`, `cart_lingered`.
    pub trigger: String,
    /// Content hash of the config that decided.
    pub config: String,
    /// What was known about the person: the document that the conditions saw.
    pub inputs: Value,
    /// Who read the intent in it, where there is one: the model, or the keyword list because no model could run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_by: Option<Reader>,
    /// How the rules were ranked among which the first one that could go was, where there were several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
    /// Every rule with this trigger, in the order it was considered.
    pub considered: Vec<Considered>,
    /// What came of it.
    pub verdict: Verdict,
}

/// One rule and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Considered {
    /// The rule.
    pub rule: RuleId,
    /// What operators called it then.
    pub name: String,
    /// Its priority then.
    pub priority: i32,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of one rule in one decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The person does not match its condition.
    NotMatched {
        /// The first clause that failed.
        clause: Clause,
    },
    /// The person matches, but a promise holds it back.
    Suppressed {
        /// Which promise.
        reason: Suppression,
    },
    /// The person matches and could have had it, but another rule goes first.
    Outranked {
        /// The rule that goes first.
        by: RuleId,
    },
    /// This is what the person gets.
    Chosen,
}

/// A clause of a condition that was not true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// The attribute it looks at, such as `cart_value`.
    pub path: String,
    /// The operator, such as `$gte`.
    pub operator: String,
    /// What the rule asks for.
    pub expected: Value,
    /// What was found; null if there is no such attribute.
    pub actual: Value,
}

/// Why something that matched was not delivered. A new reason must break every `match`
/// until somebody has thought about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Suppression {
    /// The person did not agree to marketing.
    NoConsent,
    /// The person was contacted often enough.
    FrequencyCap {
        /// When they may be contacted again.
        until: Timestamp,
    },
    /// The same rule reached them a short while ago.
    Cooldown {
        /// When the rule may reach them again.
        until: Timestamp,
    },
    /// The rule has reached them as often as it may.
    TimesUsedUp {
        /// How often it may.
        times_max: u16,
    },
    /// The rule has not started or is over.
    OutsideSchedule,
    /// The person is in the global holdout: they get nothing, and are counted.
    Holdout,
    /// The person is in the holdout of the rule's scenario: they get nothing of it, and are counted.
    ScenarioHoldout {
        /// Which scenario.
        scenario: ScenarioId,
    },
    /// The experiment gave them the control, which is nothing.
    Control {
        /// Which experiment.
        experiment: ExperimentKey,
    },
    /// A machine sent the event, or it is too old to act on.
    NotLive,
    /// The catalog has nothing better than what they are looking at.
    NothingToRecommend,
    /// The rule names an offer that is not in the config.
    OfferMissing,
    /// An offer is already open in front of them.
    OfferOpen {
        /// Which delivery.
        delivery: DeliveryId,
    },
    /// A human of the shop has their conversation: nobody talks over a human.
    WithHuman,
    /// The person wants no decision by their own traits, and the rule needs one.
    PersonalisationOff,
    /// The person wants no marketing over this channel.
    Muted {
        /// Which channel.
        channel: Channel,
    },
    /// The person asked for a pause.
    Paused {
        /// Until when.
        until: Timestamp,
    },
    /// The person was contacted as often as they want to be.
    PersonalLimit {
        /// When they may be contacted again.
        until: Timestamp,
    },
    /// It is night where the person is, or may be.
    QuietHours {
        /// When they may be disturbed again.
        until: Timestamp,
    },
    /// All coupons of the offer are given out.
    SoldOut {
        /// Which offer.
        offer: OfferId,
    },
    /// The money set aside for the offer is spent or promised.
    BudgetSpent {
        /// Which offer.
        offer: OfferId,
    },
}

/// What came of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Something was delivered.
    Delivered {
        /// What.
        delivery: DeliveryId,
        /// By which rule.
        rule: RuleId,
    },
    /// A rule matched, but everything that matched was held back; this is the first reason.
    Held {
        /// The rule that would have gone first.
        rule: RuleId,
        /// Why it did not.
        suppression: Suppression,
    },
    /// No rule matched.
    Nothing,
}

impl Suppression {
    /// The name under which it is counted.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NoConsent => "no_consent",
            Self::FrequencyCap { .. } => "frequency_cap",
            Self::Cooldown { .. } => "cooldown",
            Self::TimesUsedUp { .. } => "times_used_up",
            Self::OutsideSchedule => "outside_schedule",
            Self::Holdout => "holdout",
            Self::ScenarioHoldout { .. } => "scenario_holdout",
            Self::Control { .. } => "control",
            Self::NotLive => "not_live",
            Self::NothingToRecommend => "nothing_to_recommend",
            Self::OfferMissing => "offer_missing",
            Self::OfferOpen { .. } => "offer_open",
            Self::WithHuman => "with_human",
            Self::PersonalisationOff => "personalisation_off",
            Self::Muted { .. } => "muted",
            Self::Paused { .. } => "paused",
            Self::PersonalLimit { .. } => "personal_limit",
            Self::QuietHours { .. } => "quiet_hours",
            Self::SoldOut { .. } => "sold_out",
            Self::BudgetSpent { .. } => "budget_spent",
        }
    }
}
