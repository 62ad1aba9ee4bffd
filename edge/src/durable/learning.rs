//! What one tenant's messages teach, and which release of the intent model answers.
//!
//! People's objects report each message here once (their outbox repeats itself, the key does not). The counts of a
//! report are made by the database; [`shared::learning`] puts them together. The pointer lives here and not in KV,
//! because KV may be a minute behind and a rollback may not: whoever asks here hears the truth.

mod releases;
mod rows;

use core::{cell::Cell as Mutable, panic::AssertUnwindSafe, time::Duration};

use serde::{Deserialize, Serialize};
use shared::{
    id::{ProfileId, ReleaseId, WorkspaceId},
    intent::Label,
    learning::{self, Cell, Correction, ModelReport, TrainingRow, Utterance, Words},
    limits::{CORRECTIONS_EXPORTED_MAX, UTTERANCES_KEPT, UTTERANCES_KEPT_MAX},
    release::Choice,
    time::Timestamp,
    wire::{
        knowledge::{OpenQuestion, Unanswered},
        model::Release,
    },
};
use worker::{
    DurableObject, Env, Request, Response, SqlStorageValue as Value, State, durable_object,
};

use self::rows::{COLUMNS, cell, label, lang, moment, row, string, utterance};
use super::{
    Kind,
    sql::{self, Sql, text},
};
use crate::{
    clock, durable,
    error::{Answer, ApiError},
};

/// Utterances that the queue is chosen from. Duplicates are dropped later, so they are more than it holds.
const QUEUE_CANDIDATES: i64 = 2_000;

/// Questions that nothing answered, in one list.
const UNANSWERED_SHOWN: i64 = 100;

/// Between two looks for utterances that are past their time.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// What can be asked, with the type of the answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    /// Keep what was heard; what is here already stays as it is: `()`.
    Hear { utterances: Vec<Utterance> },
    /// Drop the words of somebody who took their consent back; the counts stay: `()`.
    Forget { profile: ProfileId },
    /// Keep what a person says of an utterance; `None` takes it back: `()`.
    Correct { utterance: Box<Utterance>, correction: Option<Correction> },
    /// The labels that people gave to utterances: `Vec<(String, Label)>`, by key.
    Corrected { keys: Vec<String> },
    /// Report and queue: [`Learnt`].
    Report,
    /// Questions that nothing answered, newest first: [`Unanswered`].
    Unanswered,
    /// The rows of the training file, newest first: `Vec<TrainingRow>`.
    Corrections,
    /// What answers: [`Pointed`].
    Pointer,
    /// The releases that were published, newest first: `Vec<Release>`.
    Releases,
    /// Note that a release is in KV: [`Release`].
    Publish { release: Release },
    /// Choose: [`Pointed`].
    Point { choice: Choice, by: String },
    /// Go back: [`Pointed`].
    RollBack { by: String },
}

/// What the utterances say. The door passes the report on as it is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Learnt<R = ModelReport> {
    pub(crate) report: R,
    pub(crate) queue: Vec<Utterance>,
}

/// What answers, and what going back would choose.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Pointed {
    pub(crate) now: Choice,
    pub(crate) former: Option<Choice>,
}

/// Asks the object of a tenant.
pub(crate) async fn ask<A: serde::de::DeserializeOwned>(
    env: &Env,
    workspace: &WorkspaceId,
    call: &Call,
) -> Answer<A> {
    durable::call(env, Kind::Learning, workspace.as_str(), ("", call)).await
}

/// Asks the object of a tenant something that is answered to the caller as it is.
pub(crate) async fn relay(env: &Env, workspace: &WorkspaceId, call: &Call) -> Answer<Response> {
    durable::relay(env, Kind::Learning, workspace.as_str(), ("", call)).await
}

const MIGRATIONS: &[&str] = &[
    "CREATE TABLE utterances (
        key TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        week INTEGER NOT NULL,
        label TEXT NOT NULL,
        score REAL NOT NULL,
        margin REAL NOT NULL,
        bin INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        source TEXT NOT NULL,
        model TEXT NOT NULL,
        lang TEXT NOT NULL,
        profile TEXT NOT NULL,
        message TEXT NOT NULL,
        text TEXT NOT NULL,
        corrected TEXT,
        corrected_by TEXT,
        corrected_at INTEGER
     );
     CREATE INDEX utterances_at ON utterances (at);
     CREATE INDEX utterances_profile ON utterances (profile);
     CREATE TABLE releases (
        id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        json TEXT NOT NULL
     );
     CREATE TABLE choices (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        pointer TEXT NOT NULL
     );",
    "ALTER TABLE utterances ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;
     CREATE INDEX utterances_unanswered ON utterances (at) WHERE unanswered = 1;",
];

