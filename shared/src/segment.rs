//! Groups of people, by condition: 高价值但犹豫, 高价值流失, 新客.
//!
//! A segment is not a list that somebody keeps: a person is in it while its condition holds
//! for them. Conditions may name a segment by its id or by the name that operators read, and
//! may ask about what a person did in the last days ([`Windows`]). Entering and leaving is
//! told once ([`Membership`]), also where nothing but time brought it about ([`Clockwork`]).
//!
//! Source: product brief, sections 一.1, 一.2 and 三.3.

mod clockwork;
pub mod count;
mod foreseen;
mod membership;
pub mod ready_made;
pub mod series;
mod tracks;
mod windows;

use alloc::{format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::{
    clockwork::{Clockwork, Standing},
    membership::{Crossing, Direction, Membership},
    ready_made::ready_made,
    tracks::{TooManySeries, Track, Tracks},
    windows::Windows,
};
use crate::{condition::Condition, id::SegmentId, limits::SEGMENTS_MAX};

/// A group of people, by condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Its name in conditions and the API.
    pub id: SegmentId,
    /// What operators call it; conditions may use this name as well.
    pub name: String,
    /// Who is in it.
    pub condition: Value,
}

/// Segments ready to ask.
#[derive(Debug, Clone, Default)]
pub struct Segments {
    all: Vec<(Segment, Condition)>,
    clockwork: Clockwork,
}

impl Segments {
    /// Reads the conditions of the segments, in their order.
    ///
    /// # Errors
    ///
    /// The place of the first segment whose condition is not understood, with the reason; or
    /// of the first of more than [`SEGMENTS_MAX`].
    pub fn compile(segments: &[Segment]) -> Result<Self, (usize, String)> {
        let found = segments.len();
        if SEGMENTS_MAX < found {
            let detail = format!("there are {found} segments, more than {SEGMENTS_MAX}");
            return Err((SEGMENTS_MAX, detail));
        }
        let compiled: Result<Vec<_>, _> = segments
            .iter()
            .enumerate()
            .map(|(place, segment)| match Condition::parse(&segment.condition) {
                Ok(condition) => Ok((segment.clone(), condition)),
                Err(error) => Err((place, format!("{error}"))),
            })
            .collect();
        let all = compiled?;
        let clockwork = Clockwork::compile(all.iter().map(|(_, condition)| condition));
        Ok(Self { all, clockwork })
    }

    /// The segments, in their order.
    pub fn all(&self) -> impl Iterator<Item = &Segment> {
        self.all.iter().map(|(segment, _)| segment)
    }

    /// Their conditions, in their order.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.all.iter().map(|(_, condition)| condition)
    }

    /// When a segment can change by time alone.
    #[must_use]
    pub const fn clockwork(&self) -> &Clockwork {
        &self.clockwork
    }

    /// Adds the segments a person is in to their document, under `segment`: each by its id
    /// and by its name. A later segment may build on an earlier one.
    ///
    /// Returns the segments.
    pub fn enter(&self, document: &mut Value) -> Vec<&Segment> {
        let mut inside = Vec::new();
        if let Some(fields) = document.as_object_mut() {
            fields.insert("segment".into(), Value::Array(Vec::new()));
        }
        for (segment, condition) in &self.all {
            if !condition.eval(document) {
                continue;
            }
            if let Some(entered) = document.get_mut("segment").and_then(Value::as_array_mut) {
                entered.push(segment.id.as_str().into());
                entered.push(segment.name.clone().into());
            }
            inside.push(segment);
        }
        inside
    }
}

#[cfg(test)]
mod tests;
