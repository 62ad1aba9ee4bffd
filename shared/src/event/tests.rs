use serde_json::json;

use super::*;
use crate::money::{Currency, Minor};

const NOW: Timestamp = Timestamp::from_unix_millis(1_767_574_800_000);

fn arrived() -> Arrival<'static> {
    Arrival { received_at: NOW, sent_at: None, context: None }
}

fn error(event: Value) -> EventError {
    Event::parse(event, arrived()).unwrap_err()
}

#[test]
fn an_event_without_a_person_says_which_fields_are_needed() {
    let error = error(json!({"type": "track", "event": "X"}));
    assert_eq!((error.code, error.path.as_str()), ("no_identity", ".anonymousId"));
}

#[test]
fn a_bad_time_names_the_value_and_the_form() {
    let error = error(json!({"type": "page", "anonymousId": "a", "timestamp": "yesterday"}));
    assert_eq!(error.path, ".timestamp");
    assert!(error.detail.contains("\"yesterday\""), "{}", error.detail);
}

#[test]
fn a_type_that_segment_does_not_know_is_named() {
    let error = error(json!({"type": "tracks", "anonymousId": "a"}));
    assert!(error.detail.contains("\"tracks\""), "{}", error.detail);
}

#[test]
fn properties_deeper_than_the_bound_name_the_place() {
    let mut deep = json!(1);
    for _ in 0..PROPERTIES_DEPTH {
        deep = json!({ "a": deep });
    }
    let fine = json!({"type": "track", "event": "X", "anonymousId": "a", "properties": deep});
    assert!(Event::parse(fine, arrived()).is_ok());
    let too_deep =
        json!({"type": "track", "event": "X", "anonymousId": "a", "properties": {"a": deep}});
    assert_eq!(error(too_deep).path, ".properties.a.a.a.a.a.a");
}

const PROPERTIES_DEPTH: usize = crate::limits::PROPERTIES_DEPTH_MAX;

#[test]
fn a_clock_that_is_years_off_counts_only_relative_to_its_own_sending() {
    let ten_years_ago = Timestamp::parse_rfc3339("2016-01-05T01:00:00Z").unwrap();
    let event = Event::parse(
        json!({"type": "page", "anonymousId": "a", "timestamp": "2016-01-05T00:59:00Z"}),
        Arrival { received_at: NOW, sent_at: Some(ten_years_ago), context: None },
    )
    .unwrap();
    assert_eq!(event.at, NOW.saturating_sub(core::time::Duration::from_mins(1)));
}

#[test]
fn a_time_in_the_future_becomes_the_time_of_arrival() {
    let event = Event::parse(
        json!({"type": "page", "anonymousId": "a", "timestamp": "2999-01-01T00:00:00Z"}),
        arrived(),
    )
    .unwrap();
    assert_eq!(event.at, NOW);
}

#[test]
fn an_event_without_an_id_gets_the_same_one_each_time() {
    let event = json!({"type": "page", "anonymousId": "a", "timestamp": "2026-01-01T00:00:00Z"});
    let first = Event::parse(event.clone(), arrived()).unwrap();
    assert_eq!(first.message_id, Event::parse(event, arrived()).unwrap().message_id);
}

#[test]
fn a_numbered_customer_is_a_customer() {
    let event = Event::parse(json!({"type": "identify", "userId": 42}), arrived()).unwrap();
    assert_eq!(event.user_id.unwrap().as_str(), "42");
}

#[test]
fn an_order_is_read_in_minor_units() {
    let properties = json!({"order_id": "o-1", "revenue": 1949.0, "coupon": "JAN50"});
    let order = commerce::order(properties.as_object().unwrap(), Currency::CNY).unwrap();
    assert_eq!(order.revenue_minor, Minor::new(194_900));
    assert_eq!(order.coupon, "JAN50");
}

proptest::proptest! {
    #[test]
    fn no_event_whatever_panics(text in "\\PC{0,40}", number in proptest::num::f64::ANY) {
        for event in [
            json!({"type": text, "anonymousId": text}),
            json!({"type": "track", "event": text, "anonymousId": text, "timestamp": text}),
            json!({"type": "page", "userId": number, "context": {"page": {"url": text}}}),
            json!(text),
        ] {
            Event::parse(event, arrived()).ok();
        }
    }
}
