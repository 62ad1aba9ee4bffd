//! How much a person hesitates before buying, from 0 to 100.
//!
//! The score is a sum that an operator can check by hand; [`Hesitation::terms`] prints it:
//!
//! | sign | derived event | points | at most |
//! |---|---|---|---|
//! | coming back to a product after looking at something else | `Product Compared` | 15 | 45 |
//! | opening the same product again: checking its price | `Price Rechecked` | 15 | 30 |
//! | looking again at a product that is in the cart | `Price Rechecked` | 15 | 30 |
//! | leaving a filled cart alone | `Cart Lingered` | 20 | 20 |
//! | reading the returns, delivery or warranty policy | `Policy Read` | 10 | 10 |
//! | trying a coupon code | `Coupon Hunted` | 10 | 10 |
//!
//! An order clears it, and so do seven days without a sign: hesitation is about now. A sign that
//! comes late, from before the order, is no sign any more.
//!
//! Source: product brief, section 一.1 (“高价值但犹豫型用户”). The points are ours.

use alloc::string::String;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::interest::Look;
use crate::{event::Page, time::Timestamp};

/// After so long without a sign a person no longer hesitates, but has gone.
pub const FORGOTTEN_AFTER: Duration = Duration::from_hours(7 * 24);

/// The most that the score can be.
const SCORE_MAX: u32 = 100;

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
    /// The order that cleared the signs before it.
    cleared_at: Timestamp,
}

/// One line of the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// Short name of the sign.
    pub name: &'static str,
    /// What operators read, in Chinese.
    pub zh_cn: &'static str,
    /// What operators read, in English.
    pub en: &'static str,
    /// The event that is the sign.
    pub event: &'static str,
    /// How often it was seen.
    pub count: u32,
    /// Points for each.
    pub points: u32,
    /// Points at most.
    pub points_max: u32,
}

impl Sign {
    /// What the sign adds to the score.
    #[must_use]
    pub fn contribution(&self) -> u32 {
        self.count.saturating_mul(self.points).min(self.points_max)
    }
}

impl Hesitation {
    /// The score at `now`, 0 to 100: the sum of [`Hesitation::terms`], held at 100.
    #[must_use]
    pub fn score(&self, now: Timestamp) -> u8 {
        if self.is_forgotten(now) {
            return 0;
        }
        let sum = self.terms().iter().map(Sign::contribution).fold(0, u32::saturating_add);
        u8::try_from(sum.min(SCORE_MAX)).unwrap_or(100)
    }

    /// The score, line by line. After [`FORGOTTEN_AFTER`] without a sign the lines stand and
    /// the score is 0.
    #[must_use]
    pub const fn terms(&self) -> [Sign; 6] {
        [
            sign(
                ("returns", "看了别的又回来看", "came back after looking at others"),
                "Product Compared",
                self.returns,
                (15, 45),
            ),
            sign(
                ("rechecks", "再次打开同一商品看价格", "opened the same product again"),
                "Price Rechecked",
                self.rechecks,
                (15, 30),
            ),
            sign(
                ("cart_looks", "再看购物车里的商品", "looked again at what is in the cart"),
                "Price Rechecked",
                self.cart_looks,
                (15, 30),
            ),
            sign(
                ("lingered", "加购后迟迟不付款", "left a filled cart alone"),
                "Cart Lingered",
                self.lingered,
                (20, 20),
            ),
            sign(
                (
                    "policies",
                    "查看退换货、配送或保修政策",
                    "read a returns, delivery or warranty policy",
                ),
                "Policy Read",
                self.policies,
                (10, 10),
            ),
            sign(
                ("coupons", "尝试优惠码", "tried a coupon code"),
                "Coupon Hunted",
                self.coupons,
                (10, 10),
            ),
        ]
    }

    /// Whether the last sign is so long ago that it says nothing about now.
    #[must_use]
    pub fn is_forgotten(&self, now: Timestamp) -> bool {
        self.last_at.saturating_add(FORGOTTEN_AFTER) < now
    }

