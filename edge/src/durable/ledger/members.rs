//! Who is in which segment, as people report it.
//!
//! A person's object knows in which segments they are, also by time alone, and tells it with
//! every report. So a count here is a count of rows. A person stands in one ledger: when a new
//! month begins, their first report there has the one before let go of them.

use shared::{
    id::{ProfileId, SegmentId},
    profile::population::{Customer, Population},
    segment::count::{SAMPLE_MAX, SegmentCounts},
    visitor::VisitorSummary,
};
use worker::SqlStorageValue as Value;

use super::People;
use crate::{
    durable::sql::{self, Sql, count, text},
    error::Answer,
};

/// Customers looked at for what people are compared with; of more the most recent.
const CUSTOMERS_MAX: i64 = 20_000;

/// Who counts here: not whoever reports elsewhere by now, nor whoever turned out to be somebody else.
const COUNTS: &str = "people.moved = 0 AND people.root IN ('', people.profile)";

/// Takes note of the segments a person is in now.
pub(super) fn keep(sql: &Sql, profile: &ProfileId, segments: &[SegmentId]) -> Answer<()> {
    let who = || Value::String(profile.to_string());
    let known = sql.texts("SELECT segment FROM members WHERE profile = ?", vec![who()])?;
    let is_known = |segment: &SegmentId| known.iter().any(|known| known == segment.as_str());
    // Most reports change nothing here, and a page that is written costs more than the rest.
    if known.len() == segments.len() && segments.iter().all(is_known) {
        return Ok(());
    }
    sql.run("DELETE FROM members WHERE profile = ?", vec![who()])?;
    let rows = segments.iter().map(|segment| vec![Value::String(segment.to_string()), who()]);
    sql.insert("INSERT INTO members (segment, profile)", rows.collect(), "ON CONFLICT DO NOTHING")?;
    Ok(())
}

/// Lets go of a person who reports elsewhere now; what they did stays.
pub(super) fn leave(sql: &Sql, profile: &ProfileId) -> Answer<()> {
    let who = || vec![Value::String(profile.to_string())];
    sql.run("DELETE FROM members WHERE profile = ?", who())?;
    sql.run("UPDATE people SET moved = 1 WHERE profile = ?", who())?;
    Ok(())
}

/// How many people are in each segment.
pub(super) fn counts(sql: &Sql) -> Answer<SegmentCounts> {
    let of = sql.rows(&format!("SELECT COUNT(*) FROM people WHERE {COUNTS}"), vec![])?;
    let rows = sql.rows(
        &format!(
            "SELECT segment, COUNT(*) FROM members JOIN people ON people.profile = members.profile
             WHERE {COUNTS} GROUP BY segment"
        ),
        vec![],
    )?;
    let inside = rows.iter().filter_map(|row| {
        let segment: SegmentId = row.first().and_then(text)?.parse().ok()?;
        Some((segment, count(row.get(1))))
    });
    Ok(SegmentCounts {
        inside: inside.collect(),
        of: of.first().map(|row| count(row.first())).unwrap_or_default(),
    })
}

/// The most recent people of a segment.
pub(super) fn people(sql: &Sql, segment: &SegmentId) -> Answer<People> {
    let limit = i64::try_from(SAMPLE_MAX).unwrap_or(i64::MAX);
    let texts = sql.texts(
        &format!(
            "SELECT summary FROM people JOIN members ON members.profile = people.profile
             WHERE members.segment = ? AND {COUNTS} ORDER BY last_seen DESC LIMIT ?"
        ),
        vec![Value::String(segment.to_string()), Value::Integer(limit)],
    )?;
    let people: worker::Result<Vec<VisitorSummary>> =
        texts.iter().map(|json| sql::from_json(json)).collect();
    Ok(People { people: people? })
}

/// A sample of the customers.
pub(super) fn population(sql: &Sql) -> Answer<Population> {
    let texts = sql.texts(
        &format!(
            "SELECT summary FROM people
             WHERE {COUNTS} AND json_extract(summary, '$.last_order_at') IS NOT NULL
             ORDER BY last_seen DESC LIMIT ?"
        ),
        vec![Value::Integer(CUSTOMERS_MAX)],
    )?;
    let mut population = Population::default();
    for json in &texts {
        let summary: VisitorSummary = sql::from_json(json)?;
        if let Some(last_order_at) = summary.last_order_at {
            let customer = Customer {
                last_order_at,
                orders: summary.orders,
                spend_minor: summary.spend_minor,
                order_value_minor: summary.order_value_minor,
                buying: summary.buying,
                as_of: summary.last_seen,
            };
            population.add(&summary.profile, customer);
        }
    }
    Ok(population)
}
