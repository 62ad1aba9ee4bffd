//! What reports count: the entries of some people of one tenant in one month.
//!
//! A person's entries of a month are always in one shard, by a hash of their id, so a count
//! of people in a shard and month is exact. Retention drops whole objects.

mod lessons;
mod members;
mod news;
mod nudge;
mod query;

use core::{panic::AssertUnwindSafe, time::Duration};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use shared::{
    digest,
    id::{OrderId, ProfileId, SegmentId, WorkspaceId},
    ledger::{Entry, Fact},
    profile::population::Population,
    ranking::Subject,
    report::{Slice, experiment::PersonOutcome},
    segment::count::{SAMPLE_MAX, SegmentCounts},
    settings::Settings,
    time::Timestamp,
    visitor::VisitorSummary,
};
use worker::{
    DurableObject, Env, Request, Response, SqlStorageValue as Value, State, durable_object,
};

use super::{
    Kind,
    sql::{self, Sql},
};
use crate::{
    durable,
    error::{Answer, ApiError},
};

/// Shards of a month. Four objects take some two thousand reports a second.
const SHARDS: u8 = 4;

/// Months whose ledgers may still hear something new to learn from.
const LESSON_MONTHS: i32 = 2;

/// Months looked at for people: who was not here for longer is not "right now".
const PEOPLE_MONTHS: i32 = 3;

/// How far back customers are looked for whom others are compared with. Those who left are among them, or nobody would seem to leave.
const CUSTOMERS_WITHIN: Duration =
    Duration::from_hours(24 * shared::limits::COHORT_DAYS_MAX.unsigned_abs());

/// What a person's object reports.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// The person as a list shows them.
    pub(crate) summary: VisitorSummary,
    /// The document that conditions see.
    pub(crate) attributes: Json,
    /// What happened.
    pub(crate) entries: Vec<Entry>,
    /// Whom the person turned out to be, if somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) root: Option<ProfileId>,
    /// The segments they are in; none in a ledger that hears of them too late to list them.
    #[serde(default)]
    pub(crate) segments: Option<Vec<SegmentId>>,
}

/// As whom a person counts.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Standing {
    pub(crate) profile: ProfileId,
    /// The one who several people turned out to be; nobody where they are by themselves.
    pub(crate) root: Option<ProfileId>,
    /// Whether that one is held out of marketing.
    pub(crate) held_out: bool,
    /// Orders of theirs that another of those people reports too.
    pub(crate) hidden: Vec<OrderId>,
}

/// People of one ledger.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct People {
    pub(crate) people: Vec<VisitorSummary>,
}

/// Who matches in one ledger.
#[derive(Debug, Default, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the word of the wire")]
pub(crate) struct Matched {
    pub(crate) matched: u32,
    pub(crate) of: u32,
    pub(crate) people: Vec<VisitorSummary>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    Report { report: Box<Report> },
    Slice { from_day: i64, to_day: i64 },
    People { since: Timestamp, limit: u32 },
    News { since: Timestamp, limit: u32 },
    Outcomes { experiment: String },
    Match { condition: Json, settings: Box<Settings>, skip: Vec<ProfileId> },
    Stand { standing: Standing },
    Leave { profile: ProfileId },
    Segments,
    Members { segment: SegmentId },
    Population,
    Nudge { workspace: WorkspaceId, hash: String },
    Lessons { after: i64 },
}

/// Something to learn from.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Lesson {
    /// Its number in its ledger.
    pub(crate) number: i64,
    /// What happened.
    pub(crate) entry: Entry,
}

/// Lessons of one ledger, in order.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Lessons {
    lessons: Vec<Lesson>,
}

