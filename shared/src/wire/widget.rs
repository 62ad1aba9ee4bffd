//! What the chat frame and apps say to the edge, and what they hear back.

use alloc::{boxed::Box, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::identity::SignIn;
use crate::{
    consent::NoticeVersion,
    conversation::{Message, Modality},
    decision::Decision,
    delivery::Card,
    id::{AnonymousId, DeviceKey, MessageId, WriteKey},
    intent::{IntentReading, Score},
};

/// `POST /v1/boot`: the first request of a frame, only after a yes or an opened chat.
///
/// Without a token a new anonymous person is made. With a token the same person goes on;
/// a token that is not ours starts a new person rather than an error, so that a cleared
/// key never locks a shopper out.
///
/// An answer can be lost: the shopper goes to the next page before it comes. A device key
/// makes the request repeatable: the same key gets the same new person each time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BootRequest {
    /// The site's public key.
    pub write_key: WriteKey,
    /// The token of an earlier boot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// A secret of this browser's making, at least
    /// [`crate::limits::DEVICE_KEY_LEN_BYTES_MIN`] bytes; looked at where there is no token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_key: Option<DeviceKey>,
    /// Who signs in: an app need not send an `identify` of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<SignIn>,
}

/// Who the frame is and how it looks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BootAnswer {
    /// Signed proof of being this person; sent as `Authorization: Bearer`. Not a secret of
    /// the merchant's, but of this browser's.
    pub token: String,
    /// The person, as events name them.
    pub anonymous_id: AnonymousId,
    /// What the shop is called.
    pub shop: String,
    /// The privacy notice now in force.
    pub notice: NoticeVersion,
    /// Main colour, `#rrggbb`.
    pub primary_colour: String,
    /// The conversation so far, oldest first, at most 50.
    pub messages: Vec<Message>,
}

/// `POST /v1/messages`: the visitor says something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// The client's id; the same message sent twice is stored once.
    pub id: MessageId,
    /// What they say, at most [`crate::limits::MESSAGE_LEN_CHARS_MAX`] characters.
    pub text: String,
    /// How it was said.
    #[serde(default)]
    pub modality: Modality,
    /// How sure the recogniser was that wrote down the speech or described the picture, from 0 to 1. Absent for typed
    /// text, and where the recogniser does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Score>,
    /// What their own device understood. Absent where the model is refused: the edge reads
    /// the text itself then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<IntentReading>,
    /// Language of the page, BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// When they pressed send, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
}

/// The visitor's message as stored, and what was said to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SendMessageAnswer {
    /// The message as stored: masked, numbered.
    pub message: Message,
    /// The answers, in order.
    pub replies: Vec<Message>,
}

/// What the edge pushes over `GET /v1/stream` (WebSocket; `?token=` of the boot).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Push {
    /// Something for the person, by an event that another tab or the server sent.
    Card {
        /// What.
        card: Card,
    },
    /// A message in the conversation.
    Message {
        /// Which.
        message: Box<Message>,
    },
    /// Answer to `ping`.
    Pong,
}

/// `POST /v1/decide`: an app asks what to show now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DecideRequest {
    /// The site's public key.
    pub write_key: WriteKey,
    /// The person.
    pub anonymous_id: AnonymousId,
    /// What happened: an event name, `page`, `message`.
    pub trigger: String,
    /// What they want, where the app knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<IntentReading>,
    /// Language, BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Whether to send the explanation along.
    #[serde(default)]
    pub explain: bool,
}

/// What to show now: a card, or nothing with the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecideAnswer {
    /// What to show.
    pub card: Option<Card>,
    /// Why, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// `POST /v1/intent`: reads a text for a caller that has no model of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IntentRequest {
    /// The site's public key.
    pub write_key: WriteKey,
    /// The text, at most [`crate::limits::MESSAGE_LEN_CHARS_MAX`] characters.
    pub text: String,
}
