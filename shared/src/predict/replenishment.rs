//! When somebody will want again what they buy again and again: coffee, nappies, contact lenses.
//!
//! The times between two orders of one product or category are spread evenly on a logarithmic scale, around a middle of each
//! person's own. Of somebody with many orders their own middle counts, of somebody with one order that of everybody; in
//! between they are weighed by how much people differ from each other and from themselves (empirical Bayes).
//!
//! Only times that are over are known, so somebody who never came back is not in it: the answer is when to ask, not
//! whether they come.
//!
//! Source: Efron and Morris, "Stein's estimation rule and its competitors" (JASA 1973); Searle, Casella and
//! `McCulloch`, "Variance Components" (1992), section 3.6, for unequal numbers.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::no_forecast::NoForecast;
use crate::{
    limits::{REPLENISHMENT_GAPS_MIN, REPLENISHMENT_PEOPLE_MIN},
    special::{normal_quantile, real},
};

/// How far apart people's orders of one product or category are.
///
/// Sums of logarithms of days: parts made of different people merge.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rhythm {
    /// People who ordered it more than once.
    pub people: u64,
    /// Times between two orders.
    pub gaps: u64,
    sum: f64,
    sum_squares: f64,
    /// Sum over people of the square of a person's sum over their number.
    sum_between: f64,
    /// Sum over people of the square of their number.
    gaps_squared: f64,
}

/// When to expect the next order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Replenishment {
    /// Days from the last order to the next, as likely too short as too long.
    pub expected_days: f64,
    /// Nine in ten come later than this many days after the last order.
    pub earliest_days: f64,
    /// Nine in ten come sooner than this many days after the last order.
    pub latest_days: f64,
    /// The day of the last order, as [`crate::time::Timestamp::day`] counts.
    pub last_day: i64,
    /// Times between orders of this person that it rests on.
    pub gaps: u64,
    /// Whose times it rests on.
    pub basis: Basis,
}

/// Whose times an expectation rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "basis", rename_all = "snake_case")]
pub enum Basis {
    /// Only their own: there are too few other people.
    Own,
    /// Their own and others'.
    Shared {
        /// How much their own count, 0 to 1.
        own_share: f64,
    },
}

/// A person's own times, on the logarithmic scale.
struct Own {
    last_day: i64,
    gaps: Vec<f64>,
}

/// How people differ.
struct Spread {
    mean: f64,
    /// From themselves.
    within: f64,
    /// From each other.
    between: f64,
}

impl Own {
    /// None for somebody who never ordered it.
    fn of(days: &[i64]) -> Option<Self> {
        let mut days = days.to_vec();
        days.sort_unstable();
        days.dedup();
        let gaps = days.iter().zip(days.iter().skip(1)).map(|(one, next)| {
            libm::log(real(u64::try_from(next.saturating_sub(*one)).unwrap_or(1)))
        });
        Some(Self { last_day: *days.last()?, gaps: gaps.collect() })
    }

    fn count(&self) -> u64 {
        u64::try_from(self.gaps.len()).unwrap_or(u64::MAX)
    }

    fn mean(&self) -> f64 {
        self.gaps.iter().sum::<f64>() / real(self.count().max(1))
    }
}

impl Rhythm {
    /// Adds one person, by the days on which they ordered it, in any order. Somebody with one such day adds nothing.
    pub fn observe(&mut self, days: &[i64]) {
        let Some(own) = Own::of(days).filter(|own| !own.gaps.is_empty()) else { return };
        let (count, sum) = (real(own.count()), own.gaps.iter().sum::<f64>());
        self.merge(&Self {
            people: 1,
            gaps: own.count(),
            sum,
            sum_squares: own.gaps.iter().map(|gap| gap * gap).sum(),
            sum_between: sum * sum / count,
            gaps_squared: count * count,
        });
    }

    /// Adds the people of another part.
    pub const fn merge(&mut self, other: &Self) {
        self.people = self.people.saturating_add(other.people);
        self.gaps = self.gaps.saturating_add(other.gaps);
        self.sum += other.sum;
        self.sum_squares += other.sum_squares;
        self.sum_between += other.sum_between;
        self.gaps_squared += other.gaps_squared;
    }

