//! Measures of a classifier, counted as the data's own `score.py` counts them.

use std::{collections::BTreeMap, fs, io, path::Path};

use serde::Deserialize;
use shared::intent::Label;

/// Classes with fewer rows say nothing and are left out of an average.
const SUPPORT_MIN: usize = 5;

/// One labelled message.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Its id in the file.
    pub(crate) id: serde_json::Value,
    /// The message.
    pub(crate) text: String,
    /// What it is about.
    pub(crate) label: Label,
    /// Its language.
    pub(crate) lang: String,
    /// Where it comes from.
    pub(crate) source: String,
    /// Who wrote it: `real_customer`, `crowd`, `authored`, `synthetic`.
    pub(crate) origin: String,
}

/// A line of the file.
#[derive(Deserialize)]
struct RawRow {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
    top: String,
    sub: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    origin: String,
}

/// The rows of a file of JSON lines whose label is one of ours; a bare slot value (`inform`) is not.
///
/// # Errors
///
/// When the file cannot be read, or a line is not a row.
pub(crate) fn read_rows(path: &Path) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let raw: RawRow =
            serde_json::from_str(line).map_err(|error| io::Error::other(error.to_string()))?;
        if let Some(label) = Label::parse(&format!("{}.{}", raw.top, raw.sub)) {
            rows.push(Row {
                id: raw.id,
                text: raw.text,
                label,
                lang: raw.lang,
                source: raw.source,
                origin: raw.origin,
            });
        }
    }
    Ok(rows)
}

/// The class at top level; what is `other` counts by its sub-topic.
#[must_use]
pub(crate) fn top_class(label: Label) -> &'static str {
    if label.top() == "other" { label.sub() } else { label.top() }
}

/// The mean F1 over the classes of (right, guessed) pairs with at least [`SUPPORT_MIN`] rows.
#[must_use]
pub(crate) fn macro_f1(pairs: &[(Label, Label)], class: fn(Label) -> &'static str) -> f64 {
    // For each class: right and guessed, right and missed, guessed and wrong.
    let mut counts: BTreeMap<&str, [f64; 3]> = BTreeMap::new();
    for &(right, guess) in pairs {
        let (right, guess) = (class(right), class(guess));
        if right == guess {
            counts.entry(right).or_default()[0] += 1.0;
        } else {
            counts.entry(right).or_default()[1] += 1.0;
            counts.entry(guess).or_default()[2] += 1.0;
        }
    }
    let support = f64::from(u32::try_from(SUPPORT_MIN).unwrap_or(u32::MAX));
    let scores: Vec<f64> = counts
        .values()
        .filter(|[hit, missed, _]| hit + missed >= support)
        .map(|[hit, missed, wrong]| 2.0 * hit / (2.0 * hit + missed + wrong))
        .collect();
    scores.iter().sum::<f64>() / f64::from(u32::try_from(scores.len()).unwrap_or(u32::MAX))
}

/// The chance that a row out of scope scores higher as such than a row in scope.
#[must_use]
pub(crate) fn auroc(scored: &[(f64, bool)]) -> f64 {
    let (mut wins, mut games) = (0.0, 0.0);
    for (a, _) in scored.iter().filter(|(_, out)| *out) {
        for (b, _) in scored.iter().filter(|(_, out)| !*out) {
            wins += if a > b {
                1.0
            } else if (a - b).abs() < f64::EPSILON {
                0.5
            } else {
                0.0
            };
            games += 1.0;
        }
    }
    wins / games
}

/// The mean gap between confidence and how often it was right, over fifteen bins.
#[must_use]
pub(crate) fn calibration_error(scored: &[(f64, bool)]) -> f64 {
    let total = f64::from(u32::try_from(scored.len()).unwrap_or(u32::MAX));
    (0..15)
        .map(|bin| (f64::from(bin) / 15.0, f64::from(bin + 1) / 15.0))
        .map(|(low, high)| {
            let inside: Vec<_> =
                scored.iter().filter(|(score, _)| *score > low && *score <= high).collect();
            let said: f64 = inside.iter().map(|(score, _)| score).sum();
            let kept: f64 = inside.iter().map(|(_, right)| f64::from(u8::from(*right))).sum();
            (said - kept).abs() / total
        })
        .sum()
}
