//! Reading and writing JSON without generated code.
//!
//! Derived readers and writers of what the edge says are a large part of a module: each type brings its own parser.
//! An answer is parsed once into one document, and [`super::read`] takes from it what the screens show.

use core::str::FromStr;

use serde_json::{Map, Value};
use shared::{
    money::{Currency, Minor},
    time::Timestamp,
};

/// The text of a field.
pub(super) fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field)?.as_str()
}

/// The text of a field, as our own.
pub(super) fn owned(value: &Value, field: &str) -> Option<String> {
    text(value, field).map(str::to_owned)
}

/// The text of a field, or an empty one.
pub(super) fn owned_or_empty(value: &Value, field: &str) -> String {
    owned(value, field).unwrap_or_default()
}

/// The identifier in a field.
pub(super) fn id<T: FromStr>(value: &Value, field: &str) -> Option<T> {
    text(value, field)?.parse().ok()
}

/// The identifier in a field that may be missing; one that is no identifier is nothing at all.
#[expect(clippy::option_option, reason = "missing and wrong are two answers")]
pub(super) fn id_if_any<T: FromStr>(value: &Value, field: &str) -> Option<Option<T>> {
    if is_missing(value, field) { Some(None) } else { id(value, field).map(Some) }
}

/// Whether there is nothing in a field.
pub(super) fn is_missing(value: &Value, field: &str) -> bool {
    value.get(field).is_none_or(Value::is_null)
}

/// The whole number in a field.
pub(super) fn whole(value: &Value, field: &str) -> Option<i64> {
    value.get(field)?.as_i64()
}

/// The count in a field.
pub(super) fn count(value: &Value, field: &str) -> Option<u64> {
    value.get(field)?.as_u64()
}

/// The count in a field, where it fits the type.
pub(super) fn small<T: TryFrom<i64>>(value: &Value, field: &str) -> Option<T> {
    T::try_from(whole(value, field)?).ok()
}

/// The number in a field.
pub(super) fn number(value: &Value, field: &str) -> Option<f64> {
    value.get(field)?.as_f64()
}

/// The yes or no in a field.
pub(super) fn flag(value: &Value, field: &str) -> Option<bool> {
    value.get(field)?.as_bool()
}

/// The moment in a field.
pub(super) fn moment(value: &Value, field: &str) -> Option<Timestamp> {
    whole(value, field).map(Timestamp::from_unix_millis)
}

/// The amount in a field.
pub(super) fn minor(value: &Value, field: &str) -> Option<Minor> {
    whole(value, field).map(Minor::new)
}

/// The currency in a field.
pub(super) fn currency(value: &Value, field: &str) -> Option<Currency> {
    Currency::try_from(text(value, field)?).ok()
}

/// The document in a field; null where there is none.
pub(super) fn document(value: &Value, field: &str) -> Value {
    value.get(field).cloned().unwrap_or_default()
}

/// Every item of the list in a field, which may be missing; one that cannot be read spoils the list.
pub(super) fn list<T>(value: &Value, field: &str, read: fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    match value.get(field) {
        None => Some(Vec::new()),
        Some(list) => {
            let items = list.as_array()?;
            let mut all = Vec::with_capacity(items.len());
            for item in items {
                all.push(read(item)?);
            }
            Some(all)
        }
    }
}

/// The texts of the list in a field.
pub(super) fn texts(value: &Value, field: &str) -> Option<Vec<String>> {
    list(value, field, |item| item.as_str().map(str::to_owned))
}

/// An object of these fields, without those that are null.
pub(super) fn object<const N: usize>(mut fields: [(&str, Value); N]) -> Value {
    take(&mut fields)
}

fn take(fields: &mut [(&str, Value)]) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        if !value.is_null() {
            object.insert((*name).to_owned(), value.take());
        }
    }
    Value::Object(object)
}

/// A document over several lines, as people read it.
pub(crate) fn pretty(value: &Value) -> String {
    // The browser has a printer; ours would be the second in the module.
    let space = wasm_bindgen::JsValue::from(2);
    js_sys::JSON::parse(&value.to_string())
        .and_then(|parsed| {
            let all = wasm_bindgen::JsValue::NULL;
            js_sys::JSON::stringify_with_replacer_and_space(&parsed, &all, &space)
        })
        .map(String::from)
        .unwrap_or_default()
}
