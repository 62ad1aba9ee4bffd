use alloc::{format, vec};

use serde_json::json;

use super::*;

fn rule(id: &str, priority: i32, more: &Value) -> Rule {
    let mut written = json!({
        "id": id, "name": id, "priority": priority, "triggers": ["page"], "class": "marketing",
        "condition": {}, "action": {"kind": "say", "text": {"en": id}},
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        written[name] = value.clone();
    }
    serde_json::from_value(written).unwrap()
}

fn shadowed(rules: &[Rule]) -> Vec<(String, String)> {
    let pair = |conflict| match conflict {
        Conflict::Shadowed { rule, by } => Some((rule.to_string(), by.to_string())),
        Conflict::Tie { .. } => None,
    };
    conflicts(rules).into_iter().filter_map(pair).collect()
}

/// Whether a rule with `narrow` is shadowed by a higher one with `wide`.
fn is_shadowed(wide: &Value, narrow: &Value) -> bool {
    !shadowed(&[rule("wide", 9, wide), rule("narrow", 1, narrow)]).is_empty()
}

#[test]
fn rules_of_one_priority_that_share_triggers_are_one_tie() {
    let more = json!({"triggers": ["page", "message"]});
    let rules = [
        rule("b", 5, &more),
        rule("a", 5, &more),
        rule("c", 5, &json!({"triggers": ["Order Completed"]})),
        rule("d", 4, &more),
    ];
    let tie = Conflict::Tie {
        priority: 5,
        triggers: vec!["message".into(), "page".into()],
        rules: vec!["a".parse().unwrap(), "b".parse().unwrap()],
    };
    assert_eq!(conflicts(&rules)[0], tie);
    assert!(tie.concerns("a") && !tie.concerns("c"));
    let ties =
        conflicts(&rules).iter().filter(|found| matches!(found, Conflict::Tie { .. })).count();
    assert_eq!(ties, 1);
}

#[test]
fn a_rule_that_is_off_is_in_nobodys_way() {
    let rules = [rule("a", 5, &json!({})), rule("b", 5, &json!({"enabled": false}))];
    assert_eq!(conflicts(&rules), []);
}

#[test]
fn a_trigger_that_is_named_twice_is_no_tie() {
    assert_eq!(conflicts(&[rule("a", 5, &json!({"triggers": ["page", "page"]}))]), []);
}

#[test]
fn a_rule_for_fewer_people_below_one_for_more_is_never_given() {
    let everyone = rule("everyone", 9, &json!({}));
    let some = rule("some", 1, &json!({"condition": {"visits": {"$gte": 2}}}));
    let rules = [some, everyone];
    assert_eq!(shadowed(&rules), [("some".to_string(), "everyone".to_string())]);
}

#[test]
fn the_same_rule_above_does_not_shadow_what_asks_for_less() {
    assert!(!is_shadowed(&json!({"condition": {"visits": {"$gte": 2}}}), &json!({})));
    assert!(!is_shadowed(
        &json!({"condition": {"visits": 2}}),
        &json!({"condition": {"orders": 2}})
    ));
}

#[test]
fn a_clause_that_lets_less_through_implies_the_one_that_lets_more() {
    let pairs = [
        (json!({"$gte": 2_000}), json!({"$gte": 3_000}), true),
        (json!({"$gt": 2_000}), json!({"$gte": 2_000}), false),
        (json!({"$gt": 2_000}), json!({"$gte": 2_001}), true),
        (json!({"$gte": 2_000}), json!({"$gt": 2_000}), true),
        (json!({"$lt": 5}), json!({"$lte": 5}), false),
        (json!({"$lte": 5}), json!({"$lt": 5}), true),
        (json!({"$gte": 2}), json!({"$lte": 9}), false),
        (json!({"$in": ["a", "b"]}), json!({"$in": ["a"]}), true),
        (json!({"$in": ["a"]}), json!({"$in": ["a", "b"]}), false),
        (json!({"$nin": ["a"]}), json!({"$nin": ["a", "b"]}), true),
        (json!({"$nin": ["a", "b"]}), json!({"$nin": ["a"]}), false),
        (json!("a"), json!("a"), true),
        (json!("a"), json!("b"), false),
    ];
    for (wide, narrow, expected) in pairs {
        let found =
            is_shadowed(&json!({"condition": {"x": wide}}), &json!({"condition": {"x": narrow}}));
        assert_eq!(found, expected, "{wide} above {narrow}");
    }
}

#[test]
fn an_and_and_two_operators_are_taken_apart() {
    let wide = json!({"condition": {"visits": {"$gte": 2}}});
    let narrow = json!({"condition": {"$and": [{"visits": {"$gte": 2, "$lt": 9}}, {"orders": 1}]}});
    assert!(is_shadowed(&wide, &narrow));
    assert!(!is_shadowed(&narrow, &wide));
    let either = json!({"condition": {"$or": [{"visits": 1}, {"orders": 1}]}});
    assert!(is_shadowed(&either, &either));
    assert!(!is_shadowed(&either, &json!({"condition": {"$or": [{"orders": 1}]}})));
}

#[test]
fn what_can_be_held_back_shadows_nobody() {
    for held in [
        json!({"cooldown_secs": 60}),
        json!({"times_max": 1}),
        json!({"starts_at": 1}),
        json!({"ends_at": 1}),
        json!({"hours": {"from": "09:00", "to": "18:00"}}),
        json!({"experiment": {"key": "e", "actions": []}}),
        json!({"class": "service"}),
        json!({"triggers": ["message"]}),
        json!({"action": {"kind": "nothing"}}),
    ] {
        assert!(!is_shadowed(&held, &json!({})), "{held}");
    }
}

#[test]
fn an_offer_that_may_be_open_already_shadows_only_itself() {
    let offer = |id: &str| json!({"action": {"kind": "offer", "offer": id}});
    assert!(is_shadowed(&offer("o1"), &offer("o1")));
    assert!(!is_shadowed(&offer("o1"), &offer("o2")));
    assert!(!is_shadowed(&offer("o1"), &json!({})));
    // One variation that can be given is enough to be given.
    let split = json!({"action": {"kind": "offer", "offer": "o1"}, "experiment": {"key": "e", "actions": [
        {"kind": "offer", "offer": "o1"}, {"kind": "say", "text": {"en": "Hi"}}]}});
    assert!(!is_shadowed(&offer("o1"), &split));
}

#[test]
fn ten_thousand_rules_are_looked_through_within_the_bound() {
    let rules: Vec<Rule> = (0..10_000)
        .map(|id| rule(&format!("r{id}"), id, &json!({"condition": {"visits": id}})))
        .collect();
    assert_eq!(conflicts(&rules), []);
}
