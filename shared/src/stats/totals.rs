//! What ledgers sum for an experiment: whole numbers, so that parts merge exactly and in any order.
//!
//! A [`Totals`] holds the people of one variation. Each person goes in once, with all they did: the square of
//! a person's amount is not the sum of the squares of its parts. Shards that hold different people merge; two
//! months of the same people do not, there each person's amounts are added up first.

use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

use super::{
    no_result::NoResult,
    statistic::{Statistic, Sums},
};
use crate::limits::EXPERIMENT_AMOUNT_MAX;

/// One person's part in an experiment, in whole units: minor units of money, or counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Observation {
    /// What is measured: 0 or 1 for a proportion, an amount for a mean, the part above the line for a ratio.
    pub amount: i64,
    /// The part below the line of a ratio; not looked at otherwise.
    pub denominator: i64,
    /// The same amount from before the experiment, where it is to be adjusted for.
    pub before: i64,
}

/// The people of one variation, summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Totals {
    /// How many people.
    pub people: u64,
    amount: Whole,
    amount_squares: Whole,
    denominator: Whole,
    denominator_squares: Whole,
    before: Whole,
    before_squares: Whole,
    amount_denominator: Whole,
    amount_before: Whole,
}

/// What the sums are to be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// The share of people with an amount of 1.
    Proportion,
    /// The amount a person.
    Mean,
    /// The amount over the denominator.
    Ratio,
    /// The amount a person, adjusted for the one before (CUPED).
    Adjusted,
}

/// A sum that JavaScript would round: written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Whole(i128);

impl Totals {
    /// Adds one person.
    ///
    /// An amount beyond [`EXPERIMENT_AMOUNT_MAX`] counts as that: nobody spends it, and its square must still fit.
    pub fn observe(&mut self, person: Observation) {
        let bounded =
            |amount: i64| i128::from(amount.clamp(-EXPERIMENT_AMOUNT_MAX, EXPERIMENT_AMOUNT_MAX));
        let (amount, denominator, before) =
            (bounded(person.amount), bounded(person.denominator), bounded(person.before));
        self.merge(&Self {
            people: 1,
            amount: Whole(amount),
            amount_squares: Whole(amount.saturating_mul(amount)),
            denominator: Whole(denominator),
            denominator_squares: Whole(denominator.saturating_mul(denominator)),
            before: Whole(before),
            before_squares: Whole(before.saturating_mul(before)),
            amount_denominator: Whole(amount.saturating_mul(denominator)),
            amount_before: Whole(amount.saturating_mul(before)),
        });
    }

    /// Adds other people of the same variation. The order of merging changes nothing.
    pub fn merge(&mut self, other: &Self) {
        self.people = self.people.saturating_add(other.people);
        for (mine, theirs) in [
            (&mut self.amount, other.amount),
            (&mut self.amount_squares, other.amount_squares),
            (&mut self.denominator, other.denominator),
            (&mut self.denominator_squares, other.denominator_squares),
            (&mut self.before, other.before),
            (&mut self.before_squares, other.before_squares),
            (&mut self.amount_denominator, other.amount_denominator),
            (&mut self.amount_before, other.amount_before),
        ] {
            mine.0 = mine.0.saturating_add(theirs.0);
        }
    }

    /// The sums as a test reads them.
    ///
    /// # Errors
    ///
    /// [`NoResult`] for stored sums that no people can have.
    pub fn statistic(&self, metric: Metric) -> Result<Statistic, NoResult> {
        let amount = sums(self.amount, self.amount_squares);
        let denominator = sums(self.denominator, self.denominator_squares);
        let before = sums(self.before, self.before_squares);
        match metric {
            Metric::Proportion => Statistic::proportion(self.people, amount.sum),
            Metric::Mean => Statistic::mean(self.people, amount),
            Metric::Ratio => {
                let products = self.amount_denominator.as_f64();
                Statistic::ratio(self.people, amount, denominator, products)
            }
            Metric::Adjusted => {
                let products = self.amount_before.as_f64();
                Statistic::adjusted(self.people, amount, before, products)
            }
        }
    }
}

fn sums(sum: Whole, sum_squares: Whole) -> Sums {
    Sums { sum: sum.as_f64(), sum_squares: sum_squares.as_f64() }
}

impl Whole {
    #[expect(clippy::as_conversions, reason = "no lossless conversion exists")]
    #[expect(clippy::cast_precision_loss, reason = "sums stay exact until here")]
    const fn as_f64(self) -> f64 {
        self.0 as f64
    }
}

impl From<Whole> for String {
    fn from(whole: Whole) -> Self {
        whole.0.to_string()
    }
}

impl TryFrom<String> for Whole {
    type Error = core::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}
