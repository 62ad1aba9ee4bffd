//! Two tests of the same effect: one for the one look at the end, one that may be looked at every day.
//!
//! The sequential test is an asymptotic confidence sequence: its interval is wider, and in exchange holds at all times at
//! once. Where it is narrowest is a choice, [`SEQUENTIAL_TUNING`].
//!
//! Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic
//! confidence sequences" (arXiv 2103.06476v7), equations 9, 155 and 161; gbstats `frequentist/tests.py`.

use serde::{Deserialize, Serialize};

use super::{
    Interval,
    effect::Effect,
    no_result::{NoResult, between, finite},
};
use crate::special::{real, student_critical, student_two_sided};

/// People in both arms at which the sequential interval is narrowest, unless one chooses: GrowthBook's default.
pub const SEQUENTIAL_TUNING: f64 = 5_000.0;

/// What a test says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Frequentist {
    /// The lift lies in here with confidence 1 − alpha.
    pub interval: Interval,
    /// How often chance alone would show so much; at most 1.
    pub p_value: f64,
}

/// Two-sided t test with unequal variances. Valid for one look, at a time set before the start.
///
/// # Errors
///
/// [`NoResult::OutOfBounds`] if `alpha` is not between 0 and 1.
pub fn two_sided_t(effect: &Effect, alpha: f64) -> Result<Frequentist, NoResult> {
    between("alpha", alpha, 0.0, 1.0)?;
    let half = student_critical(alpha, effect.degrees) * effect.standard_error;
    let p_value = student_two_sided(effect.lift / effect.standard_error, effect.degrees);
    Ok(Frequentist {
        interval: Interval::around(effect.lift, finite("interval", half)?),
        p_value: finite("p-value", p_value)?.clamp(0.0, 1.0),
    })
}

/// Test that stays valid however often one looks. `tuning` is the number of people, in both arms, at which
/// its interval is narrowest.
///
/// # Errors
///
/// [`NoResult::OutOfBounds`] if `alpha` is not between 0 and 1, or `tuning` not from above 0 to 10^12.
pub fn sequential(effect: &Effect, alpha: f64, tuning: f64) -> Result<Frequentist, NoResult> {
    let half = sequential_width(real(effect.people), alpha, tuning)? * effect.standard_error;
    let score = effect.lift / effect.standard_error;
    let spread = real(effect.people) * rho_squared(alpha, tuning);
    // The logarithm of what a bettor against "no difference" would have won; itself it overflows.
    let ln_won = score * score * spread / (2.0 * (spread + 1.0)) - 0.5 * libm::log1p(spread);
    Ok(Frequentist {
        interval: Interval::around(effect.lift, finite("interval", half)?),
        p_value: finite("p-value", libm::exp(-ln_won.max(0.0)))?,
    })
}

/// Standard errors on each side of the estimate that the sequential interval takes after `people` people.
pub(super) fn sequential_width(people: f64, alpha: f64, tuning: f64) -> Result<f64, NoResult> {
    between("alpha", alpha, 0.0, 1.0)?;
    between("sequential tuning", tuning, 0.0, 1e12)?;
    let spread = people * rho_squared(alpha, tuning);
    let ln_bound = 0.5 * libm::log1p(spread) - libm::log(alpha);
    Ok(libm::sqrt(2.0 * (spread + 1.0) / spread * ln_bound))
}

/// Equation 161: what makes the interval narrowest at `tuning` people.
fn rho_squared(alpha: f64, tuning: f64) -> f64 {
    let twice = -2.0 * libm::log(alpha);
    (twice + libm::log1p(twice)) / tuning
}
