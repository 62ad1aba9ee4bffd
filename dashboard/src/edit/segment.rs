//! A segment while it is edited.

use serde_json::{Map, Value};
use shared::{
    condition::Condition,
    config::Config,
    id::SegmentId,
    segment::{Segment, ready_made::ReadyMade},
    text::Locale,
};

use super::draft::{Fault, or_fault};
use crate::i18n::segments;

/// What the fields of the form say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SegmentDraft {
    /// The segment's id; fixed once it exists.
    pub(crate) id: String,
    /// What operators call it.
    pub(crate) name: String,
    /// Who is in it.
    pub(crate) condition: Value,
}

impl SegmentDraft {
    /// A segment that does not exist yet.
    pub(crate) fn fresh(id: String) -> Self {
        Self { id, name: String::new(), condition: Value::Object(Map::new()) }
    }

    /// One that starts from a ready-made one, in the language of whoever takes it.
    pub(crate) fn from_ready_made(ready: &ReadyMade, locale: Locale) -> Self {
        Self {
            id: ready.id.clone(),
            name: ready.name.get(locale).to_owned(),
            condition: condition_of(ready),
        }
    }

    /// The form of a segment that exists.
    pub(crate) fn of(segment: &Segment) -> Self {
        Self {
            id: segment.id.to_string(),
            name: segment.name.clone(),
            condition: segment.condition.clone(),
        }
    }

    /// The segment that the form means.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its field.
    pub(crate) fn segment(&self) -> Result<Segment, Vec<Fault>> {
        let mut faults = Vec::new();
        let id = self.id.trim().to_owned();
        let id = or_fault(SegmentId::try_from(id), "id", segments::FAULT_ID, &mut faults);
        if self.name.trim().is_empty() {
            faults.push(Fault::here("name", segments::FAULT_NAME));
        }
        match id {
            Some(id) if faults.is_empty() => Ok(Segment {
                id,
                name: self.name.trim().to_owned(),
                condition: self.condition.clone(),
            }),
            _ => Err(faults),
        }
    }
}

/// The condition of a ready-made segment, as it is published.
pub(crate) fn condition_of(ready: &ReadyMade) -> Value {
    Condition::from_text(&ready.condition).map_or(Value::Null, |condition| condition.to_value())
}

/// What names a segment, by its id or its name: rules, other segments and experiments.
pub(crate) fn users(config: &Config, segment: &Segment) -> Vec<String> {
    let names = |condition: &Value| asks_for(condition, &[segment.id.as_str(), &segment.name]);
    let rules = config.rules.iter().filter(|rule| names(&rule.condition));
    let others =
        config.segments.iter().filter(|other| other.id != segment.id && names(&other.condition));
    let experiments =
        config.experiments.iter().filter(|one| one.get("condition").is_some_and(names));
    rules
        .map(|rule| rule.name.clone())
        .chain(others.map(|other| other.name.clone()))
        .chain(experiments.map(|one| super::experiment::name(one).to_owned()))
        .collect()
}

/// Whether a condition asks, anywhere, for a segment of one of these names.
fn asks_for(condition: &Value, names: &[&str]) -> bool {
    match condition {
        Value::Object(fields) => fields.iter().any(|(path, value)| {
            if path == "segment" { holds(value, names) } else { asks_for(value, names) }
        }),
        Value::Array(items) => items.iter().any(|item| asks_for(item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn holds(value: &Value, names: &[&str]) -> bool {
    match value {
        Value::String(text) => names.contains(&text.as_str()),
        Value::Array(items) => items.iter().any(|item| holds(item, names)),
        Value::Object(fields) => fields.values().any(|inner| holds(inner, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::segment::ready_made::ready_made;

    use super::*;

    fn segment() -> Segment {
        serde_json::from_value(
            json!({"id": "s1", "name": "高价值", "condition": {"spend": {"$gt": 9}}}),
        )
        .unwrap()
    }

    #[test]
    fn opening_and_saving_a_segment_changes_nothing() {
        assert_eq!(SegmentDraft::of(&segment()).segment(), Ok(segment()));
    }

    #[test]
    fn every_ready_made_segment_can_be_published_as_it_is() {
        for ready in ready_made() {
            for locale in [Locale::ZhCn, Locale::En] {
                let draft = SegmentDraft::from_ready_made(&ready, locale);
                assert_eq!(draft.segment().ok(), ready.segment(locale), "{}", ready.id);
            }
        }
    }

    #[test]
    fn a_segment_without_a_name_or_with_an_id_that_is_none_is_refused_at_its_field() {
        let faults = SegmentDraft { id: " ".into(), ..SegmentDraft::fresh(String::new()) };
        let faults = faults.segment().unwrap_err();
        assert_eq!(
            faults,
            [Fault::here("id", segments::FAULT_ID), Fault::here("name", segments::FAULT_NAME)],
        );
    }

    #[test]
    fn what_names_a_segment_uses_it_by_id_or_name() {
        let rule = |id: &str, condition: Value| {
            json!({"id": id, "name": id, "priority": 1, "triggers": ["page"],
            "class": "service", "action": {"kind": "nothing"}, "condition": condition})
        };
        let config: Config = serde_json::from_value(json!({
            "settings": {"id": "w", "name": "W", "write_keys": ["pk_1"], "currency": "CNY"},
            "segments": [segment(), {"id": "s2", "name": "Other", "condition": {"$not": {"segment": "s1"}}}],
            "rules": [
                rule("by-id", json!({"$or": [{"visits": 1}, {"segment": {"$in": ["s1"]}}]})),
                rule("by-name", json!({"segment": {"$elemMatch": {"$eq": "高价值"}}})),
                rule("not-at-all", json!({"traits.plan": "s1"})),
            ],
            "experiments": [{"key": "e1", "variations": [0, 1], "condition": {"segment": "s1"}}],
        }))
        .unwrap();
        assert_eq!(users(&config, &segment()), ["by-id", "by-name", "Other", "e1"]);
    }
}
