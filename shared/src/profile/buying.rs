//! What one person adds to the forecasts for everybody: the course of their orders, and how far apart they are.

use serde::{Deserialize, Serialize};

use super::{Profile, course::Course};
use crate::predict::Rhythm;

/// What one person adds to the forecasts for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Buying {
    /// The course of their orders.
    pub course: Course,
    /// How far apart their orders are.
    #[serde(default, skip_serializing_if = "is_silent")]
    pub orders: Rhythm,
    /// How far apart they buy what they buy again.
    #[serde(default, skip_serializing_if = "is_silent")]
    pub products: Rhythm,
}

fn is_silent(rhythm: &Rhythm) -> bool {
    rhythm.gaps == 0
}

impl Profile {
    /// What the person adds; none without an order, or where not all their orders are known by date.
    #[must_use]
    pub fn buying(&self) -> Option<Buying> {
        let course = self.orders.course()?;
        let mut orders = Rhythm::default();
        orders.observe(&self.orders.days());
        Some(Buying { course, orders, products: self.staples.rhythm() })
    }
}
