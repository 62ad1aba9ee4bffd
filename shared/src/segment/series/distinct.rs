//! How many different values a property had.
//!
//! Each value is remembered by a hash with the moment it came up last. So a value counts in a
//! window exactly as long as its last event does. Beyond [`DISTINCT_KEPT_MAX`] the value that
//! was not seen for longest makes room, and the count stays there.

use alloc::{collections::BTreeMap, vec::Vec};
use core::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::first_change;
use crate::{condition::text_of, limits::DISTINCT_KEPT_MAX, time::Timestamp};

/// The different values of a property.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Distinct(BTreeMap<u32, Timestamp>);

impl Distinct {
    /// Takes a value in; one that is missing is none.
    pub(super) fn add(&mut self, value: &Value, at: Timestamp) {
        if value.is_null() {
            return;
        }
        let last_at = self.0.entry(hashed(&text_of(value))).or_default();
        *last_at = (*last_at).max(at);
        if DISTINCT_KEPT_MAX < self.0.len() {
            let oldest = self.0.iter().min_by_key(|(place, at)| (**at, **place));
            if let Some(place) = oldest.map(|(place, _)| *place) {
                self.0.remove(&place);
            }
        }
    }

    /// How many there are in a window, or at all.
    pub(super) fn count(&self, window: Option<Duration>, now: Timestamp) -> u32 {
        let count = self.0.values().filter(|at| is_in(**at, window, now)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    pub(super) fn next_flip(
        &self,
        window: Duration,
        now: Timestamp,
        holds: impl Fn(u32) -> bool,
    ) -> Option<Timestamp> {
        let mut leaving: Vec<(Timestamp, u32)> = self
            .0
            .values()
            .filter(|at| is_in(**at, Some(window), now))
            .map(|at| (at.saturating_add(window), 1))
            .collect();
        leaving.sort_unstable();
        first_change(&leaving, (0, u32::saturating_add), holds)
    }
}

fn is_in(at: Timestamp, window: Option<Duration>, now: Timestamp) -> bool {
    window.is_none_or(|window| now < at.saturating_add(window))
}

/// FNV-1a, 32 bits: two of 64 values share one in a million workspaces.
fn hashed(text: &str) -> u32 {
    text.bytes()
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
