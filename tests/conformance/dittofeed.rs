//! Dittofeed's public scenarios of segments and user properties, replayed on a person.
//!
//! One adapter writes their segment definitions as conditions and their steps as commands: events
//! come in when they were sent, a `compute` is the moment at which the alarm is looked at, an
//! `assert` reads the person. What does not apply is in [`NOT_APPLICABLE`], with the reason.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::{
    catalog::Catalog,
    compiled::Compiled,
    condition::Condition,
    config::Config,
    event::{Arrival, Event},
    id::ProfileId,
    time::Timestamp,
    visitor::{Command, Context, Effect, Visitor},
};

const SUITE: &str = "dittofeed/segment_and_property_cases.json";

/// Scenarios that do not apply, by their description, with the reason.
const NOT_APPLICABLE: [(&str, &str); 10] = [
    (
        "any of user property with null values",
        "a property that is whichever of several events had a value last; here traits come from identify only, and null takes one away",
    ),
    ("manual segment", "a list that somebody keeps; here a segment is a condition"),
    (
        "with a performed many user property",
        "a property that is a list of events; here the timeline is one",
    ),
    (
        "with a performed user property with skipReCompute",
        "a switch of their batch computation; here nothing is computed in batches",
    ),
    ("with a file user property", "attachments of their e-mail editor"),
    (
        "with an opt out subscription group segment",
        "e-mail subscriptions kept as segments; here consent is its own, and asked for first",
    ),
    (
        "with a performed user property with a complex inner structure",
        "a property that is a value of the last event; here that is asked with last(…) HAS (…) and kept by nobody",
    ),
    (
        "when a performed user property is updated with a new skipReCompute",
        "a switch of their batch computation; here nothing is computed in batches",
    ),
    (
        "with a random bucket segment",
        "people drawn by their hash of the segment's id; here experiments and holdouts draw people",
    ),
    (
        "anonymous users can and opt in subscription group",
        "e-mail subscriptions kept as segments; here consent is its own, and asked for first",
    ),
];

/// A user of their scenario.
#[derive(Default)]
struct User {
    visitor: Visitor,
    alarm: Option<Timestamp>,
}

/// A scenario while it is played.
struct Stage {
    segments: Value,
    properties: Value,
    users: BTreeMap<String, User>,
    sent: u32,
}

fn moment(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).expect("a moment")
}

impl Stage {
    fn config(&self) -> Compiled {
        let segments: Vec<Value> = list(&self.segments)
            .iter()
            .map(|segment| {
                let definition = &segment["definition"];
                let nodes = list(&definition["nodes"]);
                json!({
                    "id": segment["name"], "name": segment["name"],
                    "condition": condition(&definition["entryNode"], &nodes)
                })
            })
            .collect();
        let config: Config = serde_json::from_value(json!({
            "settings": {"id": "demo", "name": "Demo", "write_keys": ["pk"], "currency": "CNY"},
            "segments": segments
        }))
        .unwrap();
        Compiled::new(config, "hash".into(), Catalog::default()).unwrap()
    }

    fn apply(&mut self, user: &str, command: Command, now: Timestamp) {
        let config = self.config();
        let id: ProfileId = user.parse().unwrap();
        let known = self.users.entry(user.to_owned()).or_default();
        let context = Context {
            id: &id,
            config: &config,
            now,
            zones: &shared::zone::NoZones,
            secret: b"secret",
            explain: false,
        };
        let effects = known.visitor.apply(command, context);
        known.alarm = effects.iter().find_map(|effect| match effect {
            Effect::WakeAt(at) => Some(*at),
            _ => None,
        });
    }

    /// Takes one of their events in, when it was sent.
    fn take_in(&mut self, event: &Value) {
        let mut event = event.clone();
        let user = ["userId", "anonymousId"].iter().find_map(|key| event[*key].as_str());
        let user = user.expect("a user").to_owned();
        self.sent += 1;
        event["messageId"] = json!(format!("m-{}", self.sent));
        let now = moment(event["timestamp"].as_str().expect("a time"));
        let arrival = Arrival { received_at: now, sent_at: None, context: None };
        let events = vec![Event::parse(event, arrival).unwrap()];
        self.apply(&user, Command::TakeIn { events }, now);
    }

    /// Wakes whoever is due, each at their moment.
    fn compute(&mut self, now: Timestamp) {
        let users: Vec<String> = self.users.keys().cloned().collect();
        for user in users {
            while let Some(due) = self.users[&user].alarm.filter(|due| *due <= now) {
                self.apply(&user, Command::Wake, due);
            }
        }
    }

