//! Where a customer stands in their life with the shop: new, active, loyal, at risk, lapsed, churned.
//!
//! A stage is a reading of the profile at a moment, in this order:
//!
//! | stage | when (days can be set, [`LifecycleSettings`]) |
//! |---|---|
//! | churned | not here for 180 days |
//! | lapsed | not here for 60 days (沉默) |
//! | at risk | not here for 30 days (流失预警) |
//! | loyal | 3 orders within 365 days |
//! | new | first seen fewer than 14 days ago |
//! | active | everybody else |
//!
//! So time alone moves people, and only downward: [`next_transition`] says when and where to.
//! The person's alarm is set to that moment; what it finds is a fact for the ledger and the
//! trigger `lifecycle_stage_changed` for rules.
//!
//! Being here means an event or a message of the person's own; what a provider reports about
//! them (an e-mail delivered, a parcel sent) is not ([`super::passive`]).
//!
//! Source: product brief, sections 一.1 (生命周期阶段), 一.2 and 三.3; the order is ours.

use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::Profile;
use crate::{
    settings::{LifecycleSettings, lifecycle::days},
    text::Locale,
    time::Timestamp,
};

/// Where a customer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// First seen lately.
    New,
    /// Here, and not for the first time.
    Active,
    /// Buys again and again.
    Loyal,
    /// Was not here for a while: time to care.
    AtRisk,
    /// Was not here for long: time to call back.
    Lapsed,
    /// Gone, as far as one can know.
    Churned,
}

/// The stage that a person's life was last found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Lifecycle {
    /// The stage; none before the first event.
    pub stage: Option<Stage>,
    /// When it began.
    pub since: Timestamp,
}

/// A change of stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// The stage before.
    pub from: Stage,
    /// The stage now.
    pub to: Stage,
    /// When it was due.
    pub at: Timestamp,
}

impl Stage {
    /// Every stage, in the order of a life.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Active, Self::Loyal, Self::AtRisk, Self::Lapsed, Self::Churned];

    /// The word that conditions use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Active => "active",
            Self::Loyal => "loyal",
            Self::AtRisk => "at_risk",
            Self::Lapsed => "lapsed",
            Self::Churned => "churned",
        }
    }

    /// The words that operators read.
    #[must_use]
    pub const fn title(self, locale: Locale) -> &'static str {
        match (locale, self) {
            (Locale::ZhCn, Self::New) => "新客",
            (Locale::ZhCn, Self::Active) => "活跃",
            (Locale::ZhCn, Self::Loyal) => "忠诚",
            (Locale::ZhCn, Self::AtRisk) => "流失预警",
            (Locale::ZhCn, Self::Lapsed) => "沉默",
            (Locale::ZhCn, Self::Churned) => "流失",
            (Locale::En, Self::New) => "New",
            (Locale::En, Self::Active) => "Active",
            (Locale::En, Self::Loyal) => "Loyal",
            (Locale::En, Self::AtRisk) => "At risk",
            (Locale::En, Self::Lapsed) => "Lapsed",
            (Locale::En, Self::Churned) => "Churned",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The stage of a person at `now`.
#[must_use]
pub fn stage(profile: &Profile, settings: &LifecycleSettings, now: Timestamp) -> Stage {
    let gone_for = |count: u16| profile.active_at().saturating_add(days(count)) <= now;
    let loyal_since = profile.orders.nth_newest_at(settings.loyal_orders);
    if gone_for(settings.churned_days) {
        Stage::Churned
    } else if gone_for(settings.lapsed_days) {
        Stage::Lapsed
    } else if gone_for(settings.at_risk_days) {
        Stage::AtRisk
    } else if loyal_since.is_some_and(|at| now < at.saturating_add(days(settings.loyal_days))) {
        Stage::Loyal
    } else if now < profile.first_seen.saturating_add(days(settings.new_days)) {
        Stage::New
    } else {
        Stage::Active
    }
}

/// The next change of stage if the person does nothing, or `None` if nothing will change.
#[must_use]
pub fn next_transition(
    profile: &Profile,
    settings: &LifecycleSettings,
    now: Timestamp,
) -> Option<Transition> {
    let from = stage(profile, settings, now);
    boundaries(profile, settings).into_iter().filter(|at| now < *at).find_map(|at| {
        let to = stage(profile, settings, at);
        (to != from).then_some(Transition { from, to, at })
    })
}

/// When the next change of stage is due if the person does nothing.
#[must_use]
pub fn next_transition_at(
    profile: &Profile,
    settings: &LifecycleSettings,
    now: Timestamp,
) -> Option<Timestamp> {
    next_transition(profile, settings, now).map(|transition| transition.at)
}

/// Every moment at which a stage can end by time alone, in order.
fn boundaries(profile: &Profile, settings: &LifecycleSettings) -> Vec<Timestamp> {
    let last = profile.active_at();
    let loyal = profile.orders.nth_newest_at(settings.loyal_orders);
    let mut moments: Vec<Timestamp> = [
        Some(profile.first_seen.saturating_add(days(settings.new_days))),
        loyal.map(|at| at.saturating_add(days(settings.loyal_days))),
        Some(last.saturating_add(days(settings.at_risk_days))),
        Some(last.saturating_add(days(settings.lapsed_days))),
        Some(last.saturating_add(days(settings.churned_days))),
    ]
    .into_iter()
    .flatten()
    .collect();
    moments.sort_unstable();
    moments
}

impl Lifecycle {
    /// Brings the stage up to `now`, one transition after the other, each dated when it was due.
    ///
    /// A person who was away while their object slept comes through every stage on the way. A
    /// stage that is not the one time would have led to began with what just happened, `now`.
    /// The first stage of all is a beginning and no change.
    pub fn advance(
        &mut self,
        profile: &Profile,
        settings: &LifecycleSettings,
        now: Timestamp,
    ) -> Vec<Transition> {
        let mut passed = Vec::new();
        if profile.visits.count == 0 {
            return passed;
        }
        let Some(before) = self.stage else {
            let begun = boundaries(profile, settings).into_iter().rev().find(|at| *at <= now);
            let since = begun.unwrap_or(profile.first_seen);
            *self = Self { stage: Some(stage(profile, settings, now)), since };
            return passed;
        };
        let mut at = self.since;
        let mut from = before;
        while let Some(next) = next_transition(profile, settings, at).filter(|next| next.at <= now)
        {
            if next.from != from {
                break;
            }
            at = next.at;
            from = next.to;
            passed.push(next);
        }
        let to = stage(profile, settings, now);
        if from != to {
            passed.push(Transition { from, to, at: now });
        }
        if let Some(last) = passed.last() {
            *self = Self { stage: Some(last.to), since: last.at };
        }
        passed
    }
}

#[cfg(test)]
mod tests;
