//! GrowthBook's public cases, replayed natively. Each group prints how many of its cases pass.
//!
//! Of the 517 cases 495 concern us; [`NOT_OURS`] and [`NOT_OUR_GROUPS`] list the others, each with its reason.
//!
//! The same groups are replayed inside the browser's wasm and through workerd with the same
//! [`shared::conformance::replay_text`].

use serde_json::{Value, json};
use shared::{
    condition::{Condition, SavedGroups},
    conformance::{GROUPS, replay, replay_text},
};

const SUITE: &str = "growthbook/cases.json";

/// Cases of `feature` that are about the value of a flag alone. We have no flags: a rule gives an offer, a
/// recommendation or a sentence, and the cases below ask nothing about who gets it.
const NOT_OURS: [(&str, &str); 8] = [
    ("unknown feature key", "a flag that does not exist has no value"),
    ("defaults when empty", "a flag without a value is null"),
    ("uses defaultValue - number", "a flag's default is handed through"),
    ("uses custom values - string", "a flag's default is handed through"),
    ("force rules", "a forced value for everybody is handed through"),
    ("force rule with rule id", "a forced value names its rule"),
    ("force rules - force false", "a forced value may be false"),
    ("ignores empty rules", "a rule without anything in it is passed over"),
];

/// Groups that are about what the product does not do.
const NOT_OUR_GROUPS: [(&str, &str); 2] = [
    ("decrypt", "our configuration is not served in GrowthBook's encrypted form"),
    ("urlRedirect", "an experiment of ours never sends a visitor to another page"),
];

/// The cases of one group that concern us.
fn ours(suite: &Value, group: &str) -> Vec<Value> {
    let cases = suite[group].as_array().expect("the suite has the group").iter();
    let is_ours =
        |case: &&Value| group != "feature" || NOT_OURS.iter().all(|(name, _)| case[0] != *name);
    cases.filter(is_ours).cloned().collect()
}

/// The cases of one group; none where the suite is absent.
fn cases(group: &str) -> Vec<Value> {
    let Some(suite) = tests::fixture(SUITE) else { return Vec::new() };
    suite[group].as_array().expect("the suite has the group").clone()
}

#[test]
fn every_group_gives_growthbooks_answers() {
    let Some(suite) = tests::fixture(SUITE) else { return };
    let (mut failures, mut passed) = (Vec::new(), 0);
    for group in GROUPS {
        let cases = ours(&suite, group);
        let answer = replay_text(&json!({ "group": group, "cases": cases }).to_string());
        let answer: Value = serde_json::from_str(&answer).unwrap();
        println!("{group} {}/{}", answer["passed"], answer["total"]);
        assert!(answer["total"].as_u64() > Some(0), "{group} has no cases");
        passed += answer["passed"].as_u64().unwrap();
        failures.extend(answer["failures"].as_array().unwrap().clone());
    }
    assert!(failures.is_empty(), "{failures:#?}");
    println!("GrowthBook in all: {passed} of 517, and 22 that are not about us");
    assert_eq!(passed, 495);
}

#[test]
fn every_case_is_either_replayed_or_on_the_list_of_those_that_are_not_about_us() {
    let Some(suite) = tests::fixture(SUITE) else { return };
    let (mut total, mut left_out) = (0, 0);
    for (group, cases) in suite.as_object().unwrap() {
        let Some(cases) = cases.as_array() else { continue };
        total += cases.len();
        if let Some((_, reason)) = NOT_OUR_GROUPS.iter().find(|(name, _)| name == group) {
            println!("not about us: all {} of {group}: {reason}", cases.len());
            left_out += cases.len();
        } else {
            assert!(GROUPS.contains(&group.as_str()), "{group} is neither replayed nor listed");
            left_out += cases.len() - ours(&suite, group).len();
        }
    }
    for (name, reason) in NOT_OURS {
        println!("not about us: {name}: {reason}");
        let cases = suite["feature"].as_array().unwrap();
        assert_eq!(cases.iter().filter(|case| case[0] == name).count(), 1, "{name}");
    }
    assert_eq!((total, left_out), (517, 22));
}

#[test]
fn a_wrong_answer_does_not_pass() {
    assert_eq!(replay("hash", &json!(["seed", "a", 2, 0.0506]))["passed"], false);
    assert_eq!(
        replay("evalCondition", &json!(["n", { "a": 1 }, { "a": 2 }, true]))["passed"],
        false
    );
    assert_eq!(replay("hash", &json!(["seed"]))["passed"], false);
    let flag = json!({ "attributes": { "id": "1" }, "features": { "f": { "defaultValue": 1, "rules": [{ "variations": [2, 3] }] } } });
    let told = |value| json!(["n", flag, "f", { "value": value, "on": true, "off": false, "source": "defaultValue", "ruleId": "" }]);
    assert_eq!(replay("feature", &told(1))["passed"], false);
    assert_eq!(replay("no such group", &json!([]))["passed"], false);
}

fn saved_groups(case: &Value) -> SavedGroups {
    case.get(4).map(|groups| serde_json::from_value(groups.clone()).unwrap()).unwrap_or_default()
}

#[test]
fn a_condition_is_explained_exactly_when_it_does_not_hold() {
    for case in cases("evalCondition") {
        let condition = Condition::parse_tolerant(&case[1]).unwrap();
        let failed = condition.explain_with(&case[2], &saved_groups(&case));
        assert_eq!(Value::Bool(failed.is_none()), case[3], "{}", case[0]);
    }
}

#[test]
fn what_may_be_published_gives_growthbooks_answer_too() {
    for case in cases("evalCondition") {
        match Condition::parse(&case[1]) {
            // Not understood, or holding for everybody by accident: never to be published.
            Err(error) => {
                let reason = error.to_string();
                println!("refused at publication: {}: {reason}", case[0]);
                let known = ["$regx", "$groups", "needs an array", "nothing to repeat"];
                assert!(known.iter().any(|known| reason.contains(known)), "{reason}");
            }
            Ok(condition) => {
                let holds = condition.eval_with(&case[2], &saved_groups(&case));
                assert_eq!(Value::Bool(holds), case[3], "{}", case[0]);
                assert_eq!(Condition::parse(&condition.to_value()), Ok(condition), "{}", case[0]);
            }
        }
    }
}

#[test]
fn what_the_text_form_can_say_of_the_public_conditions_it_says_exactly() {
    let (mut said, mut published) = (0, 0);
    for case in cases("evalCondition") {
        let Ok(condition) = Condition::parse(&case[1]) else { continue };
        published += 1;
        if let Ok(text) = condition.to_text() {
            said += 1;
            assert_eq!(Condition::from_text(&text), Ok(condition), "{text}");
        }
    }
    println!("text form: {said} of {published} public conditions have words");
    assert!(published == 0 || said * 10 > published * 9, "{said} of {published}");
}
