//! How much a person hesitates before buying, from 0 to 100.
//!
//! The score is a sum that an operator can check by hand:
//!
//! | sign | points | at most |
//! |---|---|---|
//! | coming back to a product after looking at something else | 15 | 45 |
//! | opening the same product again: checking its price | 15 | 30 |
//! | looking again at a product that is in the cart | 15 | 30 |
//! | leaving a filled cart alone | 20 | 20 |
//! | reading the returns, delivery or warranty policy | 10 | 10 |
//! | trying a coupon code | 10 | 10 |
//!
//! An order clears it, and so do seven days without a sign: hesitation is about now.
//!
//! Source: product brief, section 一.1 (“高价值但犹豫型用户”).

use alloc::string::String;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::interest::Look;
use crate::{event::Page, time::Timestamp};

/// After so long without a sign a person no longer hesitates, but has gone.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(7 * 24);

/// The signs so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hesitation {
    /// Times they came back to a product.
    pub returns: u32,
    /// Times they opened the same product again.
    pub rechecks: u32,
    /// Times they looked again at what is in the cart.
    pub cart_looks: u32,
    /// Carts left alone.
    pub lingered: u32,
    /// Policies read.
    pub policies: u32,
    /// Coupon codes tried.
    pub coupons: u32,
    last_at: Timestamp,
}

impl Hesitation {
    /// The score at `now`, 0 to 100.
    #[must_use]
    pub fn score(&self, now: Timestamp) -> u8 {
        if self.last_at.saturating_add(FORGOTTEN_AFTER) < now {
            return 0;
        }
        let points = |count: u32, each: u32, most: u32| count.saturating_mul(each).min(most);
        let sum = points(self.returns, 15, 45)
            .saturating_add(points(self.rechecks, 15, 30))
            .saturating_add(points(self.cart_looks, 15, 30))
            .saturating_add(points(self.lingered, 20, 20))
            .saturating_add(points(self.policies, 10, 10))
            .saturating_add(points(self.coupons, 10, 10));
        u8::try_from(sum.min(100)).unwrap_or(100)
    }

    /// Notes a look at a product.
    pub fn observe_view(&mut self, look: Look, at: Timestamp) {
        match look {
            Look::First => return,
            Look::Return => self.returns = self.returns.saturating_add(1),
            Look::Recheck => self.rechecks = self.rechecks.saturating_add(1),
        }
        self.last_at = self.last_at.max(at);
    }

    /// Notes another look at a product that is in the cart.
    pub fn observe_cart_look(&mut self, at: Timestamp) {
        self.cart_looks = self.cart_looks.saturating_add(1);
        self.last_at = self.last_at.max(at);
    }

    /// Notes a page: reading a policy is a sign.
    pub fn observe_page(&mut self, page: &Page, properties: &Map<String, Value>, at: Timestamp) {
        let path = properties.get("path").and_then(Value::as_str).unwrap_or(&page.path);
        let is_policy = ["policy", "returns", "refund", "warranty", "shipping"]
            .iter()
            .any(|word| path.contains(word));
        if is_policy {
            self.policies = self.policies.saturating_add(1);
            self.last_at = self.last_at.max(at);
        }
    }

    /// Notes an event whose name alone is a sign.
    pub fn observe_named(&mut self, name: &str, at: Timestamp) {
        let count = match name {
            "Coupon Entered" | "Coupon Denied" | "Coupon Hunted" => &mut self.coupons,
            "Price Rechecked" => &mut self.rechecks,
            "Cart Lingered" => &mut self.lingered,
            "Policy Read" => &mut self.policies,
            _ => return,
        };
        *count = count.saturating_add(1);
        self.last_at = self.last_at.max(at);
    }
}
