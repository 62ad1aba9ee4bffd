//! What the model learns, and what it does not claim to know.

use alloc::{format, string::String, vec::Vec};

use proptest::prelude::*;

use super::*;

/// A place from 0 to 1 that looks random (`SplitMix64`).
pub(crate) fn chance(seed: u64) -> f64 {
    let mut mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    real((mixed ^ (mixed >> 31)) >> 12) / 4_503_599_627_370_496.0
}

/// Whether something of this rate happens at a place from 0 to 1.
pub(crate) fn response(place: f64, rate: f64) -> Response {
    if place < rate { Response::Positive } else { Response::Negative }
}

/// A shop's people: the loyal buy often, those who compare seldom, and a larger cart helps.
fn person(seed: u64) -> (Features, f64) {
    let stage = ["new", "active", "loyal", "at_risk"][usize::try_from(seed % 4).unwrap()];
    let compares = chance(seed * 7 + 1) < 0.4;
    let cart = 2.0 * chance(seed * 7 + 2) - 1.0;
    let mut odds = -2.5 + 0.8 * cart;
    odds += match stage {
        "loyal" => 1.5,
        "at_risk" => -1.0,
        _ => 0.0,
    };
    odds -= if compares { 0.8 } else { 0.0 };
    let features = Features::new()
        .word("lifecycle_stage", stage)
        .word("compares", if compares { "yes" } else { "no" })
        .number("cart_value", cart)
        .word("device", ["phone", "desktop"][usize::try_from(seed % 2).unwrap()]);
    (features, 1.0 / (1.0 + (-odds).exp()))
}

fn learned(people: u64) -> PropensityModel {
    let mut model = PropensityModel::default();
    for seed in 0..people {
        let (features, truth) = person(seed);
        model.learn(&features, response(chance(seed * 7 + 3), truth));
    }
    model
}

#[test]
fn with_no_data_everybody_is_the_same() {
    let model = PropensityModel::default();
    let found = model.predict(&person(1).0);
    assert_eq!(found, model.predict(&person(2).0));
    assert_eq!((found.evidence, found.observations), (Evidence::None, 0));
    assert!((found.probability - 0.5).abs() < 1e-15);
}

#[test]
fn with_little_data_everybody_is_nearly_the_same() {
    let model = learned(40);
    let all: Vec<f64> = (0..200).map(|seed| model.predict(&person(seed).0).probability).collect();
    let (low, high) =
        all.iter().fold((1.0_f64, 0.0_f64), |(low, high), one| (low.min(*one), high.max(*one)));
    assert!(high - low < 0.05, "{low} to {high}");
    assert_eq!(model.predict(&person(1).0).evidence, Evidence::Thin);
}

#[test]
fn with_enough_data_it_ranks_people_nearly_as_well_as_the_truth_does() {
    let model = learned(20_000);
    let mut people: Vec<(f64, f64, bool)> = (50_000..54_000)
        .map(|seed| {
            let (features, truth) = person(seed);
            (model.predict(&features).probability, truth, chance(seed * 7 + 3) < truth)
        })
        .collect();
    let mut area = |by: fn(&(f64, f64, bool)) -> f64| {
        people.sort_by(|one, other| by(one).total_cmp(&by(other)));
        let (mut below, mut pairs) = (0_u32, 0_u64);
        for (_, _, bought) in &people {
            if *bought {
                pairs += u64::from(below);
            } else {
                below += 1;
            }
        }
        let bought = people.iter().filter(|one| one.2).count();
        real(pairs) / real(u64::from(below)) / real(u64::try_from(bought).unwrap())
    };
    let (model_area, true_area) = (area(|one| one.0), area(|one| one.1));
    assert!(0.70 < true_area && true_area - model_area < 0.02, "{model_area} of {true_area}");
    // Calibrated: of those with the highest tenth of predictions as many buy as was said.
    people.sort_by(|one, other| one.0.total_cmp(&other.0));
    let top = &people[3_600..];
    let said = top.iter().map(|one| one.0).sum::<f64>() / 400.0;
    let was = top.iter().map(|one| one.1).sum::<f64>() / 400.0;
    assert!((said - was).abs() < 0.04, "{said} of {was}");
    assert_eq!(model.predict(&person(1).0).evidence, Evidence::Enough);
}

#[test]
fn features_that_say_nothing_are_given_no_weight() {
    let mut model = PropensityModel::default();
    for seed in 0..20_000 {
        let noise = format!("{}", seed % 5);
        model.learn(&Features::new().word("noise", &noise), response(chance(seed), 0.05));
    }
    for noise in 0..5 {
        let found = model.predict(&Features::new().word("noise", &noise.to_string()));
        assert!((found.probability - found.base_rate).abs() < 0.01, "{found:?}");
    }
}

#[test]
fn the_state_is_small_and_comes_back_as_it_was() {
    let mut model = learned(5_000);
    for number in 0..2_000 {
        model.learn(
            &Features::new().word("sku", &number.to_string()),
            response(chance(number), 0.3),
        );
    }
    let written = serde_json::to_string(&model).unwrap();
    assert!(written.len() <= 4_096, "{} bytes", written.len());
    let read: PropensityModel = serde_json::from_str(&written).unwrap();
    for seed in 0..50 {
        assert_eq!(read.predict(&person(seed).0), model.predict(&person(seed).0));
    }
    let empty: PropensityModel = serde_json::from_str("{}").unwrap();
    assert_eq!(empty.predict(&person(1).0), PropensityModel::default().predict(&person(1).0));
}

#[test]
fn a_stored_weight_that_makes_no_sense_is_forgotten() {
    let text =
        r#"{"positives":500,"negatives":500,"weights":[[900,1.0,1.0],[3,5.0,-1.0],[4,9.0,16.0]]}"#;
    let model: PropensityModel = serde_json::from_str(text).unwrap();
    assert!((0..200).all(|seed| model.predict(&person(seed).0).probability.is_finite()));
    assert_eq!(serde_json::to_value(&model).unwrap()["weights"].as_array().unwrap().len(), 1);
}

proptest! {
    #[test]
    fn whatever_is_learned_a_prediction_is_a_probability(
        seen in proptest::collection::vec((".{0,8}", any::<f64>(), any::<bool>()), 0..200),
        word in ".{0,40}",
        number in any::<f64>(),
    ) {
        let mut model = PropensityModel::default();
        let features = |word: &str, number: f64| {
            let many: String = word.into();
            (0..40).fold(Features::new().number("n", number), |features, at| {
                features.word(&at.to_string(), &many)
            })
        };
        for (word, number, happened) in &seen {
            let happened = if *happened { Response::Positive } else { Response::Negative };
            model.learn(&features(word, *number), happened);
        }
        let found = model.predict(&features(&word, number));
        prop_assert!(0.0 < found.probability && found.probability < 1.0, "{:?}", found);
    }
}
