//! The inbox.

use serde_json::Value;
use shared::{
    conversation::Speaker,
    wire::inbox::{CannedReply, Colleague, Conversation, Inbox, Last, Note, Viewing},
};

use super::people::summary;
use crate::api::json::{id, list, moment, owned, owned_or_empty, small, text, texts};

/// Reads the conversations and everything beside them.
pub(crate) fn inbox(value: &Value) -> Option<Inbox> {
    Some(Inbox {
        conversations: list(value, "conversations", conversation)?,
        colleagues: colleagues(value.get("colleagues")?)?,
        canned_replies: canned_replies(value.get("canned_replies")?)?,
        viewing: list(value, "viewing", viewing)?,
        me: owned(value, "me")?,
    })
}

/// Reads one conversation.
pub(crate) fn conversation(value: &Value) -> Option<Conversation> {
    Some(Conversation {
        person: summary(value.get("person")?)?,
        last: last(value.get("last")?)?,
        unread: small(value, "unread")?,
        waiting_since: moment(value, "waiting_since"),
        assignee: id(value, "assignee"),
        labels: texts(value, "labels")?,
        notes: list(value, "notes", note)?,
    })
}

/// What the live line says of conversations.
pub(crate) enum Heard {
    /// One went on.
    Conversation(Box<Conversation>),
    /// Who looks at which.
    Viewing(Vec<Viewing>),
}

/// Reads what was pushed; what a later edge pushes besides is nothing.
pub(crate) fn pushed(value: &Value) -> Option<Heard> {
    match text(value, "type")? {
        "conversation" => {
            conversation(value.get("conversation")?).map(Box::new).map(Heard::Conversation)
        }
        "viewing" => list(value, "viewing", viewing).map(Heard::Viewing),
        _ => None,
    }
}

/// Reads the canned replies.
pub(crate) fn canned_replies(value: &Value) -> Option<Vec<CannedReply>> {
    let canned =
        |value: &Value| Some(CannedReply { id: owned(value, "id")?, text: owned(value, "text")? });
    value.as_array()?.iter().map(canned).collect()
}

/// Reads who may sign in.
pub(crate) fn colleagues(value: &Value) -> Option<Vec<Colleague>> {
    let colleague = |value: &Value| {
        Some(Colleague { operator: id(value, "operator")?, name: owned(value, "name")? })
    };
    value.as_array()?.iter().map(colleague).collect()
}

fn last(value: &Value) -> Option<Last> {
    Some(Last {
        at: moment(value, "at")?,
        from: match text(value, "from")? {
            "visitor" => Speaker::Visitor,
            "assistant" => Speaker::Assistant,
            "agent" => Speaker::Agent,
            _ => return None,
        },
        text: owned_or_empty(value, "text"),
    })
}

fn note(value: &Value) -> Option<Note> {
    let mentions = texts(value, "mentions")?;
    Some(Note {
        id: id(value, "id")?,
        by: owned(value, "by")?,
        at: moment(value, "at")?,
        text: owned(value, "text")?,
        mentions: mentions.iter().filter_map(|mention| mention.parse().ok()).collect(),
    })
}

fn viewing(value: &Value) -> Option<Viewing> {
    Some(Viewing { operator: owned(value, "operator")?, profile: id(value, "profile")? })
}
