//! Rules that get in each other's way, told before anybody wonders why one of them never fires.
//!
//! Two things are found. A **tie**: rules of one priority wait for the same trigger, so the
//! priority does not say which goes first. Inside a band the model ranks them, and where it
//! has nothing to say the id decides. That may be meant; it should not be an accident. And a
//! rule that is **shadowed**: whenever it could be given, another one has been given already.
//!
//! A shadow is told only where it is certain. The other rule goes first by priority, waits
//! for every trigger of the shadowed one, asks for nothing that the shadowed one does not ask
//! for, has no hours, cooldown, limit or experiment that could hold it back, is bound by the
//! same promises, and what it gives can always be given when the shadowed one's gift can. What a
//! person could only find out by trying (a segment that happens to contain another) is not told.
//!
//! Source: product brief, section 二.3 (规则优先级与冲突).

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::Value;

use super::{Action, Rule};
use crate::id::RuleId;

/// Pairs of rules that are compared; beyond that, shadows are not looked for. Ten thousand rules
/// without any limit on one trigger would be a hundred million.
const PAIRS_MAX: usize = 2_000_000;

/// Rules that get in each other's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Rules of one priority share triggers: the model or the id decides.
    Tie {
        /// Their priority.
        priority: i32,
        /// The triggers that they share.
        triggers: Vec<String>,
        /// The rules, by id: two or more.
        rules: Vec<RuleId>,
    },
    /// A rule that can never be given.
    Shadowed {
        /// The rule.
        rule: RuleId,
        /// The one that always goes before it.
        by: RuleId,
    },
}

impl Conflict {
    /// Whether the rule has a part in it.
    #[must_use]
    pub fn concerns(&self, id: &str) -> bool {
        match self {
            Self::Tie { rules, .. } => rules.iter().any(|rule| rule.as_str() == id),
            Self::Shadowed { rule, by } => rule.as_str() == id || by.as_str() == id,
        }
    }
}

/// Finds the conflicts among the rules that are switched on: ties from the highest priority
/// down, then shadows.
#[must_use]
pub fn conflicts(rules: &[Rule]) -> Vec<Conflict> {
    let on: Vec<&Rule> = rules.iter().filter(|rule| rule.enabled).collect();
    let mut found = ties(&on);
    found.extend(shadows(&on));
    found
}

fn ties(rules: &[&Rule]) -> Vec<Conflict> {
    let mut waiting: BTreeMap<(i32, &str), Vec<&RuleId>> = BTreeMap::new();
    for rule in rules {
        for trigger in &rule.triggers {
            let ids = waiting.entry((rule.priority, trigger)).or_default();
            // A trigger that is named twice is no second rule.
            if !ids.contains(&&rule.id) {
                ids.push(&rule.id);
            }
        }
    }
    // The same rules often share several triggers: that is one tie.
    let mut shared: BTreeMap<(i32, Vec<&RuleId>), Vec<String>> = BTreeMap::new();
    for ((priority, trigger), mut ids) in waiting {
        if 1 < ids.len() {
            ids.sort_unstable();
            shared.entry((priority, ids)).or_default().push(trigger.to_string());
        }
    }
    let tie = |((priority, ids), triggers): ((i32, Vec<&RuleId>), Vec<String>)| Conflict::Tie {
        priority,
        triggers,
        rules: ids.into_iter().cloned().collect(),
    };
    shared.into_iter().rev().map(tie).collect()
}

fn shadows(rules: &[&Rule]) -> Vec<Conflict> {
    // Only what waits for the same trigger can go before.
    let mut free: BTreeMap<&str, Vec<(&Rule, Vec<Asked<'_>>)>> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| is_free(rule)) {
        for trigger in &rule.triggers {
            free.entry(trigger).or_default().push((rule, clauses(&rule.condition)));
        }
    }
    let mut pairs: usize = 0;
    let mut found = Vec::new();
    for rule in rules {
        let first = rule.triggers.first().and_then(|trigger| free.get(trigger.as_str()));
        let asks = clauses(&rule.condition);
        let shadow = first.into_iter().flatten().find(|(other, other_asks)| {
            pairs = pairs.saturating_add(1);
            pairs <= PAIRS_MAX
                && rule.priority < other.priority
                && covers(other, rule)
                && other_asks.iter().all(|other| asks.iter().any(|asked| asked.implies(other)))
        });
        if let Some((by, _)) = shadow {
            found.push(Conflict::Shadowed { rule: rule.id.clone(), by: by.id.clone() });
        }
    }
    found
}