    /// Analysis of variance with unequal numbers; none with too few people, or too few who ordered a third time.
    fn spread(&self) -> Option<Spread> {
        let repeated = self.gaps.checked_sub(self.people)?;
        if self.people < REPLENISHMENT_PEOPLE_MIN || repeated < REPLENISHMENT_PEOPLE_MIN {
            return None;
        }
        let (people, gaps) = (real(self.people), real(self.gaps));
        let within = ((self.sum_squares - self.sum_between) / real(repeated)).max(0.0);
        let among = self.sum_between - self.sum * self.sum / gaps;
        let weight = gaps - self.gaps_squared / gaps;
        let between = ((among - (people - 1.0) * within) / weight).max(0.0);
        Some(Spread { mean: self.sum / gaps, within, between })
    }
}

impl Replenishment {
    /// When to expect the next order of somebody who ordered it on these days, in any order.
    ///
    /// # Errors
    ///
    /// [`NoForecast::TooFewGaps`] if neither the person nor enough others ([`REPLENISHMENT_PEOPLE_MIN`]) have shown a rhythm, or
    /// the person never ordered it.
    pub fn expect(days: &[i64], others: &Rhythm) -> Result<Self, NoForecast> {
        let too_few = |gaps: u64| NoForecast::TooFewGaps { gaps, gaps_min: REPLENISHMENT_GAPS_MIN };
        let own = Own::of(days).ok_or_else(|| too_few(0))?;
        let gaps = own.count();
        let (middle, variance, basis) = match others.spread() {
            Some(spread) => {
                let ratio = spread.between * real(gaps);
                let own_share = if 0.0 < ratio { ratio / (ratio + spread.within) } else { 0.0 };
                let middle = own_share * own.mean() + (1.0 - own_share) * spread.mean;
                // How far the next one is from the middle, and how far the middle may be off.
                let variance = spread.within + spread.between * (1.0 - own_share);
                (middle, variance, Basis::Shared { own_share })
            }
            None if REPLENISHMENT_GAPS_MIN <= gaps => {
                let mean = own.mean();
                let squares: f64 = own.gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum();
                let variance = squares / (real(gaps) - 1.0) * (1.0 + 1.0 / real(gaps));
                (mean, variance, Basis::Own)
            }
            None => return Err(too_few(gaps)),
        };
        let half = normal_quantile(0.9) * libm::sqrt(variance);
        Ok(Self {
            expected_days: libm::exp(middle),
            earliest_days: libm::exp(middle - half),
            latest_days: libm::exp(middle + half),
            last_day: own.last_day,
            gaps,
            basis,
        })
    }

    /// The day on which to expect it, as [`crate::time::Timestamp::day`] counts.
    #[must_use]
    pub fn expected_day(&self) -> i64 {
        self.after(libm::round(self.expected_days))
    }

    /// The day from which on it is likely.
    #[must_use]
    pub fn earliest_day(&self) -> i64 {
        self.after(libm::floor(self.earliest_days))
    }

    /// The last day on which it is likely.
    #[must_use]
    pub fn latest_day(&self) -> i64 {
        self.after(libm::floor(self.latest_days))
    }

    #[expect(clippy::as_conversions, reason = "a number of days, and a cast that saturates")]
    #[expect(clippy::cast_possible_truncation, reason = "whole already, and a cast that saturates")]
    const fn after(&self, days: f64) -> i64 {
        self.last_day.saturating_add(days as i64)
    }

    /// Whether today is the time to ask: from `lead_days` before the expected day until the latest likely one.
    #[must_use]
    pub fn is_due(&self, today: i64, lead_days: u16) -> bool {
        let Ok(since) = u64::try_from(today.saturating_sub(self.last_day)) else { return false };
        let since = real(since);
        self.expected_days - f64::from(lead_days) <= since && since <= self.latest_days
    }
}
