//! What changed between two published configs, thing by thing and field by field.
//!
//! An operator reads it before going back to an earlier version, and an auditor after.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Config;

/// Most fields told of one thing; a rewrite is not read field by field.
const FIELDS_MAX: usize = 64;

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// What it is: `rule`, `offer`, `segment`, `experiment`, or a part of the config such as `settings`.
    pub kind: String,
    /// Its id; empty for a part of the config.
    pub id: String,
    /// What became of it.
    pub change: Became,
    /// Where it changed, at most 64 fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
}

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

/// One field that is not as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Where, such as `priority` or `action.offer`.
    pub path: String,
    /// What it was; null if it was not there.
    pub before: Value,
    /// What it is; null if it is no longer there.
    pub after: Value,
}

/// The lists of a config, with what one item is called and the field that names it.
const LISTS: &[(&str, &str, &str)] = &[
    ("rules", "rule", "id"),
    ("offers", "offer", "id"),
    ("segments", "segment", "id"),
    ("experiments", "experiment", "key"),
    ("playbooks", "playbook", "intent"),
];

/// Says what changed from `before` to `after`: things of a list in the order of the later
/// config, then what is gone, then the other parts by name.
#[must_use]
pub fn between(before: &Config, after: &Config) -> Vec<Difference> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (list, kind, key) in LISTS {
        compare_lists((items(&before, list), items(&after, list)), (kind, key), &mut found);
    }
    let parts = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    for part in parts.filter(|part| LISTS.iter().all(|(list, ..)| list != part)) {
        found.extend(compare(part, "", (before.get(part), after.get(part))));
    }
    found
}

fn items<'a>(config: &'a Map<String, Value>, list: &str) -> &'a [Value] {
    config.get(list).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn compare_lists(
    (before, after): (&[Value], &[Value]),
    (kind, key): (&str, &str),
    found: &mut Vec<Difference>,
) {
    let name = |item: &Value| item.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
    let named =
        |list: &'_ [Value], wanted: &str| list.iter().find(|item| name(item) == wanted).cloned();
    for item in after {
        let id = name(item);
        found.extend(compare(kind, &id, (named(before, &id).as_ref(), Some(item))));
    }
    for item in before.iter().filter(|item| named(after, &name(item)).is_none()) {
        found.extend(compare(kind, &name(item), (Some(item), None)));
    }
}

fn compare(
    kind: &str,
    id: &str,
    (before, after): (Option<&Value>, Option<&Value>),
) -> Option<Difference> {
    let (change, fields) = match (before, after) {
        (Some(before), Some(after)) if before == after => return None,
        (Some(before), Some(after)) => {
            let mut fields = Vec::new();
            compare_fields("", (before, after), &mut fields);
            (Became::Changed, fields)
        }
        (None, Some(_)) => (Became::Added, Vec::new()),
        (Some(_), None) => (Became::Removed, Vec::new()),
        (None, None) => return None,
    };
    Some(Difference { kind: kind.into(), id: id.into(), change, fields })
}

fn compare_fields(path: &str, (before, after): (&Value, &Value), fields: &mut Vec<FieldChange>) {
    if before == after || FIELDS_MAX <= fields.len() {
        return;
    }
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else {
        fields.push(FieldChange {
            path: path.into(),
            before: before.clone(),
            after: after.clone(),
        });
        return;
    };
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    for name in names {
        let at = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let (was, is) = (old.get(name), new.get(name));
        compare_fields(&at, (was.unwrap_or(&Value::Null), is.unwrap_or(&Value::Null)), fields);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn config(rules: &Value, notice: u16) -> Config {
        serde_json::from_value(json!({
            "settings": {"id": "w", "name": "W", "write_keys": ["pk_w_1"], "currency": "CNY", "notice": notice},
            "rules": rules,
        }))
        .unwrap()
    }

    fn rule(id: &str, priority: i32, offer: &str) -> Value {
        json!({"id": id, "name": id, "priority": priority, "triggers": ["page"], "class": "marketing",
               "action": {"kind": "offer", "offer": offer}})
    }

    #[test]
    fn a_config_is_no_different_from_itself() {
        let same = config(&json!([rule("a", 1, "o")]), 1);
        assert_eq!(between(&same, &same), []);
    }

    #[test]
    fn every_changed_field_is_told_with_what_it_was() {
        let before = config(&json!([rule("a", 1, "o"), rule("gone", 1, "o")]), 1);
        let after = config(&json!([rule("new", 3, "o"), rule("a", 2, "p")]), 2);
        let told: Vec<(String, String, Became)> = between(&before, &after)
            .into_iter()
            .map(|found| (found.kind, found.id, found.change))
            .collect();
        let is = |kind: &str, id: &str, change| (kind.to_string(), id.to_string(), change);
        assert_eq!(
            told,
            [
                is("rule", "new", Became::Added),
                is("rule", "a", Became::Changed),
                is("rule", "gone", Became::Removed),
                is("settings", "", Became::Changed),
            ]
        );
        let changed = &between(&before, &after)[1].fields;
        let paths: Vec<&str> = changed.iter().map(|field| field.path.as_str()).collect();
        assert_eq!(paths, ["action.offer", "priority"]);
        assert_eq!((&changed[1].before, &changed[1].after), (&json!(1), &json!(2)));
    }
}
