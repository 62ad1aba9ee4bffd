//! Same goods, same terms: what an offer may not depend on.
//!
//! PIPL art. 24(1) forbids unreasonable differences in price by automated decision. Whoever
//! gives a discount by how much a person is *thought to be able to pay* makes such a
//! difference, so a rule that does is refused when it is published. Where there is a good
//! reason (a price for students, a goodwill coupon by value of the damaged order) the rule
//! carries it as `justification`, in words that a regulator can read, and it is in the
//! version history.
//!
//! What a person *says* (「太贵了」) or did (an abandoned cart) is no guess about their purse.
//!
//! Source: reference law P06.

use alloc::{string::String, vec::Vec};

use serde_json::Value;

use super::{Action, Rule};
use crate::segment::Segment;

/// Attributes that guess what a person is able or willing to pay.
pub const WILLINGNESS_TO_PAY: &[&str] = &[
    "average_order",
    "price_band",
    "profile.average_order",
    "profile.expected_orders",
    "profile.lifetime_value",
    "profile.monetary",
    "profile.order_value",
    "profile.price_band",
    "profile.purchasing_power",
    "profile.rfm.monetary",
    "purchasing_power",
];

/// Shortest justification, in characters: a sentence, not a full stop.
pub const JUSTIFICATION_CHARS_MIN: usize = 20;

/// The first attribute by which a rule makes an offer depend on what people are thought to
/// be able to pay, directly or through a segment; `None` if it does not, or says why.
#[must_use]
pub fn unfair_input(rule: &Rule, segments: &[Segment]) -> Option<&'static str> {
    let gives = rule.actions().any(|action| matches!(action, Action::Offer { .. }));
    if !gives || JUSTIFICATION_CHARS_MIN <= rule.justification.trim().chars().count() {
        return None;
    }
    let mut waiting: Vec<&Value> = alloc::vec![&rule.condition];
    let mut looked_into: Vec<&str> = Vec::new();
    while let Some(condition) = waiting.pop() {
        let paths = paths(condition);
        let guess = |path: &&&str| paths.iter().any(|used| used == **path);
        if let Some(found) = WILLINGNESS_TO_PAY.iter().find(guess) {
            return Some(found);
        }
        let names = strings(condition);
        for segment in segments {
            let id = segment.id.as_str();
            let is_named = names.iter().any(|name| *name == id || *name == segment.name);
            if is_named && !looked_into.contains(&id) {
                looked_into.push(id);
                waiting.push(&segment.condition);
            }
        }
    }
    None
}

/// Every attribute path in a condition, nested documents spelt with dots.
#[must_use]
pub fn paths(condition: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(condition, "", &mut found);
    found
}

fn collect(value: &Value, prefix: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let path = below(prefix, name);
                if path != prefix {
                    found.push(path.clone());
                }
                collect(inner, &path, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, prefix, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The path of a field: operators such as `$or` stand where their object stands.
fn below(prefix: &str, name: &str) -> String {
    match (prefix, name.starts_with('$')) {
        (_, true) => prefix.into(),
        ("", false) => name.into(),
        (_, false) => alloc::format!("{prefix}.{name}"),
    }
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => alloc::vec![text.as_str()],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rule(condition: &Value, action: &Value, justification: &str) -> Rule {
        serde_json::from_value(json!({
            "id": "r", "name": "r", "priority": 1, "triggers": ["page"], "class": "marketing",
            "condition": condition, "action": action, "justification": justification,
        }))
        .unwrap()
    }

    fn rich() -> Vec<Segment> {
        let segment =
            json!({"id": "rich", "name": "Rich", "condition": {"$or": [{"price_band": "high"}]}});
        alloc::vec![serde_json::from_value(segment).unwrap()]
    }

    #[test]
    fn a_discount_by_predicted_purse_is_found_also_behind_a_segment() {
        let offer = json!({"kind": "offer", "offer": "o"});
        let direct = rule(&json!({"$not": {"price_band": {"$in": ["low"]}}}), &offer, "");
        assert_eq!(unfair_input(&direct, &[]), Some("price_band"));
        let behind = rule(&json!({"segment": {"$in": ["rich"]}}), &offer, "");
        assert_eq!(unfair_input(&behind, &rich()), Some("price_band"));
        let nested = rule(&json!({"profile": {"purchasing_power": {"$gt": 3}}}), &offer, "");
        assert_eq!(unfair_input(&nested, &[]), Some("profile.purchasing_power"));
    }

    #[test]
    fn no_discount_is_given_by_what_somebody_is_expected_to_spend() {
        let offer = json!({"kind": "offer", "offer": "o"});
        for input in ["profile.lifetime_value", "profile.expected_orders", "profile.order_value"] {
            let by = rule(&json!({ input: {"$lt": 300} }), &offer, "");
            assert_eq!(unfair_input(&by, &[]), Some(input));
        }
        // Whether somebody stays away says nothing about their purse, nor does what they run out of.
        for input in ["profile.churn_risk", "profile.replenishment_days", "profile.birthday_days"] {
            let by = rule(&json!({ input: {"$gt": 0.5} }), &offer, "");
            assert_eq!(unfair_input(&by, &[]), None);
        }
    }

    #[test]
    fn what_people_say_and_do_may_decide_about_an_offer() {
        let offer = json!({"kind": "offer", "offer": "o"});
        let said = rule(&json!({"intent": "price_sensitive", "cart_abandoned": true}), &offer, "");
        assert_eq!(unfair_input(&said, &rich()), None);
    }

    #[test]
    fn recommending_by_price_band_is_no_price() {
        let products = json!({"kind": "say", "text": {"zh-CN": "好", "en": "ok"}});
        assert_eq!(unfair_input(&rule(&json!({"price_band": "high"}), &products, ""), &[]), None);
    }

    #[test]
    fn a_good_reason_has_more_than_a_full_stop() {
        let offer = json!({"kind": "offer", "offer": "o"});
        let condition = json!({"price_band": "low"});
        assert!(unfair_input(&rule(&condition, &offer, "."), &[]).is_some());
        let reason = "Students of partner universities, checked by card at sign-up";
        assert_eq!(unfair_input(&rule(&condition, &offer, reason), &[]), None);
    }
}
