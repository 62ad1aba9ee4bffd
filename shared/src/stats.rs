//! What an experiment says: lift with its interval, p-value, chance to win, and whether it may be read at all.
//!
//! Each variation comes as a [`Statistic`], sums over its people; [`analyse`] compares every variation with the first, the
//! control, and gives each a [`Verdict`] that an operator can act on. The parts can be had one by one: [`effect`]
//! (delta method), [`two_sided_t`], [`sequential`], [`bayesian`], [`sample_ratio`], [`holm`], [`benjamini_hochberg`] and
//! the planner, [`Plan`].
//!
//! The numbers are those of GrowthBook's `gbstats`: `tests/conformance/stats.rs` holds them to 1e-5 on every public
//! row. Two things a newcomer would get wrong:
//!
//! - Who looks at a fixed-horizon test every day and stops at the first p below 0.05 is wrong far more often than one time
//!   in twenty. Verdicts therefore rest on the sequential test, which may be looked at as often as one likes; the t
//!   test is shown for the one look at the planned end.
//! - Bad input never gives not-a-number. It gives [`NoResult`], which says what is missing.
//!
//! Source: product brief, section 一.3; law 8 of the design; Welch (1947) for the degrees of freedom; Deng, Knoblich and
//! Lu (2018) for the delta method; Deng et al. (2013) for CUPED; Waudby-Smith et al. (2021) for the sequential test.

mod analysis;
mod bayesian;
mod correction;
mod effect;
mod frequentist;
mod no_result;
mod planner;
mod sample_ratio;
mod statistic;
mod totals;

pub use self::{
    analysis::{Analysis, Comparison, Goal, Measured, Question, Reading, Verdict, analyse},
    bayesian::{Bayesian, Prior, bayesian},
    correction::{benjamini_hochberg, holm},
    effect::{Difference, Effect, effect},
    frequentist::{Frequentist, SEQUENTIAL_TUNING, sequential, two_sided_t},
    no_result::{Arm, NoResult},
    planner::{Horizon, MinimumEffect, Plan},
    sample_ratio::{SRM_ALPHA, SampleRatio, sample_ratio},
    statistic::{Statistic, Sums},
    totals::{Metric, Observation, Totals},
};

/// A range in which the true value lies, with the confidence that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// So far on each side of `middle`.
    #[must_use]
    pub const fn around(middle: f64, half: f64) -> Self {
        Self { low: middle - half, high: middle + half }
    }

    /// Whether `value` lies in it, ends included.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

#[cfg(test)]
mod tests;
