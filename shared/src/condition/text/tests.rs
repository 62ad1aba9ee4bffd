//! The examples of the product, both ways; places of errors; and the promise that what is
//! printed is read back the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn read(text: &str) -> Value {
    Condition::from_text(text).unwrap().to_value()
}

fn printed(json: &Value) -> String {
    Condition::parse(json).unwrap().to_text().unwrap()
}

/// Texts in the spelling in which they are printed, with the JSON they stand for.
#[test]
fn text_and_json_are_two_spellings_of_one_condition() {
    let both = [
        (
            "segment = '高价值流失用户' AND last_active_days > 30",
            json!({ "segment": { "$in": ["高价值流失用户"] }, "last_active_days": { "$gt": 30 } }),
        ),
        (
            "(intent = 'price_sensitive' AND cart_abandoned = true) OR cart_value >= 2000",
            json!({ "$or": [
                { "intent": { "$in": ["price_sensitive"] }, "cart_abandoned": true },
                { "cart_value": { "$gte": 2000 } },
            ] }),
        ),
        ("locale IN ('zh-CN', 'en')", json!({ "locale": { "$in": ["zh-CN", "en"] } })),
        ("locale NOT IN ('en')", json!({ "locale": { "$nin": ["en"] } })),
        ("segment != 'vip'", json!({ "segment": { "$nin": ["vip"] } })),
        ("segment IN ('a', 'b')", json!({ "segment": { "$in": ["a", "b"] } })),
        ("email IS NULL", json!({ "email": null })),
        ("email IS NOT NULL", json!({ "email": { "$ne": null } })),
        (
            "email NOT EXISTS AND phone EXISTS",
            json!({ "email": { "$exists": false }, "phone": { "$exists": true } }),
        ),
        ("tags CONTAINS 'a'", json!({ "tags": { "$elemMatch": { "$eq": "a" } } })),
        ("tags NOT CONTAINS 'a'", json!({ "tags": { "$not": { "$elemMatch": { "$eq": "a" } } } })),
        ("tags CONTAINS ALL ('a', 'b')", json!({ "tags": { "$all": ["a", "b"] } })),
        ("prices CONTAINS > 100", json!({ "prices": { "$elemMatch": { "$gt": 100 } } })),
        (
            "items ANY (price > 100 AND brand = 'x')",
            json!({ "items": { "$elemMatch": { "price": { "$gt": 100 }, "brand": "x" } } }),
        ),
        ("COUNT(tags) > 2", json!({ "tags": { "$size": { "$gt": 2 } } })),
        ("COUNT(tags) = 2", json!({ "tags": { "$size": 2 } })),
        (
            "page.url MATCHES '^/phones' IGNORE CASE",
            json!({ "page.url": { "$regexi": "^/phones" } }),
        ),
        ("country IN ('us') IGNORE CASE", json!({ "country": { "$ini": ["us"] } })),
        ("app.version VERSION >= '2.1.0'", json!({ "app.version": { "$vgte": "2.1.0" } })),
        ("id NOT IN GROUP 'staff'", json!({ "id": { "$notInGroup": "staff" } })),
        ("score IS NUMBER", json!({ "score": { "$type": "number" } })),
        ("score IS NOT NUMBER", json!({ "score": { "$not": { "$type": "number" } } })),
        ("name == 'it''s'", json!({ "name": { "$eq": "it's" } })),
        ("spend > 1 AND spend < 5", json!({ "spend": { "$gt": 1, "$lt": 5 } })),
        (
            "(a = 1 OR b = 2) AND (c = 3 OR d = 4)",
            json!({ "$and": [{ "$or": [{ "a": 1 }, { "b": 2 }] }, { "$or": [{ "c": 3 }, { "d": 4 }] }] }),
        ),
        ("NOT (a = 1 OR b = 2)", json!({ "$not": { "$or": [{ "a": 1 }, { "b": 2 }] } })),
        ("NONE OF (a = 1, (b = 2 AND c = 3))", json!({ "$nor": [{ "a": 1 }, { "b": 2, "c": 3 }] })),
        ("a = 1 AND a = 2", json!({ "a": 1, "$and": [{ "a": 2 }] })),
        ("ALWAYS", json!({})),
        ("`and` = 1 AND `a b` = -2.5", json!({ "and": 1, "a b": -2.5 })),
        ("event.properties.颜色 = '红'", json!({ "event.properties.颜色": "红" })),
    ];
    for (text, json) in both {
        assert_eq!(read(text), json, "{text}");
        // Clauses in a JSON value are sorted, so print what was read.
        assert_eq!(Condition::from_text(text).unwrap().to_text().as_deref(), Ok(text));
        let from_json = printed(&json);
        assert_eq!(read(&from_json), json, "{from_json}");
    }
}

