//! Reading and writing JSON without generated code.
//!
//! Every byte of the frame is paid for by a shopper on a phone. Derived readers for the dozen types that we hear made
//! a third of the module (65 of 187 KB brotli, measured); read by hand from one parsed document they make a
//! fiftieth. What is written and read here is held to the types of `shared::wire` by the tests of [`crate::wire`].

use serde_json::{Map, Value};
use shared::time::Timestamp;

/// Parses a text; what is no JSON is nothing.
#[must_use]
pub fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The text of a field.
#[must_use]
pub fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field)?.as_str()
}

/// The text of a field, or an empty one.
#[must_use]
pub fn text_or_empty(value: &Value, field: &str) -> String {
    text(value, field).unwrap_or_default().to_owned()
}

/// The whole number in a field.
#[must_use]
pub fn number(value: &Value, field: &str) -> Option<i64> {
    value.get(field)?.as_i64()
}

/// The count in a field; zero where there is none.
#[must_use]
pub fn count(value: &Value, field: &str) -> u32 {
    number(value, field).and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
}

/// The moment in a field, in milliseconds.
#[must_use]
pub fn moment(value: &Value, field: &str) -> Option<Timestamp> {
    number(value, field).map(Timestamp::from_unix_millis)
}

/// Whether a field says yes.
#[must_use]
pub fn is_true(value: &Value, field: &str) -> bool {
    value.get(field) == Some(&Value::Bool(true))
}

/// The items of a list; none where there is no list.
#[must_use]
pub fn items(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => items,
        Some(_) | None => &[],
    }
}

/// An object of these fields, without those that are null.
#[must_use]
pub fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        if !value.is_null() {
            object.insert(name.to_owned(), value);
        }
    }
    Value::Object(object)
}

/// A list of texts.
#[must_use]
pub fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> Value {
    Value::Array(texts.into_iter().map(|text| Value::String(text.clone())).collect())
}
