//! Each gift of a band leads to one lesson, and to none of somebody who wants nothing personal.

use super::*;
use crate::{
    ledger::Fact,
    ranking::{Lesson, Method, Subject},
};

const DAYS: i64 = 24 * 60;

/// Two rules of one priority on one occasion, drawn or ranked.
fn band(method: Method) -> Compiled {
    config_with(|config| {
        let mut other =
            config.rules.iter().find(|rule| rule.id.as_str() == "wish").cloned().unwrap();
        other.id = "wish-too".parse().unwrap();
        config.rules.push(other);
        config.bands = vec![crate::ranking::Band { priority: 5, method }];
    })
}

fn lessons(effects: &[Effect]) -> Vec<Lesson> {
    let facts = effects.iter().filter_map(Effect::entered).map(|entry| &entry.fact);
    facts
        .filter_map(|fact| match fact {
            Fact::Learned { lesson } => Some((**lesson).clone()),
            _ => None,
        })
        .collect()
}

fn wishes(shopper: &mut Shopper, minutes: i64) -> Vec<Effect> {
    shopper.track(minutes, "Product Added to Wishlist", json!({"product_id": "a"}))
}

#[test]
fn what_brought_nothing_in_a_week_is_one_lesson_told_by_the_alarm() {
    let mut shopper = Shopper::new(band(Method::Bandit));
    shopper.view(0, "a");
    let given = wishes(&mut shopper, 1);
    let decision = explained(&given).unwrap();
    let ranking = decision.ranking.unwrap();
    assert_eq!(ranking.ranked.len(), 2);
    let drawn = given.iter().filter_map(Effect::entered).find_map(|entry| match &entry.fact {
        Fact::Delivered { drawn, .. } => drawn.clone(),
        _ => None,
    });
    assert_eq!(drawn.unwrap().propensity_ppm, 500_000);
    assert!(shopper.visitor.due_at.unwrap() <= at(7 * DAYS + 1));
    assert!(lessons(&shopper.apply(Command::Wake, at(6 * DAYS))).is_empty());
    let told = lessons(&shopper.apply(Command::Wake, at(7 * DAYS + 1)));
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].brought_minor, told[0].propensity_ppm), (None, Some(500_000)));
    assert!(lessons(&shopper.apply(Command::Wake, at(9 * DAYS))).is_empty());
}

#[test]
fn an_order_that_is_credited_is_the_lesson_when_the_week_is_over() {
    let mut shopper = Shopper::new(band(Method::ExpectedValue));
    shopper.view(0, "a");
    let card = shown(&wishes(&mut shopper, 1)).unwrap();
    shopper.track(2, "Offer Clicked", json!({"delivery_id": card.delivery.as_str()}));
    let order = json!({"order_id": "o-1", "revenue": 4799.0});
    assert!(lessons(&shopper.track(3, "Order Completed", order)).is_empty());
    let told = lessons(&shopper.apply(Command::Wake, at(8 * DAYS)));
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].of, Subject::Rule { rule: "wish".parse().unwrap() });
    assert_eq!((told[0].brought_minor, told[0].is_early), (Some(Minor::new(479_900)), false));
}

#[test]
fn a_draw_hears_of_its_first_order_at_once_and_of_no_other() {
    let mut shopper = Shopper::new(band(Method::Bandit));
    shopper.view(0, "a");
    let card = shown(&wishes(&mut shopper, 1)).unwrap();
    let mut told = Vec::new();
    for number in 2..4 {
        shopper.track(number, "Offer Clicked", json!({"delivery_id": card.delivery.as_str()}));
        let order = json!({"order_id": format!("o-{number}"), "revenue": 99.0});
        told.extend(lessons(&shopper.track(number, "Order Completed", order)));
    }
    assert_eq!(told.len(), 1);
    assert!(told[0].is_early);
    assert!(!lessons(&shopper.apply(Command::Wake, at(8 * DAYS)))[0].is_early);
}

#[test]
fn who_wants_nothing_personal_is_not_studied() {
    let mut shopper = Shopper::new(band(Method::Bandit));
    shopper.view(0, "a");
    wishes(&mut shopper, 1);
    let preferences = Preferences { personalisation: false, ..Preferences::default() };
    assert!(lessons(&shopper.apply(Command::Prefer { preferences }, at(2))).is_empty());
    assert!(shopper.visitor.deliveries.iter().all(|delivery| delivery.study.is_none()));
    assert!(lessons(&shopper.apply(Command::Wake, at(8 * DAYS))).is_empty());
}

#[test]
fn a_rule_by_itself_is_neither_ranked_nor_studied() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.view(0, "a");
    let given = wishes(&mut shopper, 1);
    assert_eq!(explained(&given).unwrap().ranking, None);
    assert!(shopper.visitor.deliveries.iter().all(|delivery| delivery.study.is_none()));
}

#[test]
fn more_rules_than_can_be_drawn_from_are_refused_when_published() {
    let mut plain = config(0.0).config;
    let wish = plain.rules.iter().find(|rule| rule.id.as_str() == "wish").cloned().unwrap();
    for number in 0..8 {
        plain
            .rules
            .push(crate::rule::Rule { id: format!("w-{number}").parse().unwrap(), ..wish.clone() });
    }
    plain.bands = vec![crate::ranking::Band { priority: 5, method: Method::Bandit }];
    let error = Compiled::new(plain, "c".into(), catalog()).unwrap_err();
    assert_eq!(error.path, "$.bands[0].method");
}
