//! How probable it is that a person does what they are asked to: a regularised logistic regression, learned online.
//!
//! What is known of a person becomes a few [`Features`], hashed into a fixed number of weights, so that the model never
//! grows. It starts from the rate of all people and learns how far each feature departs from it. With no data
//! everybody is the same; with little, everybody is nearly the same ([`Propensity::evidence`] says how it stands).
//!
//! One writer learns; everybody else reads. Which features may go in is for the caller to say: nothing that says how much
//! somebody is ready to pay may decide what is offered to them (PIPL art. 24).
//!
//! Source: `McMahan` et al., "Ad click prediction: a view from the trenches" (KDD 2013), algorithm 1, FTRL-Proximal;
//! Weinberger et al., "Feature hashing for large scale multitask learning" (ICML 2009); Peduzzi et al. (1996), "A
//! simulation study of the number of events per variable in logistic regression analysis".

use alloc::{vec, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    limits::{FEATURES_MAX, PROPENSITY_EVENTS_ENOUGH, PROPENSITY_WEIGHTS},
    special::real,
};

/// How fast a weight moves.
const ALPHA: f64 = 0.1;
/// How much a weight holds back at first.
const BETA: f64 = 1.0;
/// Evidence below this leaves a weight at 0.
const L1: f64 = 1.0;
/// Pull of every weight towards 0.
const L2: f64 = 1.0;

/// Largest size of a number among the features, in standard deviations of what is usual.
const NUMBER_MAX: f64 = 3.0;

/// Steps of a feature's value: what is noted beside a delivery is short.
const THOUSANDTHS: f64 = 1_000.0;

/// What is known of a person at one moment, as the model sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Features(
    // Places among the weights, with values in thousandths. At most FEATURES_MAX are ever put in; a
    // place that there is not has no weight.
    Vec<(u16, i16)>,
);

/// What a person did when asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// It happened: they ordered, clicked, came back.
    Positive,
    /// It did not, in the time there was for it.
    Negative,
}

/// A model that learns.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct PropensityModel {
    /// How often it happened.
    pub positives: u64,
    /// How often it did not.
    pub negatives: u64,
    // Invariant: empty, or PROPENSITY_WEIGHTS of them.
    weights: Vec<Weight>,
}

/// What FTRL remembers of one weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Weight {
    z: f32,
    n: f32,
}

/// The model as it is stored: the weights that were touched, with their place.
#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    positives: u64,
    negatives: u64,
    weights: Vec<(usize, f32, f32)>,
}

/// How probable it is, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Propensity {
    /// From 0 to 1; without any data 0.5 for everybody.
    pub probability: f64,
    /// The same for everybody: the rate of all people.
    pub base_rate: f64,
    /// How often the model saw what happened.
    pub observations: u64,
    /// What that is worth.
    pub evidence: Evidence,
}

/// How much a model knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Nothing yet: everybody is the same.
    None,
    /// Too little to rely on: everybody is nearly the same.
    Thin,
    /// Enough of what happens and of what does not ([`PROPENSITY_EVENTS_ENOUGH`]).
    Enough,
}

impl Features {
    /// Nothing known.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a word: `("lifecycle_stage", "loyal")`. What goes beyond [`FEATURES_MAX`] is left out.
    #[must_use]
    pub fn word(self, name: &str, value: &str) -> Self {
        self.with(place(&[name, "=", value]), 1.0)
    }

    /// Adds a number that was brought to a usual size of 1, such as the logarithm of a cart's value. Held between
    /// −3 and 3; not-a-number is not known.
    #[must_use]
    pub fn number(self, name: &str, value: f64) -> Self {
        if value.is_nan() {
            return self;
        }
        self.with(place(&[name]), value.clamp(-NUMBER_MAX, NUMBER_MAX))
    }

    #[expect(clippy::as_conversions, reason = "no other conversion from float exists")]
    #[expect(clippy::cast_possible_truncation, reason = "between -3,000 and 3,000")]
    fn with(mut self, place: usize, value: f64) -> Self {
        if let (Ok(place), true) = (u16::try_from(place), self.0.len() < FEATURES_MAX) {
            self.0.push((place, libm::rint(value * THOUSANDTHS) as i16));
        }
        self
    }

    /// The place of each feature among the weights, and its value.
    fn values(&self) -> impl Iterator<Item = (usize, f64)> {
        let value = |thousandths: i16| f64::from(thousandths) / THOUSANDTHS;
        self.0.iter().map(move |(place, thousandths)| (usize::from(*place), value(*thousandths)))
    }
}

