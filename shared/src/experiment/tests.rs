//! What an experiment promises, beyond GrowthBook's own cases (see `tests/conformance`).

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn experiment(json: Value) -> Experiment {
    serde_json::from_value(json).unwrap()
}

fn run(experiment: &Experiment, id: &str) -> Assignment {
    experiment.run(&Person::with_attributes(&json!({ "id": id })))
}

#[test]
fn somebody_who_is_left_out_is_told_why() {
    let paid = experiment(json!({
        "key": "k", "variations": [0, 1], "condition": { "plan": "paid" },
    }));
    let skipped = run(&paid, "p1").skipped.unwrap();
    assert!(matches!(skipped, Skipped::Condition { clause } if clause.path == "plan"));
    let none = experiment(json!({ "key": "k", "variations": [0, 1], "coverage": 0 }));
    assert_eq!(run(&none, "p1").skipped, Some(Skipped::NotCovered));
    assert_eq!(run(&none, "").skipped, Some(Skipped::NoHashValue));
}

#[test]
fn a_preview_is_shown_and_not_counted() {
    let experiment = experiment(json!({ "key": "k", "variations": ["a", "b"], "active": false }));
    let attributes = json!({ "id": "p1" });
    let person =
        Person { url: "https://shop.example/?k=1", ..Person::with_attributes(&attributes) };
    let shown = experiment.run(&person);
    assert_eq!((shown.value, shown.in_experiment, shown.hash_used), (json!("b"), true, false));
}

#[test]
fn an_assignment_is_written_in_growthbooks_names() {
    let experiment = experiment(json!({
        "key": "coupon-size", "variations": [0, 50], "hashVersion": 2, "seed": "s", "weights": [0.1, 0.9],
        "meta": [{ "key": "none" }, { "key": "fifty", "name": "Fifty off" }],
    }));
    let written = serde_json::to_value(run(&experiment, "p-2")).unwrap();
    assert_eq!(
        written,
        json!({
            "variationId": 1, "key": "fifty", "name": "Fifty off", "value": 50,
            "inExperiment": true, "hashUsed": true, "hashAttribute": "id", "hashValue": "p-2",
            "bucket": 0.1903, "stickyBucketUsed": false,
        })
    );
}

#[test]
fn fields_we_cannot_honour_are_refused_and_not_ignored() {
    let with_urls = json!({ "key": "k", "variations": [0, 1], "urlPatterns": [] });
    let refused = serde_json::from_value::<Experiment>(with_urls).unwrap_err().to_string();
    assert!(refused.contains("urlPatterns"), "{refused}");
}

#[test]
fn what_growthbook_would_repair_in_silence_may_not_be_published() {
    let error = |field: &str, value: Value| {
        let mut json = json!({ "key": "k", "variations": [0, 1] });
        json[field] = value;
        experiment(json).check().unwrap_err().to_string()
    };
    assert_eq!(experiment(json!({ "key": "k", "variations": [0, 1] })).check(), Ok(()));
    assert_eq!(error("variations", json!([0])), "there are 1 variations, not 2 to 64");
    assert_eq!(error("weights", json!([0.5, 0.2])), "weights add up to 0.7, not to 1");
    assert_eq!(error("weights", json!([1])), "there are 1 weights for 2 variations");
    assert_eq!(error("coverage", json!(5)), "coverage is 5, not 0 to 1");
    assert_eq!(error("hashVersion", json!(3)), "hashVersion is 3, not 1 or 2");
    assert_eq!(error("force", json!(2)), "force is 2, but there are 2 variations");
    assert_eq!(
        error("ranges", json!([[0, 0.5], [0.4, 1]])),
        "ranges overlap, or are more than the variations"
    );
    assert_eq!(error("namespace", json!(["n", 0, 1.5])), "namespace is 1.5, not 0 to 1");
    assert!(error("key", json!("")).starts_with("key `` is empty"));
}

#[test]
fn a_kept_variation_survives_new_weights() {
    let before = experiment(json!({
        "key": "k", "variations": ["a", "b"], "weights": [1, 0], "meta": [{"key": "0"}, {"key": "1"}],
    }));
    let after = Experiment { weights: Some([0.0, 1.0].into()), ..before.clone() };
    let attributes = json!({ "id": "p1" });
    let mut sticky = StickyBuckets::default();
    sticky.keep(&before, &before.run(&Person::with_attributes(&attributes)));
    let person = Person { sticky: Some(&sticky), ..Person::with_attributes(&attributes) };
    let kept = after.run(&person);
    assert_eq!((kept.value, kept.sticky_bucket_used), (json!("a"), true));
    assert_eq!(run(&after, "p1").value, json!("b"));
}

fn learned(json: Value) -> ContextualBandits {
    [("b".to_string(), serde_json::from_value(json).unwrap())].into()
}

