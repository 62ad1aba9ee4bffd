//! What was published and what is different, in words.

use core::time::Duration;

use serde_json::Value;
use shared::{
    money::{Currency, Minor},
    text::Locale,
    time::Timestamp,
};

use super::{Figures, period};
use crate::i18n::{Text, facts, versions};

/// Longest text of a value that is shown in full, in characters.
const VALUE_SHOWN_MAX: usize = 240;

/// Says what a version did, from the few words that the edge kept of it: `put_rule r-1`. `name` tells what operators
/// call the thing of a kind with that id; words that we do not know stay as they are.
pub(crate) fn done(summary: &str, name: &dyn Fn(&str, &str) -> String, locale: Locale) -> String {
    let (verb, id) = summary.split_once(' ').unwrap_or((summary, ""));
    let thing = |text: Text, kind: &str| {
        let called = kind_of(kind).map_or(kind, |text| text.say(locale));
        text.fill(locale, &[("kind", called), ("name", &name(kind, id))])
    };
    if let Some(kind) = verb.strip_prefix("put_").filter(|kind| is_listed(kind)) {
        return thing(versions::DID_PUT, kind);
    }
    if let Some(kind) = verb.strip_prefix("delete_").filter(|kind| is_listed(kind)) {
        return thing(versions::DID_DELETE, kind);
    }
    match verb {
        "config" => versions::DID_CONFIG.say(locale).to_owned(),
        "set-up" => versions::DID_SETUP.say(locale).to_owned(),
        "put_holdout" => versions::DID_HOLDOUT.say(locale).to_owned(),
        "put_playbooks" => versions::DID_PLAYBOOKS.say(locale).to_owned(),
        "put_catalog" | "catalog" => versions::DID_CATALOG.say(locale).to_owned(),
        "restore" => versions::DID_RESTORE.fill(locale, &[("n", id)]),
        _ => summary.to_owned(),
    }
}

/// Whether there are many things of a kind, each with an id.
fn is_listed(kind: &str) -> bool {
    matches!(kind, "rule" | "offer" | "segment" | "experiment" | "playbook")
}

/// What operators call a part of a config.
pub(crate) fn kind_of(kind: &str) -> Option<Text> {
    Some(match kind {
        "rule" => versions::KIND_RULE,
        "offer" => versions::KIND_OFFER,
        "segment" => versions::KIND_SEGMENT,
        "experiment" => versions::KIND_EXPERIMENT,
        "playbook" => versions::KIND_PLAYBOOK,
        "settings" => versions::KIND_SETTINGS,
        "holdout" => versions::KIND_HOLDOUT,
        "frequency_rules" => versions::KIND_FREQUENCY,
        "quiet_hours" => versions::KIND_QUIET,
        _ => return None,
    })
}

/// What operators call a field, by the first part of its path, and the rest of the path as it is.
pub(crate) fn field(path: &str, locale: Locale) -> (String, String) {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let text = match first {
        "" => versions::FIELD_WHOLE,
        "name" => versions::FIELD_NAME,
        "enabled" | "active" => versions::FIELD_ENABLED,
        "priority" => versions::FIELD_PRIORITY,
        "triggers" => versions::FIELD_TRIGGERS,
        "condition" => versions::FIELD_CONDITION,
        "class" => versions::FIELD_CLASS,
        "action" => versions::FIELD_ACTION,
        "experiment" => versions::FIELD_EXPERIMENT,
        "cooldown_secs" => versions::FIELD_COOLDOWN,
        "times_max" => versions::FIELD_TIMES,
        "starts_at" => versions::FIELD_STARTS,
        "ends_at" => versions::FIELD_ENDS,
        "hours" => versions::FIELD_HOURS,
        "justification" => versions::FIELD_JUSTIFICATION,
        "title" => versions::FIELD_TITLE,
        "body" => versions::FIELD_BODY,
        "benefit" => versions::FIELD_BENEFIT,
        "min_spend_minor" => versions::FIELD_MIN_SPEND,
        "valid_secs" => versions::FIELD_VALID,
        "stock" => versions::FIELD_STOCK,
        "weights" => versions::FIELD_WEIGHTS,
        "coverage" => versions::FIELD_COVERAGE,
        "status" => versions::FIELD_STATUS,
        "share" => versions::FIELD_SHARE,
        "seed" => versions::FIELD_SEED,
        "zone" | "zones" => versions::FIELD_ZONE,
        "allowed_origins" => versions::FIELD_ORIGINS,
        "primary_colour" => versions::FIELD_COLOUR,
        "cart_abandoned_secs" => versions::FIELD_ABANDONED,
        "high_value_minor" => versions::FIELD_HIGH_VALUE,
        _ => return (path.to_owned(), String::new()),
    };
    (text.say(locale).to_owned(), rest.to_owned())
}

