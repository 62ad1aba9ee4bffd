//! When somebody enters or leaves a segment by time alone.
//!
//! A segment's condition may hang on the clock: a window slides, a number of days grows, a
//! stated intent grows old. For each such part the moment is known at which it can change
//! next, if nothing happens. The person's alarm is set to the earliest; what it finds then is
//! a crossing, or the next moment.
//!
//! | part | changes |
//! |---|---|
//! | `performed(…, 30d) >= 2`, sums and the like in a window | when the event leaves that makes the difference |
//! | `first(…)`, `last(…)`, `age(…)` | when the age reaches the bound |
//! | `last_active_days`, `last_order_days`, `profile.first_seen_days`, `profile.stage_days` | when a whole day more is full that the condition names |
//! | `cart_abandoned` | when the cart was left alone for long enough |
//! | `intent`, `intent_label` | half an hour after it was stated |
//! | `hesitation` | seven days after the last sign |
//! | `profile.churn_risk`, `alive`, `expected_orders`, `lifetime_value`, `next_order_days`, `replenishment_days`, `birthday_days` | on the day on which a named bound is passed |
//! | `profile.recency`, `profile.rfm`, `profile.rfm_class` | when the last order falls into the next fifth |
//!
//! Everything else changes with an event only.

use alloc::{collections::BTreeSet, string::String, vec::Vec};
use core::time::Duration;

use serde_json::Value;

use super::{foreseen::Foreseen, series::next_age_flip, tracks::Tracks, windows::Windows};
use crate::{
    condition::{
        Clause, Comparison, Condition, Path, Question, bounds_of, each_clause, moment_of, path_of,
    },
    limits::SESSION_GAP,
    predict::PurchaseModel,
    profile::{INTENT_FRESH, Profile, hesitation::FORGOTTEN_AFTER},
    settings::{Settings, rfm::RfmCuts},
    time::Timestamp,
};

/// The parts of all segments that hang on the clock.
#[derive(Debug, Clone, Default)]
pub struct Clockwork {
    events: Vec<(String, Comparison)>,
    ages: Vec<(Path, Comparison)>,
    days: Vec<(Counted, Vec<f64>)>,
    fading: BTreeSet<Fading>,
    foreseen: Vec<(Foreseen, Vec<f64>)>,
}

/// A number of days that grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Active,
    Order,
    FirstSeen,
    Stage,
}

/// Something that ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fading {
    Cart,
    Intent,
    Hesitation,
    Recency,
}

/// A person, as far as the clock is concerned.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// What we know.
    pub profile: &'a Profile,
    /// What they remember of their events.
    pub windows: &'a Windows,
    /// The document that conditions see.
    pub document: &'a Value,
    /// What the workspace set.
    pub settings: &'a Settings,
    /// Where the fifths of its customers lie.
    pub cuts: Option<&'a RfmCuts>,
    /// What they show about orders to come.
    pub purchases: Option<&'a PurchaseModel>,
    /// The day by the person's own calendar, and how far its clock is ahead of UTC, in seconds.
    pub calendar: (i64, i32),
}

impl Clockwork {
    /// Finds every part that hangs on the clock in these conditions.
    #[must_use]
    pub fn compile<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Self {
        let mut clockwork = Self::default();
        for condition in conditions {
            each_clause(condition.clauses(), &mut |clause| clockwork.add(clause));
        }
        clockwork
    }

    fn add(&mut self, clause: &Clause) {
        if let Clause::Question(question) = clause {
            match &**question {
                Question::Events { key, asked: Some(asked), .. } => {
                    self.events.push((key.clone(), asked.clone()));
                }
                Question::Events { asked: None, .. } => {}
                Question::Age { of, asked } => self.ages.push((of.clone(), asked.clone())),
            }
        }
        let Some(path) = path_of(clause) else { return };
        let counted = match path.dotted().as_str() {
            "last_active_days" => Some(Counted::Active),
            "last_order_days" => Some(Counted::Order),
            "profile.first_seen_days" => Some(Counted::FirstSeen),
            "profile.stage_days" => Some(Counted::Stage),
            _ => None,
        };
        self.days.extend(counted.map(|counted| (counted, bounds_of(clause))));
        let fading = match path.dotted().as_str() {
            "cart_abandoned" => Some(Fading::Cart),
            "intent" | "intent_label" => Some(Fading::Intent),
            "hesitation" | "profile.hesitation" => Some(Fading::Hesitation),
            "profile.recency" | "profile.rfm" | "profile.rfm_class" => Some(Fading::Recency),
            _ => None,
        };
        self.fading.extend(fading);
        let foreseen = Foreseen::of(&path.dotted());
        self.foreseen.extend(foreseen.map(|foreseen| (foreseen, bounds_of(clause))));
    }

