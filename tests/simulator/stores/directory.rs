//! Which person an external id belongs to: the first that it is linked to keeps it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Asked, Kept};

/// One shard of a tenant's external ids.
#[derive(Debug, Default)]
pub struct Directory {
    pub ids: BTreeMap<String, String>,
    forgotten: BTreeSet<String>,
}

impl Directory {
    pub(super) fn take(&mut self, mark: String, profile: String, asked: &Asked) -> Kept {
        match asked {
            Asked::Link { external } if !self.forgotten.contains(&mark) => {
                self.ids.entry(external.clone()).or_insert(profile);
                Kept::Kept
            }
            Asked::Forget => {
                self.ids.retain(|_, holder| *holder != profile);
                if !mark.is_empty() {
                    self.forgotten.insert(mark);
                }
                Kept::Dropped
            }
            _ => Kept::Dropped,
        }
    }

    pub(super) fn text(&self) -> String {
        format!("{:?}", self.ids)
    }
}
