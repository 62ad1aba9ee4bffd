//! What is kept on the device between pages.

use serde_json::Value;

use super::{offers::Kept, thread::Outgoing};
use crate::{
    capture::queue::Waiting,
    json::{count, items, object, text},
};

/// Who the visitor is and what they were given. One for all tabs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Saved {
    /// The secret that a first boot is asked with; the answer may be lost, and the next page asks again.
    pub device_key: Option<String>,
    /// Proof of being this person.
    pub token: Option<String>,
    /// The person, as events name them.
    pub anonymous_id: Option<String>,
    /// The last message that was read.
    pub read_seq: u32,
    /// Offers in hand, and those sent away.
    pub offers: Kept,
}

/// What could not be sent yet. One for each page, so that two never send the same thing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Left {
    /// Events.
    pub events: Vec<Waiting>,
    /// Messages.
    pub messages: Vec<Outgoing>,
}

impl Saved {
    /// Reads what was kept; what is missing was never there.
    #[must_use]
    pub fn stored(value: &Value) -> Self {
        let owned = |field| text(value, field).map(str::to_owned);
        Self {
            device_key: owned("device_key"),
            token: owned("token"),
            anonymous_id: owned("anonymous_id"),
            read_seq: count(value, "read_seq"),
            offers: Kept::stored(value.get("offers")),
        }
    }

    /// As it is kept.
    #[must_use]
    pub fn write(&self) -> Value {
        object([
            ("device_key", self.device_key.clone().into()),
            ("token", self.token.clone().into()),
            ("anonymous_id", self.anonymous_id.clone().into()),
            ("read_seq", self.read_seq.into()),
            ("offers", self.offers.write()),
        ])
    }
}

impl Left {
    /// Reads what was left.
    #[must_use]
    pub fn stored(value: &Value) -> Self {
        Self {
            events: items(value.get("events")).iter().filter_map(Waiting::stored).collect(),
            messages: items(value.get("messages")).iter().filter_map(Outgoing::stored).collect(),
        }
    }

    /// As it is kept.
    #[must_use]
    pub fn write(&self) -> Value {
        object([
            ("events", self.events.iter().map(Waiting::write).collect::<Vec<_>>().into()),
            ("messages", self.messages.iter().map(Outgoing::write).collect::<Vec<_>>().into()),
        ])
    }

    /// Whether everything was sent.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.events.is_empty() && self.messages.is_empty()
    }
}
