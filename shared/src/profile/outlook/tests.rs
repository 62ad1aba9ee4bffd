use alloc::{format, string::ToString};

use serde_json::json;

use super::*;
use crate::{
    event::{Arrival, Event},
    money::Currency,
    text::Locale,
    time::Timestamp,
};

/// The published parameters of CDNOW, with a shop that sells in hundreds.
pub(crate) fn cdnow() -> PurchaseModel {
    serde_json::from_value(json!({
        "frequency": {
            "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426,
            "log_likelihood": -9_582.4, "people": 2_357, "repeat_buyers": 946
        },
        "value": {
            "p": 6.25, "q": 3.74, "gamma": 1_544.0,
            "log_likelihood": 0.0, "people": 946, "correlation": 0.11
        },
        "people": 2_357, "as_of": 0
    }))
    .unwrap()
}

const START: i64 = 20_454;

/// Somebody who bought coffee for 50.00 on these days after the start.
fn buyer(days: &[i64]) -> Profile {
    let mut profile = Profile::default();
    for day in days {
        let at = Timestamp::from_unix_millis((START + day) * 86_400_000 + 3_600_000);
        let event = json!({
            "type": "track", "event": "Order Completed", "anonymousId": "a",
            "timestamp": at.to_rfc3339(),
            "properties": {
                "order_id": format!("o-{day}"), "revenue": 50.0,
                "products": [{"product_id": "coffee", "name": "Coffee", "price": 50.0}]
            }
        });
        let arrival = Arrival { received_at: at, sent_at: None, context: None };
        profile.observe(&Event::parse(event, arrival).unwrap(), Currency::CNY);
    }
    profile
}

fn seen<'a>(profile: &'a Profile, purchases: Option<&'a PurchaseModel>, day: i64) -> Outlook<'a> {
    Outlook { profile, purchases, today: START + day }
}

#[test]
fn of_somebody_with_orders_the_published_example_comes_out() {
    // The paper's own: two repeats, the last after 213 days, known for 272; 1.226 orders in 39 weeks.
    let (profile, model) = (buyer(&[0, 100, 213]), cdnow());
    let outlook = seen(&profile, Some(&model), 272);
    assert_eq!(outlook.alive(), Ok(0.7266));
    assert_eq!(outlook.churn_risk(), Ok(0.2734));
    let orders = outlook.expected_orders().unwrap();
    assert!((0.4..0.5).contains(&orders), "{orders}");
    let lifetime = outlook.lifetime_value().unwrap();
    // Some one and a half orders of 45.70: mean 50.00 of their own, drawn towards everybody's 35.22.
    assert!((4_400.0..4_900.0).contains(&lifetime.order_value_minor), "{lifetime:?}");
    assert!((6_000.0..7_500.0).contains(&lifetime.value_minor), "{lifetime:?}");
}

#[test]
fn a_person_who_stays_away_is_less_and_less_likely_to_come_back() {
    let (profile, model) = (buyer(&[0, 10, 20, 31]), cdnow());
    let risks =
        [31, 60, 120, 400].map(|day| seen(&profile, Some(&model), day).churn_risk().unwrap());
    assert!(risks.is_sorted() && risks[0] < 0.2 && 0.95 < risks[3], "{risks:?}");
    let orders = [31, 60, 120, 400].map(|day| seen(&profile, Some(&model), day).expected_orders());
    assert!(orders.windows(2).all(|two| two[1].clone().unwrap() < two[0].clone().unwrap()));
}

#[test]
fn with_too_few_orders_no_number_is_given_and_the_reason_is() {
    let (nobody, once, model) = (Profile::default(), buyer(&[0]), cdnow());
    let few: PurchaseModel = serde_json::from_value(json!({
        "frequency": {"because": "too_few_repeat_buyers", "repeat_buyers": 12, "repeat_buyers_min": 100},
        "value": {"because": "too_few_repeat_buyers", "repeat_buyers": 12, "repeat_buyers_min": 100},
        "people": 40, "as_of": 0
    }))
    .unwrap();
    assert_eq!(seen(&nobody, Some(&model), 9).alive(), Err(NoOutlook::NoOrder));
    assert_eq!(seen(&nobody, Some(&model), 9).next_order(), Err(NoOutlook::NoOrder));
    assert_eq!(seen(&once, None, 9).lifetime_value(), Err(NoOutlook::NotLookedAt));
    assert_eq!(
        seen(&once, Some(&model), 9).churn_risk(),
        Err(NoOutlook::NoForecast(NoForecast::OneOrder))
    );
    assert!(seen(&once, Some(&model), 9).expected_orders().is_ok());
    let said = |locale| {
        let reason = seen(&once, Some(&few), 9).lifetime_value().unwrap_err().reason();
        reason.get(locale).to_string()
    };
    assert!(said(Locale::ZhCn).contains("12 人，不足 100 人"), "{}", said(Locale::ZhCn));
    assert!(said(Locale::En).starts_with("12 people ordered more than once"));
}

#[test]
fn what_is_bought_again_and_again_runs_out() {
    let nobody_else = None;
    assert_eq!(seen(&buyer(&[0]), nobody_else, 1).running_out(), Err(NoOutlook::NothingTwice));
    let twice = buyer(&[0, 30]);
    assert!(matches!(
        seen(&twice, nobody_else, 31).running_out(),
        Err(NoOutlook::NoForecast(NoForecast::TooFewGaps { gaps: 1, .. }))
    ));
    let monthly = buyer(&[0, 30, 61, 90]);
    let next = seen(&monthly, nobody_else, 95).running_out().unwrap();
    assert_eq!((next.staple.id.as_str(), next.expected.expected_day() - START), ("coffee", 120));
    assert_eq!(seen(&monthly, nobody_else, 95).next_order(), Ok(next.expected));
    assert_eq!(seen(&monthly, nobody_else, 300).running_out(), Err(NoOutlook::Over));
}

#[test]
fn a_birthday_is_what_the_shop_told() {
    let mut profile = Profile::default();
    assert_eq!(profile.birthday(), None);
    profile.traits.insert(BIRTHDAY_TRAIT.into(), json!("1990-05-17"));
    assert_eq!(profile.birthday().unwrap().to_string(), "05-17");
    profile.traits.insert(BIRTHDAY_TRAIT.into(), json!("soon"));
    assert_eq!(profile.birthday(), None);
}
