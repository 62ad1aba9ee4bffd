//! The releases that were published, and the choice among them. Every choice stays on record.

use shared::{
    release::{Choice, ChoiceError, Pointer},
    time::Timestamp,
    wire::model::Release,
};
use worker::SqlStorageValue as Value;

use super::{Pointed, unknown};
use crate::{
    clock,
    durable::sql::{self, Sql},
    error::{Answer, ApiError},
};

/// What answers.
pub(super) fn pointed(sql: &Sql) -> Answer<Pointed> {
    Ok(shown(&pointer(sql)?))
}

/// The releases, newest first.
pub(super) fn list(sql: &Sql) -> Answer<Vec<Release>> {
    let texts = sql.texts("SELECT json FROM releases ORDER BY at DESC, id", vec![])?;
    let releases: worker::Result<Vec<Release>> =
        texts.iter().map(|json| sql::from_json(json)).collect();
    Ok(releases?)
}

/// Notes a release; one that is known stays as it was.
pub(super) fn publish(sql: &Sql, release: Release) -> Answer<Release> {
    sql.run(
        "INSERT INTO releases (id, at, json) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        vec![
            Value::String(release.id.to_string()),
            Value::Integer(release.at.unix_millis()),
            sql::to_json(&release)?,
        ],
    )?;
    Ok(list(sql)?.into_iter().find(|known| known.id == release.id).unwrap_or(release))
}

/// Chooses.
pub(super) fn point(sql: &Sql, choice: Choice, by: &str) -> Answer<Pointed> {
    let known = list(sql)?;
    let named = [
        ("$.release", choice.release.as_ref()),
        ("$.canary.release", choice.canary.as_ref().map(|canary| &canary.release)),
    ];
    for (path, release) in named {
        if let Some(release) = release
            && !known.iter().any(|known| known.id == *release)
        {
            return Err(unknown(path, release));
        }
    }
    let mut pointer = pointer(sql)?;
    pointer.point(choice).map_err(|error| refused(&error))?;
    keep(sql, &pointer, by)
}

/// Goes back.
pub(super) fn roll_back(sql: &Sql, by: &str) -> Answer<Pointed> {
    let mut pointer = pointer(sql)?;
    pointer.roll_back().map_err(|error| refused(&error))?;
    keep(sql, &pointer, by)
}

fn refused(error: &ChoiceError) -> ApiError {
    match error {
        ChoiceError::NoFormer => ApiError::Conflict(error.to_string()),
        ChoiceError::Share(_) => ApiError::Invalid {
            code: "invalid_share",
            path: "$.canary.share".into(),
            detail: error.to_string(),
        },
        ChoiceError::Same(_) => ApiError::Invalid {
            code: "same_release",
            path: "$.canary.release".into(),
            detail: error.to_string(),
        },
    }
}

fn pointer(sql: &Sql) -> Answer<Pointer> {
    let newest = sql.text("SELECT pointer FROM choices ORDER BY seq DESC LIMIT 1", vec![])?;
    Ok(match newest {
        Some(json) => sql::from_json(&json)?,
        None => Pointer::default(),
    })
}

fn keep(sql: &Sql, pointer: &Pointer, by: &str) -> Answer<Pointed> {
    let now: Timestamp = clock::now();
    sql.run(
        "INSERT INTO choices (at, by, pointer) VALUES (?, ?, ?)",
        vec![Value::Integer(now.unix_millis()), Value::String(by.into()), sql::to_json(pointer)?],
    )?;
    Ok(shown(pointer))
}

fn shown(pointer: &Pointer) -> Pointed {
    Pointed { now: pointer.now.clone(), former: pointer.former().cloned() }
}
