//! A date in a document, however the shop writes it.

use serde_json::Value;

use crate::time::Timestamp;

/// The moment that a value names: RFC 3339 text, a day such as `2026-01-05` (its first moment
/// in UTC), or milliseconds of Unix time. Anything else names none.
pub(crate) fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(millis) => millis.as_i64().map(Timestamp::from_unix_millis),
        Value::String(text) => Timestamp::parse_rfc3339(text).or_else(|| day(text)),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn day(text: &str) -> Option<Timestamp> {
    let is_day = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if is_day { Timestamp::parse_rfc3339(&alloc::format!("{text}T00:00:00Z")) } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_date_is_read_as_shops_write_it() {
        let noon = Timestamp::from_unix_millis(1_767_614_400_000);
        for value in [
            json!("2026-01-05T12:00:00Z"),
            json!("2026-01-05T20:00:00+08:00"),
            json!(1_767_614_400_000_i64),
        ] {
            assert_eq!(moment(&value), Some(noon), "{value}");
        }
        assert_eq!(moment(&json!("2026-01-05")), Timestamp::parse_rfc3339("2026-01-05T00:00:00Z"));
        for value in [json!("soon"), json!(null), json!("05/01/2026"), json!([1])] {
            assert_eq!(moment(&value), None, "{value}");
        }
    }
}
