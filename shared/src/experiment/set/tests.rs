//! What experiments promise each other.

use proptest::prelude::*;
use serde_json::json;

use super::{super::Skipped, *};

fn set(json: Value) -> Result<Experiments, ExperimentsError> {
    Experiments::new(serde_json::from_value(json).unwrap())
}

fn said(json: Value) -> String {
    set(json).unwrap_err().to_string()
}

fn run(set: &Experiments, key: &str, id: &str) -> Assignment {
    set.run(key, &Person::with_attributes(&json!({ "id": id }))).unwrap()
}

fn waits_for(id: &str, value: &str) -> Value {
    json!([{ "id": id, "condition": { "value": value } }])
}

#[test]
fn only_those_who_got_the_right_thing_of_one_experiment_are_in_the_next() {
    let set = set(json!([
        { "key": "first", "variations": ["a", "b"], "hashVersion": 2, "seed": "1" },
        { "key": "second", "variations": ["c", "d"], "hashVersion": 2, "seed": "2",
          "parentConditions": waits_for("first", "b") },
    ]))
    .unwrap();
    for id in (0..200).map(|id| id.to_string()) {
        let (first, second) = (run(&set, "first", &id), run(&set, "second", &id));
        assert_eq!(second.in_experiment, first.value == "b", "{id}");
        if !second.in_experiment {
            assert_eq!(second.skipped, Some(Skipped::Prerequisite { id: "first".into() }));
        }
    }
    assert_eq!(set.run("third", &Person::with_attributes(&json!({}))), None);
}

#[test]
fn who_is_passed_on_by_a_holdout_was_given_nothing_by_it() {
    let set = set(json!([
        { "key": "holdout", "variations": ["out", "in"], "ranges": [[0, 0], [0, 1]],
          "meta": [{}, { "passthrough": true }] },
        { "key": "next", "variations": [0, 1], "parentConditions": waits_for("holdout", "in") },
    ]))
    .unwrap();
    assert!(run(&set, "holdout", "p1").in_experiment);
    assert!(!run(&set, "next", "p1").in_experiment);
}

#[test]
fn experiments_that_wait_for_each_other_are_refused() {
    let one = |key: &str, id: &str| json!({ "key": key, "variations": [0, 1], "parentConditions": waits_for(id, "x") });
    assert_eq!(
        said(json!([one("a", "b"), one("b", "a")])),
        "experiment `a` waits for itself, or for more than 8 in a row"
    );
    assert_eq!(
        said(json!([one("a", "z")])),
        "experiment `a` waits for `z`, which is no experiment"
    );
    let twice = json!([{ "key": "a", "variations": [0, 1] }, { "key": "a", "variations": [0, 1] }]);
    assert_eq!(said(twice), "`a` is the key of two experiments");
    let wrong = json!([{ "key": "a", "variations": [0] }]);
    assert_eq!(said(wrong), "experiment `a`: there are 1 variations, not 2 to 64");
    let mut row: Vec<Value> = vec![json!({ "key": "0", "variations": [0, 1] })];
    row.extend((1..=8).map(|at| one(&at.to_string(), &(at - 1).to_string())));
    assert!(set(json!(row)).is_ok());
    row.push(one("9", "8"));
    assert!(set(json!(row)).is_err());
}

#[test]
fn two_experiments_of_one_exclusion_group_may_not_claim_the_same_people() {
    let group = |a: [f64; 2], b: [f64; 2], status: &str| {
        json!([
            { "key": "a", "variations": [0, 1], "namespace": ["checkout", a[0], a[1]] },
            { "key": "b", "variations": [0, 1], "namespace": ["checkout", b[0], b[1]], "status": status },
            { "key": "c", "variations": [0, 1], "namespace": ["banner", 0, 1] },
        ])
    };
    assert_eq!(
        said(group([0.0, 0.5], [0.4, 1.0], "running")),
        "experiments `a` and `b` claim the same part of namespace `checkout`"
    );
    assert!(set(group([0.0, 0.5], [0.4, 1.0], "stopped")).is_ok());
    let set = set(group([0.5, 0.75], [0.0, 0.25], "running")).unwrap();
    assert_eq!(
        set.free_ranges("checkout"),
        [BucketRange { start: 0.25, end: 0.5 }, BucketRange { start: 0.75, end: 1.0 }]
    );
    assert_eq!(set.free_ranges("banner"), []);
    assert_eq!(set.free_ranges("another"), [BucketRange { start: 0.0, end: 1.0 }]);
}

proptest! {
    #[test]
    fn nobody_is_in_two_experiments_of_one_group(id in "[a-z0-9]{1,16}", cut in 0.0..1.0_f64) {
        let set = set(json!([
            { "key": "a", "variations": [0, 1], "namespace": ["g", 0, cut] },
            { "key": "b", "variations": [0, 1], "namespace": ["g", cut, 1] },
        ])).unwrap();
        let is_in = |key| run(&set, key, &id).in_experiment;
        prop_assert!(is_in("a") != is_in("b"));
    }
}
