//! The explanation of one decision.

use serde::Deserialize as _;
use serde_json::Value;
use shared::{
    decision::{Clause, Considered, Decision, Outcome, Suppression, Verdict},
    intent::Reader,
    ranking::Ranking,
};

use super::{config::channel, model::source};
use crate::api::json::{document, id, list, moment, owned, owned_or_empty, small, text};

/// A decision, and the document it came as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Explanation {
    /// What was decided, and why.
    pub(crate) decision: Decision,
    /// The same as the edge wrote it, for who wants everything.
    pub(crate) document: Value,
}

/// Reads the explanation of a decision.
pub(crate) fn decision(value: &Value) -> Option<Explanation> {
    let decision = Decision {
        id: id(value, "id")?,
        at: moment(value, "at")?,
        trigger: owned(value, "trigger")?,
        config: owned(value, "config")?,
        inputs: document(value, "inputs"),
        read_by: match value.get("read_by") {
            None | Some(Value::Null) => None,
            Some(reader) => {
                Some(Reader { source: source(reader)?, model: owned_or_empty(reader, "model") })
            }
        },
        ranking: value.get("ranking").and_then(|ranking| Ranking::deserialize(ranking).ok()),
        considered: list(value, "considered", considered)?,
        verdict: verdict(value.get("verdict")?)?,
    };
    Some(Explanation { decision, document: value.clone() })
}

fn considered(value: &Value) -> Option<Considered> {
    Some(Considered {
        rule: id(value, "rule")?,
        name: owned(value, "name")?,
        priority: small(value, "priority")?,
        outcome: outcome(value.get("outcome")?)?,
    })
}

fn outcome(value: &Value) -> Option<Outcome> {
    Some(match text(value, "outcome")? {
        "not_matched" => Outcome::NotMatched { clause: clause(value.get("clause")?)? },
        "suppressed" => Outcome::Suppressed { reason: suppression(value.get("reason")?)? },
        "outranked" => Outcome::Outranked { by: id(value, "by")? },
        "chosen" => Outcome::Chosen,
        _ => return None,
    })
}

fn clause(value: &Value) -> Option<Clause> {
    Some(Clause {
        path: owned(value, "path")?,
        operator: owned(value, "operator")?,
        expected: document(value, "expected"),
        actual: document(value, "actual"),
    })
}

fn suppression(value: &Value) -> Option<Suppression> {
    Some(match text(value, "reason")? {
        "no_consent" => Suppression::NoConsent,
        "frequency_cap" => Suppression::FrequencyCap { until: moment(value, "until")? },
        "cooldown" => Suppression::Cooldown { until: moment(value, "until")? },
        "times_used_up" => Suppression::TimesUsedUp { times_max: small(value, "times_max")? },
        "outside_schedule" => Suppression::OutsideSchedule,
        "holdout" => Suppression::Holdout,
        "scenario_holdout" => Suppression::ScenarioHoldout { scenario: id(value, "scenario")? },
        "control" => Suppression::Control { experiment: id(value, "experiment")? },
        "not_live" => Suppression::NotLive,
        "nothing_to_recommend" => Suppression::NothingToRecommend,
        "offer_missing" => Suppression::OfferMissing,
        "offer_open" => Suppression::OfferOpen { delivery: id(value, "delivery")? },
        "personalisation_off" => Suppression::PersonalisationOff,
        "with_human" => Suppression::WithHuman,
        "muted" => Suppression::Muted { channel: channel(text(value, "channel")?)? },
        "paused" => Suppression::Paused { until: moment(value, "until")? },
        "personal_limit" => Suppression::PersonalLimit { until: moment(value, "until")? },
        "quiet_hours" => Suppression::QuietHours { until: moment(value, "until")? },
        "sold_out" => Suppression::SoldOut { offer: id(value, "offer")? },
        "budget_spent" => Suppression::BudgetSpent { offer: id(value, "offer")? },
        _ => return None,
    })
}

/// Reads what came of a decision.
pub(super) fn verdict(value: &Value) -> Option<Verdict> {
    Some(match text(value, "verdict")? {
        "delivered" => {
            Verdict::Delivered { delivery: id(value, "delivery")?, rule: id(value, "rule")? }
        }
        "held" => Verdict::Held {
            rule: id(value, "rule")?,
            suppression: suppression(value.get("suppression")?)?,
        },
        "nothing" => Verdict::Nothing,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::{intent::Source, time::Timestamp};

    use super::*;

    fn every_suppression() -> Vec<Suppression> {
        let until = Timestamp::from_unix_millis(5);
        vec![
            Suppression::NoConsent,
            Suppression::FrequencyCap { until },
            Suppression::Cooldown { until },
            Suppression::TimesUsedUp { times_max: 2 },
            Suppression::OutsideSchedule,
            Suppression::Holdout,
            Suppression::ScenarioHoldout { scenario: "cart".parse().unwrap() },
            Suppression::Control { experiment: "e1".parse().unwrap() },
            Suppression::NotLive,
            Suppression::NothingToRecommend,
            Suppression::OfferMissing,
            Suppression::OfferOpen { delivery: "d1".parse().unwrap() },
            Suppression::PersonalisationOff,
            Suppression::WithHuman,
            Suppression::Muted { channel: shared::channel::Channel::Sms },
            Suppression::Paused { until },
            Suppression::PersonalLimit { until },
            Suppression::QuietHours { until },
            Suppression::SoldOut { offer: "o1".parse().unwrap() },
            Suppression::BudgetSpent { offer: "o1".parse().unwrap() },
        ]
    }

    fn ranking() -> Ranking {
        serde_json::from_value(json!({
            "priority": 5, "method": "bandit", "context": "loyal",
            "ranked": [{
                "rule": "r1", "propensity": 0.75, "probability": 0.1, "expected_minor": 1_200, "evidence": "thin",
            }],
        }))
        .unwrap()
    }

    fn every_outcome() -> Vec<Outcome> {
        let clause = Clause {
            path: "cart_value".into(),
            operator: "$gte".into(),
            expected: json!(3_000),
            actual: Value::Null,
        };
        let held = every_suppression().into_iter().map(|reason| Outcome::Suppressed { reason });
        let others = [
            Outcome::NotMatched { clause },
            Outcome::Outranked { by: "r1".parse().unwrap() },
            Outcome::Chosen,
        ];
        held.chain(others).collect()
    }

    #[test]
    fn a_decision_is_read_as_the_edge_wrote_it() {
        let rule: shared::id::RuleId = "r1".parse().unwrap();
        let verdicts = every_suppression()
            .into_iter()
            .map(|suppression| Verdict::Held { rule: rule.clone(), suppression })
            .chain([
                Verdict::Delivered { delivery: "d1".parse().unwrap(), rule: rule.clone() },
                Verdict::Nothing,
            ]);
        for verdict in verdicts {
            let considered = every_outcome()
                .into_iter()
                .map(|outcome| Considered {
                    rule: rule.clone(),
                    name: "R".into(),
                    priority: -3,
                    outcome,
                })
                .collect();
            let known = Decision {
                id: "d:1".parse().unwrap(),
                at: Timestamp::from_unix_millis(9),
                trigger: "message".into(),
                config: "abc".into(),
                inputs: json!({"visits": 2}),
                read_by: Some(Reader { source: Source::Keywords, model: "words-1".into() }),
                ranking: Some(ranking()),
                considered,
                verdict,
            };
            let written = serde_json::to_value(&known).unwrap();
            let read = decision(&written).unwrap();
            assert_eq!((read.decision, read.document), (known, written));
        }
    }
}
