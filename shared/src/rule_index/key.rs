//! What a rule is filed under, and under what a person's value must be looked for.
//!
//! Equality in a condition converts (`"5"` equals 5, a missing value equals 0), so a value is
//! looked for under every key that could be equal to it. Finding too much only costs time:
//! what is found is still tried.

use alloc::borrow::Cow;

use serde_json::Value;

use crate::condition::coerce::{is_truthy, to_number, to_text};

/// A value that rules ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    Text(&'a str),
    /// The bits of a number, with one zero only.
    Number(u64),
    Flag(bool),
    Null,
}

/// The conversions that the rules in a drawer use; each means one more place to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Coercions(u8);

impl Coercions {
    /// Rules that ask for a text take a number with that text.
    pub(super) const TO_TEXT: Self = Self(1);
    /// Rules that ask for a number take a text with that number, or null for 0.
    pub(super) const TO_NUMBER: Self = Self(2);
    /// Rules that ask for a truth value take whatever counts as one.
    pub(super) const TO_FLAG: Self = Self(4);

    pub(super) const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl<'a> Key<'a> {
    /// The key of a plain value; none for arrays and objects, and what is not a number.
    pub(super) fn of(value: &'a Value) -> Option<Self> {
        match value {
            Value::Null => Some(Self::Null),
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            Value::Number(_) => Self::of_number(to_number(value)),
            Value::String(text) => Some(Self::Text(text)),
            Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// The key of a number.
    pub(super) fn of_number(number: f64) -> Option<Self> {
        // Adding zero makes minus zero plain zero.
        (!number.is_nan()).then(|| Self::Number((number + 0.0).to_bits()))
    }
}

/// Calls `look` with every key under which a rule could be filed that takes `value`.
pub(super) fn for_each_key(value: &Value, coercions: Coercions, mut look: impl FnMut(Key<'_>)) {
    if let Value::Array(items) = value {
        // Lists take a set of values if one of them is listed.
        items.iter().filter_map(Key::of).for_each(&mut look);
    } else if let Some(key) = Key::of(value) {
        look(key);
    }
    if coercions.has(Coercions::TO_TEXT) && !value.is_string() {
        let text: Cow<'_, str> = to_text(value);
        look(Key::Text(&text));
    }
    if coercions.has(Coercions::TO_NUMBER)
        && !value.is_number()
        && let Some(key) = Key::of_number(to_number(value))
    {
        look(key);
    }
    if coercions.has(Coercions::TO_FLAG) && !value.is_null() && !value.is_boolean() {
        look(Key::Flag(is_truthy(value)));
    }
}
