//! The written agreement about conditions: `tests/cases/condition.json`.

use serde::Deserialize;
use serde_json::Value;
use shared::{
    condition::Condition,
    limits::{
        CONDITION_DEPTH_MAX, CONDITION_FUEL, CONDITION_LEN_BYTES_MAX, CONDITION_NODES_MAX,
        CONDITION_PATH_LEN_BYTES_MAX, PATTERN_INSTRUCTIONS_MAX, PATTERN_LEN_BYTES_MAX,
    },
    rule_index::RuleIndex,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suite {
    source: String,
    cases: Vec<Case>,
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    source: String,
    text: Option<String>,
    condition: Option<Value>,
    document: Value,
    holds: bool,
    failed: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    name: String,
    text: Option<String>,
    condition: Option<Value>,
    reason: String,
}

fn suite() -> Suite {
    serde_json::from_str(include_str!("../cases/condition.json")).unwrap()
}

impl Case {
    /// The condition, which must be the same in both spellings where both are given.
    fn condition(&self) -> Condition {
        let from_json = self.condition.as_ref().map(|json| Condition::parse(json).unwrap());
        let from_text = self.text.as_ref().map(|text| Condition::from_text(text).unwrap());
        if let (Some(json), Some(text)) = (&from_json, &from_text) {
            assert_eq!(json.to_value(), text.to_value(), "{}", self.name);
        }
        from_text.or(from_json).expect("a case has a condition")
    }
}

#[test]
fn every_written_case_gives_the_written_answer() {
    let suite = suite();
    for case in &suite.cases {
        let condition = case.condition();
        let told = format!("{} ({}; {})", case.name, case.source, suite.source);
        assert_eq!(condition.eval(&case.document), case.holds, "{told}");
        let failed = condition.explain(&case.document);
        assert_eq!(failed.is_none(), case.holds, "{told}");
        if let Some(expected) = &case.failed {
            assert_eq!(&failed.expect("it fails").to_string(), expected, "{told}");
        }
    }
}

#[test]
fn every_written_case_is_found_by_the_index_too() {
    let cases = suite().cases;
    let trigger = ["page".to_string()];
    let conditions: Vec<Condition> = cases.iter().map(Case::condition).collect();
    let index = RuleIndex::compile(conditions.iter().map(|condition| (&trigger[..], condition)));
    for (place, case) in cases.iter().enumerate() {
        let matches: Vec<usize> = index.matches("page", &case.document).collect();
        assert_eq!(matches.contains(&place), case.holds, "{}", case.name);
    }
}

#[test]
fn every_written_case_reads_back_from_its_own_text_and_json() {
    for case in suite().cases {
        let condition = case.condition();
        assert_eq!(
            Condition::parse(&condition.to_value()).unwrap().to_value(),
            condition.to_value()
        );
        let text = condition.to_text().unwrap();
        assert_eq!(Condition::from_text(&text).unwrap(), condition, "{text}");
    }
}

#[test]
fn what_may_not_be_published_is_refused_with_the_written_reason() {
    for refused in suite().refused {
        let reason = match (&refused.text, &refused.condition) {
            (Some(text), _) => Condition::from_text(text).unwrap_err().to_string(),
            (None, Some(json)) => Condition::parse(json).unwrap_err().to_string(),
            (None, None) => panic!("{}: nothing to refuse", refused.name),
        };
        assert_eq!(reason, refused.reason, "{}", refused.name);
    }
}

/// The bounds are a promise to those who write rules; `docs` quotes them.
#[test]
fn the_published_limits_are_these() {
    assert_eq!(CONDITION_DEPTH_MAX, 16);
    assert_eq!(CONDITION_NODES_MAX, 512);
    assert_eq!(CONDITION_LEN_BYTES_MAX, 65_536);
    assert_eq!(CONDITION_PATH_LEN_BYTES_MAX, 256);
    assert_eq!(CONDITION_FUEL, 262_144);
    assert_eq!(PATTERN_LEN_BYTES_MAX, 256);
    assert_eq!(PATTERN_INSTRUCTIONS_MAX, 1_024);
}
