//! What a person keeps of the events that somebody asks about.
//!
//! A series is the memory of one set of events (a name, a filter, a window): enough of it to
//! answer every question about that set, and no more. It is bounded
//! ([`crate::limits::SERIES_LEN_BYTES_MAX`]) whatever happens, and the same whatever order the
//! events come in.
//!
//! | series | answers | exact |
//! |---|---|---|
//! | [`Totals`] | how often, how much, first and last, as far as is known | always |
//! | [`Sliding`] | how often and how much in a window | for thresholds up to 64 to the millisecond, beyond to a 32nd of the window |
//! | [`Distinct`] | how many different values | up to 64 of them |
//! | [`Latest`] | whether the last one was such | always |
//!
//! Values are kept in ten-thousandths, so that sums do not depend on the order either; what is
//! beyond a million million is a mistake and not counted.

mod distinct;
mod latest;
mod sliding;
mod totals;

use alloc::vec::Vec;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::{distinct::Distinct, latest::Latest, sliding::Sliding, totals::Totals};
use crate::{
    condition::{Aggregate, Comparison, Measure, Period, What, number_of},
    time::Timestamp,
};

/// Parts of one that a value is kept in.
const PARTS: f64 = 10_000.0;

/// Largest value that is counted.
const VALUE_MAX: f64 = 1e12;

/// What a person keeps of one set of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// Of all.
    Totals(Totals),
    /// Of those in a window.
    Sliding(Sliding),
    /// Their different values.
    Distinct(Distinct),
    /// The last one.
    Latest(Latest),
}

/// One event, as a series takes it in.
#[derive(Debug, Clone, Copy)]
pub struct Occurrence<'a> {
    /// When it happened.
    pub at: Timestamp,
    /// The value of the property that the series is about; `null` where it is about none.
    pub value: &'a Value,
    /// Whether the event is what the series asks of the last one.
    pub has: Has,
}

/// Whether an event is what is asked of the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// The figures of some events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) count: u32,
    pub(crate) sum: i64,
    pub(crate) min: i64,
    pub(crate) max: i64,
}

impl Series {
    /// The empty series that answers `measure`.
    #[must_use]
    pub fn for_measure(measure: &Measure) -> Self {
        let window = window(measure);
        match (&measure.what, window) {
            (What::LastHas(_), _) => Self::Latest(Latest::default()),
            (What::Of(Aggregate::Distinct, _), _) => Self::Distinct(Distinct::default()),
            (_, Some(_)) => Self::Sliding(Sliding::default()),
            (_, None) => Self::Totals(Totals::default()),
        }
    }

    /// Takes an event in that is one of the set.
    pub fn observe(&mut self, occurrence: Occurrence<'_>, measure: &Measure, now: Timestamp) {
        if !is_in_period(&measure.period, occurrence.at) {
            return;
        }
        let value = match &measure.what {
            What::Of(Aggregate::Distinct, _)
            | What::Count
            | What::FirstAge
            | What::LastAge
            | What::LastHas(_) => Some(0),
            What::Of(..) => parts(occurrence.value),
        };
        // An event without the property has no part in its sum.
        let Some(value) = value else { return };
        match self {
            Self::Totals(totals) => totals.add(occurrence.at, value),
            Self::Sliding(sliding) => {
                if let Some(window) = window(measure) {
                    sliding.add((occurrence.at, value), window, now);
                }
            }
            Self::Distinct(distinct) => distinct.add(occurrence.value, occurrence.at),
            Self::Latest(latest) => latest.add(occurrence.at, occurrence.has),
        }
    }

    /// What the document says: a number, an age in seconds, whether; `null` if there is none.
    #[must_use]
    pub fn answer(&self, measure: &Measure, now: Timestamp) -> Value {
        if let Self::Latest(latest) = self {
            return Value::Bool(latest.has());
        }
        self.number(measure, now).map_or(Value::Null, number_of)
    }

    /// The next moment at which the answer to `asked` changes if nothing happens.
    pub(crate) fn next_flip(
        &self,
        measure: &Measure,
        asked: &Comparison,
        now: Timestamp,
    ) -> Option<Timestamp> {
        match self {
            Self::Latest(_) => None,
            Self::Totals(totals) => match measure.what {
                What::FirstAge => next_age_flip(totals.first_at()?, asked, now),
                What::LastAge => next_age_flip(totals.last_at()?, asked, now),
                What::Count | What::Of(..) | What::LastHas(_) => None,
            },
            Self::Sliding(sliding) => {
                let holds = |figures: Figures| {
                    figures.of(&measure.what).is_some_and(|value| asked.holds(value))
                };
                sliding.next_flip(window(measure)?, now, holds)
            }
            Self::Distinct(distinct) => {
                let holds = |count: u32| asked.holds(f64::from(count));
                distinct.next_flip(window(measure)?, now, holds)
            }
        }
    }