#[test]
fn a_bandit_tells_how_probable_its_draw_was() {
    let experiment = experiment(json!({
        "key": "k", "variations": ["a", "b"], "hashVersion": 2, "contextualBanditRef": "b",
    }));
    let bandits = learned(json!({ "banditVersion": 3, "contexts": [
        { "leafId": 1, "condition": { "intent": "price" }, "weights": [0.9, 0.1] },
    ] }));
    let attributes = json!({ "id": "p1", "intent": "price" });
    let person = Person { bandits: &bandits, ..Person::with_attributes(&attributes) };
    let drawn = experiment.run(&person);
    let propensity = if drawn.variation_id == 0 { 0.9 } else { 0.1 };
    assert_eq!(drawn.propensity(), Some(propensity));
    assert_eq!(
        drawn.leaf.as_ref().map(|leaf| (leaf.leaf_id, leaf.bandit_version)),
        Some((1, Some(3)))
    );
    let others = json!({ "id": "p1" });
    let of_no_leaf = experiment.run(&Person { attributes: &others, ..person });
    assert_eq!(
        (of_no_leaf.leaf.as_ref().unwrap().leaf_id, of_no_leaf.propensity()),
        (-1, Some(0.5))
    );
    // What was kept from earlier was drawn with weights that nobody knows any more.
    let mut sticky = StickyBuckets::default();
    let named = Experiment {
        meta: serde_json::from_value(json!([{ "key": "0" }, { "key": "1" }])).unwrap(),
        ..experiment
    };
    assert!(sticky.keep(&named, &named.run(&person)));
    let kept = named.run(&Person { sticky: Some(&sticky), ..person });
    assert!(kept.sticky_bucket_used && kept.propensity().is_none());
    let written = serde_json::to_value(&kept).unwrap();
    assert_eq!(serde_json::from_value::<Assignment>(written).unwrap(), kept);
}

#[test]
fn a_bandit_with_wrong_weights_may_not_be_published() {
    let bandits =
        learned(json!({ "contexts": [{ "leafId": 1, "condition": {}, "weights": [0.9, 0.2] }] }));
    let said = |variations| bandits["b"].check(variations).unwrap_err().to_string();
    assert_eq!(said(2), "weights add up to 1.1, not to 1");
    assert_eq!(said(3), "there are 2 weights for 3 variations");
    let leaf = bandits["b"].contexts[0].clone();
    let many = ContextualBandit { contexts: vec![leaf; 33], ..ContextualBandit::default() };
    assert_eq!(many.check(2).unwrap_err().to_string(), "there are 33 contexts, more than 32");
}

#[test]
fn a_person_keeps_so_many_assignments_and_no_more() {
    let attributes = json!({ "id": "p1" });
    let mut sticky = StickyBuckets::default();
    let keep = |sticky: &mut StickyBuckets, number: usize| {
        let experiment = experiment(json!({ "key": format!("k{number}"), "variations": [0, 1] }));
        sticky.keep(&experiment, &experiment.run(&Person::with_attributes(&attributes)))
    };
    let most = crate::limits::STICKY_ASSIGNMENTS_KEPT_MAX;
    assert!((0..most).all(|number| keep(&mut sticky, number)));
    assert!(!keep(&mut sticky, most), "nobody in a running experiment is forgotten");
    assert!(keep(&mut sticky, 0), "what is known may be kept again");
    let written = serde_json::to_value(&sticky).unwrap();
    assert_eq!(serde_json::from_value::<StickyBuckets>(written.clone()).unwrap(), sticky);
    sticky.retain(|key| key == "k7");
    assert_eq!(sticky.len(), 1);
    sticky.retain(|_| false);
    assert!(sticky.is_empty());
    // A stored document from a time with another bound is read as far as it goes.
    let mut larger = written;
    for number in 0..9 {
        larger["id||p1"]["assignments"][format!("more{number}__0")] = json!("0");
    }
    assert_eq!(serde_json::from_value::<StickyBuckets>(larger).unwrap().len(), most);
}

#[test]
fn an_id_that_is_too_long_is_not_kept() {
    let long = json!({ "id": "x".repeat(129) });
    let experiment = experiment(json!({ "key": "k", "variations": [0, 1] }));
    let mut sticky = StickyBuckets::default();
    assert!(!sticky.keep(&experiment, &experiment.run(&Person::with_attributes(&long))));
    assert!(sticky.is_empty());
}

proptest! {
    #[test]
    fn growing_coverage_moves_nobody(id in "[a-z0-9]{1,12}", small in 0.0..1.0_f64, more in 0.0..1.0_f64) {
        let with = |coverage: f64| {
            experiment(json!({ "key": "k", "variations": [0, 1, 2], "hashVersion": 2, "coverage": coverage }))
        };
        let before = run(&with(small * more), &id);
        let after = run(&with(more), &id);
        if before.in_experiment {
            prop_assert_eq!(before.variation_id, after.variation_id);
            prop_assert!(after.in_experiment);
        }
    }

    #[test]
    fn no_experiment_panics(
        weights in proptest::collection::vec(any::<f64>(), 0..5),
        coverage in any::<f64>(),
        force in any::<Option<i64>>(),
        version in any::<u32>(),
        id in any::<String>(),
    ) {
        let experiment = Experiment {
            weights: Some(weights),
            coverage: Some(coverage),
            force,
            hash_version: Some(version),
            ..experiment(json!({ "key": "k", "variations": [0, 1, 2] }))
        };
        let _checked = experiment.check();
        let assignment = run(&experiment, &id);
        prop_assert!(assignment.variation_id < 3);
        prop_assert_eq!(assignment.in_experiment, assignment.skipped.is_none());
    }
}
