//! The chance that the treatment is better, given the data and what was believed before.
//!
//! Both belief and data are normal, so that the answer is exact. The default belief, a lift of 0 ± 30 %, keeps a
//! handful of lucky orders from looking like a triumph.
//!
//! Source: gbstats `bayesian/tests.py` (`EffectBayesianABTest`); Gelman et al., "Bayesian Data Analysis", 2.5.

use serde::{Deserialize, Serialize};

use super::{
    Interval,
    effect::Effect,
    no_result::{NoResult, between, finite},
};
use crate::special::{normal_cdf, normal_pdf, normal_quantile};

/// What is believed of the lift before the experiment, told as the lift is: relative or absolute.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "prior", rename_all = "snake_case")]
pub enum Prior {
    /// Nothing: only the data speak.
    Flat,
    /// A lift around `mean`.
    Normal {
        /// The lift that is expected.
        mean: f64,
        /// How far from it the lift may well be, squared; above 0.
        variance: f64,
    },
}

impl Default for Prior {
    /// GrowthBook's: a relative lift of 0 with a standard deviation of 0.3.
    fn default() -> Self {
        Self::Normal { mean: 0.0, variance: 0.09 }
    }
}

/// What is believed after the experiment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bayesian {
    /// The lift to expect.
    pub expected: f64,
    /// Standard deviation of that belief.
    pub standard_deviation: f64,
    /// The lift lies in here with probability 1 − alpha.
    pub interval: Interval,
    /// Probability that the lift is above 0.
    pub chance_to_win: f64,
    /// What one loses on average by keeping the control.
    pub risk_of_control: f64,
    /// What one loses on average by taking the treatment.
    pub risk_of_treatment: f64,
}

/// Puts belief and data together.
///
/// # Errors
///
/// [`NoResult::OutOfBounds`] if `alpha` is not between 0 and 1, or the prior's variance not above 0.
pub fn bayesian(effect: &Effect, prior: Prior, alpha: f64) -> Result<Bayesian, NoResult> {
    between("alpha", alpha, 0.0, 1.0)?;
    let data = 1.0 / (effect.standard_error * effect.standard_error);
    let (expected, precision) = match prior {
        Prior::Flat => (effect.lift, data),
        Prior::Normal { mean, variance } => {
            finite("prior mean", mean)?;
            let belief = 1.0 / between("prior variance", variance, 0.0, f64::INFINITY)?;
            ((effect.lift * data + mean * belief) / (data + belief), data + belief)
        }
    };
    let deviation = 1.0 / libm::sqrt(precision);
    let score = expected / deviation;
    let half = -normal_quantile(0.5 * alpha) * deviation;
    // Mean of a normal number where it is above 0, and of its opposite where it is below.
    let density = deviation * normal_pdf(score);
    Ok(Bayesian {
        expected: finite("expected lift", expected)?,
        standard_deviation: finite("standard deviation", deviation)?,
        interval: Interval::around(expected, finite("interval", half)?),
        chance_to_win: normal_cdf(score),
        risk_of_control: (expected * normal_cdf(score) + density).max(0.0),
        risk_of_treatment: (density - expected * normal_cdf(-score)).max(0.0),
    })
}
