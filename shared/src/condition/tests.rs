//! What a condition promises, and every bound from both sides.

use alloc::format;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::limits::{CONDITION_DEPTH_MAX, CONDITION_LEN_BYTES_MAX, CONDITION_NODES_MAX};

#[expect(clippy::needless_pass_by_value, reason = "a JSON literal reads best without &")]
fn condition(json: Value) -> Condition {
    Condition::parse(&json).unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "a JSON literal reads best without &")]
fn refusal(json: Value) -> String {
    Condition::parse(&json).unwrap_err().to_string()
}

#[test]
fn an_empty_condition_is_met_by_everybody() {
    assert!(Condition::always().eval(&json!({})));
    assert!(Condition::always().is_always());
    assert_eq!(condition(json!({})), Condition::always());
}

#[test]
fn a_label_is_looked_for_among_the_persons_labels() {
    let written_short = condition(json!({ "intent": "price_sensitive" }));
    assert_eq!(written_short, condition(json!({ "intent": { "$in": ["price_sensitive"] } })));
    assert!(written_short.eval(&json!({ "intent": ["discount", "price_sensitive"] })));
    assert!(!written_short.eval(&json!({ "intent": ["discount"] })));
    assert!(!written_short.eval(&json!({})));

    let not_in_segment = condition(json!({ "segment": { "$ne": "vip" } }));
    assert!(not_in_segment.eval(&json!({ "segment": ["new"] })));
    assert!(!not_in_segment.eval(&json!({ "segment": ["new", "vip"] })));
}

#[test]
fn growthbooks_own_reading_leaves_equality_alone() {
    let exact = Condition::parse_tolerant(&json!({ "segment": "vip" })).unwrap();
    assert!(!exact.eval(&json!({ "segment": ["new", "vip"] })));
}

#[test]
fn an_explanation_names_the_first_clause_that_failed_with_both_values() {
    let rule = condition(json!({
        "$and": [{ "intent": "price_sensitive" }, { "cart_value": { "$gte": 500, "$lt": 2000 } }]
    }));
    let visitor = json!({ "intent": ["price_sensitive"], "cart_value": 2599 });
    let failed = rule.explain(&visitor).unwrap();
    assert_eq!(failed.to_string(), "cart_value $lt 2000, found 2599");
    assert_eq!(
        failed,
        FailedClause {
            path: "cart_value".to_string(),
            operator: "$lt".to_string(),
            expected: json!(2000),
            actual: json!(2599),
        }
    );
}

#[test]
fn a_group_of_alternatives_fails_as_one() {
    let rule = condition(json!({ "$or": [{ "visits": 1 }, { "orders": { "$gt": 0 } }] }));
    let failed = rule.explain(&json!({ "visits": 3 })).unwrap();
    assert_eq!((failed.path.as_str(), failed.operator.as_str()), ("", "$or"));
}

#[test]
fn the_order_in_which_clauses_were_written_is_kept() {
    let text = r#"{"segment":{"$in":["vip"]},"cart_value":{"$gt":5},"locale":"en"}"#;
    let condition = Condition::from_json(text).unwrap();
    assert_eq!(serde_json::to_string(&condition).unwrap(), text);
    let through_serde: Condition = serde_json::from_str(text).unwrap();
    assert_eq!(through_serde, condition);
}

