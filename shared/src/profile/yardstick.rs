//! What people are compared with: the fifths of a workspace's customers, and what those show about orders to come.
//!
//! One small document, made once a day from a sample ([`super::population`]) and published beside the config under the moment at
//! which it was made. Earlier versions published the fifths alone; they are read too.

use alloc::boxed::Box;

use serde::{Deserialize, Serialize};

use crate::{predict::PurchaseModel, settings::rfm::RfmCuts, time::Timestamp};

/// What people are compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Yardstick {
    /// Where the fifths lie; none with too few customers.
    pub cuts: Option<RfmCuts>,
    /// What the customers show about orders to come; none in what an earlier version made.
    pub purchases: Option<PurchaseModel>,
    /// When it was made.
    pub as_of: Timestamp,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    // First: whatever has a moment could be read as the other.
    Cuts(RfmCuts),
    Whole { cuts: Option<RfmCuts>, purchases: Option<Box<PurchaseModel>>, as_of: Timestamp },
}

impl From<Stored> for Yardstick {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Whole { cuts, purchases, as_of } => {
                Self { cuts, purchases: purchases.map(|model| *model), as_of }
            }
            Stored::Cuts(cuts) => Self { as_of: cuts.as_of, cuts: Some(cuts), purchases: None },
        }
    }
}
