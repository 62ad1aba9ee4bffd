//! Who was reported on lately: what the operators' live list asks for every second.
//!
//! By the moment at which the ledger heard, not by the moment of the person's last step: reports gather for seconds at a
//! person, and wait longer where a delivery failed. An instance remembers the last of them, so that asking costs a few
//! reads by key however many people the month has; one that has just begun looks into its tables instead.

use core::{cell::RefCell, time::Duration};
use std::collections::{BTreeSet, VecDeque};

use shared::{id::ProfileId, time::Timestamp, visitor::VisitorSummary};
use worker::SqlStorageValue as Value;

use super::{People, query};
use crate::{
    clock,
    durable::sql::{self, Sql},
    error::Answer,
};

/// Reports that are remembered; more within the seconds that are asked for are more than a list can show.
const HEARD_MAX: usize = 500;

/// Between a person's step and the report of it, at most, unless a delivery failed.
const GATHERING: Duration = Duration::from_secs(12);

/// What an instance heard lately.
#[derive(Debug)]
pub(super) struct News {
    /// Nothing before this is remembered.
    from: Timestamp,
    heard: RefCell<VecDeque<(Timestamp, ProfileId)>>,
}

impl News {
    /// Begins to remember.
    pub(super) fn begin() -> Self {
        Self { from: clock::now(), heard: RefCell::default() }
    }

    /// Notes that a person was reported on.
    pub(super) fn hear(&self, profile: &ProfileId) {
        let mut heard = self.heard.borrow_mut();
        if HEARD_MAX <= heard.len() {
            heard.pop_front();
        }
        heard.push_back((clock::now(), profile.clone()));
    }

    /// The people who were reported on since `since`, the last first, each once.
    pub(super) fn since(&self, sql: &Sql, since: Timestamp, limit: u32) -> Answer<People> {
        if since < self.from {
            return query::people(sql, since.saturating_sub(GATHERING), limit);
        }
        let mut found = People::default();
        for profile in self.named(since, limit) {
            let text = sql.text(
                "SELECT summary FROM people WHERE profile = ? AND root IN ('', profile)",
                vec![Value::String(profile.to_string())],
            )?;
            if let Some(text) = text {
                found.people.push(sql::from_json::<VisitorSummary>(&text)?);
            }
        }
        Ok(found)
    }

    fn named(&self, since: Timestamp, limit: u32) -> Vec<ProfileId> {
        let heard = self.heard.borrow();
        let mut seen = BTreeSet::new();
        heard
            .iter()
            .rev()
            .take_while(|(at, _)| since <= *at)
            .filter(|(_, profile)| seen.insert(profile))
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .map(|(_, profile)| profile.clone())
            .collect()
    }
}
