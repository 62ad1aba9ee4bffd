//! People whom earlier versions wrote down: their states, as those versions stored them.
//!
//! `tests/cases/visitors-*.json` were written by the versions that they name. A story may begin
//! with one of these people; what they were promised and given then still counts.

use serde_json::Value;
use shared::{rule::Class, visitor::Visitor};

use crate::witness::{Deed, Given, Witness};

const VERSIONS: [&str; 2] = [
    include_str!("../cases/visitors-first.json"),
    include_str!("../cases/visitors-before-identity.json"),
];

/// Somebody whom an earlier version knew.
#[derive(Debug, Clone)]
pub struct Known {
    /// Their state, as it was stored.
    pub stored: Value,
}

/// Everybody.
pub fn everybody() -> Vec<Known> {
    let people = VERSIONS.iter().flat_map(|text| {
        serde_json::from_str::<Vec<Value>>(text).expect("a list of stored states")
    });
    people.map(|stored| Known { stored }).collect()
}

impl Known {
    /// Their state, as this version reads it.
    pub fn state(&self) -> Visitor {
        serde_json::from_value(self.stored.clone()).expect("an old state is read")
    }

    /// What a witness knows of them, read from what was stored and not by the code under test.
    pub fn witness(&self) -> Witness {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let stored = &self.stored;
        let given = list(&stored["deliveries"]).into_iter().map(|delivery| Given {
            delivery: text(&delivery["id"]),
            rule: text(&delivery["rule"]),
            class: if delivery["class"] == "marketing" { Class::Marketing } else { Class::Service },
            at: delivery["claimed_at"].as_i64().expect("a time"),
            shown: String::new(),
            is_waiting: false,
        });
        let answer = |purpose: &str| {
            let answers = list(&stored["consents"]);
            answers.into_iter().find(|answer| answer["purpose"] == purpose)
        };
        let marketing = answer("marketing");
        let deeds = marketing.iter().map(|answer| Deed {
            marketing: answer["granted"] == true,
            analytics: true,
            notice: answer["notice"].as_u64().unwrap_or_default() as u16,
            taken_at: Some(0),
        });
        let looks = list(&stored["profile"]["interests"]["products"])
            .into_iter()
            .map(|seen| (text(&seen["id"]), seen["views"].as_u64().unwrap_or_default() as u32));
        let codes = list(&stored["coupons"])
            .into_iter()
            .map(|coupon| (text(&coupon["code"]), text(&coupon["delivery"])));
        Witness {
            given: given.collect(),
            deeds: deeds.collect(),
            looks: looks.collect(),
            codes: codes.collect(),
            entries_before: stored["entries"].as_u64().unwrap_or_default(),
            ..Witness::default()
        }
    }
}

#[test]
fn an_old_state_keeps_what_was_promised_given_and_bought() {
    for known in everybody() {
        let state = known.state();
        let stored = serde_json::to_value(&state).expect("a state is JSON");
        for name in ["touches", "deliveries", "coupons", "consents"] {
            let count = |document: &Value| document[name].as_array().map(Vec::len);
            assert_eq!(count(&stored), count(&known.stored), "{name}");
        }
        for name in ["messages", "decisions", "entries"] {
            assert_eq!(stored[name], known.stored[name], "{name}");
        }
        let orders = |document: &Value| document["profile"]["orders"]["count"].clone();
        assert_eq!(orders(&stored), orders(&known.stored));
        // And what this version writes it reads back as it is.
        assert_eq!(serde_json::from_value::<Visitor>(stored).ok(), Some(state));
    }
}
