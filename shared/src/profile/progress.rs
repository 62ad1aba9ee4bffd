//! How far an order has come, as the shop's systems report it.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{event::commerce::text, limits::PARCEL_LEN_MAX, time::Timestamp};

/// How far an order has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// How far.
    pub stage: Stage,
    /// Since when.
    pub since: Timestamp,
    /// Who carries it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub carrier: String,
    /// The parcel's number there; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tracking_number: String,
}

/// How far an order can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The shop gets it ready.
    Processing,
    /// It is on its way.
    Shipped,
    /// It has arrived.
    Delivered,
}

impl Progress {
    /// What an event says about the order that it names; none where it says nothing of this.
    ///
    /// `Order Shipped`, `Order Fulfilled` and `Order Delivered` say it by their name, `Order Updated` by its property
    /// `status`: `processing`, `shipped` or `delivered`. `carrier` and `tracking_number` are the parcel's; of longer ones the
    /// first [`PARCEL_LEN_MAX`] characters are kept.
    #[must_use]
    pub fn of_event(name: &str, properties: &Map<String, Value>, at: Timestamp) -> Option<Self> {
        let stage = match name {
            "Order Shipped" | "Order Fulfilled" => Stage::Shipped,
            "Order Delivered" => Stage::Delivered,
            "Order Updated" => Stage::named(properties.get("status")?.as_str()?)?,
            _ => return None,
        };
        let short = |key| -> String {
            text(properties, key).unwrap_or_default().chars().take(PARCEL_LEN_MAX).collect()
        };
        Some(Self {
            stage,
            since: at,
            carrier: short("carrier"),
            tracking_number: short("tracking_number"),
        })
    }

    /// The later of two reports, with the parcel of the earlier where the later names none.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let (earlier, later) = if (self.stage, self.since) <= (other.stage, other.since) {
            (self, other)
        } else {
            (other, self)
        };
        if later.carrier.is_empty() && later.tracking_number.is_empty() {
            return Self {
                carrier: earlier.carrier,
                tracking_number: earlier.tracking_number,
                ..later
            };
        }
        later
    }
}

impl Stage {
    /// The stage of that name; none of another.
    fn named(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "processing" => Some(Self::Processing),
            "shipped" => Some(Self::Shipped),
            "delivered" => Some(Self::Delivered),
            _ => None,
        }
    }
}
