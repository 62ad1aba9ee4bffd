//! The inbox: the conversations of a workspace, who has each of them, and what humans of the shop say to each other about it.
//!
//! | route | answer |
//! |---|---|
//! | `GET /v1/admin/inbox` | [`Inbox`] |
//! | `POST /v1/admin/inbox/{profile}` [`InboxStep`] | [`Conversation`] |
//! | `PUT`, `DELETE /v1/admin/canned-replies/{id}` [`PutCannedReply`] | `Vec<`[`CannedReply`]`>` |
//! | `GET`, `POST /v1/admin/operators` [`NewOperator`] | `Vec<`[`Colleague`]`>` |
//!
//! `GET /v1/admin/live` pushes each [`Conversation`] that changes and, after [`Viewing`] was said on it, who looks at which:
//! [`super::admin::LivePush`].
//!
//! Source: product brief, section 四 (人工客服协同).

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    conversation::Speaker,
    id::{MessageId, OperatorId, ProfileId},
    time::Timestamp,
    visitor::VisitorSummary,
};

/// Most conversations in one answer: the most recent ones.
pub const CONVERSATIONS_MAX: u32 = 200;

/// Longest note, and longest canned reply, in characters.
pub const NOTE_LEN_CHARS_MAX: usize = 2_000;

/// Most labels of one conversation, and the longest of them in characters.
pub const LABELS_MAX: usize = 12;
/// See [`LABELS_MAX`].
pub const LABEL_LEN_CHARS_MAX: usize = 32;

/// Most canned replies of a workspace.
pub const CANNED_REPLIES_MAX: usize = 200;

/// Conversations, most recent first, with everything that their list needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inbox {
    /// At most [`CONVERSATIONS_MAX`].
    pub conversations: Vec<Conversation>,
    /// Everybody who may have one.
    pub colleagues: Vec<Colleague>,
    /// What is said often.
    pub canned_replies: Vec<CannedReply>,
    /// Who looks at which conversation right now.
    pub viewing: Vec<Viewing>,
    /// Who asked: an operator's id, or `automation`.
    pub me: String,
}

/// One conversation as the list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// With whom, and who answers.
    pub person: VisitorSummary,
    /// What was said last.
    pub last: Last,
    /// Messages of the person that no human of the shop has seen.
    pub unread: u32,
    /// Since when the person waits for a human's word; none where they do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Timestamp>,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<OperatorId>,
    /// What it is filed under.
    #[serde(default)]
    pub labels: Vec<String>,
    /// What humans of the shop noted, oldest first. The person never sees it.
    #[serde(default)]
    pub notes: Vec<Note>,
}

/// The last message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub from: Speaker,
    /// Its beginning, masked.
    pub text: String,
}

/// Something noted about a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its author's id for it.
    pub id: MessageId,
    /// By whom: an operator's id, or `automation`.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// Who was asked to look.
    #[serde(default)]
    pub mentions: Vec<OperatorId>,
}

/// Somebody who may have conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Who.
    pub operator: OperatorId,
    /// What colleagues see.
    pub name: String,
}

/// Somebody looks at a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewing {
    /// Who.
    pub operator: String,
    /// At whose.
    pub profile: ProfileId,
}

/// Something that is said often. `{name}` in it is what the person is called, `{agent}` what the human is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedReply {
    /// What it is called, and typed after `/`.
    pub id: String,
    /// What is said.
    pub text: String,
}

/// Keeps a canned reply, new or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutCannedReply {
    /// What is said.
    pub text: String,
}

/// Takes somebody in as an operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOperator {
    /// Sign-in name.
    pub email: String,
    /// What colleagues see.
    pub name: String,
    /// The password, at least twelve characters.
    pub password: String,
}

/// What a human of the shop does with a conversation, which the person never sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InboxStep {
    /// Has seen what was said.
    Seen,
    /// Gives it to somebody, or to nobody.
    Assign(Option<OperatorId>),
    /// Files it.
    Label(Vec<String>),
    /// Notes something; sent twice it is kept once.
    Note {
        /// The dashboard's id for the note.
        id: MessageId,
        /// What.
        text: String,
        /// Who is asked to look.
        #[serde(default)]
        mentions: Vec<OperatorId>,
    },
}
