//! Of all events of a set, as far as is known: how many, how much, the first and the last.

use serde::{Deserialize, Serialize};

use super::Figures;
use crate::time::Timestamp;

/// The totals of a set of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Totals {
    count: u32,
    sum: i64,
    min: i64,
    max: i64,
    first_at: Timestamp,
    last_at: Timestamp,
}

impl Totals {
    /// Takes an event in.
    pub(super) fn add(&mut self, at: Timestamp, value: i64) {
        let Figures { count, sum, min, max } = self.figures().plus(Figures::one(value));
        let first_at = self.first_at().map_or(at, |first| first.min(at));
        let last_at = self.last_at().map_or(at, |last| last.max(at));
        *self = Self { count, sum, min, max, first_at, last_at };
    }

    pub(super) const fn figures(&self) -> Figures {
        if self.count == 0 {
            return Figures::NONE;
        }
        Figures { count: self.count, sum: self.sum, min: self.min, max: self.max }
    }

    /// The first event.
    pub(super) fn first_at(&self) -> Option<Timestamp> {
        (0 < self.count).then_some(self.first_at)
    }

    /// The last event.
    pub(super) fn last_at(&self) -> Option<Timestamp> {
        (0 < self.count).then_some(self.last_at)
    }
}
