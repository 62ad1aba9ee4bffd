//! What a person's next order will be worth: the gamma-gamma model.
//!
//! A person's orders vary around a mean of their own, and the means vary among people; both as gamma distributions (`p`; `q`,
//! `gamma`). Of somebody with many orders their own mean counts, of somebody with few that of everybody. The model takes the
//! value of an order to have nothing to do with how often somebody orders, so it is refused where the two go together.
//!
//! Source: Fader, Hardie and Lee, "RFM and CLV" (JMR 2005); Fader and Hardie, "The gamma-gamma model of monetary value"
//! (note 25, 2013), equation 1a (likelihood) and 5 (expectation).

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    nelder_mead::minimise,
    no_forecast::{NoForecast, within},
};
use crate::{
    limits::{COHORT_HISTORIES_MAX, REPEAT_BUYERS_MIN, SPENDING_CORRELATION_MAX},
    money::Minor,
    special::{ln_gamma, real},
};

/// A parameter whose logarithm goes beyond this has no finite best value.
const LN_PARAMETER_MAX: f64 = 10.0;

/// What one person spent on the orders after the first, as [`super::History`] counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spending {
    /// How many.
    pub repeats: u32,
    /// What they paid for them in all.
    pub total_minor: Minor,
}

/// What many people spent. Those who ordered once, or got back as much as they paid, say nothing and are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spenders(Vec<Spending>);

/// The fitted model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct GammaGamma {
    // Invariant: above 0 and finite, q above 1.
    p: f64,
    q: f64,
    gamma: f64,
    /// Logarithm of how probable the model makes the data, with amounts in minor units.
    pub log_likelihood: f64,
    /// People it was fitted to.
    pub people: u64,
    /// Correlation of number and mean value of orders; near 0, or the model does not hold.
    pub correlation: f64,
}

#[derive(Deserialize)]
struct Stored {
    p: f64,
    q: f64,
    gamma: f64,
    log_likelihood: f64,
    people: u64,
    correlation: f64,
}

impl Spending {
    /// Nothing but the first order.
    pub const NONE: Self = Self { repeats: 0, total_minor: Minor::ZERO };

    /// Number of orders and their mean value; none where they say nothing.
    fn usable(self) -> Option<(f64, f64)> {
        let total = u64::try_from(self.total_minor.get()).ok().filter(|total| 0 < *total)?;
        let repeats = f64::from(self.repeats);
        (0 < self.repeats).then(|| (repeats, real(total) / repeats))
    }
}

impl Spenders {
    /// Adds one person.
    ///
    /// # Errors
    ///
    /// [`NoForecast::OutOfBounds`] for more people than [`COHORT_HISTORIES_MAX`]; a share drawn by hash says as much.
    pub fn add(&mut self, spending: Spending) -> Result<(), NoForecast> {
        if spending.usable().is_none() {
            return Ok(());
        }
        if COHORT_HISTORIES_MAX <= self.0.len() {
            let most = f64::from(u32::try_from(COHORT_HISTORIES_MAX).unwrap_or(u32::MAX));
            within("spenders", most + 1.0, 0.0, most)?;
        }
        self.0.push(spending);
        Ok(())
    }

    /// Adds the people of another part.
    ///
    /// # Errors
    ///
    /// As [`Spenders::add`].
    pub fn merge(&mut self, other: &Self) -> Result<(), NoForecast> {
        other.0.iter().try_for_each(|spending| self.add(*spending))
    }
}

