//! All experiments of a workspace: which wait for one another, and which must not meet the same person.
//!
//! An experiment may ask that another gave something (a prerequisite), so that one can be tried on the winners of another
//! only. Experiments that would disturb each other share a namespace, an exclusion group: each takes a part of one
//! line, and a person is in at most one of them. GrowthBook's libraries take any payload; here a part that two
//! running experiments claim, or a prerequisite that can never be met, is refused before it is published.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::{String, ToString},
    vec::Vec,
};

use serde_json::Value;
use thiserror::Error;

use super::{Assignment, Experiment, ExperimentError, Person, Status};
use crate::{bucket::BucketRange, limits::PREREQUISITES_DEEP_MAX};

/// All experiments of a workspace.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Experiments {
    // Invariant: every prerequisite is in here, none waits for itself, and no part of a namespace is claimed twice.
    by_key: BTreeMap<String, Experiment>,
}

/// Why experiments cannot be published together.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ExperimentsError {
    /// One of them is wrong in itself.
    #[error("experiment `{key}`: {error}")]
    Experiment {
        /// Which.
        key: String,
        /// What is wrong.
        error: ExperimentError,
    },
    /// Two have the same key.
    #[error("`{key}` is the key of two experiments")]
    SameKey {
        /// The key.
        key: String,
    },
    /// A prerequisite is no experiment.
    #[error("experiment `{key}` waits for `{id}`, which is no experiment")]
    NoSuchPrerequisite {
        /// Which experiment.
        key: String,
        /// What it waits for.
        id: String,
    },
    /// Experiments wait for each other, or too many wait in a row.
    #[error(
        "experiment `{key}` waits for itself, or for more than {PREREQUISITES_DEEP_MAX} in a row"
    )]
    Circle {
        /// One of them.
        key: String,
    },
    /// Two that may run at the same time claim the same part of a namespace.
    #[error("experiments `{one}` and `{other}` claim the same part of namespace `{namespace}`")]
    Overlap {
        /// The namespace.
        namespace: String,
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
}

impl ExperimentsError {
    /// The key of the experiment that is wrong; of two, the second.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Experiment { key, .. }
            | Self::SameKey { key }
            | Self::NoSuchPrerequisite { key, .. }
            | Self::Circle { key } => key,
            Self::Overlap { other, .. } => other,
        }
    }
}

impl Experiments {
    /// Puts experiments together.
    ///
    /// # Errors
    ///
    /// [`ExperimentsError`] with the first thing that is wrong.
    pub fn new(experiments: Vec<Experiment>) -> Result<Self, ExperimentsError> {
        let mut by_key = BTreeMap::new();
        for experiment in experiments {
            let key = experiment.key.clone();
            experiment
                .check()
                .map_err(|error| ExperimentsError::Experiment { key: key.clone(), error })?;
            if by_key.insert(key.clone(), experiment).is_some() {
                return Err(ExperimentsError::SameKey { key });
            }
        }
        let set = Self { by_key };
        set.check_prerequisites()?;
        set.check_namespaces()?;
        Ok(set)
    }

