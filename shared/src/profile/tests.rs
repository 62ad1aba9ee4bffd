use core::time::Duration;

use serde_json::json;

use super::*;
use crate::{event::Arrival, money::Minor};

fn minute(count: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_767_574_800_000 + count * 60_000)
}

fn event_at(minutes: i64, event: Value) -> Event {
    let mut event = event;
    event["anonymousId"] = json!("a");
    event["timestamp"] = json!(minute(minutes).to_rfc3339());
    let arrival = Arrival { received_at: minute(1_000_000), sent_at: None, context: None };
    Event::parse(event, arrival).unwrap()
}

fn track(name: &str, properties: Value) -> Value {
    json!({"type": "track", "event": name, "properties": properties})
}

fn view(id: &str) -> Value {
    track("Product Viewed", json!({"product_id": id, "category": "phone", "price": 4999.0}))
}

fn after(events: &[(i64, Value)]) -> Profile {
    let mut profile = Profile::default();
    for (minutes, event) in events {
        profile.observe(&event_at(*minutes, event.clone()), Currency::CNY);
    }
    profile
}

const HALF_HOUR: Duration = Duration::from_mins(30);

#[test]
fn thirty_minutes_of_silence_end_a_visit() {
    let page = json!({"type": "page"});
    let profile = after(&[(0, page.clone()), (29, page.clone()), (60, page)]);
    assert_eq!(profile.visits.count, 2);
    assert_eq!(profile.visits.previous_ended_at, minute(29));
}

#[test]
fn one_order_counts_once_however_often_it_is_reported() {
    let order = track("Order Completed", json!({"order_id": "o-1", "revenue": 1949.0}));
    let profile = after(&[(0, order.clone()), (1, order)]);
    assert_eq!((profile.orders.count, profile.orders.net_minor()), (1, Minor::new(194_900)));
}

#[test]
fn an_order_is_never_refunded_beyond_what_it_brought() {
    let order = track("Order Completed", json!({"order_id": "o-1", "revenue": 100.0}));
    let refund = track("Order Refunded", json!({"order_id": "o-1", "total": 80.0}));
    let profile = after(&[(0, order), (1, refund.clone()), (2, refund)]);
    assert_eq!(profile.orders.net_minor(), Minor::ZERO);
}

#[test]
fn a_cart_is_abandoned_after_the_workspaces_time_or_in_a_later_visit() {
    let add = track("Product Added", json!({"product_id": "p", "price": 10.0, "quantity": 2}));
    let profile = after(&[(0, add)]);
    let began = profile.visits.began_at;
    assert_eq!(profile.cart.value_minor(), Minor::new(2_000));
    assert!(!profile.cart.is_abandoned(began, HALF_HOUR, minute(29)));
    assert!(profile.cart.is_abandoned(began, HALF_HOUR, minute(30)));
    assert!(profile.cart.is_abandoned(minute(5), HALF_HOUR, minute(6)));
}

#[test]
fn an_order_empties_the_cart_of_what_was_bought() {
    let line = json!({"product_id": "p", "price": 10.0});
    let profile = after(&[
        (0, track("Product Added", line.clone())),
        (1, track("Product Added", json!({"product_id": "q", "price": 5.0}))),
        (
            2,
            track("Order Completed", json!({"order_id": "o", "revenue": 10.0, "products": [line]})),
        ),
    ]);
    assert_eq!(profile.cart.value_minor(), Minor::new(500));
}

#[test]
fn batches_of_one_journey_leave_the_same_cart_in_whatever_order_they_arrive() {
    let line = json!({"product_id": "p", "price": 10.0, "quantity": 1});
    let order = json!({"order_id": "o", "revenue": 10.0, "products": [line.clone()]});
    let journey = [
        (0, track("Product Added", line.clone())),
        (1, track("Cart Viewed", json!({"products": [line]}))),
        (2, track("Order Completed", order)),
    ];
    for places in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let profile = after(&places.map(|place| journey[place].clone()));
        assert_eq!(profile.cart.value_minor(), Minor::ZERO, "{places:?}");
    }
}

#[test]
fn what_was_added_before_an_order_and_arrives_after_it_leaves_the_cart_empty() {
    let line = json!({"product_id": "p", "price": 10.0});
    let order = json!({"order_id": "o", "revenue": 10.0, "products": [line.clone()]});
    let profile = after(&[
        (2, track("Order Completed", order)),
        (0, track("Product Added", line.clone())),
        (1, track("Cart Viewed", json!({"products": [line.clone()]}))),
    ]);
    assert_eq!(profile.cart.value_minor(), Minor::ZERO);
    let profile = after(&[
        (2, track("Order Completed", json!({"order_id": "o", "revenue": 10.0}))),
        (3, track("Product Added", line)),
    ]);
    assert_eq!(profile.cart.value_minor(), Minor::new(1_000));
}

#[test]
fn coming_back_three_times_and_checking_the_price_is_hesitation() {
    let profile = after(&[
        (0, view("a")),
        (1, view("b")),
        (2, view("a")),
        (3, view("b")),
        (4, view("a")),
        (5, view("a")),
    ]);
    // Three returns (45) and one price check (15).
    assert_eq!(profile.hesitation.score(minute(6)), 60);
    assert_eq!(profile.interests.focus().unwrap().id.as_str(), "a");
    assert_eq!(profile.hesitation.score(minute(8 * 24 * 60)), 0);
}

#[test]
fn an_order_ends_the_hesitation() {
    let order = track("Order Completed", json!({"order_id": "o-1", "revenue": 1.0}));
    let profile = after(&[(0, view("a")), (1, view("a")), (2, order)]);
    assert_eq!(profile.hesitation.score(minute(3)), 0);
}

#[test]
fn a_late_event_counts_but_does_not_move_the_person() {
    let mut old = json!({"type": "page"});
    old["context"] = json!({"page": {"url": "https://shop.example/old"}});
    let mut new = json!({"type": "page"});
    new["context"] = json!({"page": {"url": "https://shop.example/new"}});
    let profile = after(&[(10, new), (0, old)]);
    assert_eq!(profile.page.url, "https://shop.example/new");
    assert_eq!((profile.first_seen, profile.last_seen), (minute(0), minute(10)));
}

#[test]
fn a_person_with_ten_thousand_events_is_no_larger_than_one_with_a_thousand() {
    let size = |count: i64| {
        let mut profile = Profile::default();
        for number in 0..count {
            let id = format!("p-{number:05}");
            profile.observe(&event_at(number, view(&id)), Currency::CNY);
        }
        serde_json::to_string(&profile).unwrap().len()
    };
    assert!(size(10_000) < size(1_000) + 64);
}
