//! What the models promise; the fit to public data is in `tests/conformance/predict.rs`.

use alloc::vec::Vec;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{money::Minor, time::Timestamp};

/// The parameters that Fader, Hardie and Lee publish.
fn cdnow() -> BgNbd {
    model([0.243, 4.414, 0.793, 2.426])
}

fn model([r, alpha, a, b]: [f64; 4]) -> BgNbd {
    serde_json::from_value(json!({
        "r": r, "alpha": alpha, "a": a, "b": b,
        "log_likelihood": 0.0, "people": 2_357, "repeat_buyers": 946,
    }))
    .unwrap()
}

fn history(repeats: u32, recency_days: u32, age_days: u32) -> History {
    History::new(repeats, recency_days, age_days).unwrap()
}

fn assert_close(actual: f64, expected: f64) {
    assert!(
        (actual - expected).abs() <= 1e-9 * expected.abs().max(1e-3),
        "{actual} is not {expected}"
    );
}

#[test]
fn orders_and_life_are_those_of_equations_ten_and_of_note_21() {
    // mpmath with 30 digits; the first is the paper's own example, 1.226.
    for (history, days, orders, alive) in [
        (history(2, 213, 272), 273, 1.226_115_806_149_3, 0.726_589_721_835_49),
        (history(0, 0, 272), 273, 0.195_109_664_993_09, 1.0),
        (history(26, 216, 217), 273, 20.748_353_694_338, 0.968_851_562_851_9),
        (history(400, 1_000, 1_005), 365, 123.046_735_127_79, 0.986_485_867_362_37),
        (history(1, 10, 900), 30, 0.002_354_466_059_832_5, 0.059_173_533_319_11),
        (history(3, 100, 100), 1_825, 12.552_484_961_029, 0.848_055_182_985_25),
    ] {
        assert_close(cdnow().expected_orders(history, days).unwrap(), orders);
        assert_close(cdnow().alive(history), alive);
    }
    let other =
        |parameters, history, days| model(parameters).expected_orders(history, days).unwrap();
    // Where the formula is 0 / 0, and where its parameter is below 0.
    assert!(
        (other([0.5, 10.0, 1.0, 3.0], history(2, 50, 100), 100) - 0.793_528_027_3).abs() < 1e-5
    );
    assert_close(other([5.0, 20.0, 0.2, 0.5], history(0, 0, 50), 100), 1.993_035_519_59);
    assert_close(other([5.0, 20.0, 1.5, 40.0], history(10, 90, 100), 200), 9.936_292_020_96);
}

#[test]
fn the_formula_is_the_mean_over_all_the_people_one_could_be() {
    // Equation 10 without its hypergeometric function: the mean of (1 − (known / (known + p t))^rate) / p over the
    // probability p of leaving, by the midpoint rule, times the probability of being alive.
    let (history, weeks) = (history(3, 70, 105), 26.0);
    let [r, alpha, a, b] = cdnow().parameters();
    let (known, rate) = (alpha + 15.0, r + 3.0);
    let steps = 400_000_u32;
    let mean: f64 = (0..steps)
        .map(|step| {
            let p = (f64::from(step) + 0.5) / f64::from(steps);
            let orders = (1.0 - (known / (known + p * weeks)).powf(rate)) / p;
            crate::special::beta_pdf(a, b + 3.0, p) * orders / f64::from(steps)
        })
        .sum();
    let expected = cdnow().expected_orders(history, 182).unwrap();
    assert!(
        (mean * cdnow().alive(history) - expected).abs() < 1e-3 * expected,
        "{mean} {expected}"
    );
}

#[test]
fn of_one_order_nothing_is_said_about_leaving() {
    assert_eq!(cdnow().churn_risk(history(0, 0, 300)), Err(NoForecast::OneOrder));
    assert!(0.9 < cdnow().churn_risk(history(1, 10, 900)).unwrap());
    assert_eq!(
        cdnow().expected_orders(history(1, 10, 900), 9_999).unwrap_err().to_string(),
        "days ahead is 9999, not 0 to 1830"
    );
}

