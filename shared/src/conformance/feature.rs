//! GrowthBook's cases about features, in our parts.
//!
//! We have no flags: what a person gets is decided by rules, and an experiment hangs on a rule. But most cases about
//! flags are about what we do have: conditions, groups, filters and namespaces, hashing and coverage, holdouts that
//! pass a person on, prerequisites, bandits. This adapter walks a flag's rules in order, as GrowthBook does, and leaves each of
//! those questions to the part of the product that answers it.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value, json};

use super::{Context, Outcome, at, read, read_value};
use crate::{
    bucket::BucketRange,
    condition::{Condition, coerce::is_truthy},
    experiment::{Experiment, Filter, ParentCondition},
};

/// The fields of a rule that make an experiment; others say nothing about who gets what.
const FIELDS: [&str; 20] = [
    "key",
    "variations",
    "contextualVariations",
    "contextualBanditRef",
    "coverage",
    "weights",
    "hashAttribute",
    "fallbackAttribute",
    "disableStickyBucketing",
    "bucketVersion",
    "minBucketVersion",
    "namespace",
    "meta",
    "ranges",
    "name",
    "phase",
    "seed",
    "hashVersion",
    "filters",
    "condition",
];

/// What a flag gave, in GrowthBook's words.
struct Found {
    value: Value,
    source: &'static str,
    rule: Value,
    experiment: Option<(Value, Value)>,
}

/// The experiment that a rule of a flag is.
pub(super) fn experiment(rule: &Value, feature: &str) -> Result<Experiment, String> {
    let given = rule.as_object().into_iter().flatten();
    let mut fields: Map<String, Value> = given
        .filter(|(name, _)| FIELDS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    fields.entry("key").or_insert_with(|| json!(feature));
    read_value(Value::Object(fields))
}

pub(super) fn outcome(case: &Value) -> Outcome {
    let key: String = read(case, 2)?;
    let raw = at(case, 1);
    let features: Option<BTreeMap<String, Value>> =
        read_value(raw.get("features").cloned().unwrap_or_default())?;
    let flags = Flags { context: Context::of(&raw)?, features: features.unwrap_or_default() };
    let Found { value, source, rule, experiment } = flags.value(&key, &[])?;
    let mut found = json!({
        "on": is_truthy(&value), "off": !is_truthy(&value), "value": value,
        "source": source, "ruleId": rule,
    });
    if let (Some(fields), Some((experiment, result))) = (found.as_object_mut(), experiment) {
        fields.insert("experiment".into(), experiment);
        fields.insert("experimentResult".into(), result);
    }
    let mut expected = at(case, 3);
    // GrowthBook hands a number back as a number; with us an identity is text.
    if let Some(value) = expected.pointer_mut("/experimentResult/hashValue")
        && value.is_number()
    {
        *value = json!(value.to_string());
    }
    Ok((found, expected))
}

struct Flags {
    context: Context,
    features: BTreeMap<String, Value>,
}

impl Flags {
    /// What a flag gives; `waiting` are the flags that wait for it.
    fn value(&self, key: &str, waiting: &[&str]) -> Result<Found, String> {
        if waiting.contains(&key) {
            return Ok(Found::plain("cyclicPrerequisite", Value::Null));
        }
        let Some(feature) = self.features.get(key) else {
            return Ok(Found::plain("unknownFeature", Value::Null));
        };
        let mut waiting = waiting.to_vec();
        waiting.push(key);
        for rule in feature.get("rules").and_then(Value::as_array).into_iter().flatten() {
            if let Some(found) = self.rule(rule, key, &waiting)? {
                return Ok(found);
            }
        }
        Ok(Found::plain("defaultValue", feature.get("defaultValue").cloned().unwrap_or_default()))
    }

    /// What one rule gives, if it gives anything.
    fn rule(&self, rule: &Value, key: &str, waiting: &[&str]) -> Result<Option<Found>, String> {
        let field = |name: &str| rule.get(name).cloned().unwrap_or_default();
        let parents: Option<Vec<ParentCondition>> = read_value(field("parentConditions"))?;
        for parent in parents.unwrap_or_default() {
            let given = self.value(&parent.id, waiting)?;
            if given.source == "cyclicPrerequisite" {
                return Ok(Some(Found::plain("cyclicPrerequisite", Value::Null)));
            }
            if !parent.is_met(&given.value, &self.context.groups) {
                let is_gate = parent.gate == Some(true);
                return Ok(is_gate.then(|| Found::plain("prerequisite", Value::Null)));
            }
        }
        let filters: Option<Vec<Filter>> = read_value(field("filters"))?;
        let person = self.context.person(None);
        if !filters.unwrap_or_default().iter().all(|filter| filter.admits(&person)) {
            return Ok(None);
        }
        if let Some(forced) = rule.get("force") {
            let id = rule.get("id").cloned().unwrap_or_else(|| json!(""));
            let is_reached = self.is_reached(rule, key)?;
            return Ok(
                is_reached.then(|| Found { rule: id, ..Found::plain("force", forced.clone()) })
            );
        }
        if rule.get("variations").or_else(|| rule.get("contextualVariations")).is_none() {
            return Ok(None);
        }
        self.run(rule, key)
    }

    /// Whether a forced value reaches the person: its condition, and its share of people as a filter of one part.
    fn is_reached(&self, rule: &Value, key: &str) -> Result<bool, String> {
        if let Some(condition) = rule.get("condition") {
            let condition =
                Condition::parse_tolerant(condition).map_err(|error| error.to_string())?;
            if !condition.eval_with(&self.context.attributes, &self.context.groups) {
                return Ok(false);
            }
        }
        let field = |name: &str| rule.get(name).cloned().unwrap_or_default();
        let range: Option<BucketRange> = read_value(field("range"))?;
        let coverage: Option<f64> = read_value(field("coverage"))?;
        let Some(part) = range.or_else(|| coverage.map(|end| BucketRange { start: 0.0, end }))
        else {
            return Ok(true);
        };
        let seed: Option<String> = read_value(field("seed"))?;
        let version: Option<u32> = read_value(field("hashVersion"))?;
        let filter = Filter {
            seed: seed.unwrap_or_else(|| key.to_string()),
            ranges: [part].into(),
            attribute: read_value(field("hashAttribute"))?,
            hash_version: Some(version.unwrap_or(1)),
        };
        Ok(filter.admits(&self.context.person(None)))
    }

    fn run(&self, rule: &Value, key: &str) -> Result<Option<Found>, String> {
        let experiment = experiment(rule, key)?;
        let assignment = experiment.run(&self.context.person(None));
        if !assignment.is_given() {
            return Ok(None);
        }
        let mut result = json!(assignment);
        let mut told = json!(experiment);
        if let (Some(result), Some(told)) = (result.as_object_mut(), told.as_object_mut()) {
            result.insert("featureId".into(), json!(key));
            told.remove("contextualBanditRef");
            // GrowthBook looks the weights up before it asks whether anybody forced a variation.
            let leaf = experiment.leaf(&self.context.person(None));
            if let Some(leaf) = leaf {
                told.insert("weights".into(), json!(leaf.variation_weights));
            }
            if let Some(leaf) = &assignment.leaf {
                told.insert("contextualBandit".into(), json!(leaf));
            }
        }
        let id = rule.get("id").cloned().unwrap_or_else(|| json!(""));
        Ok(Some(Found {
            value: assignment.value,
            source: "experiment",
            rule: id,
            experiment: Some((told, result)),
        }))
    }
}

impl Found {
    fn plain(source: &'static str, value: Value) -> Self {
        Self { value, source, rule: json!(""), experiment: None }
    }
}
