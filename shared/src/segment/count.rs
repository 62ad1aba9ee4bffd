//! How many people are in each segment, put together from shards.
//!
//! Each shard counts its own people, and nobody is in two shards. So counts add up exactly; a
//! sample is the most recent of all samples.

use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{id::SegmentId, time::Timestamp};

/// People shown of a segment.
pub const SAMPLE_MAX: usize = 20;

/// What one shard counted, or several together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SegmentCounts {
    /// People in each segment; a segment with nobody may be missing.
    pub inside: BTreeMap<SegmentId, u64>,
    /// People in all.
    pub of: u64,
}

/// Who would be in a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview<P> {
    /// How many of those looked at are in it.
    pub matched: u64,
    /// How many were looked at.
    pub looked_at: u64,
    /// How many there are.
    pub of: u64,
    /// The most recent of those who are in it, at most [`SAMPLE_MAX`], with when they were here.
    pub sample: Vec<(Timestamp, P)>,
}

impl SegmentCounts {
    /// Adds what another shard counted.
    pub fn merge(&mut self, other: &Self) {
        for (segment, count) in &other.inside {
            let sum = self.inside.entry(segment.clone()).or_default();
            *sum = sum.saturating_add(*count);
        }
        self.of = self.of.saturating_add(other.of);
    }
}

impl<P> Default for Preview<P> {
    fn default() -> Self {
        Self { matched: 0, looked_at: 0, of: 0, sample: Vec::new() }
    }
}

impl<P> Preview<P> {
    /// Notes one person who was looked at; `person` is made only where they are shown.
    pub fn note(&mut self, is_inside: Inside, last_seen: Timestamp, person: impl FnOnce() -> P) {
        self.looked_at = self.looked_at.saturating_add(1);
        if is_inside == Inside::Yes {
            self.matched = self.matched.saturating_add(1);
            if self.sample.len() < SAMPLE_MAX
                || self.sample.last().is_some_and(|(oldest, _)| *oldest < last_seen)
            {
                self.show(last_seen, person());
            }
        }
    }

    /// Adds what another shard found.
    pub fn merge(&mut self, other: Self) {
        self.matched = self.matched.saturating_add(other.matched);
        self.looked_at = self.looked_at.saturating_add(other.looked_at);
        self.of = self.of.saturating_add(other.of);
        for (last_seen, person) in other.sample {
            self.show(last_seen, person);
        }
    }

    /// How many of all there are likely in it: exact where all were looked at.
    #[must_use]
    pub fn estimate(&self) -> u64 {
        let wide = u128::from(self.matched).saturating_mul(u128::from(self.of));
        let estimate = wide.checked_div(u128::from(self.looked_at)).unwrap_or(0);
        u64::try_from(estimate).unwrap_or(u64::MAX)
    }

    fn show(&mut self, last_seen: Timestamp, person: P) {
        let place = self.sample.partition_point(|(known, _)| last_seen <= *known);
        self.sample.insert(place, (last_seen, person));
        self.sample.truncate(SAMPLE_MAX);
    }
}

/// Whether somebody is in a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// They are.
    Yes,
    /// They are not.
    No,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn preview(seen: &[(i64, bool)]) -> Preview<i64> {
        let mut preview = Preview { of: u64::try_from(seen.len()).unwrap(), ..Preview::default() };
        for (at, inside) in seen {
            let inside = if *inside { Inside::Yes } else { Inside::No };
            preview.note(inside, Timestamp::from_unix_millis(*at), || *at);
        }
        preview
    }

    proptest! {
        #[test]
        fn shards_put_together_are_everybody(
            shards in prop::collection::vec(prop::collection::vec((0_i64..900, any::<bool>()), 0..40), 0..5),
        ) {
            let everybody: Vec<(i64, bool)> = shards.iter().flatten().copied().collect();
            let mut merged = Preview::default();
            for shard in &shards {
                merged.merge(preview(shard));
            }
            prop_assert_eq!(&merged, &preview(&everybody));
            prop_assert_eq!(merged.estimate(), merged.matched);
            prop_assert!(merged.sample.is_sorted_by(|a, b| b.0 <= a.0));
        }
    }

    #[test]
    fn a_part_that_was_looked_at_stands_for_all() {
        let part =
            Preview { of: 1_000, ..preview(&[(1, true), (2, false), (3, false), (4, true)]) };
        assert_eq!((part.matched, part.looked_at, part.estimate()), (2, 4, 500));
        assert_eq!(Preview::<()>::default().estimate(), 0);
    }

    #[test]
    fn counts_of_shards_add_up() {
        let id: SegmentId = "new".parse().unwrap();
        let shard = |count| SegmentCounts { inside: BTreeMap::from([(id.clone(), count)]), of: 10 };
        let mut all = SegmentCounts::default();
        all.merge(&shard(3));
        all.merge(&shard(4));
        assert_eq!((all.inside[&id], all.of), (7, 20));
    }
}
