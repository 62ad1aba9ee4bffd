//! Telling the operators' desk how the conversation stands.

use shared::{
    conversation::{Message, Speaker, Status},
    visitor::VisitorSummary,
    wire::inbox::Last,
};
use worker::SqlStorageValue as Value;

use super::{Visitor, Who};
use crate::{
    durable::{desk, sql},
    error::Answer,
    json,
};

/// How much of the last message a list shows, in characters.
const LAST_LEN_CHARS_MAX: usize = 140;

/// What a conversation that went on is told by: its newest message, and who answers.
pub(super) const MIGRATION: &str =
    "CREATE TABLE desk (id INTEGER PRIMARY KEY CHECK (id = 1), heard_of TEXT NOT NULL);";

impl Visitor {
    /// Tells the desk, where the conversation went on since it was told. What fails is told with the next outbox.
    pub(super) async fn tell_the_desk(&self, who: Who<'_>, summary: &VisitorSummary) -> Answer<()> {
        let sql = self.sql()?;
        let newest = sql.text("SELECT json FROM messages ORDER BY seq DESC LIMIT 1", vec![])?;
        let Some(newest) = newest else { return Ok(()) };
        let newest: Message = sql::from_json(&newest)?;
        let status = summary.conversation;
        let now = format!("{} {}", newest.seq, json::write(&status)?);
        if sql.text("SELECT heard_of FROM desk", vec![])?.is_some_and(|before| before == now) {
            return Ok(());
        }
        let heard = sql.rows(
            "SELECT COUNT(*) FROM messages WHERE json_extract(json, '$.from') = 'visitor'",
            vec![],
        )?;
        let heard = heard.first().and_then(|row| row.first()).and_then(sql::integer);
        let turn = match status {
            Status::Open | Status::Resolved { .. } => desk::Turn::Assistant,
            Status::Pending { .. } => desk::Turn::Human,
            Status::Human { .. } if newest.from == Speaker::Visitor => desk::Turn::Human,
            Status::Human { .. } | Status::Snoozed { .. } => desk::Turn::Person,
        };
        let told = desk::Told {
            profile: who.profile.clone(),
            others: self.known(|person| person.identity.circle.clone())?,
            person: json::write(summary)?,
            last: Last {
                at: newest.at,
                from: newest.from,
                text: newest.text.chars().take(LAST_LEN_CHARS_MAX).collect(),
            },
            heard: heard.unwrap_or_default(),
            turn,
        };
        desk::ask::<()>(&self.env, who.workspace, &desk::Call::Tell(told)).await?;
        self.sql()?.run(
            "INSERT INTO desk (id, heard_of) VALUES (1, ?)
             ON CONFLICT (id) DO UPDATE SET heard_of = excluded.heard_of",
            vec![Value::String(now)],
        )?;
        Ok(())
    }
}
