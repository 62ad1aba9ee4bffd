//! Recency, frequency, money: a customer among the workspace's customers.
//!
//! Each of the three is a score from 1 to 5 by the fifths of all customers with an order
//! ([`RfmCuts`]), and the three together one of eight classes, as Chinese shops name them: a
//! score of [`GOOD`] or more is the better half of its word.
//!
//! | R | F | M | class |
//! |---|---|---|---|
//! | good | good | good | 重要价值客户, champion |
//! | good | poor | good | 重要发展客户, promising big spender |
//! | poor | good | good | 重要保持客户, big spender to keep |
//! | poor | poor | good | 重要挽留客户, big spender slipping away |
//! | good | good | poor | 一般价值客户, regular |
//! | good | poor | poor | 一般发展客户, newcomer |
//! | poor | good | poor | 一般保持客户, regular to keep |
//! | poor | poor | poor | 一般挽留客户, slipping away |
//!
//! Without cuts (fewer than [`RFM_PEOPLE_MIN`] customers) there is no score, and [`NoRfm`]
//! says why.
//!
//! Source: Hughes, *Strategic Database Marketing* (1994); the eight classes are common usage.

use core::fmt;

use super::orders::Orders;
use crate::{limits::RFM_PEOPLE_MIN, settings::rfm::RfmCuts, text::LocalText, time::Timestamp};

/// From this score on a word is good: the upper three fifths.
pub const GOOD: u8 = 3;

/// A customer among the workspace's customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rfm {
    /// 1 to 5; 5 ordered most recently.
    pub recency: u8,
    /// 1 to 5; 5 orders most often.
    pub frequency: u8,
    /// 1 to 5; 5 spends most.
    pub monetary: u8,
}

/// Why there is no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRfm {
    /// The person has no order.
    NoOrder,
    /// The workspace has fewer than [`RFM_PEOPLE_MIN`] customers, or has not counted them yet.
    TooFewCustomers,
}

/// One of the eight classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RfmClass {
    /// Lately, often, much.
    Champion,
    /// Lately and much, not often.
    PromisingBigSpender,
    /// Often and much, not lately.
    BigSpenderToKeep,
    /// Much, neither lately nor often.
    BigSpenderSlippingAway,
    /// Lately and often, not much.
    Regular,
    /// Lately, neither often nor much.
    Newcomer,
    /// Often, neither lately nor much.
    RegularToKeep,
    /// Neither lately nor often nor much.
    SlippingAway,
}

impl Rfm {
    /// The score of a customer at `now`.
    ///
    /// # Errors
    ///
    /// [`NoRfm`] where there is none.
    pub fn of(orders: &Orders, cuts: Option<&RfmCuts>, now: Timestamp) -> Result<Self, NoRfm> {
        let last_at = orders.last_at.ok_or(NoRfm::NoOrder)?;
        let cuts = cuts.ok_or(NoRfm::TooFewCustomers)?;
        Ok(Self {
            recency: cuts.recency(whole_days(last_at, now)),
            frequency: cuts.frequency(orders.count),
            monetary: cuts.monetary(orders.net_minor()),
        })
    }

    /// The class.
    #[must_use]
    pub const fn class(self) -> RfmClass {
        match (GOOD <= self.recency, GOOD <= self.frequency, GOOD <= self.monetary) {
            (true, true, true) => RfmClass::Champion,
            (true, false, true) => RfmClass::PromisingBigSpender,
            (false, true, true) => RfmClass::BigSpenderToKeep,
            (false, false, true) => RfmClass::BigSpenderSlippingAway,
            (true, true, false) => RfmClass::Regular,
            (true, false, false) => RfmClass::Newcomer,
            (false, true, false) => RfmClass::RegularToKeep,
            (false, false, false) => RfmClass::SlippingAway,
        }
    }
}

/// Whole days of 24 hours between an order and `now`.
#[must_use]
pub fn whole_days(order_at: Timestamp, now: Timestamp) -> u32 {
    u32::try_from(now.since(order_at).as_secs() / 86_400).unwrap_or(u32::MAX)
}

impl fmt::Display for Rfm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}{}", self.recency, self.frequency, self.monetary)
    }
}

