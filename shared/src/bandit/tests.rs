//! What a bandit promises.

use alloc::{format, vec::Vec};

use proptest::prelude::*;

use super::*;
use crate::{
    id::{DecisionId, ProfileId},
    limits::BANDIT_EXPLORATION,
    special::ln_beta,
};

fn belief(successes: u64, failures: u64) -> Belief {
    Belief { successes: real(successes) + 1.0, failures: real(failures) + 1.0 }
}

fn probabilities(beliefs: &[Belief], exploration: f64) -> Vec<f64> {
    let letters = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let named = letters.into_iter().zip(beliefs.iter().copied());
    let policy = Policy::with_exploration(named, exploration).unwrap();
    policy.propensities(|_| true).into_iter().map(|(_, propensity)| propensity).collect()
}

/// The exact probability that the second of two is better (Miller, "Formulas for Bayesian A/B testing").
fn second_is_better(a: Belief, b: Belief) -> f64 {
    let (mut sum, mut i) = (0.0, 0.0);
    while i < b.successes {
        let ln_term = ln_beta(a.successes + i, b.failures + a.failures)
            - (b.failures + i).ln()
            - ln_beta(1.0 + i, b.failures)
            - ln_beta(a.successes, a.failures);
        sum += ln_term.exp();
        i += 1.0;
    }
    sum
}

#[test]
fn with_no_data_every_arm_is_equally_probable() {
    for count in 1..=8 {
        let equal = 1.0 / real(u64::try_from(count).unwrap());
        for propensity in probabilities(&[belief(0, 0); 8][..count], 0.05) {
            assert!((propensity - equal).abs() < 1e-12);
        }
    }
}

#[test]
fn two_arms_are_as_probable_as_the_exact_formula_says() {
    let mut worst: f64 = 0.0;
    for (a, b) in [
        (belief(0, 0), belief(0, 3)),
        (belief(1, 9), belief(4, 6)),
        (belief(20, 980), belief(30, 970)),
        (belief(0, 500), belief(3, 497)),
        (belief(200, 9_800), belief(0, 0)),
        (belief(5_000, 95_000), belief(5_100, 94_900)),
    ] {
        let [first, second] = probabilities(&[a, b], 0.0)[..] else { panic!("two arms") };
        worst = worst.max((second - second_is_better(a, b)).abs());
        assert!((first + second - 1.0).abs() < 1e-12);
    }
    assert!(worst < 5e-4, "{worst}");
}

#[test]
fn three_arms_are_as_probable_as_many_draws_say() {
    // numpy: 4,000,000 draws of beta(31, 971), beta(41, 961), beta(6, 96).
    let found = probabilities(&[belief(30, 970), belief(40, 960), belief(5, 95)], 0.0);
    for (found, expected) in found.iter().zip(THREE) {
        assert!((found - expected).abs() < 2e-3, "{found} is not {expected}");
    }
}

const THREE: [f64; 3] = [0.021_68, 0.224_61, 0.753_71];

#[test]
fn the_draw_is_the_same_when_asked_again_and_as_frequent_as_it_was_probable() {
    let policy =
        Policy::new([("a", belief(20, 80)), ("b", belief(26, 74)), ("c", belief(5, 5))]).unwrap();
    let decision: DecisionId = "d-1".parse().unwrap();
    let mut counts = BTreeMap::<&str, (u32, f64)>::new();
    for number in 0..4_000 {
        let person: ProfileId = format!("p{number}").parse().unwrap();
        let choice = policy.choose(&person, &decision, |_| true).unwrap();
        if number < 20 {
            assert_eq!(policy.choose(&person, &decision, |_| true).as_ref(), Some(&choice));
        }
        let count = counts.entry(choice.arm).or_default();
        *count = (count.0 + 1, choice.propensity);
    }
    assert_eq!(counts.len(), 3);
    for (arm, (count, propensity)) in counts {
        let (share, error) =
            (f64::from(count) / 4_000.0, (propensity * (1.0 - propensity) / 4_000.0).sqrt());
        assert!((share - propensity).abs() < 4.0 * error, "{arm}: {share} of {propensity}");
    }
}

#[test]
fn an_arm_that_may_not_be_drawn_is_not_and_the_others_share_its_part() {
    let policy =
        Policy::new([("a", belief(9, 1)), ("b", belief(1, 9)), ("c", belief(1, 9))]).unwrap();
    let (person, decision): (ProfileId, DecisionId) = ("p".parse().unwrap(), "d".parse().unwrap());
    let choice = policy.choose(&person, &decision, |arm| arm != "a").unwrap();
    assert_ne!(choice.arm, "a");
    assert_eq!(choice.propensities.len(), 2);
    assert!((choice.propensity - 0.5).abs() < 1e-9);
    assert_eq!(policy.choose(&person, &decision, |_| false), None);
    let alone = policy.choose(&person, &decision, |arm| arm == "b").unwrap();
    assert!((alone.propensity - 1.0).abs() < 1e-12);
}

#[test]
fn what_is_out_of_bounds_is_refused_and_named() {
    let mut arms = Arms::default();
    assert_eq!(arms.rewarded("a", 1.5).unwrap_err().to_string(), "reward is 1.5, not 0 to 1");
    assert!(arms.rewarded("a", f64::NAN).is_err());
    for number in 0..8 {
        arms.shown(&format!("arm-{number}")).unwrap();
    }
    assert_eq!(
        arms.shown("arm-8").unwrap_err().to_string(),
        "arm `arm-8` would be one more than 8"
    );
    assert!(arms.shown("arm-3").is_ok());
    arms.retain(|arm| arm == "arm-3");
    assert_eq!(arms.of("arm-3").shown, 2);
    let many = (0..9).map(|_| ("a", belief(0, 0)));
    assert!(matches!(Policy::new(many), Err(BanditError::TooManyArms { .. })));
    assert!(Policy::with_exploration([("a", belief(0, 0))], 1.1).is_err());
    let mut contexts = Contexts::default();
    assert_eq!(
        contexts.arms("").unwrap_err().to_string(),
        "name `` is empty or longer than 128 bytes"
    );
    for number in 0..32 {
        contexts.arms(&number.to_string()).unwrap();
    }
    assert!(contexts.arms("one more").is_err());
}