    /// What differs from what they say of a user.
    fn differences(&self, expected: &Value) -> Vec<String> {
        let user = expected["id"].as_str().expect("a user");
        let known = &self.users[user].visitor;
        let mut differences = Vec::new();
        for (name, inside) in fields(&expected["segments"]) {
            let is_inside = known.membership.iter().any(|(segment, _)| segment.as_str() == name);
            if is_inside != (*inside == Value::Bool(true)) {
                differences.push(format!("{user} in {name}: {is_inside}, not {inside}"));
            }
        }
        for (name, value) in fields(&expected["properties"]) {
            let definitions = list(&self.properties);
            let definition = definitions.iter().find(|one| one["name"] == *name);
            let found = match definition.map(|one| &one["definition"]) {
                Some(definition) => property(known, user, definition),
                // Their `id` is there without being defined.
                None => json!(user),
            };
            if found != *value {
                differences.push(format!("{user}'s {name}: {found}, not {value}"));
            }
        }
        differences
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A user property as the document has it.
fn property(visitor: &Visitor, user: &str, definition: &Value) -> Value {
    match definition["type"].as_str() {
        Some("Id") => json!(user),
        Some("Trait") => {
            let path = definition["path"].as_str().expect("a path");
            let traits = Value::Object(visitor.profile.traits.clone());
            path.split('.').fold(traits, |value, part| value[part].clone())
        }
        Some("Group") => {
            let nodes = list(&definition["nodes"]);
            let any_of = &nodes[0];
            let children = list(&any_of["children"]).into_iter().map(|id| {
                let node = nodes.iter().find(|node| node["id"] == id).expect("a node");
                property(visitor, user, node)
            });
            children.into_iter().find(|value| !value.is_null()).unwrap_or(Value::Null)
        }
        other => panic!("unknown property {other:?}"),
    }
}

/// One of their nodes as a condition of ours.
fn condition(node: &Value, nodes: &[Value]) -> Value {
    match node["type"].as_str() {
        Some("And") => {
            let children = list(&node["children"]).into_iter().map(|id| {
                let child = nodes.iter().find(|node| node["id"] == id).expect("a node");
                condition(child, nodes)
            });
            json!({ "$and": children.collect::<Vec<_>>() })
        }
        Some("Trait") => {
            let path = node["path"].as_str().expect("a path");
            trait_test(path, &node["operator"])
        }
        Some("Performed") => {
            let mut asked = json!({ "name": node["event"] });
            let operator = match node["timesOperator"].as_str() {
                Some("=") => "$eq",
                Some("<") => "$lt",
                _ => "$gte",
            };
            let times = if node["times"].is_null() { json!(1) } else { node["times"].clone() };
            asked["count"] = json!({ operator: times });
            if !node["withinSeconds"].is_null() {
                asked["within_secs"] = node["withinSeconds"].clone();
            }
            if !node["properties"].is_null() {
                asked["where"] = all_of(&node["properties"]);
            }
            json!({ "$events": asked })
        }
        Some("LastPerformed") => json!({ "$events": {
            "name": node["event"],
            "where": all_of(&node["whereProperties"]),
            "last": all_of(&node["hasProperties"])
        }}),
        Some("Includes") => {
            let path = format!("traits.{}", node["path"].as_str().expect("a path"));
            json!({ path: { "$elemMatch": { "$eq": node["item"] } } })
        }
        other => panic!("unknown node {other:?}"),
    }
}

/// Their tests of event properties, all of which must hold.
fn all_of(properties: &Value) -> Value {
    let tests = list(properties);
    let tests = tests
        .iter()
        .map(|property| test(property["path"].as_str().expect("a path"), &property["operator"]));
    json!({ "$and": tests.collect::<Vec<_>>() })
}

fn trait_test(path: &str, operator: &Value) -> Value {
    let trait_path = format!("traits.{path}");
    match operator["type"].as_str() {
        Some("Within") => json!({ "$age": {
            "of": trait_path, "secs": { "$lt": operator["windowSeconds"] }
        }}),
        Some("HasBeen") => {
            assert_eq!(operator["comparator"], "LT");
            let since = format!("traits_since.{path}");
            json!({
                trait_path: operator["value"],
                "$age": { "of": since, "secs": { "$lt": operator["windowSeconds"] } }
            })
        }
        _ => test(&trait_path, operator),
    }
}

fn test(path: &str, operator: &Value) -> Value {
    match operator["type"].as_str() {
        Some("Equals") => json!({ path: { "$eq": operator["value"] } }),
        // A missing number is 0 to JavaScript and to GrowthBook; to them it is no number.
        Some("LessThan") => {
            json!({ path: { "$type": "number", "$lt": operator["value"] } })
        }
        Some("GreaterThanOrEqual") => {
            json!({ path: { "$type": "number", "$gte": operator["value"] } })
        }
        // An empty text is nothing to them.
        Some("Exists") => json!({ path: { "$exists": true, "$ne": "" } }),
        Some("NotExists") => json!({ "$or": [{ path: { "$exists": false } }, { path: "" }] }),
        other => panic!("unknown operator {other:?}"),
    }
}

/// Plays a scenario; what went differently.
fn play(scenario: &Value) -> Vec<String> {
    let mut stage = Stage {
        segments: scenario["segments"].clone(),
        properties: scenario["userProperties"].clone(),
        users: BTreeMap::new(),
        sent: 0,
    };
    let mut differences = Vec::new();
    for step in list(&scenario["steps"]) {
        match step["step"].as_str() {
            Some("events") => {
                // They may be listed in any order; they arrive as they were sent.
                let mut events = list(&step["events"]);
                events.sort_by_key(|event| event["timestamp"].as_str().map(str::to_owned));
                events.iter().for_each(|event| stage.take_in(event));
            }
            Some("compute") => stage.compute(moment(step["now"].as_str().expect("a moment"))),
            Some("assert") => {
                let users = list(&step["users"]);
                differences.extend(users.iter().flat_map(|user| stage.differences(user)));
            }
            Some("redefine") => {
                for (key, place) in
                    [("segments", &mut stage.segments), ("userProperties", &mut stage.properties)]
                {
                    let redefined = step.get(key).filter(|redefined| !redefined.is_null());
                    redefined.into_iter().for_each(|redefined| place.clone_from(redefined));
                }
            }
            Some("sleep") => {}
            other => panic!("unknown step {other:?}"),
        }
    }
    differences
}

#[test]
fn every_scenario_that_applies_goes_as_they_say() {
    let Some(suite) = tests::fixture(SUITE) else { return };
    let scenarios = list(&suite["tests"]);
    let (mut passed, mut failures, mut left_out) = (0, Vec::new(), Vec::new());
    for scenario in &scenarios {
        let name = scenario["description"].as_str().expect("a description");
        if let Some((_, reason)) = NOT_APPLICABLE.iter().find(|(known, _)| *known == name) {
            println!("does not apply: {name}: {reason}");
            left_out.push(name);
            continue;
        }
        match play(scenario).as_slice() {
            [] => passed += 1,
            differences => failures.push(format!("{name}: {differences:?}")),
        }
    }
    println!("dittofeed {passed}/{} ({} do not apply)", scenarios.len(), left_out.len());
    assert!(failures.is_empty(), "{failures:#?}");
    assert_eq!(left_out.len(), NOT_APPLICABLE.len(), "a scenario that is left out is there");
    assert_eq!((scenarios.len(), passed), (36, 26));
}

#[test]
fn a_scenario_that_goes_otherwise_is_noticed() {
    let Some(suite) = tests::fixture(SUITE) else { return };
    let scenarios = list(&suite["tests"]);
    let scenario = scenarios.iter().find(|one| one["description"] == "performed segment").unwrap();
    let mut other = scenario.clone();
    let steps = other["steps"].as_array_mut().unwrap();
    for step in steps.iter_mut().filter(|step| step["step"] == "assert") {
        step["users"][0]["segments"]["performed"] = Value::Null;
    }
    assert_eq!(play(&other).len(), 1);
}

#[test]
fn every_condition_of_the_adapter_can_be_published() {
    let Some(suite) = tests::fixture(SUITE) else { return };
    for scenario in list(&suite["tests"]) {
        let name = scenario["description"].as_str().expect("a description");
        if NOT_APPLICABLE.iter().any(|(known, _)| *known == name) {
            continue;
        }
        for segment in list(&scenario["segments"]) {
            let nodes = list(&segment["definition"]["nodes"]);
            let json = condition(&segment["definition"]["entryNode"], &nodes);
            let read = Condition::parse(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
            println!("{name}: {}", read.to_text().unwrap_or_else(|_| json.to_string()));
        }
    }
}
