//! What the visitor and the shop said, and what is still on its way.
//!
//! The edge numbers messages; the visitor's own are shown before they have a number, in the order in which they were
//! written. A message is known by its sender's id, so that one which arrives twice, by answer and by push, is shown
//! once.

use serde_json::Value;
use shared::{
    catalog::compare::Comparison,
    conversation::{Message, Speaker},
    delivery::Card,
    knowledge::Source,
    time::Timestamp,
};

use crate::{
    capture::event::rfc3339,
    json::{moment, object, text},
    limits::{EVENT_KEPT, MESSAGES_SHOWN_MAX},
};

/// The conversation as it is shown.
#[derive(Debug, Default)]
pub struct Thread {
    entries: Vec<Entry>,
    waiting: Vec<Outgoing>,
    read_seq: u32,
}

/// One line of the conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its sender's id, or the delivery's where only a card is shown.
    pub id: String,
    /// Its number, once the edge has it.
    pub seq: Option<u32>,
    /// Who said it.
    pub from: Speaker,
    /// What they said.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// How far the visitor's own message came.
    pub progress: Progress,
    /// The card that came with it.
    pub card: Option<Card>,
    /// The article that it is said from.
    pub source: Option<Source>,
    /// What the visitor may mean.
    pub choices: Vec<String>,
    /// Products beside one another.
    pub comparison: Option<Comparison>,
    is_read: bool,
}

/// Where the visitor's eyes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// On the open panel: what comes is read.
    Here,
    /// Somewhere else: what comes waits.
    Elsewhere,
}

/// How far a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The edge has it.
    Said,
    /// It is on its way, or waits for a network.
    Sending,
    /// The edge will not have it.
    Refused,
}

/// A message on its way to the edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The client's id.
    pub id: String,
    /// The words.
    pub text: String,
    /// When they pressed send.
    pub at: Timestamp,
    /// What the device understood; after a restart it is not asked again.
    pub reading: Reading,
}

/// What the device understood.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Reading {
    /// The model has the message.
    Asked,
    /// The model said this, or cannot say. The edge checks it at its door.
    Done(Option<Value>),
    /// Nobody asked: the edge reads the message.
    #[default]
    Unasked,
}

impl Outgoing {
    /// Reads what was stored; `None` if it cannot be a message.
    #[must_use]
    pub fn stored(value: &Value) -> Option<Self> {
        Some(Self {
            id: text(value, "id")?.to_owned(),
            text: text(value, "text")?.to_owned(),
            at: moment(value, "at")?,
            reading: Reading::Unasked,
        })
    }

    /// As it is stored: without its reading, which a later page does not need.
    #[must_use]
    pub fn write(&self) -> Value {
        object([
            ("id", self.id.clone().into()),
            ("text", self.text.clone().into()),
            ("at", self.at.unix_millis().into()),
        ])
    }

    /// The body of `POST /v1/messages`.
    #[must_use]
    pub fn body(&self, locale: &str) -> Value {
        let intent = match &self.reading {
            Reading::Done(Some(reading)) => reading.clone(),
            Reading::Done(None) | Reading::Asked | Reading::Unasked => Value::Null,
        };
        object([
            ("id", self.id.clone().into()),
            ("text", self.text.clone().into()),
            ("intent", intent),
            ("locale", locale.into()),
            ("timestamp", rfc3339(self.at).into()),
        ])
    }
}

impl Thread {
    /// The visitor wrote something: shows it at once and waits for its reading.
    pub fn write(&mut self, id: String, text: String, at: Timestamp) {
        self.show_own(&id, &text, at);
        self.waiting.push(Outgoing { id, text, at, reading: Reading::Asked });
    }

    fn show_own(&mut self, id: &str, text: &str, at: Timestamp) {
        self.place(Entry {
            id: id.to_owned(),
            seq: None,
            from: Speaker::Visitor,
            text: text.to_owned(),
            at,
            progress: Progress::Sending,
            card: None,
            source: None,
            choices: Vec::new(),
            comparison: None,
            is_read: true,
        });
    }

    /// The model read a message, or could not.
    pub fn understood(&mut self, id: &str, reading: Option<Value>) {
        if let Some(waiting) = self.waiting.iter_mut().find(|waiting| waiting.id == id) {
            waiting.reading = Reading::Done(reading);
        }
    }

    /// The message to send next: the oldest, once it was read.
    #[must_use]
    pub fn next(&self) -> Option<&Outgoing> {
        self.waiting.first().filter(|waiting| waiting.reading != Reading::Asked)
    }

    /// The oldest message has arrived.
    pub fn arrived(&mut self) {
        if !self.waiting.is_empty() {
            self.waiting.remove(0);
        }
    }