    /// The last sign.
    #[must_use]
    pub const fn last_at(&self) -> Timestamp {
        self.last_at
    }

    /// Forgets every sign: the person ordered `at`.
    pub fn clear(&mut self, at: Timestamp) {
        let cleared_at = self.cleared_at.max(at);
        *self = Self { cleared_at, ..Self::default() };
    }

    /// Notes a look at a product.
    pub fn observe_view(&mut self, look: Look, at: Timestamp) {
        match look {
            Look::First => {}
            Look::Return => self.note(|signs| &mut signs.returns, at),
            Look::Recheck => self.note(|signs| &mut signs.rechecks, at),
        }
    }

    /// Notes another look at a product that is in the cart.
    pub fn observe_cart_look(&mut self, at: Timestamp) {
        self.note(|signs| &mut signs.cart_looks, at);
    }

    /// Notes a page, and says the path of the policy if it was one: reading it is a sign.
    pub fn observe_page<'a>(
        &mut self,
        page: &'a Page,
        properties: &'a Map<String, Value>,
        at: Timestamp,
    ) -> Option<&'a str> {
        let path = properties.get("path").and_then(Value::as_str).unwrap_or(&page.path);
        let is_policy = ["policy", "returns", "refund", "warranty", "shipping"]
            .iter()
            .any(|word| path.contains(word));
        if is_policy {
            self.note(|signs| &mut signs.policies, at);
        }
        is_policy.then_some(path)
    }

    /// Notes an event whose name alone is a sign; says whether it was one.
    pub fn observe_named(&mut self, name: &str, at: Timestamp) -> bool {
        let count: fn(&mut Self) -> &mut u32 = match name {
            "Coupon Entered" | "Coupon Denied" | "Coupon Hunted" => |signs| &mut signs.coupons,
            "Product Compared" => |signs| &mut signs.returns,
            "Price Rechecked" => |signs| &mut signs.rechecks,
            "Cart Lingered" => |signs| &mut signs.lingered,
            "Policy Read" => |signs| &mut signs.policies,
            _ => return false,
        };
        self.note(count, at);
        true
    }

    fn note(&mut self, count: fn(&mut Self) -> &mut u32, at: Timestamp) {
        if self.cleared_at <= at {
            let count = count(self);
            *count = count.saturating_add(1);
            self.last_at = self.last_at.max(at);
        }
    }
}

const fn sign(
    (name, zh_cn, en): (&'static str, &'static str, &'static str),
    event: &'static str,
    count: u32,
    (points, points_max): (u32, u32),
) -> Sign {
    Sign { name, zh_cn, en, event, count, points, points_max }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_is_the_sum_of_its_lines_held_at_a_hundred() {
        let now = Timestamp::from_unix_millis(1_000);
        let few = Hesitation { returns: 2, policies: 3, last_at: now, ..Hesitation::default() };
        assert_eq!(few.terms().map(|sign| sign.contribution()), [30, 0, 0, 0, 10, 0]);
        assert_eq!(few.score(now), 40);
        let many = Hesitation {
            returns: 9,
            rechecks: 9,
            cart_looks: 9,
            lingered: 9,
            policies: 9,
            coupons: u32::MAX,
            last_at: now,
            cleared_at: Timestamp::default(),
        };
        assert_eq!(many.terms().iter().map(Sign::contribution).sum::<u32>(), 145);
        assert_eq!(many.score(now), 100);
    }

    #[test]
    fn every_event_of_the_formula_is_counted_by_its_name() {
        let now = Timestamp::from_unix_millis(1_000);
        for sign in Hesitation::default().terms() {
            let mut hesitation = Hesitation::default();
            assert!(hesitation.observe_named(sign.event, now), "{}", sign.event);
            assert!(0 < hesitation.score(now), "{}", sign.event);
        }
    }
}
