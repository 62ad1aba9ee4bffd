//! An experiment whose shares follow what was learned: other weights for other kinds of people.
//!
//! A [`ContextualBandit`] is learned elsewhere (see [`crate::bandit`]) and published as leaves, each a condition with
//! weights. The first leaf whose condition a person meets gives the weights they are drawn with; where none does, or
//! there are no leaves yet, the experiment's own weights hold. The draw itself stays that of the experiment, so a
//! person keeps their place on the line.
//!
//! The weights a person was drawn with are in the assignment ([`Leaf`]): without them nobody could tell afterwards
//! what another policy would have brought.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{Assignment, Experiment, ExperimentError, Person};
use crate::{bucket::equal_weights, condition::Condition, limits::BANDIT_CONTEXTS_MAX};

/// The leaf of a person whom no leaf was made for.
const NO_LEAF: i64 = -1;

/// Bandits by the name that experiments refer to.
pub type ContextualBandits = BTreeMap<String, ContextualBandit>;

/// What was learned for one experiment.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContextualBandit {
    /// Grows with each round of learning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bandit_version: Option<u64>,
    /// The leaves; the first that matches counts.
    #[serde(default)]
    pub contexts: Vec<BanditContext>,
}

/// One kind of people and their weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BanditContext {
    /// Its number.
    pub leaf_id: i64,
    /// Who belongs to it.
    pub condition: Condition,
    /// Share of each variation.
    pub weights: Vec<f64>,
}

/// The weights a person was drawn with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Leaf {
    /// The leaf; -1 where none was made for this person.
    pub leaf_id: i64,
    /// Its shares.
    pub variation_weights: Vec<f64>,
    /// The round of learning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bandit_version: Option<u64>,
}

impl ContextualBandit {
    /// Says whether the bandit may be published for an experiment with so many variations.
    ///
    /// # Errors
    ///
    /// [`ExperimentError::Contexts`] for too many leaves, and the errors of weights that an experiment has.
    pub fn check(&self, variations: usize) -> Result<(), ExperimentError> {
        if BANDIT_CONTEXTS_MAX < self.contexts.len() {
            return Err(ExperimentError::Contexts { contexts: self.contexts.len() });
        }
        self.contexts.iter().try_for_each(|leaf| super::check::weights(&leaf.weights, variations))
    }
}

impl Experiment {
    /// The leaf of the person; none where the experiment learns nothing or what it learned is not known here.
    pub(crate) fn leaf(&self, person: &Person<'_>) -> Option<Leaf> {
        let bandit = person.bandits.get(self.contextual_bandit_ref.as_ref()?)?;
        let matching = bandit
            .contexts
            .iter()
            .find(|leaf| leaf.condition.eval_with(person.attributes, person.saved_groups));
        let own = || self.weights.clone().unwrap_or_else(|| equal_weights(self.count()));
        Some(Leaf {
            leaf_id: matching.map_or(NO_LEAF, |leaf| leaf.leaf_id),
            variation_weights: matching.map_or_else(own, |leaf| leaf.weights.clone()),
            bandit_version: bandit.bandit_version,
        })
    }
}

impl Assignment {
    /// How probable it was that a bandit's draw gave this variation; none where no bandit drew.
    ///
    /// None also for an assignment that was kept from earlier: other weights may have held then.
    #[must_use]
    pub fn propensity(&self) -> Option<f64> {
        let leaf = self.leaf.as_ref().filter(|_| !self.sticky_bucket_used)?;
        leaf.variation_weights.get(usize::try_from(self.variation_id).ok()?).copied()
    }
}
