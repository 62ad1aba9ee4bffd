use alloc::{format, string::String};

use proptest::prelude::*;

use super::*;
use crate::{event::commerce::OrderLine, money::Minor, profile::Visits};

const DAY: i64 = 86_400_000;
const SETTINGS: LifecycleSettings = LifecycleSettings {
    new_days: 14,
    at_risk_days: 30,
    lapsed_days: 60,
    churned_days: 180,
    loyal_orders: 3,
    loyal_days: 365,
};

fn day(count: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_767_225_600_000 + count * DAY)
}

/// Somebody first seen on day 0, last on `last`, with orders on these days.
fn person(last: i64, orders: &[i64]) -> Profile {
    let mut profile = Profile {
        first_seen: day(0),
        last_seen: day(last),
        visits: Visits { count: 1, ..Visits::default() },
        ..Profile::default()
    };
    for at in orders {
        let order = OrderLine {
            id: format!("o-{at}").parse().unwrap(),
            revenue_minor: Minor::new(100),
            coupon: String::new(),
            discount_minor: Minor::ZERO,
        };
        profile.orders.complete(&order, day(*at));
    }
    profile
}

#[test]
fn a_boundary_belongs_to_the_stage_that_it_begins() {
    let gone = person(0, &[]);
    let just_before = |at: i64| Timestamp::from_unix_millis(day(at).unix_millis() - 1);
    for (at, before, from_then_on) in [
        (14, Stage::New, Stage::Active),
        (30, Stage::Active, Stage::AtRisk),
        (60, Stage::AtRisk, Stage::Lapsed),
        (180, Stage::Lapsed, Stage::Churned),
    ] {
        assert_eq!(stage(&gone, &SETTINGS, just_before(at)), before);
        assert_eq!(stage(&gone, &SETTINGS, day(at)), from_then_on);
        assert_eq!(
            next_transition(&gone, &SETTINGS, just_before(at)),
            Some(Transition { from: before, to: from_then_on, at: day(at) })
        );
    }
    assert_eq!(next_transition(&gone, &SETTINGS, day(180)), None);
}

#[test]
fn three_orders_in_a_year_make_a_customer_loyal_until_the_first_is_a_year_old() {
    let loyal = person(370, &[5, 100, 360]);
    assert_eq!(stage(&loyal, &SETTINGS, day(369)), Stage::Loyal);
    assert_eq!(stage(&loyal, &SETTINGS, day(370)), Stage::Active);
    assert_eq!(stage(&person(360, &[100, 360]), &SETTINGS, day(361)), Stage::Active);
}

#[test]
fn somebody_whose_object_slept_comes_through_every_stage_on_the_way() {
    let gone = person(0, &[]);
    let mut lifecycle = Lifecycle::default();
    assert_eq!(lifecycle.advance(&gone, &SETTINGS, day(0)), []);
    assert_eq!(lifecycle.stage, Some(Stage::New));
    let passed = lifecycle.advance(&gone, &SETTINGS, day(70));
    let stages: Vec<(Stage, Timestamp)> = passed.iter().map(|one| (one.to, one.at)).collect();
    assert_eq!(
        stages,
        [(Stage::Active, day(14)), (Stage::AtRisk, day(30)), (Stage::Lapsed, day(60))]
    );
    assert_eq!(lifecycle, Lifecycle { stage: Some(Stage::Lapsed), since: day(60) });
    assert_eq!(lifecycle.advance(&gone, &SETTINGS, day(71)), []);
}

#[test]
fn who_comes_back_is_active_from_the_moment_they_come() {
    let mut lifecycle = Lifecycle { stage: Some(Stage::Lapsed), since: day(60) };
    let back = person(75, &[]);
    assert_eq!(
        lifecycle.advance(&back, &SETTINGS, day(75)),
        [Transition { from: Stage::Lapsed, to: Stage::Active, at: day(75) }]
    );
    assert_eq!(next_transition_at(&back, &SETTINGS, day(75)), Some(day(105)));
}

proptest! {
    /// Waking at every due moment, waking late and not waking between two visits all lead to
    /// the same stage, and nobody changes stage at a moment that was not due.
    #[test]
    fn waking_when_it_is_due_is_enough(
        visits in prop::collection::vec(0_i64..400, 1..6),
        orders in prop::collection::vec(0_i64..400, 0..5),
        until in 400_i64..900,
    ) {
        let mut days: Vec<i64> = visits.iter().chain(&orders).copied().collect();
        days.sort_unstable();
        let mut lifecycle = Lifecycle::default();
        let mut now = day(days[0]);
        let horizon = day(until);
        for (place, visit) in days.iter().enumerate() {
            let known: Vec<i64> = orders.iter().copied().filter(|at| at <= visit).collect();
            let mut profile = person(*visit, &known);
            profile.first_seen = day(days[0]);
            now = now.max(day(*visit));
            lifecycle.advance(&profile, &SETTINGS, now);
            let next_visit = days.get(place + 1).map_or(horizon, |next| day(*next));
            // The alarm, each time it is due.
            while let Some(at) = next_transition_at(&profile, &SETTINGS, now).filter(|at| *at < next_visit) {
                let just_before = Timestamp::from_unix_millis(at.unix_millis() - 1);
                prop_assert_eq!(lifecycle.clone().advance(&profile, &SETTINGS, just_before), []);
                let passed = lifecycle.advance(&profile, &SETTINGS, at);
                prop_assert_eq!(passed.len(), 1);
                prop_assert_eq!(passed[0].at, at);
                now = at;
            }
            prop_assert_eq!(lifecycle.stage, Some(stage(&profile, &SETTINGS, now)));
        }
    }
}
