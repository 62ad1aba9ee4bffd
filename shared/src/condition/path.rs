//! Where a condition looks in the document: `profile.last_active_days`.

use alloc::{string::String, vec::Vec};

use serde_json::{Map, Value};

/// A dotted path. A part that is missing on the way makes the whole value `null`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    // Invariant: never empty; an empty path is one empty part, as in JavaScript's split.
    parts: Vec<String>,
}

/// What a missing value reads as.
static MISSING: Value = Value::Null;

/// Attributes that hold a set of labels: `segment = 'x'` asks whether x is one of them.
///
/// A person is in many segments and can have several intents at once.
pub const SET_VALUED: &[&str] = &["intent", "segment"];

impl Path {
    /// Splits `dotted` at every dot.
    #[must_use]
    pub fn new(dotted: &str) -> Self {
        Self { parts: dotted.split('.').map(String::from).collect() }
    }

    /// The path as it is written in a condition.
    #[must_use]
    pub fn dotted(&self) -> String {
        self.parts.join(".")
    }

    /// Whether the attribute is a set of labels; see [`SET_VALUED`].
    #[must_use]
    pub fn is_set_valued(&self) -> bool {
        match self.parts.as_slice() {
            [only] => SET_VALUED.contains(&only.as_str()),
            _ => false,
        }
    }

    /// The value at this path, `null` if there is none.
    ///
    /// A number is a place in an array and `length` its length, as in JavaScript; `length` is
    /// not found here because it is no value of the document. Use `$size`.
    #[must_use]
    pub fn find<'a>(&self, document: &'a Value) -> &'a Value {
        let mut current = document;
        for part in &self.parts {
            match child(current, part) {
                Some(value) => current = value,
                None => return &MISSING,
            }
        }
        current
    }

    /// The value at this path in an object, `null` if there is none.
    pub(crate) fn find_in<'a>(&self, fields: &'a Map<String, Value>) -> &'a Value {
        let mut parts = self.parts.iter();
        let first = parts.next().and_then(|part| fields.get(part));
        let found = parts.fold(first, |value, part| value.and_then(|value| child(value, part)));
        found.unwrap_or(&MISSING)
    }

    /// What stands between the dots.
    pub(crate) fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Whether a rule that uses this path would be understood: no part is empty.
    pub(crate) fn is_well_formed(&self) -> bool {
        self.parts.iter().all(|part| !part.is_empty())
    }
}

/// The value one step inside another.
pub(crate) fn child<'a>(value: &'a Value, part: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => fields.get(part),
        Value::Array(items) => array_place(part).and_then(|place| items.get(place)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// `0`, `12`, but not `01` or `+1`: those are keys that an array does not have.
fn array_place(part: &str) -> Option<usize> {
    let canonical =
        part == "0" || (!part.starts_with('0') && part.bytes().all(|b| b.is_ascii_digit()));
    if canonical { part.parse().ok() } else { None }
}
