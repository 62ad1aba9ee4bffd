//! Earlier assignments, kept so that nobody changes variation when weights or ids change.
//!
//! Kept by identity, in GrowthBook's document format, because a person may be known by a
//! device today and by an account tomorrow.
//!
//! A person keeps at most [`STICKY_ASSIGNMENTS_KEPT_MAX`]. When that is full nothing more is kept: to forget an
//! older one would move somebody in an experiment that runs, to keep no newer one leaves them where
//! their hash puts them. [`StickyBuckets::retain`] makes room when experiments are gone.

use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
};

use serde::{Deserialize, Deserializer, Serialize};

use super::{Assignment, Experiment, Person, assign::Identity};
use crate::limits::{ID_LEN_BYTES_MAX, STICKY_ASSIGNMENTS_KEPT_MAX};

/// Assignments of one person, by identity: `deviceId||d123`.
///
/// Read back, what is over the bound is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct StickyBuckets(
    // Invariant: at most STICKY_ASSIGNMENTS_KEPT_MAX assignments, and no document without one.
    BTreeMap<String, StickyDocument>,
);

/// The assignments under one identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StickyDocument {
    /// The attribute that identifies.
    pub attribute_name: String,
    /// Its value.
    pub attribute_value: String,
    /// Key of the variation by experiment and bucket version: `my-test__0`.
    pub assignments: BTreeMap<String, String>,
}

/// What was kept for one experiment.
pub(super) enum Kept {
    /// Nothing that counts.
    Nothing,
    /// A variation.
    Variation(u32),
    /// A variation of a version that no longer takes part.
    Blocked,
}

impl StickyBuckets {
    /// Adds a document, for example one that GrowthBook wrote. What is over the bounds is left out.
    pub fn insert(&mut self, document: StickyDocument) {
        let StickyDocument { attribute_name, attribute_value, assignments } = document;
        for (key, variation) in assignments {
            self.put((&attribute_name, &attribute_value), key, variation);
        }
    }

    /// Keeps what an experiment gave; says whether it is kept.
    ///
    /// Only what the hash or an earlier assignment decided is kept; a preview is not. Nor is what goes beyond the bounds.
    pub fn keep(&mut self, experiment: &Experiment, assignment: &Assignment) -> bool {
        if !assignment.hash_used || experiment.disable_sticky_bucketing == Some(true) {
            return false;
        }
        let Assignment { hash_attribute, hash_value, key, .. } = assignment;
        let version = experiment.bucket_version.unwrap_or(0);
        let name = assignment_key(&experiment.key, version);
        self.put((hash_attribute, hash_value), name, key.clone())
    }

    /// Forgets the assignments of experiments that `is_there` does not know, for example when they are deleted.
    pub fn retain(&mut self, is_there: impl Fn(&str) -> bool) {
        for document in self.0.values_mut() {
            document.assignments.retain(|key, _| {
                key.rsplit_once("__").is_some_and(|(experiment, _)| is_there(experiment))
            });
        }
        self.0.retain(|_, document| !document.assignments.is_empty());
    }

    /// How many assignments are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.values().map(|document| document.assignments.len()).sum()
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn put(&mut self, (attribute, value): (&str, &str), key: String, variation: String) -> bool {
        let is_long = |text: &str| ID_LEN_BYTES_MAX < text.len();
        // A key is an experiment's and a version's, "my-test__3".
        let is_key_long = ID_LEN_BYTES_MAX.saturating_add(16) < key.len();
        if is_key_long || [attribute, value, &variation].into_iter().any(is_long) {
            return false;
        }
        let name = document_key(attribute, value);
        let is_known =
            self.0.get(&name).is_some_and(|document| document.assignments.contains_key(&key));
        if !is_known && STICKY_ASSIGNMENTS_KEPT_MAX <= self.len() {
            return false;
        }
        let document = self.0.entry(name).or_insert_with(|| StickyDocument {
            attribute_name: attribute.into(),
            attribute_value: value.into(),
            assignments: BTreeMap::new(),
        });
        document.assignments.insert(key, variation);
        true
    }

    fn assignments(&self, identity: &Identity) -> Option<&BTreeMap<String, String>> {
        let document = self.0.get(&document_key(&identity.attribute, &identity.value))?;
        Some(&document.assignments)
    }
}

impl Experiment {
    /// What was kept for this person; the first identity goes before the fallback.
    pub(super) fn kept(&self, person: &Person<'_>) -> Kept {
        let Some(sticky) = person.sticky.filter(|_| self.is_sticky_for(person)) else {
            return Kept::Nothing;
        };
        let attribute = self.hash_attribute.as_deref().unwrap_or_default();
        let fallback = self.fallback_attribute.as_deref().unwrap_or_default();
        let documents = [attribute, fallback]
            .map(|attribute| sticky.assignments(&Identity::of(person, attribute)));
        let of_version = |version: u32| {
            let key = assignment_key(&self.key, version);
            documents.iter().flatten().find_map(|assignments| assignments.get(&key))
        };
        let oldest_allowed = self.min_bucket_version.unwrap_or(0);
        let is_blocked = documents
            .iter()
            .flatten()
            .flat_map(|assignments| assignments.keys())
            .any(|key| self.version_of(key).is_some_and(|version| version < oldest_allowed));
        if is_blocked {
            return Kept::Blocked;
        }
        let kept = of_version(self.bucket_version.unwrap_or(0))
            .and_then(|key| self.meta.iter().position(|meta| meta.key.as_ref() == Some(key)));
        kept.and_then(|place| u32::try_from(place).ok()).map_or(Kept::Nothing, Kept::Variation)
    }

    /// The version in `my-test__3`, if it is an assignment of this experiment.
    fn version_of(&self, assignment_key: &str) -> Option<u32> {
        assignment_key.strip_prefix(self.key.as_str())?.strip_prefix("__")?.parse().ok()
    }
}

impl<'de> Deserialize<'de> for StickyBuckets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let documents = BTreeMap::<String, StickyDocument>::deserialize(deserializer)?;
        let mut buckets = Self::default();
        for document in documents.into_values() {
            buckets.insert(document);
        }
        Ok(buckets)
    }
}

fn document_key(attribute: &str, value: &str) -> String {
    format!("{attribute}||{value}")
}

fn assignment_key(experiment: &str, version: u32) -> String {
    let version = version.to_string();
    format!("{experiment}__{version}")
}
