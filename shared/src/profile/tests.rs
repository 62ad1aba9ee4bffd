use core::time::Duration;

use serde_json::json;

use super::*;
use crate::{
    event::{Arrival, Event},
    limits::{PROFILE_LEN_BYTES_MAX, PROFILE_USUAL_LEN_BYTES},
    money::{Currency, Minor},
};

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

/// Ten thousand events of somebody who does everything, by number; `name` writes the ids and names.
fn busy(events: i64, name: impl Fn(&str, i64) -> String) -> Profile {
    let mut profile = Profile::default();
    for number in 0..events {
        let product = json!({
            "product_id": name("p", number), "name": name("商品", number), "price": number,
            "category": name("c", number % 300), "brand": name("b", number % 300), "quantity": 1
        });
        let event = match number % 8 {
            0..=2 => track("Product Viewed", product),
            3 => track("Product Added", product),
            4 => track("Cart Viewed", json!({"products": [product]})),
            5 => track(
                "Order Completed",
                json!({
                    "order_id": name("o", number), "revenue": number, "products": [product]
                }),
            ),
            6 => {
                json!({"type": "identify", "traits": {name("t", number % 192): name("v", number)}})
            }
            _ => json!({"type": "page", "context": {
                "page": {"url": name("https://shop.example/", number), "title": name("t", number)},
                "timezone": "Asia/Shanghai"
            }}),
        };
        profile.observe(&event_at(number * 7, event), Currency::CNY);
    }
    profile
}

fn len_bytes(profile: &Profile) -> usize {
    serde_json::to_string(profile).unwrap().len()
}

#[test]
fn a_person_with_ten_thousand_events_takes_up_no_more_than_is_promised() {
    let ordinary = busy(10_000, |kind, number| format!("{kind}-{number:016}"));
    let hostile = busy(10_000, |kind, number| format!("{kind}{}{number:06}", "x".repeat(120)));
    assert!(len_bytes(&ordinary) <= PROFILE_USUAL_LEN_BYTES, "{}", len_bytes(&ordinary));
    assert!(len_bytes(&hostile) <= PROFILE_LEN_BYTES_MAX, "{}", len_bytes(&hostile));
    let thousand = busy(2_000, |kind, number| format!("{kind}-{number:016}"));
    assert!(len_bytes(&ordinary) < len_bytes(&thousand) + 256);
}

#[test]
fn the_same_events_in_the_order_of_time_give_the_same_profile_to_the_last_bit() {
    let name = |kind: &str, number: i64| format!("{kind}-{}", number % 40);
    let once = busy(500, name);
    assert_eq!(once, busy(500, name));
    // Also when the profile slept on disk between every two events.
    let mut slept = Profile::default();
    let mut awake = Profile::default();
    for number in 0..200 {
        let event = event_at(number * 11, view(&format!("p-{}", number % 7)));
        slept.observe(&event, Currency::CNY);
        awake.observe(&event, Currency::CNY);
        slept = serde_json::from_str(&serde_json::to_string(&slept).unwrap()).unwrap();
    }
    assert_eq!(slept, awake);
}

#[test]
fn what_comes_late_counts_in_every_preference_as_if_it_had_come_in_time() {
    let looks = |order: &[i64]| {
        let mut profile = Profile::default();
        for day in order {
            let properties =
                json!({"product_id": "p", "category": format!("c{}", day % 3), "price": 10.0});
            profile.observe(
                &event_at(day * 1_440, track("Product Viewed", properties)),
                Currency::CNY,
            );
        }
        profile
    };
    let (in_time, late) = (looks(&[0, 1, 2, 3, 40, 80]), looks(&[80, 2, 0, 40, 3, 1]));
    for (a, b) in in_time.interests.categories.best(9).iter().zip(late.interests.categories.best(9))
    {
        assert_eq!((a.name, a.n, a.last_at), (b.name, b.n, b.last_at));
        assert!((a.share - b.share).abs() < 1e-12);
    }
}

#[test]
fn what_a_provider_reports_is_no_visit_of_the_person() {
    let profile = after(&[
        (0, json!({"type": "page"})),
        (100, track("Email Delivered", json!({}))),
        (200, track("Order Shipped", json!({}))),
    ]);
    assert_eq!((profile.visits.count, profile.last_seen), (1, minute(0)));
    assert_eq!(profile.channels.reached(), 1);
}

#[test]
fn a_sign_from_before_an_order_is_none_when_it_comes_after_it() {
    let order = track("Order Completed", json!({"order_id": "o-1", "revenue": 1.0}));
    let coupon = track("Coupon Entered", json!({}));
    let profile = after(&[(10, order), (5, coupon.clone())]);
    assert_eq!(profile.hesitation.score(minute(11)), 0);
    let profile = after(&[(10, track("Order Completed", json!({"order_id": "o"}))), (11, coupon)]);
    assert_eq!(profile.hesitation.score(minute(11)), 10);
}

#[test]
fn events_read_together_say_what_nobody_sent() {
    let mut profile = Profile::default();
    let derived = [
        (0, view("a")),
        (1, view("b")),
        (2, view("a")),
        (3, track("Product Added", json!({"product_id": "a", "price": 4999.0}))),
        (4, view("a")),
        (5, track("Coupon Denied", json!({}))),
        (6, json!({"type": "page", "context": {"page": {"path": "/help/returns"}}})),
    ]
    .map(|(at, event)| profile.observe(&event_at(at, event), Currency::CNY).derived);
    let names = derived.map(|found| found.iter().map(Derived::name).collect::<Vec<_>>());
    assert_eq!(
        names,
        [
            vec![],
            vec![],
            vec!["Product Compared"],
            vec![],
            vec!["Price Rechecked"],
            vec!["Coupon Hunted"],
            vec!["Policy Read"],
        ]
    );
}

#[test]
fn a_profile_of_an_earlier_version_is_read() {
    let stored = json!({
        "first_seen": 1_767_574_800_000_i64, "last_seen": 1_767_574_900_000_i64,
        "visits": {"count": 2, "pages": 3, "began_at": 0, "previous_ended_at": 0},
        "interests": {
            "products": [{"id": "a", "name": "A", "category": "phone", "brand": "Nova",
                          "price_minor": 100, "views": 2, "visit": 1, "last_at": 1_767_574_800_000_i64}],
            "categories": {"phone": 5, "tv": 1}, "brands": {"Nova": 5}, "bands": {"0-99": 2}
        },
        "orders": {"count": 1, "gross_minor": 100, "refunded_minor": 0, "last_at": 1_767_574_800_000_i64,
                   "latest": [{"id": "o", "revenue_minor": 100, "refunded_minor": 0}]},
        "hesitation": {"returns": 1, "last_at": 1_767_574_800_000_i64},
        "traits": {"name": "Li"}
    });
    let profile: Profile = serde_json::from_value(stored).unwrap();
    assert_eq!(profile.interests.categories.top().unwrap().name, "phone");
    assert_eq!(profile.interests.categories.last_at(), minute(0));
    assert_eq!(profile.hesitation.score(minute(1)), 15);
}
