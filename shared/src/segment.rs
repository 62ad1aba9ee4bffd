//! Groups of people, by condition: 高价值但犹豫, 高价值流失, 新客.
//!
//! A segment is not a list that somebody keeps: a person is in it while its condition holds
//! for them. Conditions may name a segment by its id or by the name that operators read.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{condition::Condition, id::SegmentId};

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
pub struct Segments(Vec<(Segment, Condition)>);

impl Segments {
    /// Reads the conditions of the segments, in their order.
    ///
    /// # Errors
    ///
    /// The place of the first segment whose condition is not understood, with the reason.
    pub fn compile(segments: &[Segment]) -> Result<Self, (usize, String)> {
        let compiled: Result<Vec<_>, _> = segments
            .iter()
            .enumerate()
            .map(|(place, segment)| match Condition::parse(&segment.condition) {
                Ok(condition) => Ok((segment.clone(), condition)),
                Err(error) => Err((place, alloc::format!("{error}"))),
            })
            .collect();
        compiled.map(Self)
    }

    /// Adds the segments a person is in to their document, under `segment`: each by its id
    /// and by its name. A later segment may build on an earlier one.
    ///
    /// Returns the names, for people to read.
    pub fn enter(&self, document: &mut Value) -> Vec<String> {
        let mut names = Vec::new();
        if let Some(fields) = document.as_object_mut() {
            fields.insert("segment".into(), Value::Array(Vec::new()));
        }
        for (segment, condition) in &self.0 {
            if !condition.eval(document) {
                continue;
            }
            if let Some(entered) = document.get_mut("segment").and_then(Value::as_array_mut) {
                entered.push(segment.id.as_str().into());
                entered.push(segment.name.clone().into());
            }
            names.push(segment.name.clone());
        }
        names
    }
}