#[test]
fn with_too_few_repeat_buyers_no_number_is_shown_and_the_reason_is() {
    let mut cohort = Cohort::default();
    for number in 0..500 {
        cohort.add(history(u32::from(number < 99), u32::from(number < 99) * 30, 200)).unwrap();
    }
    let reason = BgNbd::fit(&cohort).unwrap_err();
    assert_eq!(
        reason.to_string(),
        "99 people ordered more than once, fewer than 100: a forecast may be wrong by a third"
    );
    let written = serde_json::to_value(&reason).unwrap();
    assert_eq!(written["because"], "too_few_repeat_buyers");
    assert_eq!(serde_json::from_value::<NoForecast>(written).unwrap(), reason);
    assert_eq!(
        GammaGamma::fit(&Spenders::default()).unwrap_err().to_string().split(' ').next(),
        Some("0")
    );
}

#[test]
fn where_nobody_leaves_the_model_says_that_it_sees_nobody_leave() {
    let mut cohort = Cohort::default();
    for number in 0..400 {
        // Everybody ordered within the last days, again and again.
        cohort.add(history(20 + number % 7, 399, 400)).unwrap();
    }
    assert!(matches!(
        BgNbd::fit(&cohort),
        Err(NoForecast::NotSeen { .. } | NoForecast::NotConverged)
    ));
}

#[test]
fn a_history_counts_days_and_not_parcels() {
    let found = History::of([100, 130, 130, 100, 999, 110], 200).unwrap();
    assert_eq!(found, history(2, 30, 100));
    assert_eq!(History::of([300], 200), None);
    assert_eq!(History::of([200], 200), Some(history(0, 0, 0)));
    assert_eq!(History::of([i64::MIN, 0], 1), None);
    let said = |repeats, recency, age| History::new(repeats, recency, age).unwrap_err().to_string();
    assert_eq!(said(1, 20, 10), "recency is 20, not 0 to 10");
    assert_eq!(said(5, 3, 10), "repeats is 5, not 0 to 3");
    assert_eq!(said(0, 3, 10), "recency without repeats is 3, not 0 to 0");
}

#[test]
fn parts_of_a_cohort_merge_and_are_written_small() {
    let (mut one, mut other) = (Cohort::default(), Cohort::default());
    one.add(history(1, 30, 90)).unwrap();
    one.add(history(0, 0, 90)).unwrap();
    other.add(history(1, 30, 90)).unwrap();
    one.merge(&other).unwrap();
    assert_eq!((one.people(), one.repeat_buyers()), (3, 2));
    let written = serde_json::to_string(&one).unwrap();
    assert_eq!(written, "[[0,0,90,1],[1,30,90,2]]");
    assert_eq!(serde_json::from_str::<Cohort>(&written).unwrap(), one);
    // What nobody can have is left out.
    assert_eq!(serde_json::from_str::<Cohort>("[[9,1,90,1]]").unwrap().people(), 0);
}

fn spending() -> GammaGamma {
    serde_json::from_value(json!({
        "p": 6.25, "q": 3.74, "gamma": 1_544.0, "log_likelihood": 0.0, "people": 946, "correlation": 0.11,
    }))
    .unwrap()
}

#[test]
fn few_orders_are_worth_what_everybodys_are_and_many_what_ones_own_are() {
    let of = |repeats: u32, total| {
        spending().expected_value_minor(Spending { repeats, total_minor: Minor::new(total) })
    };
    assert_close(of(2, 4_470), 2_466.371_391_076_115);
    assert_close(spending().expected_value_minor(Spending::NONE), 3_521.897_810_218_978);
    assert_close(of(7, 51_618), 7_146.967_089_696_71);
    // Money that was given back says nothing.
    assert_close(of(1, -500), of(0, 0));
}

#[test]
fn a_lifetime_is_worth_its_orders_less_the_wait() {
    let person = (history(2, 213, 272), Spending { repeats: 2, total_minor: Minor::new(4_470) });
    let worth = |months, discount| {
        LifetimeValue::of((&cdnow(), &spending()), person, months, discount).unwrap()
    };
    let year = worth(12, 0.0);
    assert_close(year.orders, cdnow().expected_orders(person.0, 360).unwrap());
    assert_close(year.value_minor, year.orders * year.order_value_minor);
    let discounted = worth(12, 0.1);
    assert!(
        discounted.value_minor < year.value_minor
            && 0.94 * year.value_minor < discounted.value_minor
    );
    assert!(worth(0, 0.1).value_minor.abs() < 1e-12);
    let refused = LifetimeValue::of((&cdnow(), &spending()), person, 61, 0.1).unwrap_err();
    assert_eq!(refused.to_string(), "months ahead is 61, not 0 to 60");
}