    fn number(&self, measure: &Measure, now: Timestamp) -> Option<f64> {
        match self {
            Self::Totals(totals) => match &measure.what {
                What::FirstAge => totals.first_at().map(|at| age_secs(at, now)),
                What::LastAge => totals.last_at().map(|at| age_secs(at, now)),
                what @ (What::Count | What::Of(..) | What::LastHas(_)) => totals.figures().of(what),
            },
            Self::Sliding(sliding) => sliding.figures(window(measure)?, now).of(&measure.what),
            Self::Distinct(distinct) => Some(f64::from(distinct.count(window(measure), now))),
            Self::Latest(_) => None,
        }
    }
}

impl Figures {
    /// Of no event.
    pub(crate) const NONE: Self = Self { count: 0, sum: 0, min: i64::MAX, max: i64::MIN };

    /// Of one event with this value.
    pub(crate) const fn one(value: i64) -> Self {
        Self { count: 1, sum: value, min: value, max: value }
    }

    /// Of both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            count: self.count.saturating_add(other.count),
            sum: self.sum.saturating_add(other.sum),
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    /// The figure that is asked for; of no event there is none but the count and the sum.
    fn of(self, what: &What) -> Option<f64> {
        let is_any = 0 < self.count;
        match what {
            What::Count => Some(f64::from(self.count)),
            What::Of(Aggregate::Sum, _) => Some(whole(self.sum)),
            What::Of(Aggregate::Min, _) => is_any.then(|| whole(self.min)),
            What::Of(Aggregate::Max, _) => is_any.then(|| whole(self.max)),
            What::Of(Aggregate::Avg, _) => is_any.then(|| whole(self.sum) / f64::from(self.count)),
            What::Of(Aggregate::Distinct, _)
            | What::FirstAge
            | What::LastAge
            | What::LastHas(_) => None,
        }
    }
}

/// How long the window is, if it has an end.
fn window(measure: &Measure) -> Option<Duration> {
    match &measure.period {
        Period::Last(span) => Some(span.duration()),
        Period::Ever | Period::Between { .. } => None,
    }
}

fn is_in_period(period: &Period, at: Timestamp) -> bool {
    match period {
        Period::Ever | Period::Last(_) => true,
        Period::Between { after, before } => {
            after.is_none_or(|after| after <= at) && before.is_none_or(|before| at < before)
        }
    }
}

/// How many seconds ago `then` was; negative if it is still to come.
pub(crate) fn age_secs(then: Timestamp, now: Timestamp) -> f64 {
    let millis = now.unix_millis().saturating_sub(then.unix_millis());
    serde_json::Number::from(millis).as_f64().unwrap_or(f64::NAN) / 1_000.0
}

/// When what is asked of the age of `then` changes next.
pub(crate) fn next_age_flip(
    then: Timestamp,
    asked: &Comparison,
    now: Timestamp,
) -> Option<Timestamp> {
    let holds = |at: Timestamp| asked.holds(age_secs(then, at));
    let today = holds(now);
    let bound = millis(asked.bound())?;
    // On the bound, and just beyond it: where < and <= differ.
    let moments = [-1_i64, 0, 1].map(|step| {
        let millis = then.unix_millis().saturating_add(bound).saturating_add(step);
        Timestamp::from_unix_millis(millis)
    });
    moments.into_iter().filter(|at| now < *at).find(|at| holds(*at) != today)
}

#[expect(clippy::as_conversions, reason = "within a thousand years")]
#[expect(clippy::cast_possible_truncation, reason = "within a thousand years")]
fn millis(secs: f64) -> Option<i64> {
    let millis = libm::floor(secs * 1_000.0);
    (millis.abs() < 3.2e13).then_some(millis as i64)
}

/// A value in ten-thousandths; numbers in quotes count as numbers.
#[expect(clippy::as_conversions, reason = "at most 1e16")]
#[expect(clippy::cast_possible_truncation, reason = "at most 1e16")]
fn parts(value: &Value) -> Option<i64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (number.abs() <= VALUE_MAX).then(|| libm::round(number * PARTS) as i64)
}

#[expect(clippy::as_conversions, reason = "a sum beyond 2^53 loses its last digits only")]
#[expect(clippy::cast_precision_loss, reason = "a sum beyond 2^53 loses its last digits only")]
fn whole(parts: i64) -> f64 {
    parts as f64 / PARTS
}

/// The moments at which a list of figures loses its parts one after the other, with what is
/// left then: the first at which `holds` says something else than for all of them.
///
/// `leaving` is in the order of leaving.
pub(super) fn first_change<T: Copy>(
    leaving: &[(Timestamp, T)],
    (none, plus): (T, impl Fn(T, T) -> T),
    holds: impl Fn(T) -> bool,
) -> Option<Timestamp> {
    // What is left after each has left: summed from the end.
    let mut left = none;
    let mut after: Vec<(Timestamp, T)> = Vec::with_capacity(leaving.len());
    for (at, part) in leaving.iter().rev() {
        after.push((*at, left));
        left = plus(left, *part);
    }
    let today = holds(left);
    let mut moments = after.into_iter().rev().peekable();
    while let Some((at, left)) = moments.next() {
        // Those that leave together are looked at when the last of them has left.
        let is_last = moments.peek().is_none_or(|(next, _)| *next != at);
        if is_last && holds(left) != today {
            return Some(at);
        }
    }
    None
}