/// [`Call::Report`] and [`Call::Stand`] of what somebody else owns.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Told<'a> {
    Report { report: &'a Report },
    Stand { standing: &'a Standing },
}

/// Hands a person's news over: each entry to the ledger of the month in which it happened, and how a list shows the
/// person to those and to this month's.
///
/// By the month of sending, an entry that is sent again after a month has ended would be in two ledgers and count twice.
pub(crate) async fn report(
    env: &Env,
    workspace: &WorkspaceId,
    now: Timestamp,
    report: Report,
) -> Answer<()> {
    let Report { summary, attributes, entries, root, segments } = report;
    let shard = shard_of(&summary.profile);
    let this_month = shared::ledger::month(now);
    let mut by_month: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    by_month.insert(this_month.clone(), Vec::new());
    for entry in entries {
        by_month.entry(entry.month()).or_default().push(entry);
    }
    let mut part = Report { summary, attributes, entries: Vec::new(), root, segments: None };
    for (month, entries) in by_month {
        part.entries = entries;
        part.segments = segments.clone().filter(|_| month == this_month);
        let told = Told::Report { report: &part };
        let name = name(workspace, &month, shard);
        let () = durable::call(env, Kind::Ledger, &name, ("", &told)).await?;
    }
    Ok(())
}

/// Says as whom a person counts, in every month in which they can have been here.
pub(crate) async fn stand(
    env: &Env,
    workspace: &WorkspaceId,
    (since, now): (Timestamp, Timestamp),
    standing: &Standing,
) -> Answer<()> {
    let shard = shard_of(&standing.profile);
    for month in months(since, now) {
        let name = name(workspace, &month, shard);
        let told = Told::Stand { standing };
        let () = durable::call(env, Kind::Ledger, &name, ("", &told)).await?;
    }
    Ok(())
}

/// The months of a period, the newest first, at most two years.
fn months(from: Timestamp, to: Timestamp) -> Vec<String> {
    let mut months = vec![month(to, 0)];
    let first = month(from, 0);
    let mut back = 1;
    while months.last().is_some_and(|last| *last != first) && back < 24 {
        months.push(month(to, back));
        back = back.saturating_add(1);
    }
    months
}

/// Has the ledger of an earlier month let go of a person, who reports to another from now on.
pub(crate) async fn leave(
    env: &Env,
    workspace: &WorkspaceId,
    month: &str,
    profile: &ProfileId,
) -> Answer<()> {
    let name = name(workspace, month, shard_of(profile));
    durable::call(env, Kind::Ledger, &name, ("", &Call::Leave { profile: profile.clone() })).await
}

/// How many people are in each segment, among those of the last months.
pub(crate) async fn segments(
    env: &Env,
    workspace: &WorkspaceId,
    now: Timestamp,
) -> Answer<SegmentCounts> {
    let found: Vec<SegmentCounts> =
        ask_all(env, workspace, &people_months(now), &Call::Segments).await?;
    let mut all = SegmentCounts::default();
    for shard in &found {
        all.merge(shard);
    }
    Ok(all)
}

/// The most recent people of a segment.
pub(crate) async fn members(
    env: &Env,
    workspace: &WorkspaceId,
    segment: &SegmentId,
    now: Timestamp,
) -> Answer<Vec<VisitorSummary>> {
    let call = Call::Members { segment: segment.clone() };
    let found: Vec<People> = ask_all(env, workspace, &people_months(now), &call).await?;
    let mut people: Vec<VisitorSummary> =
        found.into_iter().flat_map(|found| found.people).collect();
    people.sort_by_key(|person| core::cmp::Reverse(person.last_seen));
    people.truncate(SAMPLE_MAX);
    Ok(people)
}

/// The ledgers that can still hear something new to learn from: entries come to the month in
/// which they happened, by an outbox that may be late.
pub(crate) fn learned_from(workspace: &WorkspaceId, now: Timestamp) -> Vec<String> {
    let months = (0..LESSON_MONTHS).map(|back| month(now, back));
    months.flat_map(|month| (0..SHARDS).map(move |shard| name(workspace, &month, shard))).collect()
}

/// Lessons of a ledger that come after the one with this number.
pub(crate) async fn lessons(env: &Env, name: &str, after: i64) -> Answer<Vec<Lesson>> {
    let found: Lessons =
        durable::call(env, Kind::Ledger, name, ("", &Call::Lessons { after })).await?;
    Ok(found.lessons)
}

/// A sample of the customers of a workspace that began at `since`: everybody who ordered within the last year is in it, also those
/// who were not here any more since.
pub(crate) async fn population(
    env: &Env,
    workspace: &WorkspaceId,
    (since, now): (Timestamp, Timestamp),
) -> Answer<Population> {
    let a_year_ago = now.saturating_sub(CUSTOMERS_WITHIN);
    let months = months(since.max(a_year_ago), now);
    let found: Vec<Population> = ask_all(env, workspace, &months, &Call::Population).await?;
    let mut all = Population::default();
    for shard in &found {
        all.merge(shard);
    }
    Ok(all)
}

/// Wakes everybody of the last months for a config that asks something new of them.
pub(crate) async fn nudge(
    env: &Env,
    workspace: &WorkspaceId,
    hash: &str,
    now: Timestamp,
) -> Answer<()> {
    let call = Call::Nudge { workspace: workspace.clone(), hash: hash.into() };
    let _: Vec<()> = ask_all(env, workspace, &people_months(now), &call).await?;
    Ok(())
}

fn people_months(now: Timestamp) -> Vec<String> {
    (0..PEOPLE_MONTHS).map(|back| month(now, back)).collect()
}

fn shard_of(profile: &ProfileId) -> u8 {
    let digest = digest::sha256_hex(profile.as_str().as_bytes());
    let shard = u8::from_str_radix(digest.get(..2).unwrap_or("0"), 16).unwrap_or_default();
    shard.checked_rem(SHARDS).unwrap_or_default()
}

/// The slices of a period, one for each ledger that can hold some of it.
pub(crate) async fn slices(
    env: &Env,
    workspace: &WorkspaceId,
    (from, to): (Timestamp, Timestamp),
) -> Answer<Vec<Slice>> {
    let call = Call::Slice { from_day: from.day(), to_day: to.day() };
    ask_all(env, workspace, &months(from, to), &call).await
}

/// The people seen since `since`, most recent first, each once.
pub(crate) async fn people(
    env: &Env,
    workspace: &WorkspaceId,
    (since, now): (Timestamp, Timestamp),
    limit: u32,
) -> Answer<Vec<VisitorSummary>> {
    let months: Vec<String> = (0..PEOPLE_MONTHS).map(|back| month(now, back)).collect();
    let found = ask_all(env, workspace, &months, &Call::People { since, limit }).await?;
    Ok(latest(found, limit))
}

/// The people of whom a ledger heard since `since`, most recent first, each once.
pub(crate) async fn news(
    env: &Env,
    workspace: &WorkspaceId,
    (since, now): (Timestamp, Timestamp),
    limit: u32,
) -> Answer<Vec<VisitorSummary>> {
    // Whoever does something is reported on to the month it is.
    let found = ask_all(env, workspace, &months(since, now), &Call::News { since, limit }).await?;
    Ok(latest(found, limit))
}

fn latest(found: Vec<People>, limit: u32) -> Vec<VisitorSummary> {
    let mut people: Vec<VisitorSummary> =
        found.into_iter().flat_map(|found| found.people).collect();
    people.sort_by_key(|person| core::cmp::Reverse(person.last_seen));
    let mut seen = std::collections::BTreeSet::new();
    people.retain(|person| seen.insert(person.profile.clone()));
    people.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    people
}

/// Who matches a condition right now, among the people of the last months.
pub(crate) async fn matching(
    env: &Env,
    workspace: &WorkspaceId,
    (condition, settings): (&Json, &Settings),
    now: Timestamp,
) -> Answer<Matched> {
    let mut all = Matched::default();
    let mut seen: Vec<ProfileId> = Vec::new();
    for back in 0..PEOPLE_MONTHS {
        // Somebody who was here this month is asked about only there.
        let call = Call::Match {
            condition: condition.clone(),
            settings: Box::new(settings.clone()),
            skip: seen.clone(),
        };
        let found: Vec<(Matched, Vec<ProfileId>)> =
            ask_all(env, workspace, &[month(now, back)], &call).await?;
        for (matched, looked_at) in found {
            all.matched = all.matched.saturating_add(matched.matched);
            all.of = all.of.saturating_add(matched.of);
            all.people.extend(matched.people);
            seen.extend(looked_at);
        }
    }
    all.people.sort_by_key(|person| core::cmp::Reverse(person.last_seen));
    all.people.truncate(20);
    Ok(all)
}

/// The people of an experiment, as each ledger of the last `months` knows them.
pub(crate) async fn outcomes(
    env: &Env,
    workspace: &WorkspaceId,
    (experiment, months): (&str, u16),
    now: Timestamp,
) -> Answer<Vec<PersonOutcome>> {
    let months: Vec<String> = (0..i32::from(months)).map(|back| month(now, back)).collect();
    let call = Call::Outcomes { experiment: experiment.into() };
    let found: Vec<Vec<PersonOutcome>> = ask_all(env, workspace, &months, &call).await?;
    Ok(found.into_iter().flatten().collect())
}

async fn ask_all<A: serde::de::DeserializeOwned>(
    env: &Env,
    workspace: &WorkspaceId,
    months: &[String],
    call: &Call,
) -> Answer<Vec<A>> {
    let names: Vec<String> = months
        .iter()
        .flat_map(|month| (0..SHARDS).map(|shard| name(workspace, month, shard)))
        .collect();
    let asked = names.iter().map(|name| durable::call(env, Kind::Ledger, name, ("", call)));
    futures_util::future::join_all(asked).await.into_iter().collect()
}

fn name(workspace: &WorkspaceId, month: &str, shard: u8) -> String {
    format!("{workspace}\n{month}\n{shard}")
}

/// The month of a moment, `2026-01`, so many months back.
pub(crate) fn month(at: Timestamp, back: i32) -> String {
    let text = at.to_rfc3339();
    let year: i32 = text.get(..4).and_then(|year| year.parse().ok()).unwrap_or(1970);
    let month: i32 = text.get(5..7).and_then(|month| month.parse().ok()).unwrap_or(1);
    let months =
        year.saturating_mul(12).saturating_add(month).saturating_sub(1).saturating_sub(back);
    format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12).saturating_add(1))
}

