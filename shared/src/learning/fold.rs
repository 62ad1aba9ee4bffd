//! Counts to report, and what is most worth a person's look.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec,
    vec::Vec,
};
use core::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{
    Bin, Confusion, Drift, ModelReport, ReaderReport, Utterance, Week, monday, week as week_of,
};
use crate::{
    intent::{Label, Source},
    limits::{CONFIDENCE_BINS, DRIFT_MESSAGES_MIN, LABEL_QUEUE_MAX, MODEL_WEEKS},
    time::Timestamp,
};

/// From here on a mix is shifting.
const SHIFTING: f64 = 0.1;

/// From here on it has shifted.
const SHIFTED: f64 = 0.25;

/// Added to the count of each label, so that one that was never heard makes no index without end.
const SMOOTHING: f64 = 0.5;

/// Messages that are alike in everything the report counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The week, as [`super::week`] counts.
    pub week: i64,
    /// What the reader made of them.
    pub label: Label,
    /// Whether it was too unsure.
    pub rejected: bool,
    /// Which kind of reader it was.
    pub source: Source,
    /// Which one.
    pub model: String,
    /// Its confidence, as [`Utterance::bin`] has it.
    pub bin: u8,
    /// What a person says.
    pub corrected: Option<Label>,
    /// How many messages.
    pub count: u64,
}

impl Cell {
    const fn looked_at(&self) -> u64 {
        if self.corrected.is_some() { self.count } else { 0 }
    }

    fn right(&self) -> u64 {
        if self.corrected == Some(self.label) { self.count } else { 0 }
    }

    const fn unknown(&self) -> u64 {
        if self.rejected { self.count } else { 0 }
    }

    fn by_keywords(&self) -> u64 {
        if self.source == Source::Keywords { self.count } else { 0 }
    }
}

impl ModelReport {
    /// The first week that a report made `now` covers.
    #[must_use]
    pub fn first_week(now: Timestamp) -> i64 {
        week_of(now).saturating_sub(i64::from(MODEL_WEEKS)).saturating_add(1)
    }

    /// Puts the counts of the last weeks together; what is older, or from the future, is left out.
    #[must_use]
    pub fn of(cells: &[Cell], now: Timestamp) -> Self {
        let weeks = Self::first_week(now)..=week_of(now);
        let cells: Vec<&Cell> = cells.iter().filter(|cell| weeks.contains(&cell.week)).collect();
        let sum = |count: fn(&Cell) -> u64| {
            cells.iter().fold(0_u64, |sum, cell| sum.saturating_add(count(cell)))
        };
        Self {
            messages: sum(|cell| cell.count),
            corrected: sum(Cell::looked_at),
            right: sum(Cell::right),
            unknown: sum(Cell::unknown),
            keywords: sum(Cell::by_keywords),
            confusion: confusion(&cells),
            histogram: histogram(&cells),
            weeks: by_week(&cells, weeks),
            readers: by_reader(&cells),
        }
    }
}

fn confusion(cells: &[&Cell]) -> Vec<Confusion> {
    let mut pairs: BTreeMap<(Label, Label), u64> = BTreeMap::new();
    for cell in cells {
        if let Some(corrected) = cell.corrected {
            add(pairs.entry((cell.label, corrected)).or_default(), cell.count);
        }
    }
    pairs
        .into_iter()
        .map(|((said, corrected), count)| Confusion { said, corrected, count })
        .collect()
}

fn histogram(cells: &[&Cell]) -> Vec<Bin> {
    let mut bins = vec![Bin::default(); usize::from(CONFIDENCE_BINS)];
    for cell in cells {
        if let Some(bin) = bins.get_mut(usize::from(cell.bin)) {
            add(&mut bin.all, cell.count);
            add(&mut bin.corrected, cell.looked_at());
            add(&mut bin.right, cell.right());
        }
    }
    bins
}

fn by_week(cells: &[&Cell], weeks: impl Iterator<Item = i64>) -> Vec<Week> {
    let mut before: BTreeMap<Label, u64> = BTreeMap::new();
    weeks
        .map(|number| {
            let mut week = Week {
                monday: monday(number),
                messages: 0,
                unknown: 0,
                keywords: 0,
                mix: Vec::new(),
                drift: Drift::TooFew { messages_min: DRIFT_MESSAGES_MIN },
            };
            let mut mix: BTreeMap<Label, u64> = BTreeMap::new();
            for cell in cells.iter().filter(|cell| cell.week == number) {
                add(&mut week.messages, cell.count);
                add(&mut week.unknown, cell.unknown());
                add(&mut week.keywords, cell.by_keywords());
                add(mix.entry(cell.label).or_default(), cell.count);
            }
            week.drift = drift(&mix, &before);
            for (label, count) in &mix {
                add(before.entry(*label).or_default(), *count);
            }
            week.mix = mix.into_iter().collect();
            week
        })
        .collect()
}

