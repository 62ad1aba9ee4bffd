//! Replays GrowthBook's public cases inside any build of the core.
//!
//! Law: the same rules and the same hashing give the same answer natively, at the edge and in
//! the browser. The cases are data that only the tests have; this module is the part that
//! must run *inside* the build under test. It takes a case as JSON and says what came out, so
//! a shell needs one exported function that passes text through ([`replay_text`]).
//!
//! Compiled only with the cargo feature `conformance`, which no shipped build turns on.

mod feature;

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Value, json};

use crate::{
    bucket::{BucketRange, Namespace, bucket_ranges, choose_variation, equal_weights, hash},
    condition::{Condition, SavedGroups},
    experiment::{
        ContextualBandits, Experiment, Mode, Person, StickyBuckets, StickyDocument,
        query_string_override,
    },
};

/// The groups of cases that can be replayed.
///
/// Of `feature`, cases about the values of flags alone say nothing about us; the tests list them.
pub const GROUPS: [&str; 11] = [
    "evalCondition",
    "hash",
    "getBucketRange",
    "chooseVariation",
    "inNamespace",
    "getEqualWeights",
    "getQueryStringOverride",
    "run",
    "stickyBucket",
    "contextualBandit",
    "feature",
];

/// The cases round to eight places or less.
const TOLERANCE: f64 = 1e-8;

/// Replays one case of GrowthBook's `cases.json`.
///
/// The answer is `{"passed": bool, "actual": …, "expected": …}`. A case that cannot even be
/// read has not passed, and `actual` says why.
#[must_use]
pub fn replay(group: &str, case: &Value) -> Value {
    let (actual, expected) = match outcome(group, case) {
        Ok(outcome) => outcome,
        Err(reason) => (json!({ "error": reason }), Value::Null),
    };
    json!({ "passed": is_close(&actual, &expected), "actual": actual, "expected": expected })
}

/// Replays `{"group": "hash", "cases": [[…], …]}`, text in and text out.
///
/// The answer is `{"group": …, "passed": n, "total": n, "failures": […]}`.
///
/// # Examples
///
/// ```
/// use shared::conformance::replay_text;
///
/// assert_eq!(
///     replay_text(r#"{"group":"hash","cases":[["seed","a",2,0.0505]]}"#),
///     r#"{"failures":[],"group":"hash","passed":1,"total":1}"#,
/// );
/// ```
#[must_use]
pub fn replay_text(input: &str) -> String {
    let request: Value = match serde_json::from_str(input) {
        Ok(request) => request,
        Err(reason) => return json!({ "error": reason.to_string() }).to_string(),
    };
    let group = request.get("group").and_then(Value::as_str).unwrap_or_default();
    let cases = request.get("cases").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut failures = Vec::new();
    for case in cases {
        let answer = replay(group, case);
        if answer.get("passed") != Some(&Value::Bool(true)) {
            failures.push(json!({ "case": case.get(0), "answer": answer }));
        }
    }
    let passed = cases.len().saturating_sub(failures.len());
    json!({ "group": group, "passed": passed, "total": cases.len(), "failures": failures })
        .to_string()
}

type Outcome = Result<(Value, Value), String>;

/// What came out and what should have.
fn outcome(group: &str, case: &Value) -> Outcome {
    match group {
        "evalCondition" => {
            let condition =
                Condition::parse_tolerant(&at(case, 1)).map_err(|error| error.to_string())?;
            let groups: Option<SavedGroups> = read(case, 4)?;
            let holds = condition.eval_with(&at(case, 2), &groups.unwrap_or_default());
            Ok((json!(holds), at(case, 3)))
        }
        "hash" => {
            let (seed, value, version): (String, String, u32) =
                (read(case, 0)?, read(case, 1)?, read(case, 2)?);
            Ok((json!(hash(&seed, &value, version)), at(case, 3)))
        }
        "getBucketRange" => {
            let (variations, coverage, weights): (u32, Option<f64>, Option<Vec<f64>>) =
                read(case, 1)?;
            Ok((json!(bucket_ranges(variations, coverage, weights.as_deref())), at(case, 2)))
        }
        "chooseVariation" => {
            let ranges: Vec<BucketRange> = read(case, 2)?;
            let chosen = choose_variation(read(case, 1)?, &ranges);
            // GrowthBook writes "none" as -1.
            Ok((chosen.map_or_else(|| json!(-1), |variation| json!(variation)), at(case, 3)))
        }
        "inNamespace" => {
            let (id, namespace): (String, Namespace) = (read(case, 1)?, read(case, 2)?);
            Ok((json!(namespace.contains(&id)), at(case, 3)))
        }
        "getEqualWeights" => {
            let variations: i64 = read(case, 0)?;
            // No variations and fewer than none have no weights.
            Ok((json!(equal_weights(u32::try_from(variations).unwrap_or(0))), at(case, 1)))
        }
        "getQueryStringOverride" => {
            let (key, url, variations): (String, String, u32) =
                (read(case, 1)?, read(case, 2)?, read(case, 3)?);
            Ok((json!(query_string_override(&key, &url, variations)), at(case, 4)))
        }
        "run" => run(case),
        "stickyBucket" => sticky(case),
        "contextualBandit" | "feature" => feature::outcome(case),
        _ => Err(String::from("no such group of cases")),
    }
}