    /// Whether the document is asked for dates; without, it need not be written.
    #[must_use]
    pub const fn reads_dates(&self) -> bool {
        !self.ages.is_empty()
    }

    /// The next moment after `now` at which a segment can change if nothing happens.
    #[must_use]
    pub fn next(
        &self,
        standing: Standing<'_>,
        tracks: &Tracks,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let events = self.events.iter().filter_map(|(key, asked)| {
            let (question, track) = tracks.questions().find(|(known, _)| known.key == *key)?;
            standing.windows.series(track)?.next_flip(&question.measure, asked, now)
        });
        let ages = self.ages.iter().filter_map(|(of, asked)| {
            next_age_flip(moment_of(of.find(standing.document))?, asked, now)
        });
        let days = self.days.iter().filter_map(|(counted, bounds)| {
            counted.anchors(standing.profile).filter_map(|at| next_full_day(at, bounds, now)).min()
        });
        let visit_ends = self
            .days
            .iter()
            .any(|(counted, _)| *counted == Counted::Active)
            .then(|| standing.profile.active_at().saturating_add(SESSION_GAP));
        let fading = self.fading.iter().flat_map(|fading| fading.ends(standing));
        let foreseen = self.foreseen.iter();
        let foreseen =
            foreseen.filter_map(|(foreseen, bounds)| foreseen.passes(bounds, standing, now));
        let all = events.chain(ages).chain(days).chain(visit_ends).chain(fading).chain(foreseen);
        all.filter(|at| now < *at).min()
    }
}

impl Counted {
    /// From when the days are counted; during a visit it is not yet certain from when.
    fn anchors(self, profile: &Profile) -> impl Iterator<Item = Timestamp> {
        let anchors = match self {
            Self::Active => {
                let before = profile.visits.previous_ended_at;
                [Some(profile.active_at()), Some(before).filter(|at| *at != Timestamp::default())]
            }
            Self::Order => [profile.orders.last_at, None],
            Self::FirstSeen => [Some(profile.first_seen), None],
            Self::Stage => [Some(profile.lifecycle.since), None],
        };
        anchors.into_iter().flatten()
    }
}

impl Fading {
    fn ends(self, standing: Standing<'_>) -> Vec<Timestamp> {
        let Standing { profile, settings, cuts, .. } = standing;
        let just_after = Duration::from_millis(1);
        match self {
            Self::Cart => {
                let patience = Duration::from_secs(settings.cart_abandoned_secs.into());
                profile.cart.lingers_at(patience).into_iter().collect()
            }
            Self::Intent => {
                let said_at = profile.latest_intent.as_ref().map(|intent| intent.at);
                said_at.map(|at| at.saturating_add(INTENT_FRESH)).into_iter().collect()
            }
            Self::Hesitation => {
                let over = FORGOTTEN_AFTER.saturating_add(just_after);
                [profile.hesitation.last_at().saturating_add(over)].into()
            }
            Self::Recency => {
                let (Some(last_at), Some(cuts)) = (profile.orders.last_at, cuts) else {
                    return Vec::new();
                };
                let beyond = |days: u32| last_at.saturating_add(whole_days(days.saturating_add(1)));
                cuts.recency_days.map(beyond).into()
            }
        }
    }
}

/// The next moment at which the number of whole days since `anchor` passes one of the bounds.
fn next_full_day(anchor: Timestamp, bounds: &[f64], now: Timestamp) -> Option<Timestamp> {
    bounds
        .iter()
        .flat_map(|bound| [libm::ceil(*bound), libm::floor(*bound) + 1.0])
        .filter_map(whole)
        .map(|days| anchor.saturating_add(whole_days(days)))
        .filter(|at| now < *at)
        .min()
}

fn whole_days(days: u32) -> Duration {
    Duration::from_secs(u64::from(days).saturating_mul(86_400))
}

#[expect(clippy::as_conversions, reason = "a hundred thousand days at most")]
#[expect(clippy::cast_possible_truncation, reason = "a hundred thousand days at most")]
#[expect(clippy::cast_sign_loss, reason = "not below zero")]
fn whole(days: f64) -> Option<u32> {
    (0.0..=100_000.0).contains(&days).then_some(days as u32)
}