/// A value of a field: a time as a time, money as money, a list with commas.
pub(crate) fn value(
    path: &str,
    value: &Value,
    currency: Currency,
    figures: &dyn Figures,
) -> String {
    let locale = figures.locale();
    let last = path.rsplit('.').next().unwrap_or_default();
    match value {
        Value::Null => versions::NOTHING.say(locale).to_owned(),
        Value::Bool(true) => facts::YES.say(locale).to_owned(),
        Value::Bool(false) => facts::NO.say(locale).to_owned(),
        Value::Number(number) => {
            let whole = number.as_i64();
            match whole {
                Some(millis) if last.ends_with("_at") => {
                    figures.moment(Timestamp::from_unix_millis(millis))
                }
                Some(minor) if last.ends_with("_minor") => {
                    figures.money(Minor::new(minor), currency)
                }
                Some(secs) if last.ends_with("_secs") => {
                    let secs = u64::try_from(secs).unwrap_or_default();
                    period::length(Duration::from_secs(secs), locale)
                }
                _ => figures.number(number.as_f64().unwrap_or_default()),
            }
        }
        Value::String(text) => cut(text),
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
            let said: Vec<String> =
                items.iter().map(|item| self::value(path, item, currency, figures)).collect();
            if said.is_empty() {
                return versions::NOTHING.say(locale).to_owned();
            }
            cut(&said.join(facts::LIST_AND.say(locale)))
        }
        Value::Array(_) | Value::Object(_) => cut(&value.to_string()),
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= VALUE_SHOWN_MAX {
        return text.to_owned();
    }
    text.chars().take(VALUE_SHOWN_MAX).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::explain::PlainFigures;

    fn english(summary: &str) -> String {
        let name = |kind: &str, id: &str| format!("{kind}/{id}");
        done(summary, &name, Locale::En)
    }

    #[test]
    fn every_change_that_can_be_asked_for_is_said_in_words() {
        use shared::config::Change;
        for (written, said) in [
            (json!({"change": "delete_rule", "id": "r 1"}), "Deleted the rule “rule/r 1”"),
            (
                json!({"change": "delete_experiment", "id": "e"}),
                "Deleted the experiment “experiment/e”",
            ),
            (
                json!({"change": "put_segment", "segment": {"id": "s", "name": "S", "condition": {}}}),
                "Published the segment “segment/s”",
            ),
            (
                json!({"change": "put_holdout", "holdout": {"seed": "h", "share": 0.1}}),
                "Changed the holdout",
            ),
        ] {
            let change: Change = serde_json::from_value(written).unwrap();
            assert_eq!(english(&change.summary()), said);
        }
        assert_eq!(english("restore 12"), "Went back to version 12");
        assert_eq!(english("set-up"), "Set the workspace up");
        assert_eq!(english("of a later version"), "of a later version");
    }

    #[test]
    fn a_value_is_said_by_what_its_field_holds() {
        let said = |path: &str, given: Value| {
            value(path, &given, Currency::CNY, &PlainFigures(Locale::En))
        };
        assert_eq!(said("cooldown_secs", json!(7_200)), "2 h");
        assert_eq!(said("stock.budget_minor", json!(50_000)), "¥500");
        assert_eq!(said("starts_at", json!(0)), "1970-01-01T00:00:00Z");
        assert_eq!(said("triggers", json!(["page", "message"])), "page, message");
        assert_eq!(said("times_max", Value::Null), "none");
        assert_eq!(said("condition", json!({"visits": 1})), "{\"visits\":1}");
    }

    #[test]
    fn a_field_that_we_do_not_know_keeps_its_path() {
        let known = |path| field(path, Locale::En);
        assert_eq!(known("action.offer"), ("Action".to_owned(), "offer".to_owned()));
        assert_eq!(known("of.later"), ("of.later".to_owned(), String::new()));
    }
}