#[test]
fn a_refusal_says_where_what_and_why() {
    assert_eq!(
        refusal(json!({ "$or": [{}, { "event.name": { "$regexp": "x" } }] })),
        "$.$or[1]['event.name'].$regexp: unknown operator `$regexp`"
    );
    assert_eq!(
        refusal(json!({ "a": { "$in": "x" } })),
        "$.a.$in: `$in` needs an array, not a text"
    );
    assert_eq!(
        refusal(json!({ "a": { "$in": [["x"]] } })),
        "$.a.$in[0]: `$in` needs a text, a number, true, false or null, not an array"
    );
    assert_eq!(
        refusal(json!({ "a": { "$gt": null } })),
        "$.a.$gt: `$gt` needs a text or a number, not null"
    );
    assert_eq!(
        refusal(json!({ "a": { "$gt": 1, "b": 2 } })),
        "$.a: operators and plain keys are mixed in one object"
    );
    assert_eq!(
        refusal(json!({ "$or": [] })),
        "$.$or: `$or` needs an array of at least one condition, not an empty array"
    );
    assert_eq!(
        refusal(json!({ "a..b": 1 })),
        "$['a..b']: `a..b` is not a dotted path of at most 256 bytes"
    );
    assert_eq!(refusal(json!({ "$where": "1" })), "$.$where: unknown operator `$where`");
    assert_eq!(refusal(json!([])), "$: `a condition` needs an object, not an empty array");
    assert_eq!(
        refusal(json!({ "segment": { "$eq": "a", "$in": ["b"] } })),
        "$.segment: `$in` stands twice in one object"
    );
    assert_eq!(
        Condition::from_json(r#"{"a":1,"a":2}"#).unwrap_err().to_string(),
        "$: `a` stands twice in one object"
    );
    assert!(matches!(Condition::from_json("{"), Err(ConditionError::Syntax { .. })));
}

fn nested(depth: usize) -> Value {
    (1..depth).fold(json!({ "a": 1 }), |inner, _| json!({ "$not": inner }))
}

#[test]
fn depth_is_bounded() {
    assert!(Condition::parse(&nested(CONDITION_DEPTH_MAX)).is_ok());
    let too_deep = Condition::parse(&nested(CONDITION_DEPTH_MAX + 1));
    assert!(
        matches!(too_deep, Err(ConditionError::TooDeep { depth, .. }) if depth == CONDITION_DEPTH_MAX + 1)
    );
    let literal = (0..100).fold(json!(1), |inner, _| json!([inner]));
    assert!(matches!(
        Condition::parse(&json!({ "a": literal })),
        Err(ConditionError::TooDeep { .. })
    ));
}

#[test]
fn the_number_of_nodes_is_bounded() {
    let of = |nodes: usize| {
        Value::Object((0..nodes).map(|place| (format!("field_{place}"), json!(1))).collect())
    };
    assert!(Condition::parse(&of(CONDITION_NODES_MAX)).is_ok());
    assert!(matches!(
        Condition::parse(&of(CONDITION_NODES_MAX + 1)),
        Err(ConditionError::TooManyNodes { .. })
    ));
}

#[test]
fn length_is_bounded_and_measured_as_compact_json() {
    let of = |len_bytes: usize| json!({ "a": "x".repeat(len_bytes - 8) });
    let at_bound = of(CONDITION_LEN_BYTES_MAX);
    assert_eq!(at_bound.to_string().len(), CONDITION_LEN_BYTES_MAX);
    assert!(Condition::parse(&at_bound).is_ok());
    assert_eq!(
        Condition::parse(&of(CONDITION_LEN_BYTES_MAX + 1)),
        Err(ConditionError::TooLong { len_bytes: CONDITION_LEN_BYTES_MAX + 1 })
    );
}

#[test]
fn too_much_work_does_not_match_and_says_so_even_under_a_not() {
    let many: Vec<u32> = (0..5_000).collect();
    let costly = json!({ "$in": many });
    let document = json!({ "ids": (10_000..12_000).collect::<Vec<u32>>() });
    for costly in [json!({ "ids": costly }), json!({ "$not": { "ids": costly } })] {
        let condition = condition(costly);
        assert!(!condition.eval(&document));
        let failed = condition.explain(&document).unwrap();
        assert_eq!(failed.operator, FailedClause::OUT_OF_FUEL);
    }
}

#[test]
fn saved_groups_are_asked_by_name() {
    let groups = SavedGroups::new([("vips".to_string(), vec_of(&["p1", "p2"]))].into());
    let member = condition(json!({ "id": { "$inGroup": "vips" } }));
    assert!(member.eval_with(&json!({ "id": "p2" }), &groups));
    assert!(!member.eval(&json!({ "id": "p2" })));
}

fn vec_of(labels: &[&str]) -> Vec<Value> {
    labels.iter().map(|label| json!(label)).collect()
}

/// Any JSON, with keys and values that conditions like to use.
fn likely_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..30).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-c]{0,2}".prop_map(Value::from),
        Just(json!("1.2.3-beta")),
        Just(json!("(a|b)+")),
        any::<String>().prop_map(Value::from),
    ];
    let key = prop_oneof![
        "[ab](\\.[ab0])?",
        proptest::sample::select(vec![
            "$and",
            "$or",
            "$nor",
            "$not",
            "$eq",
            "$ne",
            "$lt",
            "$lte",
            "$gt",
            "$gte",
            "$in",
            "$nin",
            "$ini",
            "$nini",
            "$all",
            "$alli",
            "$elemMatch",
            "$size",
            "$exists",
            "$type",
            "$regex",
            "$regexi",
            "$veq",
            "$vgt",
            "$vlte",
            "$inGroup",
            "$odd",
            "segment",
            "intent",
        ])
        .prop_map(String::from),
    ];
    scalar.prop_recursive(6, 48, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key.clone(), inner, 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_condition_and_no_document_panic(condition in likely_json(), document in likely_json()) {
        if let Ok(condition) = Condition::parse_tolerant(&condition) {
            let holds = condition.eval(&document);
            prop_assert_eq!(condition.explain(&document).is_none(), holds);
        }
    }

    #[test]
    fn what_was_published_is_read_back_the_same(condition in likely_json()) {
        if let Ok(read) = Condition::parse(&condition) {
            prop_assert_eq!(&Condition::parse(&read.to_value()).unwrap(), &read);
            let text = serde_json::to_string(&read).unwrap();
            prop_assert_eq!(text.len(), Json::from(&read.to_value()).len_bytes());
            prop_assert!(Condition::from_json(&text).is_ok());
        }
    }

    #[test]
    fn what_both_readings_accept_means_the_same(condition in likely_json(), document in likely_json()) {
        let text = condition.to_string();
        prop_assume!(!text.contains("segment") && !text.contains("intent"));
        if let Ok(strict) = Condition::parse(&condition) {
            let tolerant = Condition::parse_tolerant(&condition).unwrap();
            prop_assert_eq!(&strict, &tolerant);
            prop_assert_eq!(strict.eval(&document), tolerant.eval(&document));
        }
    }
}
