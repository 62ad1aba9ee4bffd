//! Who of the shop has which conversation.
//!
//! People's objects tell how a conversation stands; who has it, what it is filed under and what humans noted about it lives
//! here. What people are is kept and answered as the JSON that their objects wrote: nothing of it is read here.

use core::time::Duration;

use serde::{Deserialize, Serialize};
use shared::{
    id::{OperatorId, ProfileId},
    wire::inbox::{
        CANNED_REPLIES_MAX, CONVERSATIONS_MAX, InboxStep, LABEL_LEN_CHARS_MAX, LABELS_MAX, Last,
        NOTE_LEN_CHARS_MAX,
    },
};
use worker::SqlStorageValue as Value;

use super::Desk;
use crate::{
    clock,
    durable::sql,
    error::{Answer, ApiError},
};

/// How long a conversation is listed after its last word.
const KEPT: Duration = Duration::from_hours(90 * 24);

pub(super) const MIGRATION: &str = "CREATE TABLE conversations (
        profile TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        last TEXT NOT NULL,
        at INTEGER NOT NULL,
        heard INTEGER NOT NULL,
        seen INTEGER NOT NULL,
        is_with_human INTEGER NOT NULL,
        waiting_since INTEGER,
        assignee TEXT,
        labels TEXT NOT NULL
     ) WITHOUT ROWID;
     CREATE INDEX conversations_at ON conversations (at);
     CREATE TABLE notes (
        id TEXT PRIMARY KEY,
        profile TEXT NOT NULL,
        by TEXT NOT NULL,
        at INTEGER NOT NULL,
        text TEXT NOT NULL,
        mentions TEXT NOT NULL
     );
     CREATE INDEX notes_profile ON notes (profile);
     CREATE TABLE canned (id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;";

/// A [`shared::wire::inbox::Conversation`], as JSON.
const CONVERSATION: &str = "json_object('person', json(person), 'last', json(last),
        'unread', max(heard - seen, 0), 'waiting_since', waiting_since, 'assignee', assignee,
        'labels', json(labels), 'notes', (SELECT json_group_array(json_object('id', id, 'by', by,
            'at', at, 'text', text, 'mentions', json(mentions)))
            FROM (SELECT * FROM notes WHERE notes.profile = conversations.profile ORDER BY at)))";

/// A [`shared::wire::inbox::CannedReply`], all of them, as JSON.
const CANNED: &str = "SELECT json_group_array(json_object('id', id, 'text', text))
        FROM (SELECT * FROM canned ORDER BY id)";

/// How a conversation stands, as the person's object tells it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    /// With whom.
    pub(crate) profile: ProfileId,
    /// Others who turned out to be the same person.
    pub(crate) others: Vec<ProfileId>,
    /// A [`shared::visitor::VisitorSummary`], as JSON.
    pub(crate) person: String,
    /// What was said last.
    pub(crate) last: Last,
    /// How many messages the person sent so far.
    pub(crate) heard: i64,
    /// Whose turn it is.
    pub(crate) turn: Turn,
}

/// Whose turn it is in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Turn {
    /// The assistant answers.
    Assistant,
    /// A human has it, and the person's word is awaited.
    Person,
    /// The person waits for a human's word.
    Human,
}

/// What can be asked of a desk, with the type of the answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    /// A conversation went on: `()`.
    Tell(Told),
    /// [`shared::wire::inbox::Inbox`] without colleagues, and not closed.
    List,
    /// Somebody is about to answer: `()`, or refused where a colleague has it.
    Answering { profile: ProfileId, by: String, take_over: bool },
    /// [`shared::wire::inbox::Conversation`].
    Step { profile: ProfileId, by: String, step: InboxStep },
    /// Canned replies, after keeping one or taking one out.
    Can { id: String, text: Option<String> },
}

impl Desk {
    /// Answers a call with JSON.
    pub(super) fn answer(&self, call: Call) -> Answer<String> {
        match call {
            Call::Tell(told) => self.hear(&told),
            Call::List => self.list(),
            Call::Answering { profile, by, take_over } => {
                self.answering(profile.as_str(), (&by, take_over))
            }
            Call::Step { profile, by, step } => self.step(profile.as_str(), &by, step),
            Call::Can { id, text } => self.can(id, text),
        }
    }

    fn hear(&self, told: &Told) -> Answer<String> {
        let sql = self.sql()?;
        for other in &told.others {
            let other = vec![Value::String(other.to_string())];
            sql.run("DELETE FROM conversations WHERE profile = ?", other)?;
        }
        let at = Value::Integer(told.last.at.unix_millis());
        let is_waiting = told.turn == Turn::Human;
        let waiting_since = if is_waiting { at.clone() } else { Value::Null };
        // Who waits has waited since their first word without an answer. What was handed back or ended is nobody's, and
        // what the assistant answered needs nobody's eyes.
        sql.run(
            "INSERT INTO conversations (profile, person, last, at, heard, waiting_since, is_with_human, seen, labels)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, IIF(?7, 0, ?5), '[]')
             ON CONFLICT (profile) DO UPDATE SET person = ?2, last = ?3, at = ?4, heard = ?5,
                waiting_since = IIF(?6 IS NULL, NULL, COALESCE(waiting_since, ?6)),
                is_with_human = ?7, seen = IIF(?7, seen, ?5),
                assignee = IIF(is_with_human AND NOT ?7, NULL, assignee)
             WHERE at <= ?4",
            vec![
                Value::String(told.profile.to_string()),
                Value::String(told.person.clone()),
                sql::to_json(&told.last)?,
                at,
                Value::Integer(told.heard),
                waiting_since,
                Value::Integer((told.turn != Turn::Assistant).into()),
            ],
        )?;
        self.push(told.profile.as_str())?;
        Ok("null".into())
    }