/// Whether nothing of its own can hold a rule back.
fn is_free(rule: &Rule) -> bool {
    rule.cooldown_secs == 0
        && rule.times_max.is_none()
        && rule.starts_at.is_none()
        && rule.ends_at.is_none()
        && rule.hours.is_none()
        && rule.experiment.is_none()
}

/// Whether `other` is there whenever `rule` is, and can be given whenever `rule` can.
fn covers(other: &Rule, rule: &Rule) -> bool {
    other.class == rule.class
        && rule.triggers.iter().all(|trigger| other.triggers.contains(trigger))
        && rule.actions().all(|action| fails_before(&other.action, action))
}

/// Whether `theirs` cannot be given whenever `ours` cannot.
fn fails_before(ours: &Action, theirs: &Action) -> bool {
    match (ours, theirs) {
        // A sentence can always be said; nothing is never given.
        (Action::Say { .. }, _) => true,
        (Action::Nothing, _) => false,
        // An offer may be open already, or sold out; products may not be found.
        (Action::Offer { offer: ours }, Action::Offer { offer: theirs }) => ours == theirs,
        (Action::Recommend { strategy: ours, .. }, Action::Recommend { strategy: theirs, .. }) => {
            ours == theirs
        }
        (Action::Offer { .. } | Action::Recommend { .. }, _) => *theirs == Action::Nothing,
    }
}

/// One thing that a condition asks for. All of them must hold.
#[derive(Debug, PartialEq)]
struct Asked<'a> {
    /// The attribute, or a word such as `$or`.
    path: &'a str,
    /// The operator, empty where a value stands alone.
    operator: &'a str,
    value: &'a Value,
}

/// What a condition asks for, `$and` and several operators of one attribute taken apart.
fn clauses(condition: &Value) -> Vec<Asked<'_>> {
    let mut found = Vec::new();
    take_apart(condition, &mut found);
    found
}

fn take_apart<'a>(condition: &'a Value, found: &mut Vec<Asked<'a>>) {
    let Some(fields) = condition.as_object() else {
        // What is no condition implies nothing but itself.
        found.push(Asked { path: "", operator: "", value: condition });
        return;
    };
    for (path, value) in fields {
        match value {
            Value::Array(parts) if path == "$and" => {
                for part in parts {
                    take_apart(part, found);
                }
            }
            Value::Object(checks) if !path.starts_with('$') && has_operators(checks) => {
                let check = |(operator, value)| Asked { path, operator, value };
                found.extend(
                    checks.iter().map(|(operator, value)| (operator.as_str(), value)).map(check),
                );
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => found.push(Asked { path, operator: "", value }),
        }
    }
}

fn has_operators(checks: &serde_json::Map<String, Value>) -> bool {
    !checks.is_empty() && checks.keys().all(|name| name.starts_with('$'))
}

impl Asked<'_> {
    /// Whether `other` holds wherever this holds.
    fn implies(&self, other: &Asked<'_>) -> bool {
        if self == other {
            return true;
        }
        if self.path != other.path {
            return false;
        }
        match (self.operator, other.operator) {
            ("$in", "$in") => is_within(self.value, other.value),
            ("$nin", "$nin") => is_within(other.value, self.value),
            _ => self.is_narrower(other),
        }
    }

    /// Whether both compare with a number, and this one lets less through.
    fn is_narrower(&self, other: &Asked<'_>) -> bool {
        let (Some(ours), Some(theirs)) = (self.value.as_f64(), other.value.as_f64()) else {
            return false;
        };
        match (self.operator, other.operator) {
            ("$gt", "$gt" | "$gte") | ("$gte", "$gte") => theirs <= ours,
            ("$gte", "$gt") => theirs < ours,
            ("$lt", "$lt" | "$lte") | ("$lte", "$lte") => ours <= theirs,
            ("$lte", "$lt") => ours < theirs,
            _ => false,
        }
    }
}

/// Whether every item of a list is in another.
fn is_within(inner: &Value, outer: &Value) -> bool {
    match (inner.as_array(), outer.as_array()) {
        (Some(inner), Some(outer)) => inner.iter().all(|item| outer.contains(item)),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
