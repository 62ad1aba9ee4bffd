//! A person's rows on their way from one object to another: events, messages, explanations.
//!
//! They travel in pages. A row that is there already stays as it is, so a page may come twice.

use serde::{Deserialize, Serialize};
use shared::{
    conversation::{Message, Speaker},
    event::Event,
    id::ProfileId,
    identity::merge::MergeId,
    visitor::{
        self,
        circle::{Happening, Noted},
    },
};
use worker::{Result, SqlStorageValue as Value};

use super::{Visitor, Who};
use crate::{
    durable::sql::{self, Sql, integer, text},
    error::Answer,
};

/// Rows of one kind in a page.
const ROWS_MAX: i64 = 200;

/// A page.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Rows {
    events: Vec<EventRow>,
    messages: Vec<MessageRow>,
    decisions: Vec<DecisionRow>,
}

#[derive(Debug, Serialize, Deserialize)]
struct EventRow {
    id: String,
    at: i64,
    received_at: i64,
    json: String,
    of: ProfileId,
}

#[derive(Debug, Serialize, Deserialize)]
struct MessageRow {
    message: Message,
    of: ProfileId,
}

#[derive(Debug, Serialize, Deserialize)]
struct DecisionRow {
    id: String,
    at: i64,
    verdict: String,
    json: String,
    of: ProfileId,
}

/// How far a journey through the rows has come.
#[derive(Debug, Default)]
pub(super) struct Journey {
    event: i64,
    message: i64,
    decision: i64,
    /// Only rows of those who leave by this merge.
    leaving: Option<MergeId>,
}

impl Journey {
    /// Through the rows of those who leave by a merge.
    pub(super) fn of_leaving(merge: MergeId) -> Self {
        Self { leaving: Some(merge), ..Self::default() }
    }

    /// The next page; `None` at the end. `own` is the person whose rows have no other name on them.
    pub(super) fn next(&mut self, sql: &Sql, own: &ProfileId) -> Answer<Option<Rows>> {
        let mut page = Rows::default();
        for row in
            self.read(sql, "events", "rowid, message_id, at, received_at, json", self.event)?
        {
            self.event = number(&row, 0);
            page.events.push(EventRow {
                id: string(&row, 1),
                at: number(&row, 2),
                received_at: number(&row, 3),
                json: string(&row, 4),
                of: name(&row, own),
            });
        }
        for row in self.read(sql, "messages", "rowid, json", self.message)? {
            self.message = number(&row, 0);
            let message = sql::from_json(&string(&row, 1))?;
            page.messages.push(MessageRow { message, of: name(&row, own) });
        }
        for row in self.read(sql, "decisions", "rowid, id, at, verdict, json", self.decision)? {
            self.decision = number(&row, 0);
            page.decisions.push(DecisionRow {
                id: string(&row, 1),
                at: number(&row, 2),
                verdict: string(&row, 3),
                json: string(&row, 4),
                of: name(&row, own),
            });
        }
        let is_empty =
            page.events.is_empty() && page.messages.is_empty() && page.decisions.is_empty();
        Ok((!is_empty).then_some(page))
    }

    fn read(&self, sql: &Sql, table: &str, columns: &str, after: i64) -> Result<Vec<Vec<Value>>> {
        let mut bound = vec![Value::Integer(after)];
        let whose = match self.leaving {
            None => "",
            Some(merge) => {
                bound.push(Value::Integer(merge_number(merge)));
                "AND origin IN (SELECT person FROM leaving WHERE merge = ?)"
            }
        };
        bound.push(Value::Integer(ROWS_MAX));
        sql.rows(
            &format!(
                "SELECT {columns}, origin FROM {table} WHERE rowid > ? {whose} ORDER BY rowid LIMIT ?"
            ),
            bound,
        )
    }
}

impl Visitor {
    /// Keeps a page of somebody's rows. The conversation goes on with the next number.
    pub(super) fn receive(&self, who: Who<'_>, rows: &Rows) -> Answer<()> {
        let sql = self.sql()?;
        let own = |of: &ProfileId| origin(of, who.profile);
        let events = rows.events.iter().map(|row| {
            vec![
                Value::String(row.id.clone()),
                Value::Integer(row.at),
                Value::Integer(row.received_at),
                Value::String(row.json.clone()),
                own(&row.of),
            ]
        });
        sql.insert(
            "INSERT INTO events (message_id, at, received_at, json, origin)",
            events.collect(),
            "ON CONFLICT DO NOTHING",
        )?;
        let decisions = rows.decisions.iter().map(|row| {
            vec![
                Value::String(row.id.clone()),
                Value::Integer(row.at),
                Value::String(row.verdict.clone()),
                Value::String(row.json.clone()),
                own(&row.of),
            ]
        });
        sql.insert(
            "INSERT INTO decisions (id, at, verdict, json, origin)",
            decisions.collect(),
            "ON CONFLICT DO NOTHING",
        )?;
        if rows.messages.is_empty() {
            return Ok(());
        }
        self.change(who, |person| {
            rows.messages
                .iter()
                .try_for_each(|row| append(sql, person, row, origin(&row.of, who.profile)))
        })
    }
}

/// Adds a message to the end of the conversation, unless it is in it.
fn append(sql: &Sql, person: &mut visitor::Visitor, row: &MessageRow, origin: Value) -> Answer<()> {
    let id = Value::String(row.message.id.to_string());
    if !sql.rows("SELECT 1 FROM messages WHERE id = ?", vec![id.clone()])?.is_empty() {
        return Ok(());
    }
    person.messages = person.messages.saturating_add(1);
    let message = Message { seq: person.messages, ..row.message.clone() };
    sql.run(
        "INSERT INTO messages (seq, id, at, json, origin) VALUES (?, ?, ?, ?, ?)",
        vec![
            Value::Integer(i64::from(message.seq)),
            id,
            Value::Integer(message.at.unix_millis()),
            sql::to_json(&message)?,
            origin,
        ],
    )?;
    Ok(())
}

/// The name on somebody's row; the person's own have none.
fn origin(of: &ProfileId, own: &ProfileId) -> Value {
    Value::String(if of == own { String::new() } else { of.to_string() })
}

/// Everything that shapes a profile and is still here row by row.
pub(super) fn noted(sql: &Sql, own: &ProfileId) -> Answer<Vec<Noted>> {
    let mut noted = Vec::new();
    for row in sql.rows("SELECT json, origin FROM events", vec![])? {
        let event: Event = sql::from_json(&string(&row, 0))?;
        noted.push(Noted { who: name(&row, own), what: Happening::Event(Box::new(event)) });
    }
    for row in sql.rows("SELECT json, origin FROM messages", vec![])? {
        let message: Message = sql::from_json(&string(&row, 0))?;
        let reading = message.intent.filter(|_| message.from == Speaker::Visitor);
        noted.extend(reading.map(|reading| Noted {
            who: name(&row, own),
            what: Happening::Said { id: message.id, reading, at: message.at },
        }));
    }
    Ok(noted)
}

/// A merge's number as a column has it.
pub(super) fn merge_number(merge: MergeId) -> i64 {
    i64::try_from(merge.get()).unwrap_or(i64::MAX)
}

fn number(row: &[Value], place: usize) -> i64 {
    row.get(place).and_then(integer).unwrap_or_default()
}

fn string(row: &[Value], place: usize) -> String {
    row.get(place).and_then(text).unwrap_or_default()
}

/// Whose a row is: its last column, or the person's own.
fn name(row: &[Value], own: &ProfileId) -> ProfileId {
    row.last().and_then(text).and_then(|origin| origin.parse().ok()).unwrap_or_else(|| own.clone())
}