/// What one tenant's messages teach.
#[durable_object(fetch)]
#[expect(unnameable_types, reason = "only the runtime names it")]
#[derive(Debug)]
pub struct Learning {
    sql: Option<Sql>,
    /// When old utterances were last looked for. A panic leaves it whole: it is one number.
    swept_at: AssertUnwindSafe<Mutable<Timestamp>>,
}

impl Learning {
    async fn take(&self, req: Request) -> worker::Result<Response> {
        let Some(sql) = &self.sql else { return durable::refuse() };
        match durable::received(req).await {
            Ok(Call::Hear { utterances }) => durable::answer(self.hear(sql, &utterances)),
            Ok(Call::Forget { profile }) => durable::answer(forget(sql, &profile)),
            Ok(Call::Correct { utterance, correction }) => {
                durable::answer(correct(sql, &utterance, correction.as_ref()))
            }
            Ok(Call::Corrected { keys }) => durable::answer(corrected(sql, &keys)),
            Ok(Call::Report) => durable::answer(report(sql)),
            Ok(Call::Unanswered) => durable::answer(unanswered(sql)),
            Ok(Call::Corrections) => durable::answer(corrections(sql)),
            Ok(Call::Pointer) => durable::answer(releases::pointed(sql)),
            Ok(Call::Releases) => durable::answer(releases::list(sql)),
            Ok(Call::Publish { release }) => durable::answer(releases::publish(sql, release)),
            Ok(Call::Point { choice, by }) => durable::answer(releases::point(sql, choice, &by)),
            Ok(Call::RollBack { by }) => durable::answer(releases::roll_back(sql, &by)),
            Err(error) => error.into_response(),
        }
    }

    fn hear(&self, sql: &Sql, utterances: &[Utterance]) -> Answer<()> {
        let rows = utterances.iter().map(row).collect();
        sql.insert(&format!("INSERT INTO utterances ({COLUMNS})"), rows, "ON CONFLICT DO NOTHING")?;
        let now = clock::now();
        if self.swept_at.get().saturating_add(SWEEP_EVERY) <= now {
            self.swept_at.set(now);
            sweep(sql, now)?;
        }
        Ok(())
    }
}

/// Drops what is past its time, and the oldest of what is too much.
fn sweep(sql: &Sql, now: Timestamp) -> Answer<()> {
    let oldest = now.saturating_sub(UTTERANCES_KEPT);
    sql.run(
        "DELETE FROM utterances WHERE at < ?1 OR at < COALESCE(
            (SELECT at FROM utterances ORDER BY at DESC LIMIT 1 OFFSET ?2), 0)",
        vec![
            Value::Integer(oldest.unix_millis()),
            Value::Integer(i64::from(UTTERANCES_KEPT_MAX).saturating_sub(1)),
        ],
    )?;
    Ok(())
}

fn forget(sql: &Sql, profile: &ProfileId) -> Answer<()> {
    sql.run(
        "UPDATE utterances SET profile = '', message = '', text = '' WHERE profile = ?",
        vec![Value::String(profile.to_string())],
    )?;
    Ok(())
}

/// Keeps a correction. The utterance comes along, as the person's object has it now: it may be older than this table,
/// and the person may have agreed, or taken it back, since.
fn correct(sql: &Sql, utterance: &Utterance, correction: Option<&Correction>) -> Answer<()> {
    sql.insert(
        &format!("INSERT INTO utterances ({COLUMNS})"),
        vec![row(utterance)],
        "ON CONFLICT (key) DO UPDATE SET profile = excluded.profile,
            message = excluded.message, text = excluded.text",
    )?;
    let key = Value::String(utterance.key.clone());
    match correction {
        // The same label again is no news: the first who said so stays on record.
        Some(Correction { label, by, at }) => sql.run(
            "UPDATE utterances SET corrected = ?1, corrected_by = ?2, corrected_at = ?3
             WHERE key = ?4 AND corrected IS NOT ?1",
            vec![
                Value::String(label.as_str().into()),
                Value::String(by.clone()),
                Value::Integer(at.unix_millis()),
                key,
            ],
        )?,
        None => sql.run(
            "UPDATE utterances SET corrected = NULL, corrected_by = NULL, corrected_at = NULL
             WHERE key = ?",
            vec![key],
        )?,
    }
    Ok(())
}

