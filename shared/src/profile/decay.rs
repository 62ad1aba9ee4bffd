//! Sums in which what is older counts less.
//!
//! A look of today says more about a person than one of last spring. Each thing that happens
//! adds its strength times `2^(age / half-life)`, counted from a fixed day, and a reading
//! divides by the same for `now` (*forward decay*). So a sum is one number, whatever it was
//! made of, an event that comes late counts exactly as if it had come in time, and the share
//! of one sum in another does not change while nothing happens.
//!
//! A sum is stored as the bits of its floating point number: decimal text would lose the last
//! one, and a profile that slept on disk would differ from one that stayed in memory.
//!
//! Source: Cormode, Shkapenyuk, Srivastava and Xu, *Forward Decay: A Practical Time Decay
//! Model for Streaming Systems*, ICDE 2009.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// The day from which ages are counted: 2020-01-01T00:00:00Z. Any day does; it must not change.
const LANDMARK_MILLIS: f64 = 1_577_836_800_000.0;

/// Half-lives beyond which a sum neither grows nor shrinks: `2^1000` is near the end of what a
/// floating point number holds. With 30 days that is the year 2102.
const HALF_LIVES_MAX: f64 = 1_000.0;

/// A sum of strengths, each fading with the same half-life.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "u64", into = "u64")]
pub struct Decayed(f64);

impl Decayed {
    /// Adds something of this strength that happened `at`.
    pub fn add(&mut self, strength: f64, at: Timestamp, half_life: Duration) {
        self.0 += strength * growth(at, half_life);
    }

    /// The sum as it stands at `now`.
    #[must_use]
    pub fn at(self, now: Timestamp, half_life: Duration) -> f64 {
        self.0 / growth(now, half_life)
    }

    /// This sum as a part of `whole`, which must have the same half-life; 0 of nothing.
    #[must_use]
    pub fn share_of(self, whole: Self) -> f64 {
        if whole.0 == 0.0 { 0.0 } else { self.0 / whole.0 }
    }

    /// Whether this sum is larger than `other` of the same half-life.
    #[must_use]
    pub fn exceeds(self, other: Self) -> bool {
        other.0 < self.0
    }

    /// Both sums together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl From<u64> for Decayed {
    fn from(bits: u64) -> Self {
        let sum = f64::from_bits(bits);
        // What is stored may be anything; a sum is a number.
        Self(if sum.is_finite() { sum } else { 0.0 })
    }
}

impl From<Decayed> for u64 {
    fn from(sum: Decayed) -> Self {
        sum.0.to_bits()
    }
}

/// A mean in which what is older counts less.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecayedMean {
    weight: Decayed,
    sum: Decayed,
    /// Values so far.
    pub n: u32,
    /// The newest value.
    pub last_at: Timestamp,
}

impl DecayedMean {
    /// Takes a value in that counts `weight` times.
    pub fn add(&mut self, value: f64, weight: f64, at: Timestamp, half_life: Duration) {
        self.weight.add(weight, at, half_life);
        self.sum.add(weight * value, at, half_life);
        self.n = self.n.saturating_add(1);
        self.last_at = self.last_at.max(at);
    }

    /// The mean, or `None` without a value.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (0 < self.n).then(|| self.sum.share_of(self.weight))
    }

    /// The mean as if `prior` had been seen `strength` times when the newest value was.
    #[must_use]
    pub fn towards(&self, prior: f64, strength: f64, half_life: Duration) -> f64 {
        let weight = self.weight.at(self.last_at, half_life);
        let sum = self.sum.at(self.last_at, half_life);
        (sum + prior * strength) / (weight + strength)
    }

    /// The weight of all values, as it stood when the newest came.
    #[must_use]
    pub fn weight(&self, half_life: Duration) -> f64 {
        self.weight.at(self.last_at, half_life)
    }
}

#[expect(clippy::as_conversions, reason = "times are far below 2^53 milliseconds")]
#[expect(clippy::cast_precision_loss, reason = "times are far below 2^53 milliseconds")]
fn growth(at: Timestamp, half_life: Duration) -> f64 {
    let age = at.unix_millis() as f64 - LANDMARK_MILLIS;
    let half_lives = age / (half_life.as_secs_f64() * 1_000.0);
    libm::exp2(half_lives.clamp(-HALF_LIVES_MAX, HALF_LIVES_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH: Duration = Duration::from_hours(30 * 24);

    fn day(count: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_767_225_600_000 + count * 86_400_000)
    }

    #[test]
    fn after_one_half_life_half_is_left() {
        let mut sum = Decayed::default();
        sum.add(8.0, day(0), MONTH);
        assert!((sum.at(day(0), MONTH) - 8.0).abs() < 1e-9);
        assert!((sum.at(day(30), MONTH) - 4.0).abs() < 1e-9);
        assert!((sum.at(day(60), MONTH) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn what_comes_late_counts_as_if_it_had_come_in_time() {
        let (mut in_time, mut late) = (Decayed::default(), Decayed::default());
        for (sum, days) in [(&mut in_time, [0, 10]), (&mut late, [10, 0])] {
            for count in days {
                sum.add(1.0, day(count), MONTH);
            }
        }
        assert!((in_time.at(day(20), MONTH) - late.at(day(20), MONTH)).abs() < 1e-12);
    }

    #[test]
    fn a_stored_sum_reads_back_to_the_last_bit() {
        let mut sum = Decayed::default();
        sum.add(0.1, day(7), MONTH);
        let text = serde_json::to_string(&sum).unwrap();
        assert_eq!(serde_json::from_str::<Decayed>(&text).unwrap(), sum);
        assert_eq!(Decayed::from(f64::NAN.to_bits()), Decayed::default());
    }

    #[test]
    fn few_values_leave_a_mean_near_the_prior() {
        let mut mean = DecayedMean::default();
        assert_eq!(mean.value(), None);
        mean.add(1.0, 1.0, day(0), MONTH);
        assert!((mean.towards(0.5, 1.0, MONTH) - 0.75).abs() < 1e-12);
        assert!((mean.value().unwrap() - 1.0).abs() < 1e-12);
    }
}
