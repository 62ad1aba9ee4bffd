//! Comparing version numbers such as `1.12.0-beta.2`.
//!
//! GrowthBook compares versions as padded text: every numeric part is padded to five places,
//! and a plain `1.2.3` gets a `~`, the last ASCII sign, so that it comes after its
//! pre-releases. Anything that is neither text nor a number is version `0`.

use alloc::{string::String, vec::Vec};

use serde_json::Value;

use super::coerce;

/// A version in the form in which plain text comparison orders versions.
pub(crate) fn padded(value: &Value) -> String {
    match value {
        Value::String(text) if !text.is_empty() => padded_text(text),
        Value::Number(number) => padded_text(&coerce::number_to_text(coerce::number_value(number))),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            padded_text("0")
        }
    }
}

fn padded_text(version: &str) -> String {
    let bare = version.strip_prefix('v').unwrap_or(version);
    let without_build = match bare.split_once('+') {
        // `.` in GrowthBook's expression does not cross a line break.
        Some((start, build)) if !build.contains(['\n', '\r']) => start,
        _ => bare,
    };
    let mut parts: Vec<&str> = without_build.split(['-', '.']).collect();
    if parts.len() == 3 {
        parts.push("~");
    }
    let mut padded = String::new();
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            padded.push('-');
        }
        if !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) {
            for _ in part.len()..5 {
                padded.push(' ');
            }
        }
        padded.push_str(part);
    }
    padded
}