const MIGRATIONS: &[&str] = &[
    "CREATE TABLE entries (
        profile TEXT NOT NULL,
        seq INTEGER NOT NULL,
        day INTEGER NOT NULL,
        kind TEXT NOT NULL,
        rule TEXT NOT NULL,
        label TEXT NOT NULL,
        amount INTEGER NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (profile, seq)
     ) WITHOUT ROWID;
     CREATE TABLE people (
        profile TEXT PRIMARY KEY,
        last_seen INTEGER NOT NULL,
        held_out INTEGER NOT NULL,
        summary TEXT NOT NULL,
        attributes TEXT NOT NULL
     ) WITHOUT ROWID;",
    // `root` is empty for whoever is by themselves. `counted` is what reports read: each entry with the person it counts for,
    // without orders that another of several people who are one reports too.
    "ALTER TABLE people ADD COLUMN root TEXT NOT NULL DEFAULT '';
     CREATE TABLE hidden (
        profile TEXT NOT NULL,
        orders TEXT NOT NULL,
        PRIMARY KEY (profile, orders)
     ) WITHOUT ROWID;
     CREATE VIEW counted AS
        SELECT entries.*, IFNULL(people.root, '') AS root,
            IIF(IFNULL(people.root, '') = '', entries.profile, people.root) AS person,
            IFNULL(people.held_out, 0) AS held_out
        FROM entries LEFT JOIN people ON people.profile = entries.profile
        WHERE kind NOT IN ('ordered', 'refunded') OR NOT EXISTS (
            SELECT 1 FROM hidden
            WHERE hidden.profile = entries.profile AND hidden.orders = entries.label);",
    // What experiments measure of such an order counts once too.
    "DROP VIEW counted;
     CREATE VIEW counted AS
        SELECT entries.*, IFNULL(people.root, '') AS root,
            IIF(IFNULL(people.root, '') = '', entries.profile, people.root) AS person,
            IFNULL(people.held_out, 0) AS held_out
        FROM entries LEFT JOIN people ON people.profile = entries.profile
        WHERE kind NOT IN ('ordered', 'refunded', 'measured') OR NOT EXISTS (
            SELECT 1 FROM hidden
            WHERE hidden.profile = entries.profile AND hidden.orders =
                IIF(kind = 'measured', json_extract(entries.json, '$.fact.order'), entries.label));",
    "ALTER TABLE people ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;
     CREATE TABLE members (
        segment TEXT NOT NULL,
        profile TEXT NOT NULL,
        PRIMARY KEY (profile, segment)
     ) WITHOUT ROWID;
     CREATE TABLE nudge (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        workspace TEXT NOT NULL,
        hash TEXT NOT NULL,
        after TEXT NOT NULL,
        tries INTEGER NOT NULL
     );",
    // Rows are numbered as they come, so that whoever learns knows where they stopped.
    "CREATE TABLE lessons (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        profile TEXT NOT NULL,
        seq INTEGER NOT NULL,
        json TEXT NOT NULL,
        UNIQUE (profile, seq)
     );",
];

