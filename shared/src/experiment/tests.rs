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
