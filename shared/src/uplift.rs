//! What an offer changes for a person, where an experiment has a control: the order it brings that would not have come
//! anyway.
//!
//! Two models, one of the treated and one of the control, and the difference of what they predict. Differences of
//! predictions are noisy, so both halves are pulled in: the average lift towards none, by the prior of
//! [`crate::stats::Prior`], and what is particular to a person towards that average. With no control, or no data, nothing is
//! claimed.
//!
//! Source: Künzel et al., "Metalearners for estimating heterogeneous treatment effects" (PNAS 2019), the T-learner;
//! Gutierrez and Gérardy, "Causal inference and uplift modelling" (2017).

use serde::{Deserialize, Serialize};

use crate::{
    limits::PROPENSITY_EVENTS_ENOUGH,
    propensity::{Evidence, Features, Propensity, PropensityModel, Response},
    special::real,
    stats::{Arm, Difference, NoResult, Prior, Statistic, bayesian, effect},
};

/// Events in the smaller group after which half of what is particular to a person is believed.
const HALF_BELIEVED: f64 = 200.0;

/// What is learned of treated and control.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UpliftModel {
    treated: PropensityModel,
    control: PropensityModel,
}

/// What the offer changes for one person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Uplift {
    /// Probability with the offer less probability without it; 0 where nothing is known.
    pub uplift: f64,
    /// The same for people on average.
    pub average: f64,
    /// How probable it is with the offer.
    pub treated: Propensity,
    /// How probable it is without.
    pub control: Propensity,
    /// What it rests on: the worse of the two.
    pub evidence: Evidence,
}

impl UpliftModel {
    /// Learns what somebody did who was, or was not, given the offer. Only people whom an experiment assigned by chance say
    /// anything here.
    pub fn learn(&mut self, arm: Arm, features: &Features, response: Response) {
        match arm {
            Arm::Treatment => self.treated.learn(features, response),
            Arm::Control => self.control.learn(features, response),
        }
    }

    /// What the offer changes for somebody with these features.
    #[must_use]
    pub fn uplift(&self, features: &Features) -> Uplift {
        let (treated, control) = (self.treated.predict(features), self.control.predict(features));
        let average = self.average().unwrap_or(0.0);
        let particular =
            (treated.probability - control.probability) - (treated.base_rate - control.base_rate);
        let events = [&self.treated, &self.control]
            .map(|model| model.positives.min(model.negatives))
            .into_iter()
            .min();
        let events = real(events.unwrap_or(0));
        let believed = events / (events + HALF_BELIEVED);
        Uplift {
            uplift: (average + believed * particular).clamp(-1.0, 1.0),
            average,
            treated,
            control,
            evidence: treated.evidence.min(control.evidence),
        }
    }

    /// The average change, as far as it is to be believed.
    ///
    /// # Errors
    ///
    /// [`NoResult`] where nothing can be compared yet.
    pub fn average(&self) -> Result<f64, NoResult> {
        let statistic = |model: &PropensityModel| {
            Statistic::proportion(model.observations(), real(model.positives))
        };
        let control = statistic(&self.control)?;
        let measured = effect(&control, &statistic(&self.treated)?, Difference::Relative)?;
        let belief = bayesian(&measured, Prior::default(), 0.05)?;
        Ok(belief.expected * control.mean_shown().unwrap_or(0.0))
    }

    /// Whether it knows enough to rank people by.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        [&self.treated, &self.control]
            .iter()
            .all(|model| PROPENSITY_EVENTS_ENOUGH <= model.positives.min(model.negatives))
    }
}

#[cfg(test)]
mod tests;