/// One shard of one tenant's month.
#[durable_object(alarm)]
#[expect(unnameable_types, reason = "only the runtime names it")]
#[derive(Debug)]
pub struct Ledger {
    state: State,
    env: Env,
    sql: Option<Sql>,
    /// A panic leaves it whole: an entry is put in at once.
    news: AssertUnwindSafe<news::News>,
}

impl Ledger {
    async fn take(&self, req: Request) -> worker::Result<Response> {
        let Some(sql) = &self.sql else { return durable::refuse() };
        match durable::received(req).await {
            Ok(Call::Report { report }) => {
                let kept = keep(sql, &report);
                self.news.hear(&report.summary.profile);
                durable::answer(kept)
            }
            Ok(Call::News { since, limit }) => durable::answer(self.news.since(sql, since, limit)),
            Ok(Call::Slice { from_day, to_day }) => {
                durable::answer(query::slice(sql, from_day, to_day))
            }
            Ok(Call::People { since, limit }) => durable::answer(query::people(sql, since, limit)),
            Ok(Call::Outcomes { experiment }) => durable::answer(query::outcomes(sql, &experiment)),
            Ok(Call::Match { condition, settings, skip }) => {
                durable::answer(query::matching(sql, &condition, &settings, &skip))
            }
            Ok(Call::Stand { standing }) => durable::answer(keep_standing(sql, &standing)),
            Ok(Call::Leave { profile }) => durable::answer(members::leave(sql, &profile)),
            Ok(Call::Segments) => durable::answer(members::counts(sql)),
            Ok(Call::Members { segment }) => durable::answer(members::people(sql, &segment)),
            Ok(Call::Population) => durable::answer(members::population(sql)),
            Ok(Call::Lessons { after }) => durable::answer(lessons::after(sql, after)),
            Ok(Call::Nudge { workspace, hash }) => {
                durable::answer(self.nudge(sql, &workspace, &hash).await)
            }
            Err(error) => error.into_response(),
        }
    }

