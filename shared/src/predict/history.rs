//! When somebody ordered, as the models need it: how often again, how long until the last time, how long known.
//!
//! Orders of one day are one: a second parcel is not a second decision. The first order starts the clock and is not counted.

use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use super::no_forecast::{NoForecast, within};
use crate::limits::{COHORT_HISTORIES_MAX, HISTORY_DAYS_MAX};

/// One person's orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct History {
    // Invariant: recency is at most age, and above 0 just where there are repeats.
    pub(super) repeats: u32,
    pub(super) recency_days: u32,
    pub(super) age_days: u32,
}

/// Many people's orders: how many people have each history.
///
/// Histories are of one day: parts that were made of different people on the same day merge exactly.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(u32, u32, u32, u64)>", into = "Vec<(u32, u32, u32, u64)>")]
pub struct Cohort(BTreeMap<History, u64>);

impl History {
    /// Orders after the first one, days from the first to the last, and days from the first until today.
    ///
    /// # Errors
    ///
    /// [`NoForecast::OutOfBounds`] for a history that nobody can have.
    pub fn new(repeats: u32, recency_days: u32, age_days: u32) -> Result<Self, NoForecast> {
        within("age", age_days.into(), 0.0, HISTORY_DAYS_MAX.into())?;
        within("recency", recency_days.into(), 0.0, age_days.into())?;
        // Each repeat is on a day of its own.
        within("repeats", repeats.into(), 0.0, recency_days.into())?;
        if repeats == 0 {
            within("recency without repeats", recency_days.into(), 0.0, 0.0)?;
        }
        Ok(Self { repeats, recency_days, age_days })
    }

    /// The history of somebody who ordered on these days, in any order; days as [`crate::time::Timestamp::day`]
    /// counts them. None for somebody who never ordered. Days after `today` are left out.
    #[must_use]
    pub fn of(days: impl IntoIterator<Item = i64>, today: i64) -> Option<Self> {
        let mut days: Vec<i64> = days.into_iter().filter(|day| *day <= today).collect();
        days.sort_unstable();
        days.dedup();
        let (first, last) = (*days.first()?, *days.last()?);
        let since = |day: i64| u32::try_from(day.saturating_sub(first)).ok();
        let repeats = u32::try_from(days.len().saturating_sub(1)).ok()?;
        Self::new(repeats, since(last)?, since(today)?).ok()
    }

    /// Orders after the first one.
    #[must_use]
    pub const fn repeats(&self) -> u32 {
        self.repeats
    }
}

impl Cohort {
    /// Adds one person.
    ///
    /// # Errors
    ///
    /// [`NoForecast::OutOfBounds`] where there would be more than [`COHORT_HISTORIES_MAX`] different histories; of so
    /// many people a share drawn by hash says as much.
    pub fn add(&mut self, history: History) -> Result<(), NoForecast> {
        self.add_many(history, 1)
    }

    /// Adds the people of another part.
    ///
    /// # Errors
    ///
    /// As [`Cohort::add`].
    pub fn merge(&mut self, other: &Self) -> Result<(), NoForecast> {
        other.0.iter().try_for_each(|(history, people)| self.add_many(*history, *people))
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.0.values().fold(0, |sum, people| sum.saturating_add(*people))
    }

    /// How many of them ordered more than once.
    #[must_use]
    pub fn repeat_buyers(&self) -> u64 {
        let repeat = self.0.iter().filter(|(history, _)| 0 < history.repeats);
        repeat.fold(0, |sum, (_, people)| sum.saturating_add(*people))
    }

    /// Histories with how many people have them; by number of repeats, smallest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = (History, u64)> {
        self.0.iter().map(|(history, people)| (*history, *people))
    }

    fn add_many(&mut self, history: History, people: u64) -> Result<(), NoForecast> {
        if COHORT_HISTORIES_MAX <= self.0.len() && !self.0.contains_key(&history) {
            let most = f64::from(u32::try_from(COHORT_HISTORIES_MAX).unwrap_or(u32::MAX));
            within("different histories", most + 1.0, 0.0, most)?;
        }
        let known = self.0.entry(history).or_default();
        *known = known.saturating_add(people);
        Ok(())
    }
}

impl From<Cohort> for Vec<(u32, u32, u32, u64)> {
    fn from(cohort: Cohort) -> Self {
        let told = |(history, people): (History, u64)| {
            (history.repeats, history.recency_days, history.age_days, people)
        };
        cohort.iter().map(told).collect()
    }
}

impl From<Vec<(u32, u32, u32, u64)>> for Cohort {
    /// Histories that nobody can have, and those beyond the bound, are left out.
    fn from(told: Vec<(u32, u32, u32, u64)>) -> Self {
        let sound = told.into_iter().filter_map(|(repeats, recency_days, age_days, people)| {
            Some((History::new(repeats, recency_days, age_days).ok()?, people))
        });
        Self(sound.take(COHORT_HISTORIES_MAX).collect())
    }
}
