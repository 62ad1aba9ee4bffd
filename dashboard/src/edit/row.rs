//! One row of the builder: which operators an attribute has, and how its value is typed.

use serde_json::{Number, Value};

use super::group::IS;
use crate::{
    explain::{attribute::Kind, clause},
    i18n::{Text, facts},
};

/// How a value is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Yes or no.
    YesNo,
    /// A number.
    Number,
    /// A text.
    Words,
    /// Some of a list of words, or words with commas between.
    List,
}

/// The operators that make sense for what an attribute holds, the most used first.
pub(crate) const fn operators(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Amount | Kind::Number => &["$gte", "$lte", "$gt", "$lt", IS, "$ne", "$exists"],
        Kind::YesNo => &[IS],
        Kind::Words => &[IS, "$ne", "$in", "$nin", "$exists"],
        Kind::Intents | Kind::Segments | Kind::Set => &["$in", "$nin", "$all"],
    }
}

/// What the row calls an operator.
pub(crate) fn operator_name(operator: &str) -> Text {
    clause::operator(operator).unwrap_or(facts::OTHER_CLAUSE)
}

/// How the value of an operator is typed.
pub(crate) fn field(kind: Kind, operator: &str) -> Field {
    match (operator, kind) {
        ("$exists", _) | (_, Kind::YesNo) => Field::YesNo,
        ("$in" | "$nin" | "$all", _) => Field::List,
        (_, Kind::Amount | Kind::Number) => Field::Number,
        (_, Kind::Words | Kind::Intents | Kind::Segments | Kind::Set) => Field::Words,
    }
}

/// What a field that says `text` means; `None` while it means nothing yet.
pub(crate) fn value(field: Field, text: &str) -> Option<Value> {
    let text = text.trim();
    match field {
        Field::YesNo => match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        Field::Number => number(text).map(Value::Number),
        Field::Words => (!text.is_empty()).then(|| Value::String(text.to_owned())),
        Field::List => {
            let items: Vec<Value> =
                list(text).into_iter().map(|item| Value::String(item.to_owned())).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
    }
}

/// The words of a list field.
pub(crate) fn list(text: &str) -> Vec<&str> {
    text.split([',', ',', '、']).map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// What a field says for a value.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// Whether the value of a row can be shown in its field and read back unchanged.
pub(crate) fn fits(kind: Kind, operator: &str, given: &Value) -> bool {
    operators(kind).contains(&operator)
        && value(field(kind, operator), &text(given)).as_ref() == Some(given)
}

/// A whole number stays one: `100`, not `100.0`.
fn number(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    text.parse().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_reads_back_what_it_shows() {
        for (kind, operator, given) in [
            (Kind::Amount, "$gte", json!(3000)),
            (Kind::Number, "$lt", json!(2.5)),
            (Kind::YesNo, IS, json!(false)),
            (Kind::Intents, "$in", json!(["price_sensitive", "discount"])),
            (Kind::Words, IS, json!("phone")),
            (Kind::Words, "$exists", json!(true)),
        ] {
            assert!(fits(kind, operator, &given), "{given}");
        }
    }

    #[test]
    fn what_a_field_would_change_does_not_fit() {
        assert!(!fits(Kind::Number, IS, &json!("3")));
        assert!(!fits(Kind::Words, "$in", &json!([1, 2])));
        assert!(!fits(Kind::YesNo, "$gt", &json!(true)));
    }

    #[test]
    fn an_unfinished_row_means_nothing_yet() {
        assert_eq!(value(Field::Number, ""), None);
        assert_eq!(value(Field::Number, "many"), None);
        assert_eq!(value(Field::List, " , "), None);
    }

    #[test]
    fn a_list_may_be_typed_with_chinese_commas() {
        assert_eq!(value(Field::List, "手机,耳机、电脑"), Some(json!(["手机", "耳机", "电脑"])));
    }
}
