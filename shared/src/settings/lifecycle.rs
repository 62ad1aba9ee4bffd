//! After how many days a customer counts as new, at risk, lapsed or churned.
//!
//! The defaults are the product brief's: care after 30 days without a visit (流失预警), recall
//! after 60 (沉默用户). The other figures are ours and every one can be set.
//!
//! Source: product brief, sections 一.2 and 三.3.

use alloc::string::String;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits::{LIFECYCLE_DAYS_MAX, ORDERS_KEPT_MAX};

/// The boundaries between the stages of a customer's life, in days of 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LifecycleSettings {
    /// Somebody first seen fewer days ago is new.
    pub new_days: u16,
    /// Somebody who was not here for so many days is at risk.
    pub at_risk_days: u16,
    /// … has lapsed.
    pub lapsed_days: u16,
    /// … has churned.
    pub churned_days: u16,
    /// So many orders within [`LifecycleSettings::loyal_days`] make a customer loyal.
    pub loyal_orders: u16,
    /// The days over which orders are counted for loyalty.
    pub loyal_days: u16,
}

/// A boundary that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field} is {value}, not {bound}")]
pub struct LifecycleError {
    /// The field.
    pub field: &'static str,
    /// What it says.
    pub value: u16,
    /// What it may say.
    pub bound: String,
}

impl Default for LifecycleSettings {
    fn default() -> Self {
        Self {
            new_days: 14,
            at_risk_days: 30,
            lapsed_days: 60,
            churned_days: 180,
            loyal_orders: 3,
            loyal_days: 365,
        }
    }
}

impl LifecycleSettings {
    /// Whether the boundaries come one after the other and within bounds.
    ///
    /// # Errors
    ///
    /// [`LifecycleError`] with the first field that is wrong, its value and its bound.
    pub fn check(&self) -> Result<(), LifecycleError> {
        let days = |field, value, least: u16| within(field, value, (least, LIFECYCLE_DAYS_MAX));
        let orders_max = u16::try_from(ORDERS_KEPT_MAX).unwrap_or(u16::MAX);
        days("new_days", self.new_days, 0)?;
        days("at_risk_days", self.at_risk_days, 1)?;
        days("lapsed_days", self.lapsed_days, self.at_risk_days.saturating_add(1))?;
        days("churned_days", self.churned_days, self.lapsed_days.saturating_add(1))?;
        within("loyal_orders", self.loyal_orders, (1, orders_max))?;
        days("loyal_days", self.loyal_days, 1)
    }
}

fn within(
    field: &'static str,
    value: u16,
    (least, most): (u16, u16),
) -> Result<(), LifecycleError> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        let bound = alloc::format!("{least} to {most}");
        Err(LifecycleError { field, value, bound })
    }
}

/// So many days of 24 hours.
#[must_use]
pub fn days(count: u16) -> Duration {
    Duration::from_secs(u64::from(count).saturating_mul(86_400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stages_come_one_after_the_other() {
        assert_eq!(LifecycleSettings::default().check(), Ok(()));
        let swapped = LifecycleSettings { lapsed_days: 30, ..LifecycleSettings::default() };
        let error = swapped.check().unwrap_err();
        assert_eq!(error.to_string(), "lapsed_days is 30, not 31 to 3650");
    }

    #[test]
    fn no_more_orders_are_asked_for_than_are_kept() {
        let settings = LifecycleSettings { loyal_orders: 33, ..LifecycleSettings::default() };
        assert_eq!(settings.check().unwrap_err().to_string(), "loyal_orders is 33, not 1 to 32");
    }
}
