//! How probable each arm is to be drawn, and the draw.
//!
//! The probability that one of several independent beta distributions gives the largest number is an integral over the
//! product of the others' shares. The line from 0 to 1 is cut at places where each arm's share changes; within a
//! piece every share is taken to be straight, and the product of straight lines is integrated exactly (Gauss and
//! Legendre, four points, exact to the seventh degree and so for eight arms). The probabilities add up to 1 by
//! construction. For two arms they are within 0.0005 of the exact formula; a test says so.

use alloc::{format, string::String, vec, vec::Vec};

use super::{BanditError, Belief, check_name};
use crate::{
    digest::sha256_hex,
    id::{DecisionId, ProfileId},
    limits::{ARMS_MAX, BANDIT_EXPLORATION},
    special::beta_cdf,
};

/// Places on each side of an arm's mean, a fifth of a standard deviation apart.
const PLACES_EACH_SIDE: i32 = 40;

/// Gauss and Legendre's four points on the line from 0 to 1, with their weights.
const POINTS: [(f64, f64); 4] = [
    (0.069_431_844_202_973_71, 0.173_927_422_568_726_93),
    (0.330_009_478_207_571_87, 0.326_072_577_431_273_07),
    (0.669_990_521_792_428_1, 0.326_072_577_431_273_07),
    (0.930_568_155_797_026_3, 0.173_927_422_568_726_93),
];

/// Arms ready to draw from.
///
/// Making one costs some milliseconds, a draw some microseconds: make it when the records change, not for each person.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    arms: Vec<Shares>,
    exploration: f64,
}

/// One arm's share below each place of the common line.
#[derive(Debug, Clone, PartialEq)]
struct Shares {
    arm: String,
    below: Vec<f64>,
}

/// What was drawn, to be written down with the decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<'a> {
    /// The arm.
    pub arm: &'a str,
    /// How probable the draw of this arm was; above 0.
    pub propensity: f64,
    /// How probable each arm was that could have been drawn, this one included.
    pub propensities: Vec<(&'a str, f64)>,
}

impl Policy {
    /// Makes arms ready, with [`BANDIT_EXPLORATION`] for trying.
    ///
    /// # Errors
    ///
    /// As [`Policy::with_exploration`].
    pub fn new<'a>(
        beliefs: impl IntoIterator<Item = (&'a str, Belief)>,
    ) -> Result<Self, BanditError> {
        Self::with_exploration(beliefs, BANDIT_EXPLORATION)
    }

    /// Makes arms ready. The share `exploration` of draws is given to all arms alike; 1 learns fastest and earns nothing by it.
    ///
    /// # Errors
    ///
    /// [`BanditError::Exploration`], [`BanditError::TooManyArms`] or [`BanditError::Name`].
    pub fn with_exploration<'a>(
        beliefs: impl IntoIterator<Item = (&'a str, Belief)>,
        exploration: f64,
    ) -> Result<Self, BanditError> {
        if !(0.0..=1.0).contains(&exploration) {
            return Err(BanditError::Exploration { exploration });
        }
        let mut named: Vec<(&str, Belief)> = Vec::new();
        for (arm, belief) in beliefs {
            check_name(arm)?;
            if ARMS_MAX <= named.len() {
                return Err(BanditError::TooManyArms { arm: arm.into() });
            }
            named.push((arm, belief));
        }
        let places = places(named.iter().map(|(_, belief)| *belief));
        let shares = |belief: Belief| {
            let below = |place: &f64| beta_cdf(belief.successes, belief.failures, *place);
            places.iter().map(below).collect()
        };
        let arms = named
            .into_iter()
            .map(|(arm, belief)| Shares { arm: arm.into(), below: shares(belief) })
            .collect();
        Ok(Self { arms, exploration })
    }

