//! Asking a ledger: the figures of a period, the people, who matches.

use serde_json::Value as Json;
use shared::{
    attributes,
    condition::Condition,
    id::ProfileId,
    money::Minor,
    report::{DaySlice, Funnel, PersonSlice, RuleSlice, Slice, experiment::PersonOutcome},
    settings::Settings,
    time::Timestamp,
    visitor::VisitorSummary,
};
use worker::SqlStorageValue as Value;

use super::{Matched, People, broken};
use crate::{
    clock,
    durable::sql::{self, Sql, count, integer, text},
    error::{Answer, ApiError},
};

/// People looked at for a match; more are a job for the warehouse.
const MATCH_PEOPLE_MAX: i64 = 20_000;

pub(super) fn slice(sql: &Sql, from_day: i64, to_day: i64) -> Answer<Slice> {
    let period = || vec![Value::Integer(from_day), Value::Integer(to_day)];
    Ok(Slice {
        days: days(sql, period())?,
        circles: circles(sql, period())?,
        people: persons(sql, period())?,
        rules: rules(sql, period())?,
        suppressions: suppressions(sql, period())?,
    })
}

fn days(sql: &Sql, period: Vec<Value>) -> Answer<Vec<DaySlice>> {
    let rows = sql.rows(
        "SELECT day,
            COUNT(DISTINCT CASE WHEN kind = 'visited' AND root = '' THEN profile END),
            COUNT(DISTINCT CASE WHEN kind = 'intent' AND root = '' THEN profile END),
            COUNT(DISTINCT CASE WHEN kind = 'delivered' AND root = '' THEN profile END),
            COUNT(DISTINCT CASE WHEN kind = 'clicked' AND root = '' THEN profile END),
            COUNT(DISTINCT CASE WHEN kind = 'ordered' AND rule <> '' AND root = '' THEN profile END),
            SUM(CASE WHEN kind = 'ordered' THEN amount ELSE 0 END),
            SUM(CASE WHEN kind = 'ordered' AND rule <> '' THEN amount ELSE 0 END)
         FROM counted WHERE day BETWEEN ? AND ? GROUP BY day",
        period,
    )?;
    Ok(rows
        .iter()
        .map(|row| DaySlice {
            day: row.first().and_then(integer).unwrap_or_default(),
            funnel: funnel(row, 1),
            revenue_minor: minor(row.get(6)),
            attributed_minor: minor(row.get(7)),
        })
        .collect())
}

/// By day, the people who turned out to be others: some of what they did may be in another ledger.
fn circles(sql: &Sql, period: Vec<Value>) -> Answer<Vec<(i64, ProfileId, Funnel)>> {
    let rows = sql.rows(
        "SELECT person, day,
            MAX(kind = 'visited'), MAX(kind = 'intent'), MAX(kind = 'delivered'),
            MAX(kind = 'clicked'), MAX(kind = 'ordered' AND rule <> '')
         FROM counted WHERE day BETWEEN ? AND ? AND root <> '' GROUP BY person, day",
        period,
    )?;
    rows.iter()
        .map(|row| {
            let day = row.get(1).and_then(integer).unwrap_or_default();
            Ok((day, profile(row)?, funnel(row, 2)))
        })
        .collect()
}

fn persons(sql: &Sql, period: Vec<Value>) -> Answer<Vec<PersonSlice>> {
    let rows = sql.rows(
        "SELECT person,
            MAX(kind = 'visited'), MAX(kind = 'intent'), MAX(kind = 'delivered'),
            MAX(kind = 'clicked'), MAX(kind = 'ordered' AND rule <> ''),
            SUM(kind = 'ordered'),
            SUM(CASE kind WHEN 'ordered' THEN amount WHEN 'refunded' THEN -amount ELSE 0 END),
            MAX(held_out)
         FROM counted WHERE day BETWEEN ? AND ? GROUP BY person",
        period,
    )?;
    rows.iter()
        .map(|row| {
            Ok(PersonSlice {
                profile: profile(row)?,
                funnel: funnel(row, 1),
                orders: count(row.get(6)),
                net_minor: minor(row.get(7)),
                held_out: count(row.get(8)) == 1,
            })
        })
        .collect()
}

fn rules(sql: &Sql, period: Vec<Value>) -> Answer<Vec<RuleSlice>> {
    let rows = sql.rows(
        "SELECT rule, MAX(CASE WHEN kind = 'delivered' THEN label ELSE '' END),
            SUM(kind = 'delivered'), SUM(kind = 'clicked'), SUM(kind = 'ordered'),
            SUM(CASE WHEN kind = 'ordered' THEN amount ELSE 0 END)
         FROM counted WHERE day BETWEEN ? AND ? AND rule <> ''
            AND kind IN ('delivered', 'clicked', 'ordered') GROUP BY rule",
        period,
    )?;
    rows.iter()
        .map(|row| {
            Ok(RuleSlice {
                rule: row
                    .first()
                    .and_then(text)
                    .and_then(|rule| rule.parse().ok())
                    .ok_or_else(|| broken("rule"))?,
                offer: row.get(1).and_then(text).and_then(|offer| offer.parse().ok()),
                delivered: count(row.get(2)),
                clicked: count(row.get(3)),
                orders: count(row.get(4)),
                revenue_minor: minor(row.get(5)),
            })
        })
        .collect()
}