fn corrected(sql: &Sql, keys: &[String]) -> Answer<Vec<(String, Label)>> {
    let mut found = Vec::new();
    for keys in keys.chunks(sql::BOUND_MAX) {
        let marks = vec!["?"; keys.len()].join(",");
        let rows = sql.rows(
            &format!(
                "SELECT key, corrected FROM utterances
                 WHERE corrected IS NOT NULL AND key IN ({marks})"
            ),
            keys.iter().map(|key| Value::String(key.clone())).collect(),
        )?;
        for row in &rows {
            let Some(key) = row.first().and_then(text) else { continue };
            found.push((key, label(row, 1)?));
        }
    }
    Ok(found)
}

fn report(sql: &Sql) -> Answer<Learnt> {
    let now = clock::now();
    let rows = sql.rows(
        "SELECT week, label, rejected, source, model, bin, corrected, COUNT(*) FROM utterances
         WHERE week >= ? GROUP BY 1, 2, 3, 4, 5, 6, 7",
        vec![Value::Integer(ModelReport::first_week(now))],
    )?;
    let cells: Answer<Vec<Cell>> = rows.iter().map(|row| cell(row)).collect();
    let rows = sql.rows(
        &format!(
            "SELECT {COLUMNS} FROM utterances
             WHERE corrected IS NULL AND text <> '' AND week >= ?1
               AND text NOT IN (SELECT text FROM utterances WHERE corrected IS NOT NULL)
             ORDER BY rejected DESC, margin, score, at DESC LIMIT ?2"
        ),
        vec![Value::Integer(ModelReport::first_week(now)), Value::Integer(QUEUE_CANDIDATES)],
    )?;
    let candidates: Answer<Vec<Utterance>> = rows.iter().map(|row| utterance(row)).collect();
    let queue = learning::queue(candidates?);
    Ok(Learnt { report: ModelReport::of(&cells?, now), queue })
}

/// Questions that nothing answered in the last weeks; one that was asked in the same words is there once.
fn unanswered(sql: &Sql) -> Answer<Unanswered> {
    let first = ModelReport::first_week(clock::now());
    let counted = sql.rows(
        "SELECT COUNT(*) FROM utterances WHERE unanswered = 1 AND week >= ?",
        vec![Value::Integer(first)],
    )?;
    let rows = sql.rows(
        &format!(
            "SELECT {COLUMNS} FROM utterances WHERE unanswered = 1 AND text <> '' AND week >= ?
             GROUP BY text HAVING at = MAX(at) ORDER BY at DESC LIMIT ?"
        ),
        vec![Value::Integer(first), Value::Integer(UNANSWERED_SHOWN)],
    )?;
    let open = |row: &Vec<Value>| {
        let Utterance { at, label, lang, words, .. } = utterance(row).ok()?;
        let Words { profile, message, text } = words?;
        Some(OpenQuestion { text, lang, label, at, profile, message })
    };
    let count = counted.first().map(|row| sql::count(row.first())).unwrap_or_default();
    Ok(Unanswered {
        questions: rows.iter().filter_map(open).collect(),
        count: u32::try_from(count).unwrap_or(u32::MAX),
    })
}

fn corrections(sql: &Sql) -> Answer<Vec<TrainingRow>> {
    let rows = sql.rows(
        "SELECT text, corrected, lang, at, label, model FROM utterances
         WHERE corrected IS NOT NULL AND text <> '' ORDER BY at DESC LIMIT ?",
        vec![Value::Integer(i64::from(CORRECTIONS_EXPORTED_MAX))],
    )?;
    rows.iter()
        .map(|row| {
            Ok(TrainingRow {
                text: string(row, 0),
                label: label(row, 1)?,
                lang: lang(row, 2),
                at: moment(row, 3).to_rfc3339(),
                was: label(row, 4)?,
                model: string(row, 5),
            })
        })
        .collect()
}

/// A release that nobody published.
fn unknown(path: &str, id: &ReleaseId) -> ApiError {
    ApiError::Invalid {
        code: "unknown_release",
        path: path.into(),
        detail: format!("{id} was not published"),
    }
}

impl DurableObject for Learning {
    fn new(state: State, _env: Env) -> Self {
        let sql = Sql::open(&state, MIGRATIONS)
            .inspect_err(|error| worker::console_error!("learning cannot be opened: {error}"))
            .ok();
        Self { sql, swept_at: AssertUnwindSafe(Mutable::default()) }
    }

    async fn fetch(&self, req: Request) -> worker::Result<Response> {
        self.take(req).await
    }
}
