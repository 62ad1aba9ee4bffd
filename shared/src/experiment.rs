//! Which variation of an experiment a person gets.
//!
//! An [`Experiment`] has GrowthBook's fields and field names, and [`Experiment::run`] gives
//! GrowthBook's answer, so that one can be designed there, run here, and the other way round.
//! The answer is worked out from the person's id and never drawn by chance; see
//! [`crate::bucket`].
//!
//! A person can be *in* an experiment only if it really assigned them by hash. Somebody who
//! was shown a variation for another reason (forced, a preview link) is marked by
//! [`Assignment::hash_used`] and must not be counted.
//!
//! Where a person is not in it, [`Assignment::skipped`] says why.
//!
//! Experiments that depend on each other or must not meet the same person come as a set, [`Experiments`]; who is held out
//! of everything, or of one scenario, is said by [`Holdouts`].
//!
//! Not supported, and refused when read: `urlPatterns` and `url` (write a condition on
//! `page.url`), `include`, `groups`.

mod assign;
mod check;
mod contextual;
mod holdouts;
mod preview;
mod set;
mod sticky;

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    bucket::{BucketRange, Namespace},
    condition::{Condition, FailedClause, SavedGroups},
};

pub use check::ExperimentError;
pub use contextual::{BanditContext, ContextualBandit, ContextualBandits, Leaf};
pub use holdouts::{HELD_OUT, HoldoutError, Holdouts, KEY_PREFIX, comparison_key};
pub use preview::query_string_override;
pub use set::{Experiments, ExperimentsError};
pub use sticky::{StickyBuckets, StickyDocument};

/// An experiment, in GrowthBook's field names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Experiment {
    /// Its name in events and reports, and the seed if there is no other.
    pub key: String,
    /// What each group gets; the first is the control. GrowthBook calls them `contextualVariations` where a bandit
    /// draws, so that libraries that know no bandits skip the experiment.
    #[serde(alias = "contextualVariations")]
    pub variations: Vec<Value>,
    /// Share of each variation; equal if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<Vec<f64>>,
    /// Share of people who take part at all; everybody if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
    /// Ranges of the variations, instead of weights and coverage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranges: Option<Vec<BucketRange>>,
    /// Who may take part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// What other experiments or flags must have given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parent_conditions: Vec<ParentCondition>,
    /// Keeps experiments apart: the older way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// Keeps experiments apart: the newer way; a namespace is then ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<Filter>>,
    /// The attribute that is hashed; `id` if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash_attribute: Option<String>,
    /// The attribute that is hashed if the first is missing. Needs sticky buckets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback_attribute: Option<String>,
    /// Version of the hashing; 1 if missing, as in GrowthBook. New experiments use 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash_version: Option<u32>,
    /// Seed of the hashing; the key if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
    /// Names of the variations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meta: Vec<VariationMeta>,
    /// A variation for everybody who takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<i64>,
    /// `false` ends it: nobody takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// `draft` and `stopped` experiments assign nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// People keep their variation when weights change, unless this is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disable_sticky_bucketing: Option<bool>,
    /// A new version assigns everybody anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket_version: Option<u32>,
    /// People who were assigned in an older version than this are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_bucket_version: Option<u32>,
    /// The bandit that shares people out, by its name in [`ContextualBandits`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contextual_bandit_ref: Option<String>,
    /// What operators call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which round of it this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
}

/// What another experiment or flag must have given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParentCondition {
    /// The experiment or flag.
    pub id: String,
    /// Asked of `{"value": …}`.
    pub condition: Condition,
    /// Written by GrowthBook for flags; an experiment is always gated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<bool>,
}

/// A part of a line that a person must be in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Filter {
    /// The line.
    pub seed: String,
    /// The parts that are let through.
    pub ranges: Vec<BucketRange>,
    /// The attribute that is hashed; `id` if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// Version of the hashing; 2 if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash_version: Option<u32>,
}

/// How a variation is called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariationMeta {
    /// Its key in reports; its number if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What operators call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Assigned, but shown what comes next: a hold-out group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passthrough: Option<bool>,
}

