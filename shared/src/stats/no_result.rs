//! Why a test has no result. Never not-a-number: an operator reads what is missing.

use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arm {
    /// The variation that others are compared with.
    Control,
    /// The variation that is tried.
    Treatment,
}

impl core::fmt::Display for Arm {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Control => "control",
            Self::Treatment => "treatment",
        })
    }
}

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum NoResult {
    /// An arm has too few people to have a spread.
    #[error("{arm} has {people} people, fewer than {people_min}")]
    TooFewPeople {
        /// Which arm.
        arm: Arm,
        /// How many it has.
        people: u64,
        /// How many it needs at least.
        people_min: u64,
    },
    /// Everybody in an arm did the same, so that nothing can be said about chance.
    #[error("everybody in {arm} has the same value")]
    NoVariance {
        /// Which arm.
        arm: Arm,
    },
    /// A relative lift needs a control above 0.
    #[error("the control's mean is {mean}, so that there is no lift relative to it")]
    NoBaseline {
        /// The control's mean.
        mean: f64,
    },
    /// A ratio has nothing below the line.
    #[error("the denominator of {arm} is 0")]
    NoDenominator {
        /// Which arm.
        arm: Arm,
    },
    /// The arms were measured differently: a proportion against a mean.
    #[error("control and treatment are not the same kind of metric")]
    DifferentKinds,
    /// A sum is not a number, or infinite.
    #[error("{field} is not a finite number")]
    NotFinite {
        /// Which sum.
        field: String,
    },
    /// A number is outside its bounds.
    #[error("{field} is {value}, not {bound}")]
    OutOfBounds {
        /// Which number.
        field: String,
        /// The rejected value, as text: it may be no number at all.
        value: String,
        /// What it may be.
        bound: String,
    },
    /// No people can have these sums: the square of a sum is above what its squares allow.
    #[error("no people can have these sums: {field} would have a negative variance")]
    Impossible {
        /// Which sum.
        field: String,
    },
}

/// Refuses what is not a finite number.
pub(super) fn finite(field: &str, value: f64) -> Result<f64, NoResult> {
    if value.is_finite() { Ok(value) } else { Err(NoResult::NotFinite { field: field.into() }) }
}

/// Refuses what is outside an open range.
pub(super) fn between(field: &str, value: f64, low: f64, high: f64) -> Result<f64, NoResult> {
    if low < value && value < high {
        return Ok(value);
    }
    let bound = alloc::format!("between {low} and {high}");
    Err(out_of_bounds(field, value, &bound))
}

/// The refusal of a value that is not what it may be.
pub(super) fn out_of_bounds(field: &str, value: f64, bound: &str) -> NoResult {
    NoResult::OutOfBounds { field: field.into(), value: value.to_string(), bound: bound.into() }
}
