//! What the dashboard and automation hear of segments.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    predict::PurchaseModel,
    segment::{Segment, ready_made::ReadyMade},
    settings::rfm::RfmCuts,
    time::Timestamp,
    visitor::VisitorSummary,
};

/// The published segments with how many people are in each, and those that can be taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segments {
    /// The segments, in the order in which they are asked.
    pub segments: Vec<SegmentStanding>,
    /// People in all, of this month and the two before.
    pub of: u64,
    /// Segments that can be taken as they are, and are not yet.
    pub ready_made: Vec<ReadyMade>,
    /// When this was counted.
    pub as_of: Timestamp,
}

/// One published segment with how many people are in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentStanding {
    /// The segment.
    pub segment: Segment,
    /// Its condition as text; none where the text form has no words for it.
    pub text: Option<String>,
    /// How many people are in it.
    pub count: u64,
}

/// One segment with the most recent of its people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentDetail {
    /// The segment.
    pub segment: Segment,
    /// Its condition as text; none where the text form has no words for it.
    pub text: Option<String>,
    /// How many people are in it.
    pub count: u64,
    /// People in all.
    pub of: u64,
    /// The most recent of those who are in it, at most [`crate::segment::count::SAMPLE_MAX`].
    pub people: Vec<VisitorSummary>,
    /// When this was counted.
    pub as_of: Timestamp,
}

/// A segment that is not published yet: its condition in either spelling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum SegmentPreviewRequest {
    /// As JSON.
    Condition {
        /// An object of the condition language.
        condition: Value,
    },
    /// As text.
    Text {
        /// What a marketer typed.
        text: String,
    },
}

/// Who would be in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentPreview {
    /// The condition as JSON.
    pub condition: Value,
    /// The condition as text; none where the text form has no words for it.
    pub text: Option<String>,
    /// How many of those looked at would be in it.
    pub matched: u64,
    /// How many were looked at: all, or the most recent 200 where the condition asks about
    /// events, since each of these is asked in person.
    pub looked_at: u64,
    /// How many there are.
    pub of: u64,
    /// How many of all would likely be in it; exact where all were looked at.
    pub estimate: u64,
    /// The most recent of those who would be in it.
    pub people: Vec<VisitorSummary>,
    /// When this was counted.
    pub as_of: Timestamp,
}

/// The customers that people are compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PopulationAnswer {
    /// Customers in the sample.
    pub people: u32,
    /// Where their fifths lie; none with too few of them.
    pub cuts: Option<RfmCuts>,
    /// What they show about orders to come, or why nothing.
    #[serde(default)]
    pub purchases: Option<PurchaseModel>,
    /// When this was counted.
    pub as_of: Timestamp,
}