impl RfmClass {
    /// Every class.
    pub const ALL: [Self; 8] = [
        Self::Champion,
        Self::PromisingBigSpender,
        Self::BigSpenderToKeep,
        Self::BigSpenderSlippingAway,
        Self::Regular,
        Self::Newcomer,
        Self::RegularToKeep,
        Self::SlippingAway,
    ];

    /// The word that conditions use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Champion => "champion",
            Self::PromisingBigSpender => "promising_big_spender",
            Self::BigSpenderToKeep => "big_spender_to_keep",
            Self::BigSpenderSlippingAway => "big_spender_slipping_away",
            Self::Regular => "regular",
            Self::Newcomer => "newcomer",
            Self::RegularToKeep => "regular_to_keep",
            Self::SlippingAway => "slipping_away",
        }
    }

    /// The words that operators read.
    #[must_use]
    pub fn title(self) -> LocalText {
        let (zh_cn, en) = match self {
            Self::Champion => ("重要价值客户", "Champion"),
            Self::PromisingBigSpender => ("重要发展客户", "Promising big spender"),
            Self::BigSpenderToKeep => ("重要保持客户", "Big spender to keep"),
            Self::BigSpenderSlippingAway => ("重要挽留客户", "Big spender slipping away"),
            Self::Regular => ("一般价值客户", "Regular"),
            Self::Newcomer => ("一般发展客户", "Newcomer"),
            Self::RegularToKeep => ("一般保持客户", "Regular to keep"),
            Self::SlippingAway => ("一般挽留客户", "Slipping away"),
        };
        LocalText::both(zh_cn, en)
    }
}

impl NoRfm {
    /// The reason, as operators read it.
    #[must_use]
    pub fn reason(self) -> LocalText {
        match self {
            Self::NoOrder => LocalText::both("还没有订单", "no order yet"),
            Self::TooFewCustomers => LocalText::both(
                &alloc::format!("下过单的客户不足 {RFM_PEOPLE_MIN} 人，无法分档"),
                &alloc::format!(
                    "fewer than {RFM_PEOPLE_MIN} customers with an order to compare with"
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{event::commerce::OrderLine, money::Minor};

    fn day(count: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_767_225_600_000 + count * 86_400_000)
    }

    fn cuts() -> RfmCuts {
        RfmCuts {
            recency_days: [7, 30, 60, 180],
            frequency: [1, 1, 2, 4],
            monetary_minor: [10_000, 30_000, 60_000, 200_000],
            order_value_minor: [5_000, 10_000, 20_000, 50_000],
            people: 80,
            as_of: day(0),
        }
    }

    fn orders(revenues: &[i64], at: Timestamp) -> Orders {
        let mut orders = Orders::default();
        for (number, revenue) in revenues.iter().enumerate() {
            let line = OrderLine {
                id: alloc::format!("o-{number}").parse().unwrap(),
                revenue_minor: Minor::new(*revenue),
                coupon: String::new(),
                discount_minor: Minor::ZERO,
            };
            orders.complete(&line, at);
        }
        orders
    }

    #[test]
    fn a_value_on_a_boundary_is_still_below_it() {
        let cuts = cuts();
        assert_eq!([0, 7, 8, 180, 181].map(|days| cuts.recency(days)), [5, 5, 4, 2, 1]);
        assert_eq!([0, 1, 2, 3, 5].map(|count| cuts.frequency(count)), [1, 1, 3, 4, 5]);
    }

    #[test]
    fn who_spends_much_and_stays_away_is_slipping_away() {
        let rfm = Rfm::of(&orders(&[150_000], day(0)), Some(&cuts()), day(90)).unwrap();
        assert_eq!(rfm.to_string(), "214");
        assert_eq!(rfm.class().as_str(), "big_spender_slipping_away");
    }

    #[test]
    fn there_is_no_score_without_an_order_or_without_customers_to_compare_with() {
        assert_eq!(Rfm::of(&Orders::default(), Some(&cuts()), day(0)), Err(NoRfm::NoOrder));
        assert_eq!(Rfm::of(&orders(&[1], day(0)), None, day(0)), Err(NoRfm::TooFewCustomers));
    }
}
