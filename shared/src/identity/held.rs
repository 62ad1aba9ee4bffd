//! An id of a person, with how we came to know it.

use serde::{Deserialize, Serialize};

use super::{claim::Through, external::ExternalId};
use crate::{id::KeyId, time::Timestamp};

/// An id of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldId {
    /// Which.
    pub id: ExternalId,
    /// How we know; the strongest way so far.
    pub learned: Learned,
    /// When we learnt it first.
    pub since: Timestamp,
}

/// How an id was learnt, the weakest way first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Learned {
    /// Somebody said so.
    Claimed {
        /// In which part of an event.
        through: Through,
    },
    /// Events named this id and nobody else, and the person was made for them.
    Named,
    /// The merchant's server signed the user id.
    Hash {
        /// With which key.
        key: KeyId,
    },
    /// The merchant's server signed a token that says so.
    Token {
        /// With which key.
        key: KeyId,
    },
}

impl Learned {
    /// Whether the merchant's server vouches for it.
    #[must_use]
    pub const fn is_proven(&self) -> bool {
        match self {
            Self::Claimed { .. } | Self::Named => false,
            Self::Hash { .. } | Self::Token { .. } => true,
        }
    }
}

impl HeldId {
    /// Takes in that the id was learnt once more; says whether that is better than what we knew.
    pub fn learn(&mut self, learned: &Learned, at: Timestamp) -> bool {
        self.since = self.since.min(at);
        let is_better = !self.learned.is_proven() && self.learned < *learned;
        if is_better {
            self.learned = learned.clone();
        }
        is_better
    }
}
