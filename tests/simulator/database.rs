//! The tables of one person, as their object's disk has them.
//!
//! Everything here was committed. A turn's writes come together or not at all.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    conversation::Message,
    event::Event,
    learning::Utterance,
    ledger::Entry,
    visitor::{Redemption, Visitor},
};

/// Rows sent at a time; small, so that a delivery in several parts is ordinary.
const ROWS_MAX: usize = 12;

/// The tables of one person.
#[derive(Debug, Default)]
pub struct Database {
    /// The state.
    pub person: Visitor,
    /// The events that were taken in, and those that nobody sent, by id.
    pub events: BTreeMap<String, Event>,
    /// The conversation.
    pub messages: Vec<Message>,
    /// Explanations, as they are stored, by id.
    pub decisions: BTreeMap<String, String>,
    /// What others must hear, by number.
    pub outbox: BTreeMap<u64, Row>,
    /// When the object asked to be woken, as the state's row has it; zero if not.
    pub alarm_at: i64,
    /// Months whose ledger heard of the person.
    pub reported: BTreeSet<String>,
    rows: u64,
}

/// Something that others must hear.
#[derive(Debug, Clone)]
pub struct Row {
    /// Not before this moment of the server's clock.
    pub due: i64,
    pub news: News,
}

/// What they must hear.
#[derive(Debug, Clone)]
pub enum News {
    Entry(Box<Entry>),
    Coupon(String),
    User(String),
    Used(Box<Redemption>),
    Learnt(Box<Utterance>),
    ForgetWords,
    ForgetInLedger(String),
    ForgetInLearning,
    ForgetInDirectory(u8),
    ForgetProjection,
}

impl Database {
    /// Adds a row to the outbox.
    pub fn put(&mut self, news: News, due: i64) {
        self.rows += 1;
        self.outbox.insert(self.rows, Row { due, news });
    }

    /// The rows to send at `now`, oldest first.
    pub fn due(&self, now: i64) -> Vec<(u64, News)> {
        let due = self.outbox.iter().filter(|(_, row)| row.due <= now);
        due.map(|(number, row)| (*number, row.news.clone())).take(ROWS_MAX).collect()
    }

    /// When a row that is not due yet will be.
    pub fn next_due(&self) -> Option<i64> {
        self.outbox.values().map(|row| row.due).min()
    }

    /// Deletes everything of the person but their state. That a coupon was used stays to be
    /// told: a stock knows its claim by a name that leads back to nobody.
    pub fn wipe(&mut self) {
        self.events.clear();
        self.messages.clear();
        self.decisions.clear();
        self.outbox.retain(|_, row| matches!(row.news, News::Used(_)));
    }

    /// Keeps events.
    pub fn keep(&mut self, events: impl IntoIterator<Item = Event>) {
        let named = |event: Event| (event.message_id.to_string(), event);
        self.events.extend(events.into_iter().map(named));
    }

    /// Everything in it as text, to look for something that must not be there.
    pub fn text(&self) -> String {
        let state = serde_json::to_string(&self.person).expect("a state is JSON");
        format!("{state}{:?}{:?}{:?}{:?}", self.events, self.messages, self.decisions, self.outbox)
    }
}
