//! Of the events in a window that ends now: how many, and how much.
//!
//! The newest [`OCCURRENCES_KEPT_MAX`] are remembered one by one. Older ones are put together
//! by parts of the window ([`WINDOW_PARTS`]), and a part leaves the window as a whole, with its
//! newest event. So whether something happened at least n times is exact for n up to 64, and
//! what lies beyond is late by at most one part.

use alloc::vec::Vec;
use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Figures, first_change};
use crate::{
    limits::{OCCURRENCES_KEPT_MAX, WINDOW_PARTS},
    time::Timestamp,
};

/// The events of a window.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sliding {
    /// The newest with their values, the oldest of them first.
    // Invariant: sorted; where there are older ones, OCCURRENCES_KEPT_MAX of them.
    recent: Vec<(Timestamp, i64)>,
    /// Those before, by part of the window, the oldest first.
    // Invariant: sorted by place; none is newer than the first of `recent`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    older: Vec<Part>,
}

/// What happened in one part of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Part(i64, u32, i64, i64, i64, Timestamp);

impl Part {
    fn one((at, value): (Timestamp, i64), width: i64) -> Self {
        let place = at.unix_millis().div_euclid(width);
        Self(place, 1, value, value, value, at)
    }

    const fn figures(self) -> Figures {
        let Self(_, count, sum, min, max, _) = self;
        Figures { count, sum, min, max }
    }

    const fn newest_at(self) -> Timestamp {
        self.5
    }

    fn plus(self, other: Self) -> Self {
        let Figures { count, sum, min, max } = self.figures().plus(other.figures());
        Self(self.0, count, sum, min, max, self.5.max(other.5))
    }
}

impl Sliding {
    /// Takes an event in; one that left the window already is none.
    pub(super) fn add(&mut self, event: (Timestamp, i64), window: Duration, now: Timestamp) {
        self.prune(window, now);
        if event.0.saturating_add(window) <= now {
            return;
        }
        let place = self.recent.partition_point(|known| *known <= event);
        if OCCURRENCES_KEPT_MAX <= self.recent.len() && place == 0 {
            self.put_away(event, window);
            return;
        }
        self.recent.insert(place, event);
        if OCCURRENCES_KEPT_MAX < self.recent.len() {
            let oldest = self.recent.remove(0);
            self.put_away(oldest, window);
        }
    }

    /// The figures of the window that ends at `now`.
    pub(super) fn figures(&self, window: Duration, now: Timestamp) -> Figures {
        self.leaving(window, now).map(|(_, figures)| figures).fold(Figures::NONE, Figures::plus)
    }

    pub(super) fn next_flip(
        &self,
        window: Duration,
        now: Timestamp,
        holds: impl Fn(Figures) -> bool,
    ) -> Option<Timestamp> {
        let leaving: Vec<(Timestamp, Figures)> = self.leaving(window, now).collect();
        first_change(&leaving, (Figures::NONE, Figures::plus), holds)
    }

    /// What is in the window, in the order in which it leaves it.
    fn leaving(
        &self,
        window: Duration,
        now: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, Figures)> {
        let older = self.older.iter().map(|part| (part.newest_at(), part.figures()));
        let recent = self.recent.iter().map(|(at, value)| (*at, Figures::one(*value)));
        older
            .chain(recent)
            .map(move |(at, figures)| (at.saturating_add(window), figures))
            .filter(move |(leaves_at, _)| now < *leaves_at)
    }

    fn prune(&mut self, window: Duration, now: Timestamp) {
        self.older.retain(|part| now < part.newest_at().saturating_add(window));
        self.recent.retain(|(at, _)| now < at.saturating_add(window));
    }

    fn put_away(&mut self, event: (Timestamp, i64), window: Duration) {
        let millis = i64::try_from(window.as_millis()).unwrap_or(i64::MAX);
        let width = millis.checked_div(i64::from(WINDOW_PARTS)).unwrap_or(1).max(1);
        let part = Part::one(event, width);
        match self.older.binary_search_by_key(&part.0, |known| known.0) {
            Ok(place) => {
                if let Some(known) = self.older.get_mut(place) {
                    *known = known.plus(part);
                }
            }
            Err(place) => self.older.insert(place, part),
        }
    }
}
