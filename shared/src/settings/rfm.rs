//! Where the fifths of a workspace's customers lie: in recency, frequency, money and order worth.
//!
//! The cuts are a snapshot: made from a sample of all customers ([`crate::profile::population`]),
//! published beside the config, and the same for everybody until the next one. `as_of` and
//! `people` say what they were made of.
//!
//! Source: Hughes, *Strategic Database Marketing* (1994), the quintile method of RFM.

use serde::{Deserialize, Serialize};

use crate::{money::Minor, time::Timestamp};

/// The boundaries between the fifths. Each list rises; a value above a boundary is beyond it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RfmCuts {
    /// Whole days since the last order.
    pub recency_days: [u32; 4],
    /// Orders.
    pub frequency: [u32; 4],
    /// Net spend in minor units.
    pub monetary_minor: [i64; 4],
    /// Worth of one order in minor units.
    pub order_value_minor: [i64; 4],
    /// Customers in the sample.
    pub people: u32,
    /// When it was made.
    pub as_of: Timestamp,
}

impl RfmCuts {
    /// 1 to 5; 5 for those who ordered most recently.
    #[must_use]
    pub fn recency(&self, days: u32) -> u8 {
        6_u8.saturating_sub(fifth(&self.recency_days, days))
    }

    /// 1 to 5; 5 for those who order most often.
    #[must_use]
    pub fn frequency(&self, orders: u32) -> u8 {
        fifth(&self.frequency, orders)
    }

    /// 1 to 5; 5 for those who spend most.
    #[must_use]
    pub fn monetary(&self, spend: Minor) -> u8 {
        fifth(&self.monetary_minor, spend.get())
    }

    /// 1 to 5; 5 for the dearest orders.
    #[must_use]
    pub fn order_value(&self, amount: Minor) -> u8 {
        fifth(&self.order_value_minor, amount.get())
    }
}

/// The fifth in which a value lies: 1, and one more for each boundary below it.
fn fifth<T: PartialOrd + Copy>(cuts: &[T; 4], value: T) -> u8 {
    cuts.iter().fold(1, |fifth: u8, cut| if *cut < value { fifth.saturating_add(1) } else { fifth })
}
