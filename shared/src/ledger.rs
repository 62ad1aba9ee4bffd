//! What the warehouse keeps: one entry for each thing that reports count.
//!
//! Entries name the person by profile only, never by contact or text. An entry's id makes
//! it count once, however often the outbox delivers it.

use alloc::{boxed::Box, string::String};

use serde::{Deserialize, Serialize};

use crate::{
    id::{DeliveryId, ExperimentKey, OfferId, OrderId, RuleId, SegmentId},
    money::Minor,
    profile::lifecycle::Stage,
    ranking::{Drawn, Lesson},
    time::Timestamp,
};

/// One thing that reports count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number among this person's entries.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A visit began.
    Visited,
    /// The person said what they want.
    Intent {
        /// The label, such as `marketing.discount`.
        label: String,
    },
    /// Something was given.
    Delivered {
        /// What.
        delivery: DeliveryId,
        /// By which rule.
        rule: RuleId,
        /// The offer in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offer: Option<OfferId>,
        /// The experiment and the variation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        treatment: Option<(ExperimentKey, u32)>,
        /// What its rule was drawn with, where a bandit drew it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        drawn: Option<Drawn>,
    },
    /// What came of something that was given, or of being in an experiment.
    Learned {
        /// What is learned from it.
        lesson: Box<Lesson>,
    },
    /// The person met an experiment for the first time: whatever they got, they count in it.
    Exposed {
        /// Which.
        experiment: ExperimentKey,
        /// The variation.
        variation: u32,
        /// What they had spent before, for the adjustment by it (CUPED).
        before_minor: Minor,
    },
    /// What a person in an experiment brought after meeting it; less than nothing for a refund.
    Measured {
        /// Which experiment.
        experiment: ExperimentKey,
        /// The variation.
        variation: u32,
        /// The order.
        order: OrderId,
        /// What it brought.
        amount_minor: Minor,
    },
    /// Something that matched was held back.
    Suppressed {
        /// The rule that would have gone first.
        rule: RuleId,
        /// Why, as [`crate::decision::Suppression`] names it.
        reason: String,
    },
    /// What was given was followed.
    Clicked {
        /// What.
        delivery: DeliveryId,
        /// By which rule it came.
        rule: RuleId,
    },
    /// An order was paid.
    Ordered {
        /// Which.
        order: OrderId,
        /// What it brought.
        revenue_minor: Minor,
        /// The delivery and rule it is credited to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        credited: Option<(DeliveryId, RuleId)>,
    },
    /// Money was given back.
    Refunded {
        /// Which order.
        order: OrderId,
        /// How much.
        amount_minor: Minor,
    },
    /// A person came to another stage of their life.
    StageChanged {
        /// The stage before.
        from: Stage,
        /// The stage now.
        to: Stage,
    },
    /// A person came into a segment.
    SegmentEntered {
        /// Which.
        segment: SegmentId,
    },
    /// A person left a segment.
    SegmentExited {
        /// Which.
        segment: SegmentId,
    },
}

/// The month of a moment in UTC, `2026-01`, as ledgers are named by it.
#[must_use]
pub fn month(at: Timestamp) -> String {
    at.to_rfc3339().get(..7).unwrap_or("1970-01").into()
}

impl Entry {
    /// The month whose ledger it belongs to: the one in which it happened, so that it goes to
    /// the same ledger however often and whenever it is sent, and counts once.
    #[must_use]
    pub fn month(&self) -> String {
        month(self.at)
    }
}

impl Fact {
    /// The name under which it is counted.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Visited => "visited",
            Self::Intent { .. } => "intent",
            Self::Delivered { .. } => "delivered",
            Self::Learned { .. } => "learned",
            Self::Exposed { .. } => "exposed",
            Self::Measured { .. } => "measured",
            Self::Suppressed { .. } => "suppressed",
            Self::Clicked { .. } => "clicked",
            Self::Ordered { .. } => "ordered",
            Self::Refunded { .. } => "refunded",
            Self::StageChanged { .. } => "stage_changed",
            Self::SegmentEntered { .. } => "segment_entered",
            Self::SegmentExited { .. } => "segment_exited",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_belongs_to_the_month_in_which_it_happened() {
        let last_moment = Timestamp::parse_rfc3339("2026-01-31T23:59:59.999Z").unwrap();
        let entry = Entry { seq: 1, at: last_moment, fact: Fact::Visited };
        assert_eq!(entry.month(), "2026-01");
        assert_eq!(month(Timestamp::default()), "1970-01");
    }
}
