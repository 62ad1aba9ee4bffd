//! What the engine was worth: the funnel, and revenue beside the holdout.
//!
//! A number of revenue is never shown alone. People in the global holdout get nothing and
//! are counted, so what the others spend more per person is what the engine brought.
//!
//! Source: product brief, section 一.3 (营销效果的闭环验证); law 8 of the design.

pub mod experiment;
mod fold;

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    id::{OfferId, RuleId},
    money::{Currency, Minor},
};

pub use self::fold::{DaySlice, PersonSlice, RuleSlice, Slice};

/// Fewest people in each arm before a difference is shown; below it the interval of a
/// difference of means says nothing.
pub const PEOPLE_MIN: u64 = 30;

/// What an operator sees first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// How many days it covers, today included.
    pub days: u16,
    /// Currency of the amounts.
    pub currency: Currency,
    /// People at each step, all in all.
    pub funnel: Funnel,
    /// The same by day, oldest first.
    pub by_day: Vec<Day>,
    /// People who could be reached.
    pub treated: Arm,
    /// People who were held out.
    pub holdout: Arm,
    /// What the difference says.
    pub lift: Lift,
    /// What each rule did, most deliveries first.
    pub rules: Vec<RuleReport>,
    /// Why things were held back, most frequent first.
    pub suppressions: Vec<SuppressionCount>,
}

/// People at each step of the funnel; each counted once in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Funnel {
    /// Came to the shop.
    pub visits: u64,
    /// Said or showed what they want.
    pub intents: u64,
    /// Were given something.
    pub offers: u64,
    /// Followed it.
    pub clicks: u64,
    /// Ordered after following it.
    pub orders: u64,
}

/// One day of the funnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The day in UTC, `2026-01-05`.
    pub date: String,
    /// People at each step on that day.
    pub funnel: Funnel,
    /// Revenue of all orders of that day.
    pub revenue_minor: Minor,
    /// The part of it that is credited to a delivery.
    pub attributed_minor: Minor,
}

/// One side of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Arm {
    /// People seen in the period.
    pub people: u64,
    /// People of them who ordered.
    pub buyers: u64,
    /// Their orders.
    pub orders: u64,
    /// Their revenue, less refunds.
    pub revenue_minor: Minor,
}

/// What the difference between the arms says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "lift", rename_all = "snake_case")]
pub enum Lift {
    /// Too few people to say anything.
    TooFew {
        /// Fewest people in each arm before a figure is shown.
        people_min: u64,
    },
    /// Revenue per person, treated less holdout.
    PerPerson {
        /// The difference in minor units.
        difference_minor: f64,
        /// Lower end of the 95 % confidence interval.
        low_minor: f64,
        /// Upper end of the 95 % confidence interval.
        high_minor: f64,
    },
}

/// What one rule did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleReport {
    /// The rule.
    pub rule: RuleId,
    /// The offer it gave, if it gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferId>,
    /// Times it delivered.
    pub delivered: u64,
    /// Times it was followed.
    pub clicked: u64,
    /// Orders credited to it.
    pub orders: u64,
    /// Revenue credited to it.
    pub revenue_minor: Minor,
}

/// How often one reason held something back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppressionCount {
    /// The reason, as [`crate::decision::Suppression`] names it.
    pub reason: String,
    /// How often.
    pub count: u64,
}
