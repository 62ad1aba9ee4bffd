//! Whether people were shared out as they should have been.
//!
//! A sample ratio mismatch means that something lost or doubled people of one variation: a redirect, a crash, a bot. What
//! is left is not comparable, however many there are, so nothing else may be read.
//!
//! Source: Fabijan et al., "Diagnosing sample ratio mismatch in online controlled experiments" (KDD 2019); gbstats
//! `check_srm`; Pearson's chi-square test.

use serde::{Deserialize, Serialize};

use super::no_result::{NoResult, between, finite, out_of_bounds};
use crate::special::{chi_square_sf, real};

/// Below this p-value the split is wrong: GrowthBook's bound. It is looked at daily, so it is strict.
pub const SRM_ALPHA: f64 = 0.001;

/// How well the split fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SampleRatio {
    /// How often chance alone would split so unevenly.
    pub p_value: f64,
}

impl SampleRatio {
    /// Whether nothing else may be read.
    #[must_use]
    pub fn is_mismatch(self) -> bool {
        self.p_value < SRM_ALPHA
    }
}

/// Compares how many people each variation has with the weights they were to have. Nobody at all fits perfectly.
///
/// # Errors
///
/// [`NoResult::OutOfBounds`] where there is not one weight a variation, a weight is negative, or fewer than two
/// variations have a share; [`NoResult::NotFinite`] for weights that are no numbers.
pub fn sample_ratio(people: &[u64], weights: &[f64]) -> Result<SampleRatio, NoResult> {
    let count = |length: usize| real(u64::try_from(length).unwrap_or(u64::MAX));
    if people.len() != weights.len() || people.len() < 2 {
        let bound = "one a variation, of two or more";
        return Err(out_of_bounds("weights", count(weights.len()), bound));
    }
    for weight in weights {
        finite("weight", *weight)?;
        if *weight < 0.0 {
            return Err(out_of_bounds("weight", *weight, "0 or more"));
        }
    }
    let total_weight: f64 = weights.iter().sum();
    between("total of weights", total_weight, 0.0, f64::INFINITY)?;
    let total: f64 = people.iter().map(|people| real(*people)).sum();
    if total <= 0.0 {
        return Ok(SampleRatio { p_value: 1.0 });
    }
    let mut square = 0.0;
    for (people, weight) in people.iter().zip(weights) {
        let expected = weight / total_weight * total;
        if 0.0 < expected {
            let off = real(*people) - expected;
            square += off * off / expected;
        }
    }
    let p_value = chi_square_sf(square, count(people.len()) - 1.0);
    Ok(SampleRatio { p_value: finite("p-value", p_value)?.clamp(0.0, 1.0) })
}