    /// The experiment with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Experiment> {
        self.by_key.get(key)
    }

    /// All of them, by key.
    pub fn iter(&self) -> impl Iterator<Item = &Experiment> {
        self.by_key.values()
    }

    /// Which variation of one experiment the person gets, once its prerequisites have been worked out; none if there
    /// is no such experiment.
    ///
    /// What an experiment gives counts for others only where the person really got it: nothing is given
    /// by one they are not in, nor by a variation that passes them on.
    #[must_use]
    pub fn run(&self, key: &str, person: &Person<'_>) -> Option<Assignment> {
        let mut given = person.given.clone();
        self.run_at(key, person, &mut given, PREREQUISITES_DEEP_MAX)
    }

    /// Runs one experiment; what others gave on the way is worked out once and remembered in `given`.
    fn run_at(
        &self,
        key: &str,
        person: &Person<'_>,
        given: &mut BTreeMap<String, Value>,
        steps_left: usize,
    ) -> Option<Assignment> {
        let experiment = self.get(key)?;
        for parent in &experiment.parent_conditions {
            let Some(steps_left) = steps_left.checked_sub(1) else { break };
            if given.contains_key(&parent.id) {
                continue;
            }
            let assigned = self.run_at(&parent.id, person, given, steps_left);
            let value = assigned.filter(Assignment::is_given).map_or(Value::Null, |one| one.value);
            given.insert(parent.id.clone(), value);
        }
        Some(experiment.run(&Person { given, ..*person }))
    }

    /// The parts of a namespace that no experiment claims that may run, in order.
    #[must_use]
    pub fn free_ranges(&self, namespace: &str) -> Vec<BucketRange> {
        let mut free = Vec::new();
        let mut from = 0.0;
        for (_, range) in self.claims(namespace) {
            if from < range.start {
                free.push(BucketRange { start: from, end: range.start });
            }
            from = range.end.max(from);
        }
        if from < 1.0 {
            free.push(BucketRange { start: from, end: 1.0 });
        }
        free
    }

    /// Claims on one namespace by their start.
    fn claims(&self, namespace: &str) -> Vec<(&str, BucketRange)> {
        let mut claims: Vec<(&str, BucketRange)> = self
            .iter()
            .filter(|experiment| experiment.may_run() && experiment.filters.is_none())
            .filter_map(|experiment| {
                let claim = experiment.namespace.as_ref().filter(|claim| claim.id == namespace)?;
                Some((experiment.key.as_str(), claim.range))
            })
            .filter(|(_, range)| range.start < range.end)
            .collect();
        claims.sort_by(|(_, one), (_, other)| one.start.total_cmp(&other.start));
        claims
    }

    fn check_namespaces(&self) -> Result<(), ExperimentsError> {
        let named = self.iter().filter_map(|experiment| experiment.namespace.as_ref());
        for namespace in named {
            let claims = self.claims(&namespace.id);
            let mut pairs = claims.iter().zip(claims.iter().skip(1));
            let overlap = pairs.find(|((_, earlier), (_, later))| later.start < earlier.end);
            if let Some(((one, _), (other, _))) = overlap {
                let (one, other) = ((*one).to_string(), (*other).to_string());
                return Err(ExperimentsError::Overlap {
                    namespace: namespace.id.clone(),
                    one,
                    other,
                });
            }
        }
        Ok(())
    }

    fn check_prerequisites(&self) -> Result<(), ExperimentsError> {
        for experiment in self.iter() {
            let mut parents = experiment.parent_conditions.iter();
            if let Some(parent) = parents.find(|parent| self.get(&parent.id).is_none()) {
                let (key, id) = (experiment.key.clone(), parent.id.clone());
                return Err(ExperimentsError::NoSuchPrerequisite { key, id });
            }
        }
        // First those that wait for nothing, then those that wait for these, and so on.
        let mut settled = BTreeSet::new();
        for _ in 0..=PREREQUISITES_DEEP_MAX {
            let next: Vec<&str> = self
                .iter()
                .filter(|one| {
                    one.parent_conditions.iter().all(|on| settled.contains(on.id.as_str()))
                })
                .map(|one| one.key.as_str())
                .collect();
            settled.extend(next);
        }
        match self.iter().find(|one| !settled.contains(one.key.as_str())) {
            Some(one) => Err(ExperimentsError::Circle { key: one.key.clone() }),
            None => Ok(()),
        }
    }
}

impl Experiment {
    /// Whether it assigns people now, or will when it is switched on.
    fn may_run(&self) -> bool {
        self.active != Some(false) && self.status != Some(Status::Stopped)
    }
}

impl Assignment {
    /// Whether the person really got the variation: in the experiment, and not passed on.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.in_experiment && self.passthrough != Some(true)
    }
}

#[cfg(test)]
mod tests;
