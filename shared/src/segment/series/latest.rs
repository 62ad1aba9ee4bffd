//! Whether the last event of a set was such.

use serde::{Deserialize, Serialize};

use super::Has;
use crate::time::Timestamp;

/// The last event of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Latest {
    at: Timestamp,
    has: bool,
}

impl Latest {
    /// Takes an event in; of two at the same moment the one that is such counts, in whatever
    /// order they come.
    pub(super) fn add(&mut self, at: Timestamp, has: Has) {
        let has = has == Has::Yes;
        if self.at < at || (self.at == at && has) {
            *self = Self { at, has };
        }
    }

    /// Whether it was; not before there is one.
    pub(super) const fn has(self) -> bool {
        self.has
    }
}