#[test]
fn rewards_beyond_what_was_shown_never_make_a_belief_impossible() {
    let mut arms = Arms::default();
    arms.rewarded("a", 1.0).unwrap();
    assert_eq!(arms.of("a").belief(), belief(0, 0));
    arms.shown("a").unwrap();
    assert_eq!(arms.of("a").belief(), belief(1, 0));
}

#[test]
fn a_context_that_was_never_seen_starts_from_what_holds_for_everybody() {
    let mut contexts = Contexts::default();
    let arms = contexts.arms("loyal").unwrap();
    for number in 0..1_000 {
        for (arm, each) in [("coupon", 10), ("news", 50)] {
            arms.shown(arm).unwrap();
            if number % each == 0 {
                arms.rewarded(arm, 1.0).unwrap();
            }
        }
    }
    let rate = |belief: Belief| belief.successes / (belief.successes + belief.failures);
    let (coupon, news) = (contexts.belief("new", "coupon"), contexts.belief("new", "news"));
    assert!(rate(news) < rate(coupon));
    // The record of everybody counts for ten people and no more.
    assert!((coupon.successes + coupon.failures - 12.0).abs() < 1e-9);
    assert_eq!(contexts.belief("new", "third"), belief(0, 0));
}

/// A place from 0 to 1 that looks random (`SplitMix64`).
fn chance(seed: u64) -> f64 {
    let mut mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    real((mixed ^ (mixed >> 31)) >> 12) / 4_503_599_627_370_496.0
}

#[test]
fn the_better_arm_is_found_and_given_to_most() {
    let rates = [("a", 0.05), ("b", 0.10), ("c", 0.05)];
    let mut arms = Arms::default();
    let (mut number, mut orders) = (0_u64, 0.0);
    // Forty rounds of a hundred people; the policy is made anew after each.
    for _ in 0..40 {
        let beliefs: Vec<(&str, Belief)> =
            rates.iter().map(|(arm, _)| (*arm, arms.of(arm).belief())).collect();
        let policy = Policy::new(beliefs).unwrap();
        for _ in 0..100 {
            number += 1;
            let person: ProfileId = format!("p{number}").parse().unwrap();
            let choice = policy.choose(&person, &"d".parse().unwrap(), |_| true).unwrap();
            arms.shown(choice.arm).unwrap();
            let rate = rates.iter().find(|(arm, _)| *arm == choice.arm).unwrap().1;
            if chance(number) < rate {
                arms.rewarded(choice.arm, 1.0).unwrap();
                orders += 1.0;
            }
        }
    }
    assert!(2_400 < arms.of("b").shown, "{arms:?}");
    // An even split would bring 267 of 4,000.
    assert!(320.0 < orders, "{orders}");
}

#[test]
fn records_are_written_small_and_read_back() {
    let mut contexts = Contexts::default();
    for context in ["new", "loyal"] {
        let arms = contexts.arms(context).unwrap();
        arms.shown("coupon").unwrap();
        arms.rewarded("coupon", 0.25).unwrap();
    }
    let written = serde_json::to_string(&contexts).unwrap();
    assert_eq!(
        written,
        r#"{"loyal":{"coupon":{"shown":1,"rewards":2500}},"new":{"coupon":{"shown":1,"rewards":2500}}}"#
    );
    assert_eq!(serde_json::from_str::<Contexts>(&written).unwrap(), contexts);
    assert_eq!(serde_json::from_str::<Arms>(r#"{"a":{}}"#).unwrap().of("a"), Record::default());
}

proptest! {
    #[test]
    fn probabilities_add_up_and_none_is_too_small_for_the_log(
        records in proptest::collection::vec((0_u64..1_000_000, 0_u64..1_000_000), 1..=8),
    ) {
        let beliefs: Vec<Belief> = records.iter().map(|(won, lost)| belief(*won, *lost)).collect();
        let found = probabilities(&beliefs, BANDIT_EXPLORATION);
        let floor = BANDIT_EXPLORATION / real(u64::try_from(found.len()).unwrap());
        prop_assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{:?}", found);
        prop_assert!(found.iter().all(|one| floor - 1e-12 <= *one), "{:?}", found);
    }

    #[test]
    fn records_merge_to_the_same_whole_in_any_order(
        told in proptest::collection::vec((0_u8..8, 0.0..1.0_f64), 0..60),
        cut in 0_usize..60,
    ) {
        let of = |told: &[(u8, f64)]| {
            let mut arms = Arms::default();
            for (arm, reward) in told {
                arms.shown(&arm.to_string()).unwrap();
                arms.rewarded(&arm.to_string(), *reward).unwrap();
            }
            arms
        };
        let (first, second) = told.split_at(cut.min(told.len()));
        let (mut forwards, mut backwards) = (of(first), of(second));
        forwards.merge(&of(second)).unwrap();
        backwards.merge(&of(first)).unwrap();
        prop_assert_eq!(&forwards, &of(&told));
        prop_assert_eq!(forwards, backwards);
    }
}
