//! What the merchant told us about a person, and when.
//!
//! A trait holds the value of the newest `identify` that named it: one that comes late does not
//! undo a newer one. `null` takes a trait away. Each trait knows since when it has its value, so
//! that a condition can ask for how long somebody has been `onboarding`.
//!
//! What is too long is not kept ([`TRAIT_LEN_BYTES_MAX`], [`TRAITS_LEN_BYTES_MAX`]), nor what
//! comes after [`TRAITS_KEPT_MAX`] names.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Profile;
use crate::{
    limits::{TRAIT_LEN_BYTES_MAX, TRAITS_KEPT_MAX, TRAITS_LEN_BYTES_MAX},
    time::Timestamp,
};

/// When a trait was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(Timestamp, Timestamp)", into = "(Timestamp, Timestamp)")]
pub struct Told {
    /// When it took the value it has.
    pub since: Timestamp,
    /// When it was told last.
    pub last_at: Timestamp,
}

impl From<(Timestamp, Timestamp)> for Told {
    fn from((since, last_at): (Timestamp, Timestamp)) -> Self {
        Self { since, last_at }
    }
}

impl From<Told> for (Timestamp, Timestamp) {
    fn from(Told { since, last_at }: Told) -> Self {
        (since, last_at)
    }
}

impl Profile {
    /// Takes in what an `identify` says.
    pub(super) fn learn(&mut self, traits: &Map<String, Value>, at: Timestamp) {
        for (name, value) in traits {
            self.learn_one(name, value, at);
        }
    }

    fn learn_one(&mut self, name: &str, value: &Value, at: Timestamp) {
        let told = self.traits_told.get(name).copied();
        if told.is_some_and(|told| at < told.last_at) {
            return;
        }
        let known = self.traits.get(name);
        if value.is_null() {
            if known.is_some() {
                self.traits.remove(name);
                self.traits_told.remove(name);
            }
            return;
        }
        let is_same = known == Some(value);
        if !is_same && !self.has_room(name, value) {
            return;
        }
        let since = told.filter(|_| is_same).map_or(at, |told| told.since);
        self.traits_told.insert(name.into(), Told { since, last_at: at });
        if !is_same {
            self.traits.insert(name.into(), value.clone());
        }
    }

    fn has_room(&self, name: &str, value: &Value) -> bool {
        let wanted = name.len().saturating_add(len_bytes(value));
        let others = self
            .traits
            .iter()
            .filter(|(known, _)| *known != name)
            .map(|(known, value)| known.len().saturating_add(len_bytes(value)))
            .fold(0, usize::saturating_add);
        (self.traits.len() < TRAITS_KEPT_MAX || self.traits.contains_key(name))
            && wanted <= TRAIT_LEN_BYTES_MAX
            && others.saturating_add(wanted) <= TRAITS_LEN_BYTES_MAX
    }
}

/// About as many bytes as the value has as JSON.
fn len_bytes(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(_) => 20,
        Value::String(text) => text.len().saturating_add(2),
        Value::Array(items) => items
            .iter()
            .map(|item| len_bytes(item).saturating_add(1))
            .fold(2, usize::saturating_add),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| name.len().saturating_add(len_bytes(value)).saturating_add(4))
            .fold(2, usize::saturating_add),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_unix_millis(second * 1_000)
    }

    fn learnt(told: &[(i64, Value)]) -> Profile {
        let mut profile = Profile::default();
        for (second, traits) in told {
            profile.learn(traits.as_object().unwrap(), at(*second));
        }
        profile
    }

    #[test]
    fn a_trait_that_is_told_again_keeps_its_since() {
        let profile = learnt(&[(1, json!({"status": "new"})), (5, json!({"status": "new"}))]);
        assert_eq!(profile.traits_told["status"], Told { since: at(1), last_at: at(5) });
        let profile = learnt(&[(1, json!({"status": "new"})), (5, json!({"status": "old"}))]);
        assert_eq!(profile.traits_told["status"], Told { since: at(5), last_at: at(5) });
    }

    #[test]
    fn a_late_word_does_not_undo_a_newer_one() {
        let profile = learnt(&[(5, json!({"plan": "pro"})), (3, json!({"plan": "free"}))]);
        assert_eq!(profile.traits["plan"], "pro");
    }

    #[test]
    fn null_takes_a_trait_away() {
        let profile = learnt(&[(1, json!({"plan": "pro"})), (2, json!({"plan": null}))]);
        assert!(profile.traits.is_empty() && profile.traits_told.is_empty());
    }

    #[test]
    fn an_avatar_is_no_trait() {
        let avatar = "x".repeat(TRAIT_LEN_BYTES_MAX);
        let profile = learnt(&[(1, json!({"avatar": avatar, "name": "Li"}))]);
        assert_eq!(profile.traits.keys().collect::<Vec<_>>(), ["name"]);
    }
}
