//! Earlier assignments, kept so that nobody changes variation when weights or ids change.
//!
//! Kept by identity, in GrowthBook's document format, because a person may be known by a
//! device today and by an account tomorrow.

use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
};

use serde::{Deserialize, Serialize};

use super::{Assignment, Experiment, Person, assign::Identity};

/// Assignments of one person, by identity: `deviceId||d123`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StickyBuckets(BTreeMap<String, StickyDocument>);

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
    /// Adds a document, for example one that GrowthBook wrote.
    pub fn insert(&mut self, document: StickyDocument) {
        let key = document_key(&document.attribute_name, &document.attribute_value);
        self.0.insert(key, document);
    }

    /// Keeps what an experiment gave. Only what the hash or an earlier assignment decided is
    /// kept; a preview is not.
    pub fn keep(&mut self, experiment: &Experiment, assignment: &Assignment) {
        if !assignment.hash_used || experiment.disable_sticky_bucketing == Some(true) {
            return;
        }
        let Assignment { hash_attribute, hash_value, key, .. } = assignment;
        let document =
            self.0.entry(document_key(hash_attribute, hash_value)).or_insert_with(|| {
                StickyDocument {
                    attribute_name: hash_attribute.clone(),
                    attribute_value: hash_value.clone(),
                    assignments: BTreeMap::new(),
                }
            });
        let version = experiment.bucket_version.unwrap_or(0);
        document.assignments.insert(assignment_key(&experiment.key, version), key.clone());
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

fn document_key(attribute: &str, value: &str) -> String {
    format!("{attribute}||{value}")
}

fn assignment_key(experiment: &str, version: u32) -> String {
    let version = version.to_string();
    format!("{experiment}__{version}")
}
