//! The index gives the answer of trying every rule in order, for any rules and any person.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn compile(rules: &[(Vec<String>, Condition)]) -> RuleIndex {
    RuleIndex::compile(rules.iter().map(|(triggers, condition)| (&triggers[..], condition)))
}

fn rule(trigger: &str, condition: &str) -> (Vec<String>, Condition) {
    ([trigger.to_string()].into(), Condition::from_text(condition).unwrap())
}

fn by_trying_all(
    rules: &[(Vec<String>, Condition)],
    trigger: &str,
    document: &Value,
) -> Vec<usize> {
    let considered = rules
        .iter()
        .enumerate()
        .filter(|(_, (triggers, _))| triggers.iter().any(|known| known == trigger));
    considered
        .filter(|(_, (_, condition))| condition.eval(document))
        .map(|(number, _)| number)
        .collect()
}

#[test]
fn answers_come_in_the_order_given_and_only_for_the_trigger() {
    let rules = [
        rule("page", "visits > 1"),
        rule("message", "visits > 1"),
        rule("page", "segment = 'vip'"),
        rule("page", "ALWAYS"),
    ];
    let index = compile(&rules);
    let document = json!({ "visits": 3, "segment": ["new", "vip"] });
    assert_eq!(index.matches("page", &document).collect::<Vec<_>>(), [0, 2, 3]);
    assert_eq!(index.matches("nothing", &document).count(), 0);
    assert_eq!(index.len(), 4);
}

#[test]
fn every_rule_of_the_trigger_is_explained() {
    let rules = [
        rule("page", "locale = 'en' AND segment = 'vip'"),
        rule("page", "visits > 5"),
        rule("page", "ALWAYS"),
        rule("message", "ALWAYS"),
    ];
    let index = compile(&rules);
    let document = json!({ "visits": 3, "locale": "zh-CN" });
    let explanation = index.explain("page", &document);
    let matched: Vec<_> = explanation.outcomes().map(|o| (o.rule, o.is_match)).collect();
    assert_eq!(matched, [(0, false), (1, false), (2, true)]);
    assert_eq!(explanation.failed_clause(1).unwrap().to_string(), "visits $gt 5, found 3");
    assert!(explanation.failed_clause(0).is_some());
    assert_eq!(explanation.failed_clause(2), None);
    assert_eq!(explanation.failed_clause(3), None);
    assert_eq!(index.explain("nothing", &document).outcomes().count(), 0);
}

#[test]
fn a_rule_is_filed_under_what_the_fewest_rules_ask_for() {
    let rules: Vec<_> = (0..100)
        .map(|number| rule("page", &format!("locale = 'en' AND segment = 'segment-{number}'")))
        .collect();
    let index = compile(&rules);
    let trigger = index.triggers.get(Key::Text("page")).unwrap();
    assert!(trigger.unfiled.is_empty());
    assert_eq!(trigger.drawers.len(), 1);
    let filed = trigger.drawers[0].by_key.get(Key::Text("segment-7")).unwrap();
    assert_eq!(filed[..], [7]);
}

#[test]
fn values_that_are_converted_are_found() {
    let rules = [
        rule("page", "age = 0"),
        rule("page", "zip = '518000'"),
        rule("page", "vip = true"),
        rule("page", "email IS NULL"),
        rule("page", "tags = 'a,b'"),
    ];
    let index = compile(&rules);
    for document in [
        json!({ "zip": 518_000, "vip": "yes" }),
        json!({ "age": "-0", "tags": ["a", "b"], "email": "x" }),
        json!({ "age": [], "vip": {} }),
    ] {
        assert_eq!(
            index.matches("page", &document).collect::<Vec<_>>(),
            by_trying_all(&rules, "page", &document),
        );
    }
}

/// Rules and people that meet often enough to be interesting.
fn likely_rule() -> impl Strategy<Value = (Vec<String>, Condition)> {
    let path = proptest::sample::select(vec!["segment", "intent", "a", "b.c", "n"]);
    let scalar = prop_oneof![
        "[xy]".prop_map(Value::from),
        (-1..3_i32).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!("1")),
    ];
    let list = proptest::collection::vec(scalar.clone(), 0..3);
    let test = prop_oneof![
        3 => scalar.clone(),
        1 => scalar.clone().prop_map(|value| json!({ "$eq": value })),
        1 => scalar.clone().prop_map(|value| json!({ "$ne": value })),
        2 => list.clone().prop_map(|values| json!({ "$in": values })),
        1 => list.prop_map(|values| json!({ "$nin": values })),
        2 => (-1..3_i32).prop_map(|bound| json!({ "$gt": bound })),
        1 => (-1..3_i32).prop_map(|bound| json!({ "$gte": bound, "$ne": 2 })),
    ];
    let field = (path, test).prop_map(|(path, test)| json!({ path: test }));
    let fields = proptest::collection::vec(field.clone(), 0..3).prop_map(|fields| {
        let mut merged = serde_json::Map::new();
        for field in fields {
            merged.extend(field.as_object().unwrap().clone());
        }
        Value::Object(merged)
    });
    let condition = prop_oneof![
        4 => fields.clone(),
        1 => proptest::collection::vec(fields.clone(), 1..3).prop_map(|all| json!({ "$and": all })),
        1 => (fields.clone(), proptest::collection::vec(fields, 1..3)).prop_map(|(mut all, any)| {
            all["$or"] = Value::from(any);
            all
        }),
    ];
    let triggers =
        proptest::collection::vec(proptest::sample::select(vec!["page", "message"]), 0..3)
            .prop_map(|triggers| triggers.into_iter().map(String::from).collect());
    let condition = condition.prop_filter_map("publishable", |json| Condition::parse(&json).ok());
    (triggers, condition)
}

fn likely_person() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        "[xy]?".prop_map(Value::from),
        (-1..3_i32).prop_map(Value::from),
        Just(json!(-0.0)),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!("1")),
    ];
    let value = prop_oneof![
        2 => scalar.clone(),
        1 => proptest::collection::vec(scalar.clone(), 0..3).prop_map(Value::from),
        1 => scalar.prop_map(|value| json!({ "c": value })),
    ];
    let key = proptest::sample::select(vec!["segment", "intent", "a", "b", "n"]);
    proptest::collection::vec((key, value), 0..5).prop_map(|fields| {
        Value::Object(fields.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_index_answers_like_trying_every_rule(
        rules in proptest::collection::vec(likely_rule(), 0..12),
        person in likely_person(),
    ) {
        let index = compile(&rules);
        for trigger in ["page", "message", "other"] {
            let expected = by_trying_all(&rules, trigger, &person);
            prop_assert_eq!(index.matches(trigger, &person).collect::<Vec<_>>(), expected.clone());

            let explanation = index.explain(trigger, &person);
            let matched: Vec<_> = explanation
                .outcomes()
                .filter(|outcome| outcome.is_match)
                .map(|outcome| outcome.rule)
                .collect();
            prop_assert_eq!(matched, expected);
            for outcome in explanation.outcomes() {
                let clause = explanation.failed_clause(outcome.rule);
                prop_assert_eq!(clause.is_none(), outcome.is_match, "{:?}", rules[outcome.rule]);
            }
        }
    }
}
