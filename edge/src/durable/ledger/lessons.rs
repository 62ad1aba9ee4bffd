//! What the workspace learns from: draws and lessons, in the order in which they came.
//!
//! An entry that comes again is there already and is not learned twice.

use shared::{
    id::ProfileId,
    ledger::{Entry, Fact},
};
use worker::SqlStorageValue as Value;

use super::{Lesson, Lessons};
use crate::{
    durable::sql::{self, Sql},
    error::Answer,
};

/// Lessons told at a time.
const PAGE: i64 = 500;

/// Takes note of what can be learned from.
pub(super) fn keep(sql: &Sql, profile: &ProfileId, entries: &[Entry]) -> Answer<()> {
    let teaches = |entry: &&Entry| {
        matches!(entry.fact, Fact::Learned { .. } | Fact::Delivered { drawn: Some(_), .. })
    };
    let rows: worker::Result<Vec<Vec<Value>>> = entries
        .iter()
        .filter(teaches)
        .map(|entry| {
            Ok(vec![
                Value::String(profile.to_string()),
                Value::Integer(i64::try_from(entry.seq).unwrap_or(i64::MAX)),
                sql::to_json(entry)?,
            ])
        })
        .collect();
    sql.insert("INSERT INTO lessons (profile, seq, json)", rows?, "ON CONFLICT DO NOTHING")?;
    Ok(())
}

/// The next ones after the one with this number.
pub(super) fn after(sql: &Sql, after: i64) -> Answer<Lessons> {
    let rows = sql.rows(
        "SELECT n, json FROM lessons WHERE n > ? ORDER BY n LIMIT ?",
        vec![Value::Integer(after), Value::Integer(PAGE)],
    )?;
    let lessons: worker::Result<Vec<Lesson>> = rows
        .iter()
        .map(|row| {
            let number = row.first().and_then(sql::integer).unwrap_or_default();
            let json = row.get(1).and_then(sql::text).unwrap_or_default();
            Ok(Lesson { number, entry: sql::from_json(&json)? })
        })
        .collect();
    Ok(Lessons { lessons: lessons? })
}