#[test]
fn chinese_words_and_wide_signs_are_understood() {
    let wide_open = '\u{ff08}';
    let wide_close = '\u{ff09}';
    let wide_comma = '\u{ff0c}';
    let wide_equal = '\u{ff1d}';
    let typed = format!(
        "{wide_open}intent {wide_equal} \u{201c}price_sensitive\u{201d} 且 cart_abandoned = 真{wide_close}或 cart_value ≥ 2000"
    );
    assert_eq!(
        read(&typed),
        read("(intent = 'price_sensitive' AND cart_abandoned = true) OR cart_value >= 2000")
    );
    assert_eq!(
        read(&format!(
            "locale 属于 {wide_open}「zh-CN」{wide_comma}'en'{wide_close}且非 visits > 3"
        )),
        read("locale IN ('zh-CN', 'en') AND NOT visits > 3")
    );
    assert_eq!(read("cart_abandoned=true且visits>3"), read("cart_abandoned = true AND visits > 3"));
    assert_eq!(read("email 为空 或 email 不存在"), read("email IS NULL OR email NOT EXISTS"));
    assert_eq!(
        read("颜色 = '红'且`非会员` = 真或者visits = 1"),
        read("颜色 = '红' AND `非会员` = TRUE OR visits = 1")
    );
    assert_eq!(read("tags 不包含 'a'"), read("tags NOT CONTAINS 'a'"));
    assert_eq!(read("a = 1 and NOT b = 2 Or c in (3)"), read("a = 1 AND NOT b = 2 OR c IN (3)"));
}

#[test]
fn nothing_typed_means_everybody() {
    assert!(Condition::from_text("  ").unwrap().is_always());
}

#[test]
fn brackets_that_change_nothing_do_not_change_the_condition() {
    assert_eq!(read("((a = 1))"), json!({ "a": 1 }));
    assert_eq!(read("(a = 1 AND b = 2)"), json!({ "a": 1, "b": 2 }));
    assert_eq!(read("(a = 1 OR b = 2)"), read("a = 1 OR b = 2"));
}

#[test]
fn a_name_that_is_also_a_word_is_a_name_before_a_comparison() {
    assert_eq!(read("version >= 2 AND count = 1"), json!({ "version": { "$gte": 2 }, "count": 1 }));
}

#[test]
fn an_error_says_where_and_what_was_expected() {
    let error = |text: &str| Condition::from_text(text).unwrap_err();
    let unexpected = |text: &str| match error(text) {
        TextError::Unexpected { at, expected, found } => (at.byte, at.char, expected, found),
        other @ (TextError::Unclosed { .. }
        | TextError::TooDeep { .. }
        | TextError::Pattern { .. }
        | TextError::Refused(_)) => panic!("{other}"),
    };
    assert_eq!(unexpected("cart_value >"), (12, 12, Expected::Value, "the end".to_string()));
    assert_eq!(
        unexpected("segment = '流失' cart"),
        (19, 15, Expected::Connective, "cart".to_string())
    );
    assert_eq!(unexpected("a = 1 AND"), (9, 9, Expected::Clause, "the end".to_string()));
    assert_eq!(unexpected("a LIKE 'x'"), (2, 2, Expected::Operator, "LIKE".to_string()));
    assert_eq!(unexpected("a IN 'x'"), (5, 5, Expected::OpenBracket, "'x'".to_string()));
    assert_eq!(unexpected("a IN ('x' 'y')"), (10, 10, Expected::CommaOrBracket, "'y'".to_string()));
    assert_eq!(unexpected("(a = 1"), (6, 6, Expected::CloseBracket, "the end".to_string()));
    assert_eq!(unexpected("a = 1 ; b"), (6, 6, Expected::Connective, ";".to_string()));
    assert_eq!(unexpected("a IS tall"), (5, 5, Expected::Kind, "tall".to_string()));
    assert_eq!(unexpected("a MATCHES b"), (10, 10, Expected::Text, "b".to_string()));
    assert_eq!(error("a = 'x").to_string(), "the quote at character 4 is not closed");
    assert_eq!(
        error("a MATCHES '(?=x)'").to_string(),
        "the pattern at character 10 look-ahead is not supported, at character 3"
    );
    assert!(matches!(error(&"(".repeat(1_000)), TextError::TooDeep { .. }));
    assert!(matches!(error("a..b = 1"), TextError::Refused(ConditionError::Path { .. })));
}

#[test]
fn an_error_is_told_in_the_language_of_the_reader() {
    let error = Condition::from_text("cart_value >").unwrap_err();
    assert!(error.describe(Locale::ZhCn).contains("第 12 个字符处应为带引号的文本"));
    assert!(error.describe(Locale::ZhCn).contains("已到结尾"));
    assert_eq!(error.describe(Locale::En), error.to_string());
}