fn run(case: &Value) -> Outcome {
    let experiment: Experiment = read(case, 2)?;
    let context = Context::of(&at(case, 1))?;
    let assignment = experiment.run(&context.person(None));
    let actual = json!([assignment.value, assignment.in_experiment, assignment.hash_used]);
    Ok((actual, json!([at(case, 3), at(case, 4), at(case, 5)])))
}

/// A sticky case runs the one rule of a feature, which is an experiment, and looks at what is
/// kept afterwards.
fn sticky(case: &Value) -> Outcome {
    let feature: String = read(case, 3)?;
    let raw = at(case, 1);
    let rule = raw.pointer(&["/features/", &feature, "/rules/0"].concat());
    let experiment = feature::experiment(rule.unwrap_or(&Value::Null), &feature)?;
    let context = Context::of(&raw)?;
    let documents: Vec<StickyDocument> = read(case, 2)?;
    let mut buckets = StickyBuckets::default();
    // A store is only asked for the documents of the person at hand.
    for document in documents {
        if context.attributes.get(&document.attribute_name)
            == Some(&json!(document.attribute_value))
        {
            buckets.insert(document);
        }
    }
    let assignment = experiment.run(&context.person(Some(&buckets)));
    buckets.keep(&experiment, &assignment);
    let mut given = Value::Null;
    if assignment.in_experiment {
        given = json!(assignment);
        if let Some(fields) = given.as_object_mut() {
            fields.insert("featureId".to_string(), json!(feature));
        }
    }
    Ok((json!([given, buckets]), json!([at(case, 4), at(case, 5)])))
}

/// What a case says about the person and the page.
struct Context {
    attributes: Value,
    url: String,
    groups: SavedGroups,
    forced: BTreeMap<String, i64>,
    given: BTreeMap<String, Value>,
    bandits: ContextualBandits,
    mode: Mode,
}

impl Context {
    fn of(json: &Value) -> Result<Self, String> {
        let field = |name: &str| json.get(name).cloned().unwrap_or_default();
        let forced: Option<_> = read_value(field("forcedVariations"))?;
        let groups: Option<_> = read_value(field("savedGroups"))?;
        let features: Option<BTreeMap<String, Value>> = read_value(field("features"))?;
        let bandits: Option<_> = read_value(field("contextualBandits"))?;
        let default_of = |feature: Value| feature.get("defaultValue").cloned().unwrap_or_default();
        let is_off = field("enabled") == Value::Bool(false);
        let is_testing = field("qaMode") == Value::Bool(true);
        Ok(Self {
            attributes: field("attributes"),
            url: field("url").as_str().unwrap_or_default().to_string(),
            groups: groups.unwrap_or_default(),
            forced: forced.unwrap_or_default(),
            given: features
                .unwrap_or_default()
                .into_iter()
                .map(|(key, feature)| (key, default_of(feature)))
                .collect(),
            bandits: bandits.unwrap_or_default(),
            mode: match (is_off, is_testing) {
                (true, _) => Mode::Disabled,
                (false, true) => Mode::Testing,
                (false, false) => Mode::Live,
            },
        })
    }

    fn person<'a>(&'a self, sticky: Option<&'a StickyBuckets>) -> Person<'a> {
        Person {
            attributes: &self.attributes,
            url: &self.url,
            saved_groups: &self.groups,
            forced: &self.forced,
            given: &self.given,
            bandits: &self.bandits,
            sticky,
            mode: self.mode,
        }
    }
}

fn at(case: &Value, place: usize) -> Value {
    case.get(place).cloned().unwrap_or_default()
}

fn read<T: serde::de::DeserializeOwned>(case: &Value, place: usize) -> Result<T, String> {
    read_value(at(case, place))
}

fn read_value<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// Equality, with numbers as exact as the cases write them.
fn is_close(actual: &Value, expected: &Value) -> bool {
    match (actual, expected) {
        (Value::Number(actual), Value::Number(expected)) => {
            match (actual.as_f64(), expected.as_f64()) {
                (Some(actual), Some(expected)) => (actual - expected).abs() <= TOLERANCE,
                _ => false,
            }
        }
        (Value::Array(actual), Value::Array(expected)) => {
            actual.len() == expected.len()
                && actual.iter().zip(expected).all(|(actual, expected)| is_close(actual, expected))
        }
        (Value::Object(actual), Value::Object(expected)) => {
            actual.len() == expected.len()
                && actual.iter().all(|(key, actual)| {
                    expected.get(key).is_some_and(|expected| is_close(actual, expected))
                })
        }
        _ => actual == expected,
    }
}