/// The people of one experiment. `rule` holds the variation, `label` the experiment.
pub(super) fn outcomes(sql: &Sql, experiment: &str) -> Answer<Vec<PersonOutcome>> {
    let rows = sql.rows(
        "SELECT person, MIN(CAST(rule AS INTEGER)), MAX(kind = 'exposed'),
            MAX(CASE kind WHEN 'exposed' THEN json_extract(json, '$.fact.before_minor') ELSE NULL END),
            SUM(kind = 'measured' AND amount > 0), SUM(amount)
         FROM counted WHERE label = ? AND kind IN ('exposed', 'measured') GROUP BY person",
        vec![Value::String(experiment.into())],
    )?;
    rows.iter()
        .map(|row| {
            let narrow = |place: usize| u32::try_from(count(row.get(place))).unwrap_or(u32::MAX);
            Ok(PersonOutcome {
                profile: profile(row)?,
                variation: narrow(1),
                exposed: count(row.get(2)) == 1,
                before_minor: minor(row.get(3)),
                orders: narrow(4),
                revenue_minor: minor(row.get(5)),
            })
        })
        .collect()
}

fn suppressions(sql: &Sql, period: Vec<Value>) -> Answer<Vec<(String, u64)>> {
    let rows = sql.rows(
        "SELECT label, COUNT(*) FROM entries
         WHERE day BETWEEN ? AND ? AND kind = 'suppressed' GROUP BY label",
        period,
    )?;
    Ok(rows
        .iter()
        .map(|row| (row.first().and_then(text).unwrap_or_default(), count(row.get(1))))
        .collect())
}

pub(super) fn people(sql: &Sql, since: Timestamp, limit: u32) -> Answer<People> {
    let texts = sql.texts(
        "SELECT summary FROM people WHERE last_seen >= ? AND root IN ('', profile)
         ORDER BY last_seen DESC LIMIT ?",
        vec![Value::Integer(since.unix_millis()), Value::Integer(i64::from(limit))],
    )?;
    let people: worker::Result<Vec<VisitorSummary>> =
        texts.iter().map(|json| sql::from_json(json)).collect();
    Ok(People { people: people? })
}

pub(super) fn matching(
    sql: &Sql,
    condition: &Json,
    settings: &Settings,
    skip: &[ProfileId],
) -> Answer<(Matched, Vec<ProfileId>)> {
    let condition = Condition::parse(condition).map_err(|error| ApiError::Invalid {
        code: "invalid_condition",
        path: "$.condition".into(),
        detail: error.to_string(),
    })?;
    let now = clock::now();
    let rows = sql.rows(
        "SELECT profile, last_seen, attributes, summary FROM people
         WHERE root IN ('', profile) ORDER BY last_seen DESC LIMIT ?",
        vec![Value::Integer(MATCH_PEOPLE_MAX)],
    )?;
    let (mut found, mut looked_at) = (Matched::default(), Vec::new());
    for row in &rows {
        let profile = profile(row)?;
        if skip.contains(&profile) {
            continue;
        }
        let last_seen = row.get(1).and_then(integer).map(Timestamp::from_unix_millis);
        let mut document: Json = column(row, 2)?;
        attributes::pass_time(&mut document, settings, last_seen.unwrap_or(now), now);
        found.of = found.of.saturating_add(1);
        if condition.eval(&document) {
            found.matched = found.matched.saturating_add(1);
            if found.people.len() < 20 {
                found.people.push(column(row, 3)?);
            }
        }
        looked_at.push(profile);
    }
    Ok((found, looked_at))
}

fn funnel(row: &[Value], from: usize) -> Funnel {
    let step = |offset: usize| count(row.get(from.saturating_add(offset)));
    Funnel { visits: step(0), intents: step(1), offers: step(2), clicks: step(3), orders: step(4) }
}

fn minor(value: Option<&Value>) -> Minor {
    Minor::new(value.and_then(integer).unwrap_or_default())
}

fn profile(row: &[Value]) -> Answer<ProfileId> {
    row.first()
        .and_then(text)
        .and_then(|profile| profile.parse().ok())
        .ok_or_else(|| broken("profile"))
}

fn column<T: serde::de::DeserializeOwned>(row: &[Value], place: usize) -> Answer<T> {
    let json = row.get(place).and_then(text).ok_or_else(|| broken("column"))?;
    Ok(sql::from_json(&json)?)
}