fn by_reader(cells: &[&Cell]) -> Vec<ReaderReport> {
    let mut readers: BTreeMap<(Source, &str), ReaderReport> = BTreeMap::new();
    for cell in cells {
        let reader = readers.entry((cell.source, &cell.model)).or_insert_with(|| ReaderReport {
            source: cell.source,
            model: cell.model.clone(),
            messages: 0,
            unknown: 0,
            corrected: 0,
            right: 0,
        });
        add(&mut reader.messages, cell.count);
        add(&mut reader.unknown, cell.unknown());
        add(&mut reader.corrected, cell.looked_at());
        add(&mut reader.right, cell.right());
    }
    let mut readers: Vec<ReaderReport> = readers.into_values().collect();
    readers.sort_by_key(|reader| Reverse(reader.messages));
    readers
}

/// The population stability index of a mix against another: the sum of (p − q) · ln(p / q) over the labels.
fn drift(mix: &BTreeMap<Label, u64>, before: &BTreeMap<Label, u64>) -> Drift {
    let (now, then) = (total(mix), total(before));
    if now < DRIFT_MESSAGES_MIN || then < DRIFT_MESSAGES_MIN {
        return Drift::TooFew { messages_min: DRIFT_MESSAGES_MIN };
    }
    let share = |mix: &BTreeMap<Label, u64>, of: u64, label: &Label| {
        let labels = Label::ALL.iter().map(|_| SMOOTHING).sum::<f64>();
        (as_f64(mix.get(label).copied().unwrap_or_default()) + SMOOTHING) / (as_f64(of) + labels)
    };
    let index = Label::ALL
        .iter()
        .map(|label| (share(mix, now, label), share(before, then, label)))
        .map(|(p, q)| (p - q) * logarithm(p / q))
        .sum();
    if SHIFTED <= index {
        Drift::Shifted { index }
    } else if SHIFTING <= index {
        Drift::Shifting { index }
    } else {
        Drift::Steady { index }
    }
}

/// What is most worth a person's look, of the utterances that nobody has corrected: first what the reader refused,
/// then where its second guess was close, then where it was unsure; of equals the newest. Each text once.
#[must_use]
pub fn queue(mut utterances: Vec<Utterance>) -> Vec<Utterance> {
    utterances.sort_by_key(|utterance| {
        (!utterance.rejected, utterance.margin, utterance.score, Reverse(utterance.at))
    });
    let mut seen: BTreeSet<String> = BTreeSet::new();
    utterances.retain(|utterance| {
        let text = utterance.words.as_ref().map(|words| words.text.trim());
        text.is_some_and(|text| !text.is_empty() && seen.insert(text.into()))
    });
    utterances.truncate(LABEL_QUEUE_MAX);
    utterances
}

fn total(mix: &BTreeMap<Label, u64>) -> u64 {
    mix.values().fold(0, |sum, count| sum.saturating_add(*count))
}

const fn add(sum: &mut u64, count: u64) {
    *sum = sum.saturating_add(count);
}

fn as_f64(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The natural logarithm of a number above zero; `core` has none. Halved or doubled to about 1, then the series of
/// the inverse hyperbolic tangent, whose thirteenth term is below 1e-12 there.
fn logarithm(value: f64) -> f64 {
    const LN_2: f64 = core::f64::consts::LN_2;
    let (mut rest, mut twos) = (value, 0.0);
    while 1.5 < rest && rest.is_finite() {
        rest /= 2.0;
        twos += 1.0;
    }
    while rest < 0.75 && 0.0 < rest {
        rest *= 2.0;
        twos -= 1.0;
    }
    let ratio = (rest - 1.0) / (rest + 1.0);
    let (mut power, mut odd, mut sum) = (ratio, 1.0, 0.0);
    for _ in 0..13 {
        sum += power / odd;
        power *= ratio * ratio;
        odd += 2.0;
    }
    2.0 * sum + twos * LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_the_one_of_the_standard_library() {
        for value in [1e-6_f64, 0.01, 0.5, 0.749, 0.75, 1.0, 1.5, 1.501, 2.0, 14.0, 1e6] {
            assert!((logarithm(value) - value.ln()).abs() < 1e-9, "{value}");
        }
    }
}
