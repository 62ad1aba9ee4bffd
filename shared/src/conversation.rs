//! What a person and the shop say to each other.
//!
//! A message has a number in its conversation, so that a reconnecting widget asks only for
//! what it missed, and a client id, so that one sent twice is stored once. Its text is
//! masked before it is stored. Who answers, the assistant or a human, is its [`Status`].

mod playbook;
mod question;
mod status;
mod why;

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

pub use self::{
    playbook::{PLAYS, Play, Playbook, PlaybookError},
    question::Question,
    status::{Refused, Status, Step},
    why::Why,
};
use crate::{
    catalog::compare::Comparison,
    delivery::Card,
    id::MessageId,
    intent::{IntentReading, Score},
    knowledge::Source,
    time::Timestamp,
};

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its place in the conversation, from 1.
    pub seq: u32,
    /// Its sender's id for it.
    pub id: MessageId,
    /// Who said it.
    pub from: Speaker,
    /// What they said, masked. May be empty where a card says it all.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// How it was said.
    #[serde(default, skip_serializing_if = "Modality::is_text")]
    pub modality: Modality,
    /// How sure the recogniser was, where there was one that said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Score>,
    /// What the person wanted, as their own device understood it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<IntentReading>,
    /// The card that came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    /// The article that it is said from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What the person may mean, to be answered with one touch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Products beside one another, where the person asked for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
}

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The person.
    Visitor,
    /// The automatic assistant.
    Assistant,
    /// A human of the shop.
    Agent,
}

/// Where a text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// It was typed.
    #[default]
    Text,
    /// It was spoken and written down by a recogniser.
    Transcript,
    /// It describes a picture.
    ImageDescription,
}

impl Modality {
    /// Whether it was typed.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Text)
    }
}