    /// The oldest message will never be taken.
    pub fn refused(&mut self) {
        if let Some(refused) = self.waiting.first().map(|waiting| waiting.id.clone()) {
            self.arrived();
            if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == refused) {
                entry.progress = Progress::Refused;
            }
        }
    }

    /// Takes messages in from the edge; says which are new to the visitor.
    pub fn merge(&mut self, messages: Vec<Message>, attention: Attention) -> Vec<Message> {
        let new = messages.into_iter().filter(|message| self.merge_one(message, attention));
        let new = new.collect();
        if attention == Attention::Here {
            self.read_all();
        }
        new
    }

    /// Shows a message once; says whether the visitor has to be told.
    fn merge_one(&mut self, message: &Message, attention: Attention) -> bool {
        let is_read = message.from == Speaker::Visitor
            || attention == Attention::Here
            || message.seq <= self.read_seq;
        let entry = Entry {
            id: message.id.as_str().to_owned(),
            seq: Some(message.seq),
            from: message.from,
            text: message.text.clone(),
            at: message.at,
            progress: Progress::Said,
            card: message.card.clone(),
            source: message.source.clone(),
            choices: message.choices.clone(),
            comparison: message.comparison.clone(),
            is_read,
        };
        let delivery = message.card.as_ref().map(|card| card.delivery.as_str());
        let is_known = |known: &Entry| known.id == entry.id || delivery == Some(known.id.as_str());
        if let Some(at) = self.entries.iter().position(is_known) {
            let known = self.entries.remove(at);
            self.place(Entry { is_read: known.is_read || is_read, ..entry });
            return false;
        }
        self.place(entry);
        !is_read
    }

    /// Shows a card that came without a message; says whether it is new.
    pub fn show_card(&mut self, card: Card, attention: Attention) -> bool {
        let is_known = self
            .entries
            .iter()
            .any(|entry| entry.card.as_ref().is_some_and(|known| known.delivery == card.delivery));
        if !is_known {
            self.place(Entry {
                id: card.delivery.as_str().to_owned(),
                seq: None,
                from: Speaker::Assistant,
                text: String::new(),
                at: card.at,
                progress: Progress::Said,
                card: Some(card),
                source: None,
                choices: Vec::new(),
                comparison: None,
                is_read: attention == Attention::Here,
            });
        }
        !is_known
    }

    /// Puts a line where it belongs: in the order in which things were said, and what is on its way last.
    ///
    /// Nearly everything belongs at the end, so it is looked for from there.
    fn place(&mut self, entry: Entry) {
        let order = |entry: &Entry| (entry.progress == Progress::Sending, entry.at, entry.seq);
        let earlier = self.entries.iter().rposition(|known| order(known) <= order(&entry));
        let at = earlier.map_or(0, |earlier| earlier.saturating_add(1));
        self.entries.insert(at, entry);
        if MESSAGES_SHOWN_MAX < self.entries.len() {
            self.entries.remove(0);
        }
    }

    /// The visitor sees everything.
    pub fn read_all(&mut self) {
        for entry in &mut self.entries {
            entry.is_read = true;
            self.read_seq = self.read_seq.max(entry.seq.unwrap_or_default());
        }
    }

    /// Everything up to this number was read on an earlier page.
    pub const fn read_up_to(&mut self, seq: u32) {
        self.read_seq = seq;
    }

    /// The number of the last message that was read.
    #[must_use]
    pub const fn read_seq(&self) -> u32 {
        self.read_seq
    }

    /// How many lines the visitor has not seen.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.entries.iter().filter(|entry| !entry.is_read).count()
    }

    /// Takes over messages that an earlier page could not send; says whether there were any.
    pub fn restore(&mut self, left: Vec<Outgoing>) -> bool {
        let newest = left.iter().map(|message| message.at).max().unwrap_or_default();
        let before = self.waiting.len();
        for message in left {
            let is_known = self.waiting.iter().any(|waiting| waiting.id == message.id);
            if !is_known && newest.since(message.at) < EVENT_KEPT {
                self.show_own(&message.id, &message.text, message.at);
                let later = self.waiting.iter().position(|waiting| message.at < waiting.at);
                self.waiting.insert(later.unwrap_or(self.waiting.len()), message);
            }
        }
        before < self.waiting.len()
    }

    /// What is on its way, to be stored.
    #[must_use]
    pub fn waiting(&self) -> &[Outgoing] {
        &self.waiting
    }

    /// What is shown, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The card of a delivery.
    #[must_use]
    pub fn card(&self, delivery: &str) -> Option<&Card> {
        self.entries
            .iter()
            .filter_map(|entry| entry.card.as_ref())
            .find(|card| card.delivery.as_str() == delivery)
    }
}