#[test]
fn spending_that_goes_with_frequency_is_not_forecast() {
    let mut spenders = Spenders::default();
    for number in 1..=200_u32 {
        let repeats = 1 + number % 9;
        let each = 1_000 * i64::from(repeats) + 37 * i64::from(number % 5);
        spenders
            .add(Spending { repeats, total_minor: Minor::new(each * i64::from(repeats)) })
            .unwrap();
    }
    let reason = GammaGamma::fit(&spenders).unwrap_err();
    assert!(
        matches!(reason, NoForecast::SpendingFollowsFrequency { correlation, .. } if 0.9 < correlation)
    );
}

#[test]
fn stored_parameters_that_make_no_sense_are_refused() {
    let stored = json!({ "p": 6.25, "q": 0.9, "gamma": 15.0, "log_likelihood": 0.0, "people": 1, "correlation": 0.0 });
    assert!(
        serde_json::from_value::<GammaGamma>(stored)
            .unwrap_err()
            .to_string()
            .starts_with("q is 0.9")
    );
    let stored = json!({ "r": 0.2, "alpha": -4.0, "a": 0.8, "b": 2.4, "log_likelihood": 0.0, "people": 1, "repeat_buyers": 1 });
    assert!(
        serde_json::from_value::<BgNbd>(stored).unwrap_err().to_string().starts_with("alpha is -4")
    );
    assert_eq!(serde_json::from_value::<BgNbd>(json!(cdnow())).unwrap(), cdnow());
}

/// Coffee lasts most people a month, give or take; some three weeks, some six.
fn coffee() -> Rhythm {
    let mut rhythm = Rhythm::default();
    for number in 0..60_i64 {
        let usual = 21 + number % 22;
        rhythm.observe(&[0, usual, 2 * usual + number % 5, 3 * usual + 2 * (number % 5)]);
    }
    rhythm
}

#[test]
fn one_order_is_expected_to_last_as_long_as_everybodys() {
    let found = Replenishment::expect(&[100], &coffee()).unwrap();
    assert!((28.0..36.0).contains(&found.expected_days), "{found:?}");
    assert_eq!((found.gaps, found.basis), (0, Basis::Shared { own_share: 0.0 }));
    assert!(!found.is_due(120, 5) && found.is_due(129, 5) && !found.is_due(200, 5));
    assert!(!found.is_due(90, 0));
}

#[test]
fn many_orders_are_expected_to_last_as_long_as_ones_own() {
    let weekly: Vec<i64> = (0..20).map(|week| 7 * week).collect();
    let own = Replenishment::expect(&weekly, &coffee()).unwrap();
    assert!((6.9..8.0).contains(&own.expected_days), "{own:?}");
    let twice = Replenishment::expect(&[0, 7], &coffee()).unwrap();
    assert!(own.expected_days < twice.expected_days && twice.expected_days < 31.0, "{twice:?}");
    assert!(own.latest_days - own.earliest_days < twice.latest_days - twice.earliest_days);
}

#[test]
fn without_a_rhythm_no_day_is_named() {
    let nobody = Rhythm::default();
    assert_eq!(
        Replenishment::expect(&[0, 30], &nobody).unwrap_err().to_string(),
        "1 times between orders are known, fewer than 3, and too few of other people"
    );
    assert!(Replenishment::expect(&[], &coffee()).is_err());
    let own = Replenishment::expect(&[0, 30, 61, 90], &nobody).unwrap();
    assert_eq!(own.basis, Basis::Own);
    assert!((29.0..31.0).contains(&own.expected_days), "{own:?}");
}

#[test]
fn rhythms_of_different_people_merge() {
    let (mut one, mut other) = (Rhythm::default(), Rhythm::default());
    one.observe(&[0, 30, 60]);
    other.observe(&[5, 25]);
    other.observe(&[9]);
    one.merge(&other);
    assert_eq!((one.people, one.gaps), (2, 3));
    let written = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Rhythm>(&written).unwrap().gaps, 3);
}

