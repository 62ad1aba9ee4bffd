//! How many people an experiment needs before it starts.
//!
//! Answers "how many in each variation, so that a lift of this size is found with this probability". The plan for the
//! sequential test asks for more people than the one for a single look: that is the price of looking daily.
//! With more than one treatment alpha is shared among them (Bonferroni, Holm's first step).
//!
//! Source: Kohavi, Tang and Xu, "Trustworthy Online Controlled Experiments" (2020), chapter 17; Cohen, "Statistical
//! Power Analysis for the Behavioral Sciences" (1988), chapters 2 and 6; for the sequential test its own interval.

use serde::{Deserialize, Serialize};

use super::{
    frequentist::sequential_width,
    no_result::{NoResult, between, out_of_bounds},
};
use crate::{
    limits::{EXPERIMENT_PEOPLE_MIN, VARIATIONS_MAX},
    special::{normal_quantile, real, whole_above},
};

/// More people in a variation than this is not a plan.
const PEOPLE_MAX: u64 = 1_000_000_000_000;

/// What an experiment is to find, and how surely.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The smallest lift worth finding.
    pub effect: MinimumEffect,
    /// How often a lift may be reported where there is none: 0.05.
    pub alpha: f64,
    /// How often the smallest lift is to be found where there is one: 0.8.
    pub power: f64,
    /// Variations, the control among them: 2 or more.
    pub variations: u32,
    /// How it will be read.
    pub horizon: Horizon,
}

/// The smallest lift worth finding. Only its size counts, not its sign.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "difference", content = "size", rename_all = "snake_case")]
pub enum MinimumEffect {
    /// As a part of the baseline: 0.1 finds 5.5 % beside 5 %.
    Relative(f64),
    /// In the metric's own unit: 0.005 finds 5.5 % beside 5 %.
    Absolute(f64),
}

/// How an experiment will be read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "horizon", rename_all = "snake_case")]
pub enum Horizon {
    /// Once, when everybody is in: the t test.
    Once,
    /// As often as one likes: the sequential test.
    Always {
        /// People in both arms at which it is narrowest; [`super::SEQUENTIAL_TUNING`] unless chosen.
        tuning: f64,
    },
}

impl Plan {
    /// People in each variation for a share of people, such as a conversion rate of `baseline`.
    ///
    /// # Errors
    ///
    /// [`NoResult::OutOfBounds`] names what is outside its bounds, also where the lift would take the share to 0 or 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use shared::stats::{Horizon, MinimumEffect, Plan};
    ///
    /// let plan = Plan {
    ///     effect: MinimumEffect::Relative(0.2),
    ///     alpha: 0.05,
    ///     power: 0.8,
    ///     variations: 2,
    ///     horizon: Horizon::Once,
    /// };
    /// assert_eq!(plan.people_for_proportion(0.05)?, 8_155);
    /// # Ok::<(), shared::stats::NoResult>(())
    /// ```
    pub fn people_for_proportion(&self, baseline: f64) -> Result<u64, NoResult> {
        between("baseline", baseline, 0.0, 1.0)?;
        let lifted = between("lifted share", baseline + self.difference(baseline)?, 0.0, 1.0)?;
        let variance = baseline * (1.0 - baseline) + lifted * (1.0 - lifted);
        self.people(variance, lifted - baseline)
    }

    /// People in each variation for an amount a person, of which mean and standard deviation are known.
    ///
    /// # Errors
    ///
    /// [`NoResult::OutOfBounds`] names what is outside its bounds.
    pub fn people_for_mean(&self, mean: f64, deviation: f64) -> Result<u64, NoResult> {
        between("standard deviation", deviation, 0.0, f64::INFINITY)?;
        self.people(2.0 * deviation * deviation, self.difference(mean)?)
    }

    /// The alpha that each treatment's comparison gets.
    fn alpha_each(&self) -> Result<f64, NoResult> {
        between("alpha", self.alpha, 0.0, 1.0)?;
        let most = u32::try_from(VARIATIONS_MAX).unwrap_or(u32::MAX);
        if !(2..=most).contains(&self.variations) {
            let bound = alloc::format!("2 to {VARIATIONS_MAX}");
            return Err(out_of_bounds("variations", self.variations.into(), &bound));
        }
        Ok(self.alpha / f64::from(self.variations.saturating_sub(1)))
    }

    /// The smallest difference in the metric's unit.
    fn difference(&self, baseline: f64) -> Result<f64, NoResult> {
        let size = match self.effect {
            MinimumEffect::Relative(size) => {
                let baseline = between("baseline", baseline, 0.0, f64::INFINITY)?;
                between("minimum effect", size.abs(), 0.0, f64::INFINITY)?;
                size * baseline
            }
            MinimumEffect::Absolute(size) => size,
        };
        between("minimum effect", size.abs(), 0.0, f64::INFINITY)?;
        Ok(size)
    }

    /// The fewest people in each arm, where `variance` is the sum over the two arms.
    fn people(&self, variance: f64, difference: f64) -> Result<u64, NoResult> {
        let alpha = self.alpha_each()?;
        let found = normal_quantile(between("power", self.power, 0.0, 1.0)?);
        let noise = variance / (difference * difference);
        let once = -normal_quantile(0.5 * alpha) + found;
        let fewest = whole_above(once * once * noise).filter(|people| *people <= PEOPLE_MAX);
        let fewest = fewest.ok_or_else(too_many)?.max(EXPERIMENT_PEOPLE_MIN);
        let Horizon::Always { tuning } = self.horizon else { return Ok(fewest) };
        let is_enough = |people: u64| -> Result<bool, NoResult> {
            let needed = sequential_width(2.0 * real(people), alpha, tuning)? + found;
            Ok(needed * needed * noise <= real(people))
        };
        // The interval narrows with people, so that once enough is always enough.
        let (mut low, mut high) = (fewest, fewest);
        while !is_enough(high)? {
            low = high;
            high = high.saturating_mul(2);
            if PEOPLE_MAX < high {
                return Err(too_many());
            }
        }
        while low < high {
            let middle = low.midpoint(high);
            if is_enough(middle)? {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        Ok(high)
    }
}

fn too_many() -> NoResult {
    let bound = alloc::format!("at most {PEOPLE_MAX}; look for a larger lift");
    out_of_bounds("people in each variation", f64::INFINITY, &bound)
}
