//! In which segments a person is, and since when.
//!
//! A crossing is told once: the state remembers what was told. A segment that is taken out of
//! the config is left without a word, since nobody left it.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::Segment;
use crate::{id::SegmentId, time::Timestamp};

/// The segments that a person is in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Membership(BTreeMap<SegmentId, Timestamp>);

/// Somebody entered or left a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// Which.
    pub segment: SegmentId,
    /// What operators call it.
    pub name: String,
    /// Which way.
    pub direction: Direction,
}

/// Which way somebody crossed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// They were out and are in.
    Entered,
    /// They were in and are out.
    Exited,
}

impl Direction {
    /// The event that tells it, with `segment` and `name` in its properties.
    #[must_use]
    pub const fn event_name(self) -> &'static str {
        match self {
            Self::Entered => "Segment Entered",
            Self::Exited => "Segment Exited",
        }
    }
}

impl Membership {
    /// Takes note of where the person is now; the answer is what changed, those they left
    /// first. `all` are the segments of the config, `inside` those they are in.
    pub fn settle(
        &mut self,
        all: &[&Segment],
        inside: &[&Segment],
        now: Timestamp,
    ) -> Vec<Crossing> {
        self.0.retain(|known, _| all.iter().any(|segment| segment.id == *known));
        let is_inside = |segment: &Segment| inside.iter().any(|known| known.id == segment.id);
        let mut crossings: Vec<Crossing> = all
            .iter()
            .filter(|segment| self.0.contains_key(&segment.id) && !is_inside(segment))
            .map(|segment| crossing(segment, Direction::Exited))
            .collect();
        for gone in &crossings {
            self.0.remove(&gone.segment);
        }
        for segment in inside {
            if !self.0.contains_key(&segment.id) {
                self.0.insert(segment.id.clone(), now);
                crossings.push(crossing(segment, Direction::Entered));
            }
        }
        crossings
    }

    /// The segments with the moment at which the person entered each.
    pub fn iter(&self) -> impl Iterator<Item = (&SegmentId, Timestamp)> {
        self.0.iter().map(|(segment, since)| (segment, *since))
    }
}

fn crossing(segment: &Segment, direction: Direction) -> Crossing {
    Crossing { segment: segment.id.clone(), name: segment.name.clone(), direction }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn segment(id: &str) -> Segment {
        Segment { id: id.parse().unwrap(), name: id.into(), condition: json!({}) }
    }

    fn told(crossings: &[Crossing]) -> Vec<(&str, Direction)> {
        crossings.iter().map(|one| (one.name.as_str(), one.direction)).collect()
    }

    #[test]
    fn each_crossing_is_told_once_and_leaving_comes_first() {
        let (a, b) = (segment("a"), segment("b"));
        let mut membership = Membership::default();
        let now = Timestamp::from_unix_millis(1);
        assert_eq!(told(&membership.settle(&[&a, &b], &[&a], now)), [("a", Direction::Entered)]);
        assert_eq!(membership.settle(&[&a, &b], &[&a], now), []);
        let crossings = membership.settle(&[&a, &b], &[&b], now);
        assert_eq!(told(&crossings), [("a", Direction::Exited), ("b", Direction::Entered)]);
        assert_eq!(membership.iter().count(), 1);
    }

    #[test]
    fn a_segment_that_is_taken_out_is_left_without_a_word() {
        let a = segment("a");
        let mut membership = Membership::default();
        let now = Timestamp::from_unix_millis(1);
        membership.settle(&[&a], &[&a], now);
        assert_eq!(membership.settle(&[], &[], now), []);
        assert_eq!(membership, Membership::default());
    }
}