    async fn nudge(&self, sql: &Sql, workspace: &WorkspaceId, hash: &str) -> Answer<()> {
        let people = sql.rows("SELECT 1 FROM people WHERE moved = 0 LIMIT 1", vec![])?;
        if people.is_empty() {
            return Ok(());
        }
        nudge::begin(sql, workspace, hash)?;
        self.state.storage().set_alarm(Duration::ZERO).await?;
        Ok(())
    }
}

fn keep(sql: &Sql, report: &Report) -> Answer<()> {
    let summary = &report.summary;
    sql.run(
        "INSERT INTO people (profile, last_seen, held_out, summary, attributes, root, moved)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (profile) DO UPDATE SET last_seen = excluded.last_seen,
            held_out = excluded.held_out, summary = excluded.summary,
            attributes = excluded.attributes, moved = MIN(people.moved, excluded.moved)
         -- Whoever lives elsewhere counts there.
         WHERE people.root IN ('', people.profile)",
        vec![
            Value::String(summary.profile.to_string()),
            Value::Integer(summary.last_seen.unix_millis()),
            Value::Integer(i64::from(summary.holdout)),
            sql::to_json(summary)?,
            sql::to_json(&report.attributes)?,
            Value::String(report.root.as_ref().map(ToString::to_string).unwrap_or_default()),
            Value::Integer(i64::from(report.segments.is_none())),
        ],
    )?;
    let rows: worker::Result<Vec<Vec<Value>>> =
        report.entries.iter().map(|entry| row(&summary.profile, entry)).collect();
    sql.insert(
        "INSERT INTO entries (profile, seq, day, kind, rule, label, amount, json)",
        rows?,
        "ON CONFLICT DO NOTHING",
    )?;
    lessons::keep(sql, &summary.profile, &report.entries)?;
    match &report.segments {
        Some(segments) => members::keep(sql, &summary.profile, segments),
        None => Ok(()),
    }
}

