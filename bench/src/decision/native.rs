//! The engines that run natively: ours, an index written by hand, and datalogic-rs.

use bumpalo::Bump;
use datalogic_rs::{Engine as Datalogic, datavalue::OwnedDataValue};
use serde_json::{Value, json};
use shared::{condition::Condition, rule_index::RuleIndex};

use super::{
    engines::{Engine, Timing},
    hand_index::{HandIndex, Visit},
    rules::{Clause, Moment, Suite},
};
use crate::{Failure, stopwatch::nanos_per_call};

/// Measures every suite.
pub(super) fn measure(suites: &[Suite]) -> Result<Vec<Timing>, Failure> {
    let mut timings = Vec::new();
    for suite in suites {
        timings.extend(ours(suite)?);
        timings.push(by_hand(suite));
        timings.push(datalogic(suite)?);
    }
    Ok(timings)
}

/// Times one decision, taking the moments in turn, and counts the matches in all of them.
fn timing<T>(
    engine: Engine,
    suite: &Suite,
    moments: &[T],
    mut decide: impl FnMut(&T) -> usize,
) -> Timing {
    let matches = moments.iter().map(&mut decide).sum();
    let mut turns = moments.iter().cycle();
    let nanos = nanos_per_call(|| {
        if let Some(moment) = turns.next() {
            std::hint::black_box(decide(moment));
        }
    });
    Timing { engine, rules: suite.rules.len(), nanos, matches }
}

fn ours(suite: &Suite) -> Result<[Timing; 2], Failure> {
    let conditions: Result<Vec<Condition>, _> =
        suite.rules.iter().map(|rule| Condition::parse(&rule.condition)).collect();
    let conditions = conditions?;
    let rules = suite.rules.iter().zip(&conditions);
    let index = RuleIndex::compile(rules.map(|(rule, condition)| (&rule.triggers[..], condition)));
    let decided = timing(Engine::Ours, suite, &suite.moments, |Moment { trigger, document }| {
        index.matches(trigger, document).count()
    });
    let explained =
        timing(Engine::OursExplained, suite, &suite.moments, |Moment { trigger, document }| {
            let explanation = index.explain(trigger, document);
            explanation.outcomes().filter(|outcome| outcome.is_match).count()
        });
    Ok([decided, explained])
}

fn by_hand(suite: &Suite) -> Timing {
    let index = HandIndex::new(suite);
    let visits: Vec<Visit> = suite.moments.iter().map(Visit::from).collect();
    timing(Engine::HandRust, suite, &visits, |visit| index.count_matches(visit))
}

/// Each rule compiled once, each document parsed once, as its manual advises.
fn datalogic(suite: &Suite) -> Result<Timing, Failure> {
    let engine = Datalogic::new();
    let compiled: Result<Vec<_>, _> = suite
        .rules
        .iter()
        .map(|rule| engine.compile(json_logic(&rule.triggers, &rule.clauses).to_string().as_str()))
        .collect();
    let compiled = compiled.map_err(|error| error.to_string())?;
    let documents: Result<Vec<_>, _> = suite
        .moments
        .iter()
        .map(|moment| OwnedDataValue::from_json(&moment.document.to_string()))
        .collect();
    let documents = documents.map_err(|error| format!("{error:?}"))?;
    let of_documents = Bump::new();
    let documents: Vec<_> = documents
        .iter()
        .map(|document| &*of_documents.alloc(document.to_arena(&of_documents)))
        .collect();
    let mut arena = Bump::new();
    Ok(timing(Engine::Datalogic, suite, &documents, |document| {
        arena.reset();
        let holds = |logic: &&_| {
            engine
                .evaluate(logic, *document, &arena)
                .is_ok_and(|answer| answer.as_bool() == Some(true))
        };
        compiled.iter().filter(holds).count()
    }))
}

/// A rule in JSON Logic.
fn json_logic(triggers: &[String], clauses: &[Clause]) -> Value {
    let event = json!({ "var": "event.name" });
    let is_triggered = match triggers {
        [only] => json!({ "==": [event, only] }),
        several => json!({ "in": [event, several] }),
    };
    let clauses = clauses.iter().map(json_logic_clause);
    json!({ "and": std::iter::once(is_triggered).chain(clauses).collect::<Vec<_>>() })
}

fn json_logic_clause(clause: &Clause) -> Value {
    match clause {
        Clause::Has { path, value } => json!({ "in": [value, { "var": path }] }),
        Clause::Is { path, value } => json!({ "==": [{ "var": path }, value] }),
        Clause::IsTrue { path } => json!({ "==": [{ "var": path }, true] }),
        Clause::Above { path, value } => json!({ ">": [{ "var": path }, value] }),
        Clause::AtLeast { path, value } => json!({ ">=": [{ "var": path }, value] }),
        Clause::Any { clauses } => {
            json!({ "or": clauses.iter().map(json_logic_clause).collect::<Vec<_>>() })
        }
    }
}