/// Where an experiment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Assigning people.
    Running,
    /// Over.
    Stopped,
}

/// Who is looking, and how.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// What is known about them.
    pub attributes: &'a Value,
    /// The address of the page, which may ask for a variation: `?my-test=1`.
    pub url: &'a str,
    /// Lists that conditions refer to.
    pub saved_groups: &'a SavedGroups,
    /// Variations that somebody set by hand, by experiment.
    pub forced: &'a BTreeMap<String, i64>,
    /// What other experiments and flags gave, by key.
    pub given: &'a BTreeMap<String, Value>,
    /// What was learned, for experiments that learn.
    pub bandits: &'a ContextualBandits,
    /// Earlier assignments, where they are kept.
    pub sticky: Option<&'a StickyBuckets>,
    /// Whether assignments are real.
    pub mode: Mode,
}

/// Whether assignments are real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// They are.
    #[default]
    Live,
    /// Only forced variations are shown, so that testers are not counted.
    Testing,
    /// Every experiment is off.
    Disabled,
}

/// What an experiment gave a person.
#[expect(clippy::struct_excessive_bools, reason = "the fields are GrowthBook's")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// Number of the variation; the control if they are not in the experiment.
    pub variation_id: u32,
    /// Key of the variation.
    pub key: String,
    /// Name of the variation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What they get.
    pub value: Value,
    /// Whether they got a variation of the experiment.
    pub in_experiment: bool,
    /// Whether the hash decided. Only then are they counted.
    pub hash_used: bool,
    /// The attribute that is hashed.
    pub hash_attribute: String,
    /// Its value; empty if there is none.
    pub hash_value: String,
    /// Their place on the line, if the hash decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket: Option<f64>,
    /// Whether an earlier assignment was kept.
    #[serde(default)]
    pub sticky_bucket_used: bool,
    /// The weights they were drawn with, if a bandit shares people out.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub leaf: Option<Leaf>,
    /// Whether they are to be shown what comes next instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passthrough: Option<bool>,
    /// Why they are not in the experiment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Skipped>,
}

/// Why a person is not in an experiment. A new reason must break every `match`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Skipped {
    /// There is nothing to compare: fewer than two variations.
    TooFewVariations,
    /// Experiments are switched off for this person.
    Disabled,
    /// A draft, or not active.
    Inactive,
    /// The attribute to hash is missing.
    NoHashValue,
    /// Another experiment has this part of the line.
    Filtered,
    /// Another experiment has this part of the namespace.
    OutsideNamespace,
    /// They do not meet the condition.
    Condition {
        /// The first clause that failed.
        clause: FailedClause,
    },
    /// Another experiment or flag did not give what it must.
    Prerequisite {
        /// Which.
        id: String,
    },
    /// There is no such version of the hashing.
    UnknownHashVersion {
        /// The version asked for.
        version: u32,
    },
    /// They were assigned in a version that no longer takes part.
    VersionBlocked,
    /// Their place is in no variation's range.
    NotCovered,
    /// Somebody asked for a variation that does not exist.
    NoSuchVariation {
        /// The number asked for.
        variation: i64,
    },
    /// They are testing, and nothing is forced.
    Testing,
    /// It is over.
    Stopped,
}

/// No saved groups.
static NO_GROUPS: SavedGroups = SavedGroups::none();
/// Nothing forced.
static NOT_FORCED: BTreeMap<String, i64> = BTreeMap::new();
/// Nothing learned.
static NO_BANDITS: ContextualBandits = BTreeMap::new();
/// Nothing given.
static NOT_GIVEN: BTreeMap<String, Value> = BTreeMap::new();

impl<'a> Person<'a> {
    /// A person of whom only the attributes are known.
    #[must_use]
    pub const fn with_attributes(attributes: &'a Value) -> Self {
        Self {
            attributes,
            url: "",
            saved_groups: &NO_GROUPS,
            forced: &NOT_FORCED,
            given: &NOT_GIVEN,
            bandits: &NO_BANDITS,
            sticky: None,
            mode: Mode::Live,
        }
    }
}

#[cfg(test)]
mod tests;