impl PropensityModel {
    /// How probable it is for somebody with these features.
    #[must_use]
    pub fn predict(&self, features: &Features) -> Propensity {
        let events = real(self.positives.min(self.negatives));
        let enough = real(PROPENSITY_EVENTS_ENOUGH);
        let trust = events / (events + enough);
        let base_rate = self.base_rate();
        Propensity {
            probability: logistic(logit(base_rate) + trust * self.departure(features)),
            base_rate,
            observations: self.observations(),
            evidence: match self.positives.min(self.negatives) {
                0 => Evidence::None,
                some if some < PROPENSITY_EVENTS_ENOUGH => Evidence::Thin,
                _ => Evidence::Enough,
            },
        }
    }

    /// Learns from what happened.
    pub fn learn(&mut self, features: &Features, response: Response) {
        let predicted = logistic(logit(self.base_rate()) + self.departure(features));
        let error = match response {
            Response::Positive => predicted - 1.0,
            Response::Negative => predicted,
        };
        self.weights.resize(PROPENSITY_WEIGHTS, Weight::default());
        for (place, value) in features.values() {
            if let Some(weight) = self.weights.get_mut(place) {
                weight.learn(error * value);
            }
        }
        let count = match response {
            Response::Positive => &mut self.positives,
            Response::Negative => &mut self.negatives,
        };
        *count = count.saturating_add(1);
    }

    /// How often the model saw what happened.
    #[must_use]
    pub const fn observations(&self) -> u64 {
        self.positives.saturating_add(self.negatives)
    }

    /// The rate of all people; half of a person on each side before the first one.
    #[must_use]
    pub fn base_rate(&self) -> f64 {
        (real(self.positives) + 0.5) / (real(self.observations()) + 1.0)
    }

    /// How far the features depart from everybody, in log-odds.
    fn departure(&self, features: &Features) -> f64 {
        let of = |place: usize| self.weights.get(place).map_or(0.0, |weight| weight.value());
        features.values().map(|(place, value)| of(place) * value).sum()
    }
}

impl Weight {
    fn value(self) -> f64 {
        let z = f64::from(self.z);
        if z.abs() <= L1 {
            return 0.0;
        }
        let pull = if z < 0.0 { z + L1 } else { z - L1 };
        -pull / ((BETA + libm::sqrt(f64::from(self.n))) / ALPHA + L2)
    }

    /// Takes one gradient in.
    fn learn(&mut self, gradient: f64) {
        let (z, n) = (f64::from(self.z), f64::from(self.n));
        let grown = n + gradient * gradient;
        let step = (libm::sqrt(grown) - libm::sqrt(n)) / ALPHA;
        self.z = narrow(z + gradient - step * self.value());
        self.n = narrow(grown);
    }
}

#[expect(clippy::as_conversions, reason = "there is no other conversion to a short float")]
#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough, and half the bytes")]
const fn narrow(value: f64) -> f32 {
    value as f32
}

/// The place of a feature among the weights (FNV-1a).
fn place(parts: &[&str]) -> usize {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    let hash =
        bytes.fold(0x811c_9dc5, |sum: u32, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    usize::try_from(hash).unwrap_or(0).checked_rem(PROPENSITY_WEIGHTS).unwrap_or(0)
}

fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}

fn logit(share: f64) -> f64 {
    libm::log(share) - libm::log1p(-share)
}

impl Default for Stored {
    fn default() -> Self {
        PropensityModel::default().into()
    }
}

impl From<PropensityModel> for Stored {
    fn from(model: PropensityModel) -> Self {
        let touched = model.weights.iter().enumerate();
        Self {
            positives: model.positives,
            negatives: model.negatives,
            weights: touched
                .filter(|(_, weight)| 0.0 < weight.n)
                .map(|(place, weight)| (place, weight.z, weight.n))
                .collect(),
        }
    }
}

impl From<Stored> for PropensityModel {
    /// A weight that is not finite, or has no place, is forgotten: what is left still predicts.
    fn from(stored: Stored) -> Self {
        let mut weights = vec![Weight::default(); PROPENSITY_WEIGHTS];
        for (place, z, n) in stored.weights {
            let is_sound = z.is_finite() && n.is_finite() && 0.0 <= n;
            if let Some(weight) = weights.get_mut(place).filter(|_| is_sound) {
                *weight = Weight { z, n };
            }
        }
        Self { positives: stored.positives, negatives: stored.negatives, weights }
    }
}

#[cfg(test)]
pub(crate) mod tests;
