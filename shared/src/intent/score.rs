//! How sure the reader is, from 0 to 1.
//!
//! Kept as ten-thousandths, so that two builds which differ in the last bit of a float still store, compare and
//! print the same score. On the wire it is a plain number (`0.93`).

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How sure the reader is, from 0 to 1, in steps of 0.0001.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "f64", into = "f64")]
pub struct Score(
    // Invariant: at most 10,000.
    u16,
);

/// A score is not a number from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("score is {0}, not a number from 0 to 1")]
pub struct ScoreError(pub f64);

impl Score {
    /// Nothing speaks for it.
    pub const ZERO: Self = Self(0);
    /// As likely as not.
    pub const HALF: Self = Self(5_000);
    /// Certain.
    pub const ONE: Self = Self(10_000);

    /// Rounds a probability to the nearest step; what is not from 0 to 1 goes to the nearer end, not-a-number to 0.
    #[must_use]
    pub fn saturating(value: f64) -> Self {
        let steps = (value.clamp(0.0, 1.0) * 10_000.0 + 0.5).clamp(0.0, 10_000.0);
        #[expect(clippy::as_conversions, reason = "there is no other conversion from float")]
        #[expect(clippy::cast_possible_truncation, reason = "rounding down is meant")]
        #[expect(
            clippy::cast_sign_loss,
            reason = "clamped to 0 to 10,000; a not-a-number becomes 0"
        )]
        Self(steps as u16)
    }

    /// How sure one is who is so sure of both of two things.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::saturating(self.as_f64() * other.as_f64())
    }

    /// The score as a number from 0 to 1.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

impl TryFrom<f64> for Score {
    type Error = ScoreError;

    fn try_from(value: f64) -> Result<Self, ScoreError> {
        if (0.0..=1.0).contains(&value) {
            Ok(Self::saturating(value))
        } else {
            Err(ScoreError(value))
        }
    }
}

impl From<Score> for f64 {
    fn from(score: Score) -> Self {
        score.as_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_written_as_a_short_number() {
        let score = Score::saturating(0.930_04);
        assert_eq!(serde_json::to_string(&score).expect("a number"), "0.93");
        assert_eq!(serde_json::from_str::<Score>("0.93").expect("a score"), score);
    }

    #[test]
    fn what_is_no_probability_is_refused_at_the_door() {
        assert!(serde_json::from_str::<Score>("1.01").is_err());
        assert!(serde_json::from_str::<Score>("-0.1").is_err());
        assert_eq!(Score::saturating(f64::NAN), Score::ZERO);
        assert_eq!(Score::saturating(7.0), Score::ONE);
    }
}