#[test]
fn what_has_no_words_is_said_to_have_none() {
    let wordless = [
        json!({ "a": [1, 2] }),
        json!({ "a": { "b": 1 } }),
        json!({ "a": { "$not": { "$in": [1] } } }),
        json!({ "a": { "$not": { "$gt": 1, "$lt": 5 } } }),
        json!({ "a": { "$type": "null" } }),
        json!({ "$or": [{ "a": 1 }] }),
        json!({ "$and": [{ "a": 1 }] }),
        json!({ "a": { "$all": [{ "$gt": 1 }] } }),
    ];
    for json in wordless {
        let condition = Condition::parse(&json).unwrap();
        let told = condition.to_text().unwrap_err().to_string();
        assert!(told.starts_with("the text form has no words for "), "{told}");
    }
}

/// Conditions of the kind that operators build.
fn likely_condition() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        "[a-c'\"` 流失\u{ff08}]{0,4}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let bound = prop_oneof![any::<i32>().prop_map(Value::from), "[a-z]{0,3}".prop_map(Value::from)];
    let list = proptest::collection::vec(scalar.clone(), 0..3).prop_map(Value::from);
    let check = prop_oneof![
        (proptest::sample::select(vec!["$eq", "$ne"]), scalar.clone()),
        (proptest::sample::select(vec!["$lt", "$lte", "$gt", "$gte", "$vgt", "$vne"]), bound),
        (proptest::sample::select(vec!["$in", "$nin", "$ini", "$nini", "$all", "$alli"]), list),
        (Just("$exists"), any::<bool>().prop_map(Value::from)),
        (Just("$size"), (0..5_i32).prop_map(Value::from)),
        (Just("$elemMatch"), scalar.clone().prop_map(|value| json!({ "$eq": value }))),
        (Just("$regex"), "[ab']{0,3}".prop_map(Value::from)),
        (Just("$type"), proptest::sample::select(vec!["string", "array"]).prop_map(Value::from)),
        (Just("$inGroup"), "[a-z]{1,3}".prop_map(Value::from)),
        (Just("$not"), (-9..9_i32).prop_map(|bound| json!({ "$gt": bound }))),
    ];
    let checks = proptest::collection::btree_map(
        check.clone().prop_map(|(operator, _)| operator.to_string()),
        Just(Value::Null),
        0..1,
    )
    .prop_flat_map(move |_| {
        proptest::collection::vec(check.clone(), 1..3).prop_map(|checks| {
            Value::Object(checks.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
        })
    });
    let path = prop_oneof![
        4 => proptest::sample::select(vec!["segment", "intent", "visits", "event.name", "and", "a b", "颜色", "-x", "9", "`"])
            .prop_map(String::from),
        1 => "[a-z]{1,2}(\\.[a-z0-9]{1,2})?",
        1 => "[^.$\u{0}]{1,3}",
    ];
    let field = (path, prop_oneof![scalar, checks]).prop_map(|(path, test)| json!({ path: test }));
    field.prop_recursive(4, 24, 3, |inner| {
        let several = proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            (proptest::sample::select(vec!["$and", "$or", "$nor"]), several.clone())
                .prop_map(|(group, branches)| json!({ group: branches })),
            inner.prop_map(|negated| json!({ "$not": negated })),
            several.prop_map(|objects| {
                let mut merged = serde_json::Map::new();
                for object in objects {
                    merged.extend(object.as_object().unwrap().clone());
                }
                Value::Object(merged)
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back_the_same(json in likely_condition()) {
        if let Ok(condition) = Condition::parse(&json)
            && let Ok(text) = condition.to_text()
        {
            prop_assert_eq!(&Condition::from_text(&text).unwrap(), &condition, "{}", text);
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _answer = Condition::from_text(&text);
    }

    #[test]
    fn no_likely_text_panics_and_what_is_read_is_printed_and_read_again(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "segment", "visits", "(", ")", ",", "AND", "OR", "NOT", "IN", "'x'", "5", "=",
                "==", "!=", ">", "IS", "NULL", "EXISTS", "CONTAINS", "ALL", "ANY", "COUNT", "true",
                "NONE", "OF", "ALWAYS", "IGNORE", "CASE", "MATCHES", "且", "或", "非", "`b c`",
            ]),
            0..14,
        )
    ) {
        let text = words.join(" ");
        if let Ok(condition) = Condition::from_text(&text)
            && let Ok(printed) = condition.to_text()
        {
            prop_assert_eq!(Condition::from_text(&printed).unwrap(), condition);
        }
    }
}

/// Most of what operators build has words. Without this the property above could hold by
/// refusing everything.
#[test]
fn most_likely_conditions_have_words() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let mut runner = TestRunner::deterministic();
    let (mut readable, mut expressible) = (0, 0);
    for _ in 0..2_000 {
        let json = likely_condition().new_tree(&mut runner).unwrap().current();
        if let Ok(condition) = Condition::parse(&json) {
            readable += 1;
            expressible += u32::from(condition.to_text().is_ok());
        }
    }
    assert!(readable > 1_000 && expressible * 10 > readable * 6, "{expressible} of {readable}");
}