impl GammaGamma {
    /// Fits the model. Costs what [`super::BgNbd::fit`] costs.
    ///
    /// # Errors
    ///
    /// [`NoForecast::TooFewRepeatBuyers`], [`NoForecast::SpendingFollowsFrequency`], [`NoForecast::NotSeen`] where there is no
    /// finite mean, [`NoForecast::NotConverged`].
    pub fn fit(spenders: &Spenders) -> Result<Self, NoForecast> {
        let mut usable: Vec<(f64, f64)> =
            spenders.0.iter().filter_map(|spending| spending.usable()).collect();
        // The sum must not depend on the order in which parts were merged.
        usable.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
        let people = u64::try_from(usable.len()).unwrap_or(u64::MAX);
        if people < REPEAT_BUYERS_MIN {
            let (repeat_buyers, repeat_buyers_min) = (people, REPEAT_BUYERS_MIN);
            return Err(NoForecast::TooFewRepeatBuyers { repeat_buyers, repeat_buyers_min });
        }
        let correlation = correlation(&usable);
        if SPENDING_CORRELATION_MAX < correlation.abs() {
            let correlation_max = SPENDING_CORRELATION_MAX;
            return Err(NoForecast::SpendingFollowsFrequency { correlation, correlation_max });
        }
        // In units of the mean, so that the search starts near its end whatever the currency.
        let unit = usable.iter().map(|(_, mean)| mean).sum::<f64>() / real(people);
        let scaled: Vec<(f64, f64)> =
            usable.iter().map(|(repeats, mean)| (*repeats, mean / unit)).collect();
        let per_person = |logarithms: &[f64; 3]| {
            if logarithms.iter().any(|one| LN_PARAMETER_MAX + 1.0 < one.abs()) {
                return f64::INFINITY;
            }
            -log_likelihood(&scaled, logarithms.map(libm::exp)) / real(people)
        };
        let found = minimise(per_person, [1.0; 3]).ok_or(NoForecast::NotConverged)?;
        for (parameter, logarithm) in ["p", "q", "gamma"].iter().zip(found.at) {
            if LN_PARAMETER_MAX < logarithm.abs() {
                return Err(NoForecast::NotSeen { parameter: (*parameter).into() });
            }
        }
        let [p, q, gamma] = found.at.map(libm::exp);
        if q <= 1.0 {
            return Err(NoForecast::NotSeen { parameter: "mean value".into() });
        }
        let log_likelihood = -(found.value + libm::log(unit)) * real(people);
        Ok(Self { p, q, gamma: gamma * unit, log_likelihood, people, correlation })
    }

    /// The parameters `p`, `q` and `gamma` (in minor units).
    #[must_use]
    pub const fn parameters(&self) -> [f64; 3] {
        [self.p, self.q, self.gamma]
    }

    /// What an order of the person is worth on average, in minor units; of somebody of whom nothing is known the mean of
    /// everybody.
    #[must_use]
    pub fn expected_value_minor(&self, spending: Spending) -> f64 {
        let (repeats, mean) = spending.usable().unwrap_or((0.0, 0.0));
        self.p * (self.gamma + repeats * mean) / (self.p * repeats + self.q - 1.0)
    }
}

/// Equation 1a, summed over people.
fn log_likelihood(usable: &[(f64, f64)], [p, q, gamma]: [f64; 3]) -> f64 {
    let common = q * libm::log(gamma) - ln_gamma(q);
    usable
        .iter()
        .map(|(repeats, mean)| {
            let shape = p * repeats;
            common + ln_gamma(shape + q) - ln_gamma(shape)
                + (shape - 1.0) * libm::log(*mean)
                + shape * libm::log(*repeats)
                - (shape + q) * libm::log(gamma + mean * repeats)
        })
        .sum()
}

/// Pearson's correlation; 0 where one of the two does not vary.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let count = real(u64::try_from(pairs.len()).unwrap_or(u64::MAX));
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (first, second) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        pairs.iter().map(|(one, other)| of(one - first, other - second)).sum()
    };
    let spread = libm::sqrt(sum(&|one, _| one * one) * sum(&|_, other| other * other));
    if 0.0 < spread { sum(&|one, other| one * other) / spread } else { 0.0 }
}

impl TryFrom<Stored> for GammaGamma {
    type Error = NoForecast;

    fn try_from(stored: Stored) -> Result<Self, NoForecast> {
        let Stored { p, q, gamma, log_likelihood, people, correlation } = stored;
        within("p", p, f64::MIN_POSITIVE, f64::MAX)?;
        within("q", q, 1.0 + f64::EPSILON, f64::MAX)?;
        within("gamma", gamma, f64::MIN_POSITIVE, f64::MAX)?;
        Ok(Self { p, q, gamma, log_likelihood, people, correlation })
    }
}
