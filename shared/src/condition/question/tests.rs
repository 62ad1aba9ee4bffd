use alloc::string::{String, ToString};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::condition::{Condition, SET_VALUED, TextError};

/// Texts in the spelling in which they are printed, with the JSON they stand for.
#[expect(clippy::too_many_lines, reason = "a table")]
fn both() -> [(&'static str, Value); 16] {
    let events = |body: Value| json!({ "$events": body });
    [
        (
            "performed('Order Completed', 30d) >= 2",
            events(json!({"name": "Order Completed", "within_days": 30, "count": {"$gte": 2}})),
        ),
        ("performed('Cart Viewed')", events(json!({"name": "Cart Viewed", "count": {"$gte": 1}}))),
        (
            "performed('it''s', 12h) = 0",
            events(json!({"name": "it's", "within_hours": 12, "count": 0})),
        ),
        (
            "performed('*', 90s) != 3",
            events(json!({"name": "*", "within_secs": 90, "count": {"$ne": 3}})),
        ),
        (
            "performed('page', AFTER '2026-01-01T00:00:00Z', BEFORE '2026-02-01T00:00:00Z') < 5",
            events(json!({"name": "page", "after": "2026-01-01T00:00:00Z",
                          "before": "2026-02-01T00:00:00Z", "count": {"$lt": 5}})),
        ),
        (
            "performed('Order Completed', 90d, WHERE revenue > 500 AND (coupon = 'A' OR coupon = 'B'))",
            events(json!({"name": "Order Completed", "within_days": 90, "count": {"$gte": 1},
                          "where": {"revenue": {"$gt": 500}, "$or": [{"coupon": "A"}, {"coupon": "B"}]}})),
        ),
        (
            "sum('Order Completed', revenue, 90d) > 1000.5",
            events(json!({"name": "Order Completed", "within_days": 90,
                          "sum": {"of": "revenue", "is": {"$gt": 1000.5}}})),
        ),
        (
            "distinct('Product Viewed', product_id, 7d) >= 3",
            events(json!({"name": "Product Viewed", "within_days": 7,
                          "distinct": {"of": "product_id", "is": {"$gte": 3}}})),
        ),
        (
            "avg('Order Completed', `where`) <= 5",
            events(json!({"name": "Order Completed", "avg": {"of": "where", "is": {"$lte": 5}}})),
        ),
        (
            "last('Order Completed') < 7d",
            events(json!({"name": "Order Completed", "last_days": {"$lt": 7}})),
        ),
        ("first('page') >= 0.5h", events(json!({"name": "page", "first_hours": {"$gte": 0.5}}))),
        (
            "last('test', WHERE kind = 'a') HAS (cohort = 'first')",
            events(json!({"name": "test", "where": {"kind": "a"}, "last": {"cohort": "first"}})),
        ),
        (
            "age(traits.created_at) < 60s",
            json!({"$age": {"of": "traits.created_at", "secs": {"$lt": 60}}}),
        ),
        (
            "age(traits.renewal) > -30d",
            json!({"$age": {"of": "traits.renewal", "days": {"$gt": -30}}}),
        ),
        (
            "orders > 1 AND performed('a') AND performed('b')",
            json!({"orders": {"$gt": 1}, "$events": {"name": "a", "count": {"$gte": 1}},
                   "$and": [{"$events": {"name": "b", "count": {"$gte": 1}}}]}),
        ),
        (
            "performed('a') OR NOT (performed('b'))",
            json!({"$or": [{"$events": {"name": "a", "count": {"$gte": 1}}},
                           {"$not": {"$events": {"name": "b", "count": {"$gte": 1}}}}]}),
        ),
    ]
}

#[test]
fn text_and_json_are_two_spellings_of_one_question() {
    for (text, json) in both() {
        let read = Condition::from_text(text).unwrap();
        assert_eq!(read.to_value(), json, "{text}");
        assert_eq!(read.to_text().as_deref(), Ok(text));
        assert_eq!(Condition::parse(&json).unwrap().to_value(), json, "{text}");
    }
}

#[test]
fn a_chinese_keyboard_and_other_units_mean_the_same() {
    let same = [
        ("做过（‘下单’，30天）>= 2", "performed('下单', 30d) >= 2"),
        ("PERFORMED('a', 2 days)", "performed('a', 2d)"),
        ("performed('a', 30 minutes)", "performed('a', 1800s)"),
        ("performed('a') >= 1", "performed('a')"),
        (
            "合计('下单', 金额, 7天, 其中 渠道 = '微信') > 5",
            "sum('下单', 金额, 7d, WHERE 渠道 = '微信') > 5",
        ),
        ("距今(traits.生日) < 1天", "age(traits.生日) < 1d"),
        ("最近('下单') 带有 (优惠码 存在)", "last('下单') HAS (优惠码 EXISTS)"),
    ];
    for (typed, printed) in same {
        assert_eq!(
            Condition::from_text(typed).unwrap().to_text().as_deref(),
            Ok(printed),
            "{typed}"
        );
    }
}

#[test]
fn attributes_may_still_be_called_like_a_function() {
    for text in
        ["sum > 3", "last = 'x' AND first EXISTS", "age >= 18", "`where` = 1", "performed = true"]
    {
        assert_eq!(Condition::from_text(text).unwrap().to_text().as_deref(), Ok(text));
    }
    assert!(SET_VALUED.contains(&"segment"));
}

fn document() -> Value {
    json!({
        "now": 1_767_614_400_000_i64,
        "traits": {"created_at": "2026-01-05T11:59:30Z", "renewal": "2026-01-20", "bad": "soon"},
        "events": {
            "performed('Order Completed', 30d)": 2,
            "sum('Order Completed', revenue, 90d)": 1000.5,
            "last('Order Completed')": 604_800.0,
            "last('test') HAS {\"group\":\"first\"}": true,
            "min('Order Completed', revenue)": null
        }
    })
}

#[test]
fn what_the_document_answers_decides() {
    for (text, holds) in [
        ("performed('Order Completed', 30d) >= 2", true),
        ("performed('Order Completed', 30d) > 2", false),
        ("performed('Order Completed', 30d) = 2", true),
        ("performed('Order Completed', 30d) != 2", false),
        ("sum('Order Completed', revenue, 90d) <= 1000.5", true),
        ("last('Order Completed') >= 7d", true),
        ("last('Order Completed') < 168h", false),
        ("last('test') HAS (group = 'first')", true),
        ("age(traits.created_at) < 60s", true),
        ("age(traits.created_at) < 30s", false),
        ("age(traits.renewal) < 0s AND age(traits.renewal) > -15d", true),
    ] {
        assert_eq!(Condition::from_text(text).unwrap().eval(&document()), holds, "{text}");
    }
}

#[test]
fn what_is_not_known_does_not_hold_whatever_is_asked() {
    for text in [
        "performed('Order Completed', 60d) = 0",
        "performed('Order Completed', 60d) != 7",
        "min('Order Completed', revenue) < 5",
        "min('Order Completed', revenue) != 5",
        "age(traits.bad) >= 0s",
        "age(traits.missing) < 1d",
    ] {
        assert!(!Condition::from_text(text).unwrap().eval(&document()), "{text}");
    }
}

#[test]
fn an_explanation_names_the_question_and_what_was_found() {
    for (text, told) in [
        (
            "performed('Order Completed', 30d) >= 3",
            "performed('Order Completed', 30d) $gte 3, found 2",
        ),
        ("last('Order Completed') < 7d", "last('Order Completed') $lt 604800, found 604800.0"),
        ("age(traits.created_at) < 30s", "age(traits.created_at) $lt 30, found 30"),
        ("last('test') HAS (group = 'x')", "last('test') HAS {\"group\":\"x\"} = true, found null"),
    ] {
        let failed = Condition::from_text(text).unwrap().explain(&document()).unwrap();
        assert_eq!(failed.to_string(), told);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn what_cannot_be_answered_is_refused_with_field_value_and_bound() {
    let refused = [
        (json!({"count": 1}), "$.$events: has no `name`: the event, or * for any"),
        (
            json!({"name": "a"}),
            "$.$events: has nothing to measure; name count, sum, min, max, avg, distinct, first_days, last_days or last",
        ),
        (
            json!({"name": " ", "count": 1}),
            "$.$events.name: name is 1 characters long, not 1 to 100",
        ),
        (
            json!({"name": "a", "within_days": 367, "count": 1}),
            "$.$events.within_days: within_days is 367, not a whole number from 1 to 366",
        ),
        (
            json!({"name": "a", "within_days": 0.5, "count": 1}),
            "$.$events.within_days: within_days is 0.5, not a whole number from 1 to 366",
        ),
        (
            json!({"name": "a", "within_days": 1, "within_hours": 1, "count": 1}),
            "$.$events: has a window and a date, or two windows",
        ),
        (
            json!({"name": "a", "within_days": 1, "after": "2026-01-01", "count": 1}),
            "$.$events: has a window and a date, or two windows",
        ),
        (
            json!({"name": "a", "after": "soon", "count": 1}),
            "$.$events.after: after is \"soon\", not a date such as 2026-01-05 or 2026-01-05T01:00:00Z",
        ),
        (
            json!({"name": "a", "count": 1, "sum": {"of": "b", "is": 1}}),
            "$.$events: has two things to measure",
        ),
        (
            json!({"name": "a", "within_days": 1, "last_days": 1}),
            "$.$events: first and last look at all events and have no window",
        ),
        (
            json!({"name": "a", "count": "many"}),
            "$.$events.count: `count` needs a number, or one of $eq $ne $lt $lte $gt $gte with a number, not a text",
        ),
        (json!({"name": "a", "count": {"$in": [1]}}), "$.$events.count: unknown operator `$in`"),
        (
            json!({"name": "a", "sum": {"of": "b"}}),
            "$.$events.sum: has `of`, the property, and `is`, the comparison, and no more",
        ),
        (
            json!({"name": "a", "count": 1, "where": {"$events": {"name": "b", "count": 1}}}),
            "$.$events.where.$events: unknown operator `$events`",
        ),
    ];
    for (body, reason) in refused {
        let error = Condition::parse(&json!({ "$events": body })).unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
    let error = Condition::parse(&json!({"$events": {"name": "a", "often": 1}})).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("$.$events.often: unknown part `often`; known are name, where")
    );
    let error = Condition::parse(&json!({"$age": {"of": "a", "weeks": 1}})).unwrap_err();
    assert_eq!(
        error.to_string(),
        "$.$age: unknown part `weeks`; known are of and one of days, hours, secs"
    );
    let error = Condition::parse(
        &json!({"list": {"$elemMatch": {"$age": {"of": "a", "days": 1}, "b": 1}}}),
    );
    assert!(error.is_err());
}

#[test]
fn a_tolerant_reading_is_growthbooks_and_knows_no_questions() {
    let json = json!({"$events": {"name": "a", "count": {"$gte": 1}}});
    assert!(
        !Condition::parse_tolerant(&json).unwrap().eval(&json!({"events": {"performed('a')": 3}}))
    );
}

#[test]
fn a_mistake_in_typing_is_told_with_its_place() {
    for (text, told) in [
        ("performed(a)", "expected a text in quotes at character 10, found a"),
        (
            "performed('a', 30)",
            "expected a length of time such as 30d, 12h or 90s at character 17, found )",
        ),
        (
            "performed('a', x)",
            "expected a length of time such as 30d, AFTER, BEFORE or WHERE at character 15, found x",
        ),
        (
            "last('a') < 5",
            "expected a length of time such as 30d, 12h or 90s at character 13, found the end",
        ),
        ("sum('a', b)", "expected a comparison: = == != < <= > >= at character 11, found the end"),
    ] {
        let error: TextError = Condition::from_text(text).unwrap_err();
        assert_eq!(error.to_string(), told);
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![Just("Order Completed".to_string()), "[a-z' ]{1,8}[a-z]", Just("下单".to_string())]
}

fn comparison() -> impl Strategy<Value = Value> {
    let number = prop_oneof![(-50_i64..5_000).prop_map(Value::from), Just(json!(0.5))];
    (number, prop::sample::select(alloc::vec!["", "$ne", "$lt", "$lte", "$gt", "$gte"])).prop_map(
        |(bound, operator)| if operator.is_empty() { bound } else { json!({ operator: bound }) },
    )
}

fn question() -> impl Strategy<Value = Value> {
    let period = prop_oneof![
        Just(json!({})),
        (1_u32..366).prop_map(|days| json!({ "within_days": days })),
        (1_u32..8_000).prop_map(|secs| json!({ "within_secs": secs })),
        Just(json!({ "after": "2026-01-05T00:00:00Z" })),
    ];
    let measured = prop_oneof![
        comparison().prop_map(|asked| json!({ "count": asked })),
        (word(), comparison()).prop_map(|(of, is)| json!({ "sum": { "of": of, "is": is } })),
        (word(), comparison()).prop_map(|(of, is)| json!({ "distinct": { "of": of, "is": is } })),
    ];
    let filter =
        prop_oneof![Just(json!({})), Just(json!({ "where": { "kind": "a", "n": { "$gt": 3 } } }))];
    (word(), period, measured, filter).prop_map(|(name, period, measured, filter)| {
        let mut question = json!({ "name": name });
        for part in [period, measured, filter] {
            question.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        }
        json!({ "$events": question })
    })
}

proptest! {
    #[test]
    fn every_question_that_may_be_published_is_printed_and_read_back_the_same(json in question()) {
        let condition = Condition::parse(&json).unwrap();
        let text = condition.to_text().unwrap();
        prop_assert_eq!(Condition::from_text(&text).unwrap().to_value(), condition.to_value(), "{}", text);
        prop_assert_eq!(Condition::parse(&condition.to_value()).unwrap().measures().len(), 1);
    }
}
