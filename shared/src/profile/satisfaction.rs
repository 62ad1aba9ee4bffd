//! How content a person is with the shop, from 0 to 100.
//!
//! | sign | value | weight |
//! |---|---|---|
//! | a message in a content, plain, upset tone | 1, 0.6, 0.1 | 1 |
//! | a complaint | 0 | 2 |
//! | an order given back or cancelled | 0.2 | 1 |
//! | a rating of r out of 5 stars | (r − 1) / 4 | 3 |
//!
//! The score is the weighted mean of the signs, newer ones counting more (half-life
//! [`HALF_LIFE`], counted back from the newest sign, so that it does not move while nothing
//! happens), drawn towards [`PRIOR`] as if that had been seen with weight [`PRIOR_WEIGHT`]: one
//! upset word does not make an enemy.
//!
//! Source: product brief, section 二.2 (投诉抱怨); values and weights are ours.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::decay::DecayedMean;
use crate::{
    intent::{IntentReading, Label, sentiment::Sentiment},
    time::Timestamp,
};

/// After so long a sign counts half.
pub const HALF_LIFE: Duration = Duration::from_hours(90 * 24);

/// What somebody of whom nothing is known is taken for: a plain tone.
pub const PRIOR: f64 = 0.6;

/// How much [`PRIOR`] weighs.
pub const PRIOR_WEIGHT: f64 = 2.0;

/// The signs so far.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Satisfaction {
    mean: DecayedMean,
    /// Messages by tone: upset, plain, content.
    pub tones: [u32; 3],
    /// Complaints.
    pub complaints: u32,
    /// Orders given back or cancelled.
    pub refunds: u32,
    /// Ratings.
    pub ratings: u32,
}

/// The score with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// 0 to 100.
    pub score: u8,
    /// How many signs.
    pub n: u32,
    /// The newest.
    pub as_of: Timestamp,
    /// The mean of the signs alone, 0 to 1.
    pub mean: f64,
    /// What they weigh together, beside [`PRIOR_WEIGHT`].
    pub weight: f64,
}

impl Satisfaction {
    /// Notes a message: its tone, and whether it complains.
    pub fn hear(&mut self, reading: &IntentReading, at: Timestamp) {
        let (place, value) = match reading.sentiment {
            Sentiment::Negative => (0, 0.1),
            Sentiment::Neutral => (1, 0.6),
            Sentiment::Positive => (2, 1.0),
        };
        if let Some(count) = self.tones.get_mut::<usize>(place) {
            *count = count.saturating_add(1);
        }
        self.mean.add(value, 1.0, at, HALF_LIFE);
        if matches!(reading.label, Label::ComplaintService | Label::ComplaintProductDefect) {
            self.complaints = self.complaints.saturating_add(1);
            self.mean.add(0.0, 2.0, at, HALF_LIFE);
        }
    }

    /// Notes that an order was given back or cancelled.
    pub fn refund(&mut self, at: Timestamp) {
        self.refunds = self.refunds.saturating_add(1);
        self.mean.add(0.2, 1.0, at, HALF_LIFE);
    }

    /// Notes a rating of 1 to 5 stars; anything else is none.
    pub fn rate(&mut self, stars: f64, at: Timestamp) {
        if (1.0..=5.0).contains(&stars) {
            self.ratings = self.ratings.saturating_add(1);
            self.mean.add((stars - 1.0) / 4.0, 3.0, at, HALF_LIFE);
        }
    }

    /// The score; `None` before the first sign.
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        let mean = self.mean.value()?;
        let drawn = self.mean.towards(PRIOR, PRIOR_WEIGHT, HALF_LIFE).clamp(0.0, 1.0);
        Some(Score {
            score: percent(drawn),
            n: self.mean.n,
            as_of: self.mean.last_at,
            mean,
            weight: self.mean.weight(HALF_LIFE),
        })
    }
}

#[expect(clippy::as_conversions, reason = "a share of 0 to 1 is 0 to 100 percent")]
#[expect(clippy::cast_possible_truncation, reason = "a share of 0 to 1 is 0 to 100 percent")]
#[expect(clippy::cast_sign_loss, reason = "a share of 0 to 1 is 0 to 100 percent")]
fn percent(share: f64) -> u8 {
    libm::round(share * 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(count: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_767_225_600_000 + count * 86_400_000)
    }

    #[test]
    fn nothing_is_said_of_somebody_who_said_nothing() {
        assert_eq!(Satisfaction::default().score(), None);
    }

    #[test]
    fn the_score_is_the_weighted_mean_drawn_towards_the_prior() {
        let mut satisfaction = Satisfaction::default();
        satisfaction.rate(5.0, day(0));
        // (3 × 1 + 2 × 0.6) / 5
        assert_eq!(satisfaction.score().unwrap().score, 84);
        satisfaction.refund(day(0));
        // (3 × 1 + 1 × 0.2 + 2 × 0.6) / 6
        let score = satisfaction.score().unwrap();
        assert_eq!((score.score, score.n), (73, 2));
        assert!((score.weight - 4.0).abs() < 1e-9);
    }

    #[test]
    fn an_old_grudge_weighs_less_than_a_new_smile() {
        let mut satisfaction = Satisfaction::default();
        satisfaction.rate(1.0, day(0));
        satisfaction.rate(5.0, day(360));
        // Four half-lives: 3/16 × 0 + 3 × 1 + 2 × 0.6 of 5.1875
        assert_eq!(satisfaction.score().unwrap().score, 81);
    }

    #[test]
    fn what_is_no_rating_is_none() {
        let mut satisfaction = Satisfaction::default();
        for stars in [0.0, 5.5, f64::NAN, -1.0] {
            satisfaction.rate(stars, day(0));
        }
        assert_eq!(satisfaction.score(), None);
    }
}
