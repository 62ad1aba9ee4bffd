//! Meeting an experiment: who is assigned a variation counts in it from then on.
//!
//! People are counted by what they were assigned, not by what they got: whoever was given
//! nothing because the shelf was empty is still in their variation, or the comparison would
//! be between different people (intention to treat).

use alloc::{boxed::Box, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Context, Effect, Visitor};
use crate::{
    id::{ExperimentKey, OrderId},
    ledger::Fact,
    limits::EXPOSURES_KEPT_MAX,
    money::Minor,
    ranking::Study,
    time::Timestamp,
};

/// An experiment that a person met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// Which.
    pub experiment: ExperimentKey,
    /// The variation that they got first.
    pub variation: u32,
    /// When they met it.
    pub at: Timestamp,
    /// What was known of them, until something came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<Box<Study>>,
}

impl Visitor {
    /// Notes the experiments that a decision assigned variations of, each once.
    pub(super) fn expose(
        &mut self,
        assigned: Vec<(ExperimentKey, u32)>,
        document: &Value,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        if assigned.is_empty() {
            return;
        }
        let study = Study::of(document, context.now);
        for (experiment, variation) in assigned {
            if self.exposures.iter().any(|known| known.experiment == experiment) {
                continue;
            }
            if EXPOSURES_KEPT_MAX <= self.exposures.len() {
                self.exposures.remove(0);
            }
            let before_minor = self.profile.orders.net_minor();
            let at = context.now;
            let study = self.preferences.personalisation.then(|| Box::new(study.clone()));
            self.exposures.push(Exposure { experiment: experiment.clone(), variation, at, study });
            self.enter(Fact::Exposed { experiment, variation, before_minor }, at, effects);
        }
    }

    /// Takes over the experiments that another part of the same person met; of two meetings
    /// with one the first counts.
    pub(super) fn meet_too(&mut self, others: &[Exposure]) {
        for other in others {
            let known = self.exposures.iter_mut().find(|it| it.experiment == other.experiment);
            match known {
                Some(known) if other.at < known.at => known.clone_from(other),
                Some(_) => {}
                None => self.exposures.push(other.clone()),
            }
        }
        let over = self.exposures.len().saturating_sub(EXPOSURES_KEPT_MAX);
        self.exposures.drain(..over);
    }

    /// Counts an order, or a refund as less than nothing, for every experiment met before it.
    pub(super) fn measure(
        &mut self,
        (order, amount_minor): (&OrderId, Minor),
        at: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let met: Vec<(ExperimentKey, u32)> = self
            .exposures
            .iter()
            .filter(|known| known.at <= at)
            .map(|known| (known.experiment.clone(), known.variation))
            .collect();
        if Minor::ZERO < amount_minor {
            self.learn_from_experiments(&met, (amount_minor, at));
        }
        for (experiment, variation) in met {
            let fact = Fact::Measured { experiment, variation, order: order.clone(), amount_minor };
            self.enter(fact, at, effects);
        }
    }
}