    fn list(&self) -> Answer<String> {
        let sql = self.sql()?;
        let oldest = clock::now().saturating_sub(KEPT).unix_millis();
        sql.run("DELETE FROM conversations WHERE at < ?", vec![Value::Integer(oldest)])?;
        sql.run(
            "DELETE FROM notes WHERE profile NOT IN (SELECT profile FROM conversations)",
            vec![],
        )?;
        let conversations = sql.texts(
            &format!("SELECT {CONVERSATION} FROM conversations ORDER BY at DESC LIMIT ?"),
            vec![Value::Integer(CONVERSATIONS_MAX.into())],
        )?;
        let canned = sql.text(CANNED, vec![])?.unwrap_or_default();
        Ok(format!(
            r#"{{"conversations":[{}],"canned_replies":{canned},"viewing":{}"#,
            conversations.join(","),
            self.viewing(),
        ))
    }

    /// One conversation as JSON.
    fn conversation(&self, profile: &str) -> Answer<String> {
        let statement = format!("SELECT {CONVERSATION} FROM conversations WHERE profile = ?");
        let found = self.sql()?.text(&statement, vec![Value::String(profile.into())])?;
        found.ok_or(ApiError::NotFound)
    }

    /// Tells everybody how it stands.
    fn push(&self, profile: &str) -> Answer<String> {
        let conversation = self.conversation(profile)?;
        self.tell_all(&format!(r#"{{"type":"conversation","conversation":{conversation}}}"#));
        Ok(conversation)
    }

    /// Whoever answers first has it; a colleague is not talked over unawares.
    fn answering(&self, profile: &str, (by, take_over): (&str, bool)) -> Answer<String> {
        let sql = self.sql()?;
        let has_it = sql.text(
            "SELECT assignee FROM conversations WHERE profile = ?",
            vec![Value::String(profile.into())],
        )?;
        match has_it {
            Some(other) if other != by && !take_over => Err(ApiError::Assigned(other)),
            Some(same) if same == by => Ok("null".into()),
            Some(_) | None => {
                sql.run(
                    "UPDATE conversations SET assignee = ?, seen = heard WHERE profile = ?",
                    vec![Value::String(by.into()), Value::String(profile.into())],
                )?;
                Ok("null".into())
            }
        }
    }

    fn step(&self, profile: &str, by: &str, step: InboxStep) -> Answer<String> {
        let sql = self.sql()?;
        // Nothing is made by being written about.
        self.conversation(profile)?;
        let set = |column: &str, value: Value| {
            let statement = format!("UPDATE conversations SET {column} = ? WHERE profile = ?");
            sql.run(&statement, vec![value, Value::String(profile.into())])
        };
        match step {
            InboxStep::Seen => sql.run(
                "UPDATE conversations SET seen = heard WHERE profile = ?",
                vec![Value::String(profile.into())],
            )?,
            InboxStep::Assign(to) => {
                set("assignee", to.map_or(Value::Null, |to| Value::String(to.to_string())))?;
            }
            InboxStep::Label(labels) => {
                check_labels(&labels)?;
                set("labels", sql::to_json(&labels)?)?;
            }
            InboxStep::Note { id, text, mentions } => {
                check_text(&text)?;
                let mentions: &[OperatorId] = &mentions;
                sql.run(
                    "INSERT INTO notes (id, profile, by, at, text, mentions)
                     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    vec![
                        Value::String(id.to_string()),
                        Value::String(profile.into()),
                        Value::String(by.into()),
                        Value::Integer(clock::now().unix_millis()),
                        Value::String(shared::intent::mask::mask(text.trim()).into_owned()),
                        sql::to_json(&mentions)?,
                    ],
                )?;
            }
        }
        self.push(profile)
    }

    fn can(&self, id: String, text: Option<String>) -> Answer<String> {
        let sql = self.sql()?;
        let Some(text) = text else {
            sql.run("DELETE FROM canned WHERE id = ?", vec![Value::String(id)])?;
            return Ok(sql.text(CANNED, vec![])?.unwrap_or_default());
        };
        check_text(&text)?;
        check_len("$.id", &id, LABEL_LEN_CHARS_MAX)?;
        sql.run(
            "INSERT INTO canned (id, text) VALUES (?, ?)
             ON CONFLICT (id) DO UPDATE SET text = excluded.text",
            vec![Value::String(id), Value::String(text.trim().into())],
        )?;
        let count = sql::count(
            sql.rows("SELECT COUNT(*) FROM canned", vec![])?.first().and_then(|row| row.first()),
        );
        if CANNED_REPLIES_MAX < usize::try_from(count).unwrap_or(usize::MAX) {
            return Err(ApiError::Conflict(format!(
                "there are {CANNED_REPLIES_MAX} canned replies, the most that are kept"
            )));
        }
        Ok(sql.text(CANNED, vec![])?.unwrap_or_default())
    }
}

fn check_labels(labels: &[String]) -> Answer<()> {
    if LABELS_MAX < labels.len() {
        return Err(invalid("$.label", format!("{} labels, at most {LABELS_MAX}", labels.len())));
    }
    labels.iter().try_for_each(|label| check_len("$.label", label, LABEL_LEN_CHARS_MAX))
}

fn check_text(text: &str) -> Answer<()> {
    check_len("$.text", text.trim(), NOTE_LEN_CHARS_MAX)
}

fn check_len(path: &str, text: &str, most: usize) -> Answer<()> {
    let chars = text.chars().count();
    if (1..=most).contains(&chars) {
        return Ok(());
    }
    Err(invalid(path, format!("has {chars} characters, not 1 to {most}")))
}

fn invalid(path: &str, detail: String) -> ApiError {
    ApiError::Invalid { code: "invalid_body", path: path.into(), detail }
}
