//! What another policy would have brought, judged by the log of the one that ran.
//!
//! Every draw of a bandit is logged with its propensity. An order after an arm that was rarely drawn stands for many that
//! were not, so each reward counts by how much more probable the other policy would have made it. IPS is right on
//! average; SNIPS divides by the weights there were instead of those there should be, is a little biased
//! and much steadier, and is what to show.
//!
//! Source: Horvitz and Thompson (1952), JASA 47; Swaminathan and Joachims, "The self-normalized estimator for
//! counterfactual learning" (NIPS 2015); Owen, "Monte Carlo theory, methods and examples", chapter 9, for the errors.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    limits::OFF_POLICY_EFFECTIVE_MIN,
    special::{normal_quantile, real},
    stats::Interval,
};

/// One draw as it was logged, and what the other policy says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Logged {
    /// How probable the draw was; above 0.
    pub propensity: f64,
    /// How probable the other policy makes it for the same person at the same moment.
    pub probability: f64,
    /// What it brought, 0 to 1.
    pub reward: f64,
}

/// A log, summed. Logs of different draws merge.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OffPolicy {
    /// How many draws.
    pub draws: u64,
    weights: f64,
    weights_squared: f64,
    weighted: f64,
    weighted_squared: f64,
    squared_rewards: f64,
}

/// What another policy would have brought for each draw.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Reward for each draw.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The value lies in here with confidence 95 %.
    pub interval: Interval,
    /// Draws of its own that would say as much.
    pub effective_draws: f64,
}

/// Why a log says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum OffPolicyError {
    /// A propensity is not above 0 and at most 1.
    #[error("propensity is {propensity}, not above 0 and at most 1")]
    Propensity {
        /// The rejected propensity.
        propensity: f64,
    },
    /// A probability or reward is not between 0 and 1.
    #[error("{field} is {value}, not 0 to 1")]
    Share {
        /// Which number.
        field: &'static str,
        /// The rejected value.
        value: f64,
    },
    /// The policies differ so much that few draws speak for the other one.
    #[error(
        "the log says as much as {effective_draws:.0} draws, fewer than {OFF_POLICY_EFFECTIVE_MIN}"
    )]
    TooFew {
        /// How many draws it is worth.
        effective_draws: f64,
    },
}

impl OffPolicy {
    /// Adds one draw.
    ///
    /// # Errors
    ///
    /// [`OffPolicyError`] for a number outside its bounds; then nothing is added.
    pub fn observe(&mut self, logged: Logged) -> Result<(), OffPolicyError> {
        let Logged { propensity, probability, reward } = logged;
        if !(0.0 < propensity && propensity <= 1.0) {
            return Err(OffPolicyError::Propensity { propensity });
        }
        for (field, value) in [("probability", probability), ("reward", reward)] {
            if !(0.0..=1.0).contains(&value) {
                return Err(OffPolicyError::Share { field, value });
            }
        }
        let weight = probability / propensity;
        self.merge(&Self {
            draws: 1,
            weights: weight,
            weights_squared: weight * weight,
            weighted: weight * reward,
            weighted_squared: weight * weight * reward * reward,
            squared_rewards: weight * weight * reward,
        });
        Ok(())
    }

    /// Adds the draws of another log.
    pub const fn merge(&mut self, other: &Self) {
        self.draws = self.draws.saturating_add(other.draws);
        self.weights += other.weights;
        self.weights_squared += other.weights_squared;
        self.weighted += other.weighted;
        self.weighted_squared += other.weighted_squared;
        self.squared_rewards += other.squared_rewards;
    }

    /// Inverse propensity scoring: right on average, unsteady where weights are large.
    ///
    /// # Errors
    ///
    /// [`OffPolicyError::TooFew`].
    pub fn ips(&self) -> Result<Estimate, OffPolicyError> {
        let effective_draws = self.effective()?;
        let draws = real(self.draws);
        let value = self.weighted / draws;
        let variance = (self.weighted_squared / draws - value * value).max(0.0) / draws;
        Ok(estimate(value, variance, effective_draws))
    }

    /// Self-normalised inverse propensity scoring: what to show.
    ///
    /// # Errors
    ///
    /// [`OffPolicyError::TooFew`].
    pub fn snips(&self) -> Result<Estimate, OffPolicyError> {
        let effective_draws = self.effective()?;
        let value = self.weighted / self.weights;
        let squares = self.weighted_squared - 2.0 * value * self.squared_rewards
            + value * value * self.weights_squared;
        let variance = squares.max(0.0) / (self.weights * self.weights);
        Ok(estimate(value, variance, effective_draws))
    }

    /// Kish's effective sample size.
    fn effective(&self) -> Result<f64, OffPolicyError> {
        let effective_draws = if 0.0 < self.weights_squared {
            self.weights * self.weights / self.weights_squared
        } else {
            0.0
        };
        if effective_draws < OFF_POLICY_EFFECTIVE_MIN {
            return Err(OffPolicyError::TooFew { effective_draws });
        }
        Ok(effective_draws)
    }
}

fn estimate(value: f64, variance: f64, effective_draws: f64) -> Estimate {
    let standard_error = libm::sqrt(variance);
    let half = normal_quantile(0.975) * standard_error;
    let interval = Interval::around(value, half);
    Estimate { value, standard_error, interval, effective_draws }
}

#[cfg(test)]
mod tests;
