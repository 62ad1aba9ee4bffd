//! Utterances as rows of the database, and back.

use shared::{
    intent::{Label, Language, Score, Source},
    learning::{self, Cell, Utterance, Words},
    time::Timestamp,
};
use worker::SqlStorageValue as Value;

use crate::{
    durable::sql::{count, integer, text},
    error::{Answer, ApiError},
};

/// The columns of an utterance, in the order of its row.
pub(super) const COLUMNS: &str =
    "key, at, week, label, score, margin, bin, rejected, source, model,
    lang, profile, message, text, unanswered";

/// Writes an utterance as a row of [`COLUMNS`].
pub(super) fn row(utterance: &Utterance) -> Vec<Value> {
    let (profile, message, text) = match &utterance.words {
        Some(Words { profile, message, text }) => {
            (profile.to_string(), message.to_string(), text.clone())
        }
        None => (String::new(), String::new(), String::new()),
    };
    let source = match utterance.source {
        Source::Model => "model",
        Source::Keywords => "keywords",
    };
    let lang = match utterance.lang {
        Language::Zh => "zh",
        Language::En => "en",
        Language::Other => "other",
    };
    vec![
        Value::String(utterance.key.clone()),
        Value::Integer(utterance.at.unix_millis()),
        Value::Integer(learning::week(utterance.at)),
        Value::String(utterance.label.as_str().into()),
        Value::Float(utterance.score.as_f64()),
        Value::Float(utterance.margin.as_f64()),
        Value::Integer(i64::from(utterance.bin())),
        Value::Integer(i64::from(utterance.rejected)),
        Value::String(source.into()),
        Value::String(utterance.model.clone()),
        Value::String(lang.into()),
        Value::String(profile),
        Value::String(message),
        Value::String(text),
        Value::Integer(i64::from(utterance.unanswered)),
    ]
}

/// Reads a row of [`COLUMNS`].
pub(super) fn utterance(row: &[Value]) -> Answer<Utterance> {
    let words = match (string(row, 11).parse(), string(row, 12).parse()) {
        (Ok(profile), Ok(message)) => Some(Words { profile, message, text: string(row, 13) }),
        _ => None,
    };
    Ok(Utterance {
        key: string(row, 0),
        at: moment(row, 1),
        label: label(row, 3)?,
        score: score(row, 4),
        margin: score(row, 5),
        rejected: count(row.get(7)) == 1,
        source: source(row, 8),
        model: string(row, 9),
        lang: lang(row, 10),
        unanswered: count(row.get(14)) == 1,
        words,
    })
}

/// Reads a line of the counts that a report is made of.
pub(super) fn cell(row: &[Value]) -> Answer<Cell> {
    let corrected = match row.get(6).and_then(text) {
        Some(_) => Some(label(row, 6)?),
        None => None,
    };
    Ok(Cell {
        week: row.first().and_then(integer).unwrap_or_default(),
        label: label(row, 1)?,
        rejected: count(row.get(2)) == 1,
        source: source(row, 3),
        model: string(row, 4),
        bin: u8::try_from(count(row.get(5))).unwrap_or_default(),
        corrected,
        count: count(row.get(7)),
    })
}

/// The text in a column, or none.
pub(super) fn string(row: &[Value], place: usize) -> String {
    row.get(place).and_then(text).unwrap_or_default()
}

/// The moment in a column.
pub(super) fn moment(row: &[Value], place: usize) -> Timestamp {
    Timestamp::from_unix_millis(row.get(place).and_then(integer).unwrap_or_default())
}

/// The label in a column.
pub(super) fn label(row: &[Value], place: usize) -> Answer<Label> {
    Label::parse(&string(row, place)).ok_or_else(|| broken("label"))
}

fn source(row: &[Value], place: usize) -> Source {
    if string(row, place) == "keywords" { Source::Keywords } else { Source::Model }
}

/// The language in a column.
pub(super) fn lang(row: &[Value], place: usize) -> Language {
    match string(row, place).as_str() {
        "zh" => Language::Zh,
        "en" => Language::En,
        _ => Language::Other,
    }
}

fn score(row: &[Value], place: usize) -> Score {
    match row.get(place) {
        Some(Value::Float(number)) => Score::saturating(*number),
        // The database hands a whole number back as one.
        Some(Value::Integer(number)) if 0 < *number => Score::ONE,
        Some(
            Value::Integer(_) | Value::Null | Value::Boolean(_) | Value::String(_) | Value::Blob(_),
        )
        | None => Score::ZERO,
    }
}

/// What cannot be read back is a fault of ours.
fn broken(what: &str) -> ApiError {
    ApiError::Internal(worker::Error::RustError(format!("learning has a bad {what}")))
}