    /// How probable each arm is among those that may be drawn, in the order given to [`Policy::new`]; they add up to 1.
    #[must_use]
    pub fn propensities(&self, may_be_drawn: impl Fn(&str) -> bool) -> Vec<(&str, f64)> {
        let arms: Vec<&Shares> = self.arms.iter().filter(|arm| may_be_drawn(&arm.arm)).collect();
        let best = best(&arms);
        let total: f64 = best.iter().sum();
        let count: f64 = arms.iter().map(|_| 1.0).sum();
        let equal = 1.0 / count;
        let mixed = |best: f64| {
            let learned = if 0.0 < total { best / total } else { equal };
            (1.0 - self.exploration) * learned + self.exploration * equal
        };
        arms.iter().zip(best).map(|(arm, best)| (arm.arm.as_str(), mixed(best))).collect()
    }

    /// Draws an arm for a person and a decision; none if none may be drawn. Asked again, the answer is the same.
    #[must_use]
    pub fn choose(
        &self,
        person: &ProfileId,
        decision: &DecisionId,
        may_be_drawn: impl Fn(&str) -> bool,
    ) -> Option<Choice<'_>> {
        let propensities = self.propensities(may_be_drawn);
        let place = place(person, decision);
        let mut upto = 0.0;
        let (arm, propensity) = propensities
            .iter()
            .find(|(_, propensity)| {
                upto += propensity;
                place < upto
            })
            // Rounding may leave the end of the line to nobody.
            .or_else(|| propensities.last())
            .copied()?;
        Some(Choice { arm, propensity, propensities })
    }
}

/// The place of a decision on the line from 0 to 1, in steps of 2^-52.
fn place(person: &ProfileId, decision: &DecisionId) -> f64 {
    let digest = sha256_hex(format!("bandit\n{person}\n{decision}").as_bytes());
    let bits = digest.get(..13).and_then(|digits| u64::from_str_radix(digits, 16).ok());
    crate::special::real(bits.unwrap_or_default()) / 4_503_599_627_370_496.0
}

/// Where the line is cut: 0, 1, and around each arm's mean.
fn places(beliefs: impl Iterator<Item = Belief>) -> Vec<f64> {
    let mut places = vec![0.0, 1.0];
    for Belief { successes, failures } in beliefs {
        let sum = successes + failures;
        let mean = successes / sum;
        let deviation = libm::sqrt(mean * (1.0 - mean) / (sum + 1.0));
        let around = (-PLACES_EACH_SIDE..=PLACES_EACH_SIDE)
            .map(|step| mean + f64::from(step) * 0.2 * deviation)
            .filter(|place| 0.0 < *place && *place < 1.0);
        places.extend(around);
    }
    places.sort_by(f64::total_cmp);
    places
}

/// The probability of each arm to be the best of those given.
fn best(arms: &[&Shares]) -> Vec<f64> {
    let mut best = vec![0.0; arms.len()];
    let mut pieces: Vec<_> =
        arms.iter().map(|arm| arm.below.iter().zip(arm.below.iter().skip(1))).collect();
    // Share below the piece, and share within it, of each arm.
    let mut within = vec![(0.0, 0.0); arms.len()];
    let count = arms.first().map_or(0, |arm| arm.below.len().saturating_sub(1));
    for _ in 0..count {
        for (within, piece) in within.iter_mut().zip(&mut pieces) {
            *within = piece.next().map_or((1.0, 0.0), |(from, to)| (*from, to - from));
        }
        for (at, best) in best.iter_mut().enumerate() {
            let mine = within.get(at).map_or(0.0, |(_, mine)| *mine);
            if 0.0 < mine {
                *best += mine * others_below(&within, at);
            }
        }
    }
    best
}

/// How probable it is that all others are below a place of the piece, on average over the piece.
fn others_below(within: &[(f64, f64)], at: usize) -> f64 {
    let mut products = POINTS.map(|(_, weight)| weight);
    for (_, (from, width)) in within.iter().enumerate().filter(|(other, _)| *other != at) {
        for (product, (along, _)) in products.iter_mut().zip(POINTS) {
            *product *= from + width * along;
        }
    }
    products.iter().sum()
}
