//! Two people who turned out to be one: who stayed, on what evidence, and how it is undone.
//!
//! A merge moves nothing in the register: it is a line from the one who joined to the one who stayed. Each keeps the ids
//! they brought, so that taking the line away gives both back as they were.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    external::{ExternalId, IdKind},
    held::HeldId,
};
use crate::{id::ProfileId, time::Timestamp};

/// The number of a merge within its workspace, from 1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct MergeId(u64);

/// One merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Its number.
    pub id: MergeId,
    /// Who joined.
    pub loser: ProfileId,
    /// Whom they joined.
    pub survivor: ProfileId,
    /// When it was decided.
    pub at: Timestamp,
    /// The id that both have, and how the merchant's server vouched for it.
    pub evidence: HeldId,
    /// Whose proof it was: the person who signed in.
    pub by: ProfileId,
    /// The ids that came along with the one who joined.
    pub moved: Vec<ExternalId>,
    /// Who undid it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}

/// That a merge was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// When.
    pub at: Timestamp,
    /// By whom: an operator's id, or `automation`.
    pub by: String,
}

/// One of two people who are found to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Who.
    pub person: &'a ProfileId,
    /// Their strongest id, if they have one.
    pub strongest: Option<IdKind>,
    /// When they were seen first.
    pub born: Timestamp,
}

/// Which of the two stays: the one with the stronger id, else the older, else the one with the smaller name.
///
/// It is the same whichever of the two is named first.
#[must_use]
pub fn survivor<'a>(one: Candidate<'a>, other: Candidate<'a>) -> &'a ProfileId {
    let rank = |candidate: Candidate<'a>| {
        // A strong kind is small, and no id at all comes after all kinds.
        (candidate.strongest.is_none(), candidate.strongest, candidate.born, candidate.person)
    };
    if rank(one) <= rank(other) { one.person } else { other.person }
}

impl MergeId {
    /// Wraps a number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl Merge {
    /// Whether it holds: it was not undone.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.undone.is_none()
    }
}
