//! The answer to events. The request is Segment's HTTP tracking format, read by
//! [`crate::event`].

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::identity::NewIdentity;
use crate::delivery::Card;

/// What became of a batch. Every event in it is kept, known already, or rejected by index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchAnswer {
    /// True; Segment's libraries look for it.
    pub success: bool,
    /// Events kept by this request.
    pub accepted: u32,
    /// Events that were kept before and changed nothing.
    pub duplicates: u32,
    /// Events that could not be understood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<Rejected>,
    /// What the person is given because of these events. Only where the request carries the
    /// person's own token; empty for servers and foreign libraries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
    /// Who the browser is from now on, where somebody else than before has signed in there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<NewIdentity>,
}

/// An event that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its place in the batch, from 0.
    pub index: u32,
    /// Stable name of the problem.
    pub code: String,
    /// What was wrong: the value and the bound.
    pub detail: String,
    /// Where, as a JSON path such as `$.batch[3].timestamp`.
    pub path: String,
}
