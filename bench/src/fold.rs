//! Taking one event into a profile: of somebody new, and of somebody of whom ten thousand events are known.

use serde_json::json;
use shared::{
    event::{Arrival, Event},
    money::Currency,
    profile::Profile,
    time::Timestamp,
};

use crate::{Failure, stopwatch::nanos_per_call};

/// Events that one measurement takes in.
const EVENTS: u32 = 1_000;

/// Events that are known of somebody busy.
const BUSY: u32 = 10_000;

/// Longest time for one event, in nanoseconds.
const NANOS_MAX: f64 = 2_000.0;

/// How much slower the ten-thousandth event may be than the first thousand.
const GROWTH_MAX: f64 = 1.5;

/// Measures both and prints them with their bars.
///
/// # Errors
///
/// [`Failure`] if an event is not one.
pub(crate) fn run() -> Result<(), Failure> {
    let early = events(0, EVENTS)?;
    let mut busy = Profile::default();
    for event in events(0, BUSY)? {
        busy.observe(&event, Currency::CNY);
    }
    let late = events(BUSY, EVENTS)?;
    let (fresh, known) = (nanos(&Profile::default(), &early), nanos(&busy, &late));
    let bytes = serde_json::to_vec(&busy)?.len();
    let growth = known / fresh;
    println!("\nTaking one event into a profile");
    let met = |is_met| if is_met { "met" } else { "NOT MET" };
    println!("  {:<8}somebody new: {fresh:.0} ns (bar ≤ 2 µs)", met(fresh <= NANOS_MAX));
    println!("  {:<8}after 10,000 events: {known:.0} ns (bar ≤ 2 µs)", met(known <= NANOS_MAX));
    println!("  {:<8}growth: {growth:.2} × (bar ≤ {GROWTH_MAX} ×)", met(growth <= GROWTH_MAX));
    println!("          stored: {bytes} bytes");
    Ok(())
}

/// The time of one event, without the copy of the profile that it is measured on.
fn nanos(profile: &Profile, events: &[Event]) -> f64 {
    let copy = nanos_per_call(|| drop(profile.clone()));
    let all = nanos_per_call(|| {
        let mut profile = profile.clone();
        for event in events {
            profile.observe(event, Currency::CNY);
        }
        drop(profile);
    });
    (all - copy) / f64::from(EVENTS)
}

/// A shopper's events, one a minute: mostly looks at products, some carts and pages, now and then an order.
fn events(first: u32, count: u32) -> Result<Vec<Event>, Failure> {
    (first..first.saturating_add(count)).map(event).collect()
}

fn event(number: u32) -> Result<Event, Failure> {
    let at = Timestamp::from_unix_millis(
        1_767_574_800_000_i64.saturating_add(i64::from(number).saturating_mul(60_000)),
    );
    let product = json!({
        "product_id": format!("p-{}", number % 97), "category": format!("c-{}", number % 7),
        "brand": format!("b-{}", number % 11), "price": number % 5_000, "quantity": 1,
    });
    let order =
        json!({"order_id": format!("o-{number}"), "revenue": number % 900, "currency": "CNY"});
    let (kind, name, properties) = match number % 100 {
        0 => ("track", "Order Completed", order),
        1..=9 => ("track", "Product Added", product),
        10..=24 => ("page", "Shop", json!({})),
        _ => ("track", "Product Viewed", product),
    };
    let json = json!({
        "type": kind, "event": name, "name": name, "properties": properties, "anonymousId": "bench",
        "messageId": format!("m-{number}"), "timestamp": at.to_rfc3339(),
        "context": {"page": {"path": "/shop", "url": "https://shop.example/shop", "title": "Shop"}},
    });
    let arrival = Arrival { received_at: at, sent_at: None, context: None };
    Event::parse(json, arrival).map_err(|error| format!("{error:?}").into())
}
