//! How a value of one JSON type is compared with another, exactly as JavaScript does it.
//!
//! GrowthBook's semantics are JavaScript's: `null * 1` is 0, `"8" < 10` is true and
//! `["a", "b"] + ""` is `a,b`. The same rule must match in the browser, at the edge and in
//! GrowthBook's own libraries, so the odd cases are reproduced and not corrected.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
};
use core::cmp::Ordering;

use serde_json::{Number, Value};

/// The number as JavaScript reads it: integers above 2⁵³ lose their last digits there too.
pub(crate) fn number_value(number: &Number) -> f64 {
    number.as_f64().unwrap_or(f64::NAN)
}

/// `Number(value)`: `NaN` where JavaScript says so.
pub(crate) fn to_number(value: &Value) -> f64 {
    match value {
        Value::Null | Value::Bool(false) => 0.0,
        Value::Bool(true) => 1.0,
        Value::Number(number) => number_value(number),
        Value::String(text) => text_to_number(text),
        Value::Array(_) | Value::Object(_) => text_to_number(&to_text(value)),
    }
}

/// `String(value)`.
pub(crate) fn to_text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed("null"),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::String(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number_to_text(number_value(number))),
        Value::Object(_) => Cow::Borrowed("[object Object]"),
        Value::Array(items) => {
            let mut joined = String::new();
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    joined.push(',');
                }
                // JavaScript joins null as nothing, not as "null".
                if !item.is_null() {
                    joined.push_str(&to_text(item));
                }
            }
            Cow::Owned(joined)
        }
    }
}

/// The number as JSON writes it: whole numbers stay whole.
pub(crate) fn number_of(number: f64) -> Value {
    #[expect(clippy::as_conversions, reason = "a whole number below 2^53")]
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
    if (libm::trunc(number) - number).abs() < f64::EPSILON * 0.5 && number.abs() < 9e15 {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// `Boolean(value)`.
pub(crate) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number_value(number) != 0.0,
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// The order that `<` and `>` see; `None` where every comparison is false.
pub(crate) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            number_value(left).partial_cmp(&number_value(right))
        }
        _ if is_text_like(left) && is_text_like(right) => {
            Some(compare_text(&to_text(left), &to_text(right)))
        }
        _ => to_number(left).partial_cmp(&to_number(right)),
    }
}

/// Order of two texts by UTF-16 unit, which differs from Rust's above U+FFFF.
pub(crate) fn compare_text(left: &str, right: &str) -> Ordering {
    left.encode_utf16().cmp(right.encode_utf16())
}

/// `left === right`. Two arrays or objects are never the same one.
pub(crate) fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => is_same_number(left, right),
        (Value::Array(_) | Value::Object(_), _) => false,
        _ => left == right,
    }
}

/// Equality of content. Keys of an object have no order here, as JSON says.
pub(crate) fn is_equal_json(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => is_same_number(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| is_equal_json(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, left)| {
                    right.get(key).is_some_and(|right| is_equal_json(left, right))
                })
        }
        _ => left == right,
    }
}

#[expect(clippy::float_cmp, reason = "JavaScript's === on numbers is exact")]
fn is_same_number(left: &Number, right: &Number) -> bool {
    number_value(left) == number_value(right)
}

/// `String(number)`.
pub(crate) fn number_to_text(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        // Also for minus zero.
        return "0".to_string();
    }
    if (1e-6..1e21).contains(&size) {
        return number.to_string();
    }
    // 1.5e21 is written 1.5e+21 in JavaScript.
    let scientific = format!("{number:e}");
    match scientific.split_once('e') {
        Some((digits, power)) if !power.starts_with('-') => format!("{digits}e+{power}"),
        _ => scientific,
    }
}

/// Whether `<` turns it into text before comparing.
fn is_text_like(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Array(_) | Value::Object(_))
}

/// `Number(text)`.
pub(crate) fn text_to_number(text: &str) -> f64 {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if trimmed.is_empty() {
        return 0.0;
    }
    if let Some(number) = radix_number(trimmed) {
        return number;
    }
    match trimmed {
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        // Rust would read "inf" and "nan" as numbers.
        decimal
            if decimal
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) =>
        {
            decimal.parse().unwrap_or(f64::NAN)
        }
        _ => f64::NAN,
    }
}

/// `0x1F`, `0o17`, `0b11`; `None` for any other text.
fn radix_number(text: &str) -> Option<f64> {
    let digits = text.get(2..)?;
    let radix = match text.get(..2)? {
        "0x" | "0X" => 16,
        "0o" | "0O" => 8,
        "0b" | "0B" => 2,
        _ => return None,
    };
    if digits.is_empty() {
        return Some(f64::NAN);
    }
    let number = digits.chars().try_fold(0.0, |sum, digit| {
        digit.to_digit(radix).map(|digit| sum * f64::from(radix) + f64::from(digit))
    });
    Some(number.unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        let written = [
            (0.1, "0.1"),
            (-0.0, "0"),
            (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
            (1e20, "100000000000000000000"),
            (1e-6, "0.000001"),
            (1e-7, "1e-7"),
            (1.25e-9, "1.25e-9"),
            (-12.5, "-12.5"),
        ];
        for (number, text) in written {
            assert_eq!(number_to_text(number), text);
        }
    }

    #[test]
    fn texts_are_read_as_javascript_reads_them() {
        let read =
            [("", 0.0), (" 8 ", 8.0), ("0x1F", 31.0), (".5", 0.5), ("5.", 5.0), ("-3e2", -300.0)];
        for (text, number) in read {
            assert!((text_to_number(text) - number).abs() < f64::EPSILON, "{text}");
        }
        for text in ["inf", "nan", "1,000", "0x", "1 2", ".", "元"] {
            assert!(text_to_number(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn arrays_become_text_before_they_are_compared() {
        assert_eq!(to_text(&json!(["a", null, [1, 2], {}])), "a,,1,2,[object Object]");
        assert_eq!(compare(&json!([5]), &json!(4)), Some(Ordering::Greater));
        assert_eq!(compare(&json!({}), &json!(4)), None);
    }

    #[test]
    fn an_emoji_sorts_before_a_full_width_letter_as_in_utf_16() {
        assert_eq!(compare_text("\u{1F600}", "\u{FF21}"), Ordering::Less);
    }
}
