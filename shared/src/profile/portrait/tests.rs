use serde_json::json;

use super::*;
use crate::{
    event::{Arrival, Event},
    money::Currency,
    profile::lifecycle::Stage,
    text::Locale,
};

const DAY: i64 = 86_400_000;

fn at(days: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_767_225_600_000 + days * DAY)
}

fn settings() -> Settings {
    serde_json::from_value(json!({
        "id": "demo", "name": "Demo", "write_keys": ["pk"], "currency": "CNY"
    }))
    .unwrap()
}

fn after(events: &[(i64, &str, Value)]) -> Profile {
    let mut profile = Profile::default();
    for (days, name, properties) in events {
        let event = json!({
            "type": "track", "event": name, "properties": properties, "anonymousId": "a",
            "timestamp": at(*days).to_rfc3339(), "context": {"timezone": "Asia/Shanghai"}
        });
        let arrival = Arrival { received_at: at(10_000), sent_at: None, context: None };
        profile.observe(&Event::parse(event, arrival).unwrap(), Currency::CNY);
    }
    profile
}

fn drawn(profile: &Profile, days: i64) -> Portrait {
    let settings = settings();
    let offset_minutes = crate::profile::hours::fixed_offset_minutes(
        profile.zone.as_ref().map_or("", |zone| zone.as_str()),
    );
    let light = Light {
        settings: &settings,
        cuts: None,
        purchases: None,
        local_day: at(days).day(),
        offset_minutes,
        now: at(days),
    };
    Portrait::of(profile, light)
}

#[test]
fn of_somebody_unknown_every_figure_says_why_there_is_none() {
    let portrait = drawn(&Profile::default(), 0);
    for figure in &portrait.figures {
        let is_count = ["visits", "orders", "spend", "hesitation"].contains(&figure.name.as_str());
        assert_eq!(figure.missing.is_some(), !is_count, "{}", figure.name);
        assert_eq!(figure.value.is_null(), !is_count, "{}", figure.name);
        for locale in [Locale::ZhCn, Locale::En] {
            assert!(!figure.title.get(locale).is_empty());
        }
    }
}

#[test]
fn every_figure_says_what_it_was_made_of_and_when() {
    let view = json!({"product_id": "a", "category": "phone", "brand": "Nova", "price": 4999.0});
    let order = json!({"order_id": "o", "revenue": 300.0});
    let profile = after(&[
        (0, "Product Viewed", view.clone()),
        (1, "Product Viewed", view.clone()),
        (2, "Order Completed", order),
        (3, "Email Delivered", json!({})),
        (3, "Email Link Clicked", json!({})),
        (4, "Product Reviewed", json!({"rating": 5})),
        (5, "Product Viewed", view),
    ]);
    let portrait = drawn(&profile, 6);
    for figure in portrait.figures.iter().filter(|figure| figure.missing.is_none()) {
        assert!(0 < figure.n && figure.as_of.is_some(), "{}", figure.name);
        assert!(!figure.source.is_empty(), "{}", figure.name);
    }
    let figure = |name| portrait.figure(name).unwrap();
    assert_eq!((figure("category").value.clone(), figure("category").n), (json!("phone"), 3));
    assert_eq!(figure("purchasing_power").value, "low");
    assert_eq!(
        figure("purchasing_power").words.as_ref().unwrap().get(Locale::En),
        "Low · CNY 300.00"
    );
    assert_eq!(figure("best_channel").value, "email");
    assert_eq!(figure("lifecycle_stage").value, Stage::New.as_str());
    assert_eq!(figure("lifecycle_stage").changes_at, Some(at(14)));
    assert_eq!(figure("best_hour").value, 8);
    assert!(figure("rfm").missing.is_some());
}

#[test]
fn the_lines_of_a_score_add_up_to_it() {
    let view = |id: &str| json!({"product_id": id, "price": 10.0});
    let profile = after(&[
        (0, "Product Viewed", view("a")),
        (0, "Product Viewed", view("b")),
        (0, "Product Viewed", view("a")),
        (0, "Coupon Entered", json!({})),
        (0, "Product Reviewed", json!({"rating": 2})),
    ]);
    let portrait = drawn(&profile, 1);
    for name in ["hesitation", "satisfaction"] {
        let figure = portrait.figure(name).unwrap();
        let sum: f64 = figure.terms.iter().map(|term| term.contribution).sum();
        assert!((sum - figure.value.as_f64().unwrap()).abs() < 0.51, "{name}: {sum}");
    }
    let forgotten = drawn(&profile, 9);
    let figure = forgotten.figure("hesitation").unwrap();
    assert_eq!(figure.value, 0);
    assert!(figure.terms.iter().all(|term| term.contribution == 0.0));
}
