//! How well the scanners find what a message names: F1 over exact spans, for each kind that the data marks.
//!
//! Two conventions of the data are not ours and are taken off both sides: it leaves the currency out of an amount more often
//! than not, so amounts are compared without it; and it marks no relative days (「昨天」), so those are not judged.

use std::{collections::BTreeMap, fs, io, path::Path};

use serde::Deserialize;
use shared::intent::{EntityType, scan};

/// A line of the file.
#[derive(Deserialize)]
struct RawRow {
    text: String,
    entities: Vec<RawEntity>,
    lang: String,
}

/// A span, in characters.
#[derive(Deserialize)]
struct RawEntity {
    #[serde(rename = "type")]
    kind: String,
    start: u32,
    end: u32,
}

/// Found and right, missed, found and wrong.
type Counts = [u32; 3];

/// The kind of ours that the data means; what it marks besides is nothing that we look for.
fn ours(kind: &str) -> Option<EntityType> {
    match kind {
        "order_no" | "order_id" => Some(EntityType::OrderNo),
        "price" | "refund_amount" => Some(EntityType::Price),
        "date" => Some(EntityType::Date),
        "time" => Some(EntityType::Time),
        "phone" => Some(EntityType::Phone),
        "email" => Some(EntityType::Email),
        _ => None,
    }
}

/// The table for the file at `path`.
///
/// # Errors
///
/// When the file cannot be read, or a line is not a row.
pub(crate) fn table(path: &Path) -> io::Result<String> {
    let mut counts: BTreeMap<(String, String), Counts> = BTreeMap::new();
    for line in fs::read_to_string(path)?.lines() {
        let row: RawRow =
            serde_json::from_str(line).map_err(|error| io::Error::other(error.to_string()))?;
        count(&row, &mut counts);
    }
    let mut out =
        format!("{:28} {:>6} {:>6} {:>6} {:>6}\n", "entities", "spans", "prec", "recall", "F1");
    for ((lang, kind), [hit, missed, wrong]) in counts {
        let (hit, missed, wrong) = (f64::from(hit), f64::from(missed), f64::from(wrong));
        let row = format!(
            "{:28} {:6} {:6.3} {:6.3} {:6.3}\n",
            format!("{lang} {kind}"),
            hit + missed,
            hit / (hit + wrong),
            hit / (hit + missed),
            2.0 * hit / (2.0 * hit + missed + wrong),
        );
        out.push_str(&row);
    }
    Ok(out)
}

/// A kind with a span in characters.
type Span = (EntityType, u32, u32);

fn words(text: &str, (_, start, end): Span) -> String {
    let place = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
    text.chars().skip(place(start)).take(place(end - start)).collect()
}

/// An amount without its currency; anything else as it is.
fn bare(text: &str, (kind, start, end): Span) -> Span {
    if kind != EntityType::Price {
        return (kind, start, end);
    }
    let all = words(text, (kind, start, end));
    let is_number = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十百千万几".contains(c);
    let head = all.chars().take_while(|c| !is_number(*c)).count();
    let tail = all.chars().rev().take_while(|c| !is_number(*c)).count();
    let cut = |count: usize| u32::try_from(count).unwrap_or(0);
    if head + tail < all.chars().count() {
        (kind, start + cut(head), end - cut(tail))
    } else {
        (kind, start, end)
    }
}

fn count(row: &RawRow, counts: &mut BTreeMap<(String, String), Counts>) {
    let gold: Vec<_> = row
        .entities
        .iter()
        .filter_map(|entity| Some(bare(&row.text, (ours(&entity.kind)?, entity.start, entity.end))))
        .collect();
    // What the data marks under another name is neither right nor wrong.
    let foreign: Vec<_> =
        row.entities.iter().filter(|entity| ours(&entity.kind).is_none()).collect();
    let judged = |kind: EntityType, start: u32, end: u32| {
        matches!(
            kind,
            EntityType::OrderNo
                | EntityType::Price
                | EntityType::Date
                | EntityType::Time
                | EntityType::Phone
                | EntityType::Email
        ) && !foreign.iter().any(|entity| start < entity.end && entity.start < end)
    };
    let found: Vec<_> = scan::entities(&row.text)
        .into_iter()
        .map(|entity| (entity.kind, entity.start, entity.end))
        .filter(|(kind, start, end)| judged(*kind, *start, *end))
        .filter(|span| {
            span.0 != EntityType::Date
                || words(&row.text, *span).contains(|c: char| c.is_ascii_digit())
        })
        .map(|span| bare(&row.text, span))
        .collect();
    let mut add = |kind: EntityType, place: usize| {
        let kind = format!("{kind:?}");
        for (lang, name) in
            [(row.lang.as_str(), kind.as_str()), (&row.lang, "all"), ("zh+en", "all")]
        {
            counts.entry((lang.into(), name.into())).or_default()[place] += 1;
        }
    };
    for span in &gold {
        add(span.0, usize::from(!found.contains(span)));
    }
    for span in found.iter().filter(|span| !gold.contains(span)) {
        add(span.0, 2);
    }
}