/// Notes as whom a person counts. Whoever never was in this ledger counts for nobody here.
fn keep_standing(sql: &Sql, standing: &Standing) -> Answer<()> {
    let profile = Value::String(standing.profile.to_string());
    sql.run(
        "UPDATE people SET root = ?, held_out = ? WHERE profile = ?",
        vec![
            Value::String(standing.root.as_ref().map(ToString::to_string).unwrap_or_default()),
            Value::Integer(i64::from(standing.held_out)),
            profile.clone(),
        ],
    )?;
    sql.run("DELETE FROM hidden WHERE profile = ?", vec![profile.clone()])?;
    let rows = standing.hidden.iter();
    let rows = rows.map(|order| vec![profile.clone(), Value::String(order.to_string())]);
    sql.insert("INSERT INTO hidden (profile, orders)", rows.collect(), "ON CONFLICT DO NOTHING")?;
    Ok(())
}

fn row(profile: &ProfileId, entry: &Entry) -> worker::Result<Vec<Value>> {
    let (rule, label, amount) = match &entry.fact {
        Fact::Visited => (String::new(), String::new(), 0),
        Fact::Intent { label } => (String::new(), label.clone(), 0),
        Fact::Delivered { rule, offer, .. } => {
            (rule.to_string(), offer.as_ref().map(ToString::to_string).unwrap_or_default(), 0)
        }
        Fact::Exposed { experiment, variation, .. } => {
            (variation.to_string(), experiment.to_string(), 0)
        }
        Fact::Measured { experiment, variation, amount_minor, .. } => {
            (variation.to_string(), experiment.to_string(), amount_minor.get())
        }
        Fact::Learned { lesson } => match &lesson.of {
            Subject::Rule { rule } => (rule.to_string(), String::new(), 0),
            Subject::Experiment { experiment, .. } => (String::new(), experiment.to_string(), 0),
        },
        Fact::StageChanged { to, .. } => (String::new(), to.as_str().into(), 0),
        Fact::SegmentEntered { segment } | Fact::SegmentExited { segment } => {
            (String::new(), segment.to_string(), 0)
        }
        Fact::Suppressed { rule, reason } => (rule.to_string(), reason.clone(), 0),
        Fact::Clicked { rule, .. } => (rule.to_string(), String::new(), 0),
        Fact::Ordered { order, revenue_minor, credited } => (
            credited.as_ref().map(|(_, rule)| rule.to_string()).unwrap_or_default(),
            order.to_string(),
            revenue_minor.get(),
        ),
        Fact::Refunded { order, amount_minor } => {
            (String::new(), order.to_string(), amount_minor.get())
        }
    };
    Ok(vec![
        Value::String(profile.to_string()),
        Value::Integer(i64::try_from(entry.seq).unwrap_or(i64::MAX)),
        Value::Integer(entry.at.day()),
        Value::String(entry.fact.kind().into()),
        Value::String(rule),
        Value::String(label),
        Value::Integer(amount),
        sql::to_json(entry)?,
    ])
}

impl DurableObject for Ledger {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, MIGRATIONS)
            .inspect_err(|error| worker::console_error!("a ledger cannot be opened: {error}"))
            .ok();
        Self { state, env, sql, news: AssertUnwindSafe(news::News::begin()) }
    }

    async fn fetch(&self, req: Request) -> worker::Result<Response> {
        self.take(req).await
    }

    async fn alarm(&self) -> worker::Result<Response> {
        if let Some(sql) = &self.sql {
            let next = nudge::go_on(sql, &self.env).await;
            let next = next.map_err(|error| worker::Error::RustError(error.to_string()))?;
            if let Some(after) = next {
                self.state.storage().set_alarm(after).await?;
            }
        }
        Response::empty()
    }
}

/// A ledger that cannot read what it stored is broken, not empty.
pub(super) fn broken(what: &str) -> ApiError {
    ApiError::Internal(worker::Error::RustError(format!("the ledger has a bad {what}")))
}
