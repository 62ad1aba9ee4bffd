//! Purchasing power (购买力): what a person spends on one order.
//!
//! With an order it is the mean of their orders' worth, newer ones counting more (half-life
//! [`HALF_LIFE`]). Without one it is what the products they look at cost, taken as a geometric
//! mean so that one look at a luxury does not make a rich person, and only from
//! [`LOOKS_MIN`] looks on. The level compares it with the workspace's own customers where
//! there are enough of them ([`super::rfm`]), else with `high_value_minor`.
//!
//! A prediction of what somebody is willing to pay may not set a price (PIPL art. 24(1)): rules
//! that give a smaller benefit by it are refused when they are published.
//!
//! Source: product brief, section 一.1 (购买力). Half-life and bounds are ours.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::decay::DecayedMean;
use crate::{money::Minor, settings::rfm::RfmCuts, text::Locale, time::Timestamp};

/// After so long an order counts half: half a year, as people buy a phone less often than tea.
pub const HALF_LIFE: Duration = Duration::from_hours(180 * 24);

/// Fewest looks at priced products that say something.
pub const LOOKS_MIN: u32 = 3;

/// What a person spends.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Power {
    /// Worth of orders, in minor units.
    orders: DecayedMean,
    /// Natural logarithms of prices looked at, in minor units.
    looks: DecayedMean,
}

/// What the figure is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Orders.
    Orders,
    /// Prices of products they looked at.
    Looks,
}

/// What a person spends on one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderValue {
    /// The amount.
    pub amount: Minor,
    /// What it is made of.
    pub basis: Basis,
    /// How many orders or looks.
    pub n: u32,
    /// The newest of them.
    pub as_of: Timestamp,
}

/// How that compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Among the lower two fifths.
    Low,
    /// Among the next two.
    Middle,
    /// Among the top fifth.
    High,
}

impl Power {
    /// Notes an order.
    pub fn order(&mut self, revenue: Minor, at: Timestamp) {
        if Minor::ZERO < revenue {
            self.orders.add(as_f64(revenue), 1.0, at, HALF_LIFE);
        }
    }

    /// Notes a look at a product.
    pub fn look(&mut self, price: Minor, at: Timestamp) {
        if Minor::ZERO < price {
            self.looks.add(libm::log(as_f64(price)), 1.0, at, HALF_LIFE);
        }
    }

    /// What they spend on one order, as far as one can say.
    #[must_use]
    pub fn order_value(&self) -> Option<OrderValue> {
        if let Some(mean) = self.orders.value() {
            let Self { orders, .. } = self;
            return Some(OrderValue {
                amount: rounded(mean),
                basis: Basis::Orders,
                n: orders.n,
                as_of: orders.last_at,
            });
        }
        let mean = self.looks.value().filter(|_| LOOKS_MIN <= self.looks.n)?;
        Some(OrderValue {
            amount: rounded(libm::exp(mean)),
            basis: Basis::Looks,
            n: self.looks.n,
            as_of: self.looks.last_at,
        })
    }

    /// Looks at priced products so far, for the reason why there is no figure.
    #[must_use]
    pub const fn looks(&self) -> u32 {
        self.looks.n
    }
}

impl Level {
    /// Every level.
    pub const ALL: [Self; 3] = [Self::Low, Self::Middle, Self::High];

    /// How an order of this worth compares with those of the workspace's customers.
    ///
    /// Without enough customers: from `high_value` on it is high, from a quarter of it on
    /// middle.
    #[must_use]
    pub fn of(amount: Minor, cuts: Option<&RfmCuts>, high_value: Minor) -> Self {
        let Some(cuts) = cuts else {
            let quarter = Minor::new(high_value.get() / 4);
            return match amount {
                amount if high_value <= amount => Self::High,
                amount if quarter <= amount => Self::Middle,
                _ => Self::Low,
            };
        };
        match cuts.order_value(amount) {
            5.. => Self::High,
            3 | 4 => Self::Middle,
            0..=2 => Self::Low,
        }
    }

    /// The word that conditions use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Middle => "middle",
            Self::High => "high",
        }
    }

    /// The words that operators read.
    #[must_use]
    pub const fn title(self, locale: Locale) -> &'static str {
        match (locale, self) {
            (Locale::ZhCn, Self::Low) => "较低",
            (Locale::ZhCn, Self::Middle) => "中等",
            (Locale::ZhCn, Self::High) => "较高",
            (Locale::En, Self::Low) => "Low",
            (Locale::En, Self::Middle) => "Middle",
            (Locale::En, Self::High) => "High",
        }
    }
}

#[expect(clippy::as_conversions, reason = "amounts are far below 2^53")]
#[expect(clippy::cast_precision_loss, reason = "amounts are far below 2^53")]
const fn as_f64(amount: Minor) -> f64 {
    amount.get() as f64
}

#[expect(clippy::as_conversions, reason = "a mean of amounts is no larger than they are")]
#[expect(clippy::cast_possible_truncation, reason = "a mean of amounts is no larger than they are")]
fn rounded(amount: f64) -> Minor {
    Minor::new(libm::round(amount) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(count: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_767_225_600_000 + count * 86_400_000)
    }

    #[test]
    fn an_order_says_more_than_any_number_of_looks() {
        let mut power = Power::default();
        (0..2).for_each(|at| power.look(Minor::new(10_000), day(at)));
        assert_eq!(power.order_value(), None);
        power.look(Minor::new(80_000), day(2));
        let looks = power.order_value().unwrap();
        // About the cube root of 1 × 1 × 8, in hundreds: looks of nearly equal age.
        assert!((19_000..21_500).contains(&looks.amount.get()), "{looks:?}");
        power.order(Minor::new(5_000), day(3));
        let orders = power.order_value().unwrap();
        assert_eq!((orders.amount, orders.basis, orders.n), (Minor::new(5_000), Basis::Orders, 1));
    }

    #[test]
    fn an_order_of_half_a_year_ago_counts_half() {
        let mut power = Power::default();
        power.order(Minor::new(30_000), day(0));
        power.order(Minor::new(60_000), day(180));
        assert_eq!(power.order_value().unwrap().amount, Minor::new(50_000));
    }

    #[test]
    fn without_customers_to_compare_with_the_workspaces_own_word_decides() {
        let level = |amount| Level::of(Minor::new(amount), None, Minor::new(300_000));
        assert_eq!(
            [level(74_999), level(75_000), level(299_999), level(300_000)],
            [Level::Low, Level::Middle, Level::Middle, Level::High]
        );
    }
}