fn day(text: &str) -> i64 {
    Timestamp::parse_rfc3339(&alloc::format!("{text}T12:00:00Z")).unwrap().day()
}

#[test]
fn a_birthday_is_read_in_the_forms_that_shops_send() {
    for text in ["1990-05-17", "1990-05-17T00:00:00Z", "05-17", "--05-17", "5-17"] {
        assert_eq!(Birthday::parse(text).unwrap().to_string(), "05-17", "{text}");
    }
    for text in [
        "",
        "17",
        "1990",
        "2023-02-30",
        "13-01",
        "00-10",
        "05-00",
        "1990-5-17-1",
        "x-05-17",
        "+5-17",
    ] {
        assert_eq!(Birthday::parse(text), Err(BirthdayError), "{text}");
    }
    let stored: Birthday = serde_json::from_str("\"02-29\"").unwrap();
    assert_eq!(serde_json::to_string(&stored).unwrap(), "\"02-29\"");
    assert!(serde_json::from_str::<Birthday>("\"02-30\"").is_err());
}

#[test]
fn a_greeting_comes_in_time_and_over_the_turn_of_the_year() {
    let birthday = Birthday::parse("01-03").unwrap();
    assert_eq!(birthday.days_until(day("2026-12-31")), Some(3));
    assert_eq!(birthday.days_until(day("2027-01-03")), Some(0));
    assert_eq!(birthday.days_until(day("2027-01-04")), Some(364));
    assert!(birthday.is_due(day("2026-12-31"), 3) && !birthday.is_due(day("2027-01-01"), 3));
}

#[test]
fn who_was_born_on_the_29th_of_february_is_greeted_every_year() {
    let birthday = Birthday::parse("2000-02-29").unwrap();
    assert_eq!(birthday.days_until(day("2027-02-28")), Some(0));
    assert_eq!(birthday.days_until(day("2028-02-28")), Some(1));
    assert_eq!(birthday.days_until(day("2028-02-29")), Some(0));
    assert_eq!(birthday.days_until(day("2028-03-01")), Some(364));
    assert_eq!(birthday.days_until(i64::MAX), None);
}

proptest! {
    #[test]
    fn whatever_the_history_a_forecast_is_a_number(
        repeats in 0_u32..2_000,
        recency in 0_u32..4_000,
        age in 0_u32..8_000,
        days in 0_u32..1_830,
        logarithms in any::<[i8; 4]>(),
    ) {
        let parameters = logarithms.map(|one| (f64::from(one) / 20.0).exp());
        let model = model(parameters);
        if let Ok(history) = History::new(repeats, recency, age) {
            let alive = model.alive(history);
            prop_assert!((0.0..=1.0).contains(&alive));
            let half = model.expected_orders(history, days / 2);
            let whole = model.expected_orders(history, days);
            if let (Ok(half), Ok(whole)) = (half, whole) {
                prop_assert!(0.0 <= half && half <= whole * (1.0 + 1e-9) + 1e-9, "{} {}", half, whole);
            }
        }
    }

    #[test]
    fn everybody_has_one_birthday_a_year(month in 1_u8..=12, day in 1_u8..=28, from in 0_i64..40_000) {
        let birthday = Birthday::parse(&alloc::format!("{month}-{day}")).unwrap();
        let in_four_years = (from..from + 1_461).filter(|today| birthday.is_due(*today, 7)).count();
        prop_assert!((3..=5).contains(&in_four_years), "{}", in_four_years);
    }

    #[test]
    fn a_rhythm_never_gives_a_day_that_is_none(
        people in proptest::collection::vec(proptest::collection::vec(0_i64..2_000, 0..6), 0..80),
        own in proptest::collection::vec(0_i64..2_000, 0..8),
    ) {
        let mut rhythm = Rhythm::default();
        for days in &people {
            rhythm.observe(days);
        }
        if let Ok(found) = Replenishment::expect(&own, &rhythm) {
            prop_assert!(found.expected_days.is_finite() && 0.0 < found.expected_days, "{:?}", found);
            prop_assert!(found.earliest_days <= found.expected_days && found.expected_days <= found.latest_days);
        }
    }
}
