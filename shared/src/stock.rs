//! How much of an offer is left: coupons and money that a merchant is willing to spend.
//!
//! Many people reach for one stock at once, so it has one writer, and a person's claim is
//! made in two steps: the person's own object claims the delivery and asks for a piece; the
//! stock grants or refuses it, and the person's object settles the claim. Everything here
//! counts once by the name of the claim, however often it is asked.
//!
//! At every moment: issued = redeemed + live + lapsed, and neither coupons nor money issued
//! are more than the merchant set.
//!
//! Source: product brief, section 二.3 (预算、库存); reference fault F38, invariant I8.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec::Vec,
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{id::OfferId, money::Minor, time::Timestamp};

/// What a merchant is willing to give of one offer. None means no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Most coupons, in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupons_max: Option<u32>,
    /// Most money given away, in minor units: what redeemed coupons saved people, and what live
    /// ones count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_minor: Option<Minor>,
    /// What a live coupon counts, in minor units, where its benefit does not say (a percentage,
    /// free delivery). One that saves more takes the budget over its bound; no new one follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_worth_minor: Option<Minor>,
}

/// Why bounds make no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BoundsError {
    /// There is nothing to give.
    #[error("coupons_max is 0, not at least 1; switch the rule off instead")]
    NoCoupons,
    /// An amount is not more than zero.
    #[error("{field} is {amount}, not more than 0")]
    Amount {
        /// The field.
        field: &'static str,
        /// The rejected amount in minor units.
        amount: i64,
    },
    /// Nobody knows what a coupon takes from the budget.
    #[error("budget_minor needs coupon_worth_minor: the benefit has no amount of its own")]
    Worth,
}

/// An offer of which a person was refused a coupon: not tried again for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldOut {
    /// Which offer.
    pub offer: OfferId,
    /// What was missing.
    pub grant: Grant,
    /// When it is worth trying again.
    pub until: Timestamp,
}

/// The stock of one offer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stock {
    /// What has become of its coupons so far.
    pub totals: Totals,
    // Claims that hold a coupon, and those whose coupon was used before it ended, by their name.
    live: BTreeMap<String, Live>,
    // Claims that changed since the shell last asked.
    #[serde(skip)]
    changed: BTreeSet<String>,
}

/// What has become of the coupons of a stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Totals {
    /// Coupons given out so far.
    pub issued: u32,
    /// Of these, used in an order.
    pub redeemed: u32,
    /// Of these, ended without an order; they are given out again.
    pub lapsed: u32,
    /// What redeemed coupons saved people, in minor units.
    pub spent_minor: Minor,
    /// What live coupons count, in minor units.
    pub reserved_minor: Minor,
}

/// A claim that holds a coupon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Live {
    /// What it counts, in minor units.
    pub worth_minor: Minor,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Whether an order used it; kept until it would have ended, so that a late repeat of the
    /// claim is not given another.
    #[serde(default)]
    pub is_used: bool,
}

/// One person's reach for a stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Names the claim in the whole workspace: person and delivery.
    pub name: String,
    /// What the coupon may cost at most, in minor units.
    pub worth_minor: Minor,
    /// When the coupon ends.
    pub ends_at: Timestamp,
}

/// What became of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// There is one; it is the person's.
    Granted,
    /// All coupons are given out.
    SoldOut,
    /// The money is spent or promised.
    BudgetSpent,
}

impl Bounds {
    /// Whether there is any bound, so that a claim has to be asked for.
    #[must_use]
    pub const fn is_bounded(&self) -> bool {
        self.coupons_max.is_some() || self.budget_minor.is_some()
    }

    /// Checks what serde cannot. `amount` is what the benefit takes off, where that is fixed.
    ///
    /// # Errors
    ///
    /// [`BoundsError`] with the field and the value.
    pub fn check(&self, amount: Option<Minor>) -> Result<(), BoundsError> {
        if self.coupons_max == Some(0) {
            return Err(BoundsError::NoCoupons);
        }
        let amounts =
            [("budget_minor", self.budget_minor), ("coupon_worth_minor", self.coupon_worth_minor)];
        for (field, amount) in amounts {
            if let Some(given) = amount.filter(|given| *given <= Minor::ZERO) {
                return Err(BoundsError::Amount { field, amount: given.get() });
            }
        }
        if self.budget_minor.is_some() && self.coupon_worth_minor.or(amount).is_none() {
            return Err(BoundsError::Worth);
        }
        Ok(())
    }
}

impl Stock {
    /// Puts a stock together from what was kept of it.
    #[must_use]
    pub fn restore(totals: Totals, live: BTreeMap<String, Live>) -> Self {
        Self { totals, live, changed: BTreeSet::new() }
    }

    /// Coupons that are out and can still be used.
    #[must_use]
    pub fn live(&self) -> u32 {
        let live = self.live.values().filter(|live| !live.is_used).count();
        u32::try_from(live).unwrap_or(u32::MAX)
    }

    /// Gives a coupon to a claim, if there is one; asked again, says the same again.
    ///
    /// Where none is left, coupons that ended by `now` come back first. A claim that comes when
    /// its coupon would have ended is given none.
    pub fn take(&mut self, claim: &Claim, bounds: Bounds, now: Timestamp) -> Grant {
        if self.live.contains_key(&claim.name) {
            return Grant::Granted;
        }
        if claim.ends_at <= now {
            return Grant::SoldOut;
        }
        if self.refusal(claim, bounds).is_some() {
            self.lapse(now);
        }
        if let Some(refusal) = self.refusal(claim, bounds) {
            return refusal;
        }
        let live = Live { worth_minor: claim.worth_minor, ends_at: claim.ends_at, is_used: false };
        self.live.insert(claim.name.clone(), live);
        self.changed.insert(claim.name.clone());
        self.totals.reserved_minor = self.totals.reserved_minor.plus(claim.worth_minor);
        self.totals.issued = self.totals.issued.saturating_add(1);
        Grant::Granted
    }

    fn refusal(&self, claim: &Claim, bounds: Bounds) -> Option<Grant> {
        let out = self.totals.redeemed.saturating_add(self.live());
        if bounds.coupons_max.is_some_and(|most| most <= out) {
            return Some(Grant::SoldOut);
        }
        let promised = self.totals.spent_minor.plus(self.totals.reserved_minor);
        let after = promised.plus(claim.worth_minor);
        bounds.budget_minor.is_some_and(|most| most < after).then_some(Grant::BudgetSpent)
    }

    /// Notes that a claim's coupon was used and what it saved; says whether it was live.
    ///
    /// A coupon that lapsed here a moment before its order arrived is not counted again: its order is in the ledger.
    pub fn redeem(&mut self, name: &str, saved_minor: Minor) -> bool {
        let Some(live) = self.live.get_mut(name).filter(|live| !live.is_used) else {
            return false;
        };
        live.is_used = true;
        let live = *live;
        self.changed.insert(name.into());
        self.totals.reserved_minor = self.totals.reserved_minor.minus(live.worth_minor);
        self.totals.spent_minor = self.totals.spent_minor.plus(saved_minor.max(Minor::ZERO));
        self.totals.redeemed = self.totals.redeemed.saturating_add(1);
        true
    }

    /// Takes back what ended by `now`; says how many.
    pub fn lapse(&mut self, now: Timestamp) -> u32 {
        let over = |live: &Live| live.ends_at <= now;
        let gone: Vec<String> =
            self.live.iter().filter(|(_, live)| over(live)).map(|(name, _)| name.clone()).collect();
        let mut lapsed = 0_u32;
        for name in &gone {
            let live = self.live.remove(name).filter(|live| !live.is_used);
            if let Some(live) = live {
                self.totals.reserved_minor = self.totals.reserved_minor.minus(live.worth_minor);
                lapsed = lapsed.saturating_add(1);
            }
        }
        self.totals.lapsed = self.totals.lapsed.saturating_add(lapsed);
        self.changed.extend(gone);
        lapsed
    }

    /// The claims that changed since this was last asked, with what holds now; none means that
    /// the claim holds nothing any more. What the shell has to write.
    pub fn take_changes(&mut self) -> Vec<(String, Option<Live>)> {
        let changed = core::mem::take(&mut self.changed);
        changed.into_iter().map(|name| (name.clone(), self.live.get(&name).copied())).collect()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_767_574_800_000 + minutes * 60_000)
    }

    fn claim(name: &str, ends: i64) -> Claim {
        Claim { name: name.into(), worth_minor: Minor::new(1_000), ends_at: at(ends) }
    }

    fn two() -> Bounds {
        Bounds { coupons_max: Some(2), ..Bounds::default() }
    }

    #[test]
    fn the_third_of_two_gets_none_until_one_ends() {
        let mut stock = Stock::default();
        assert_eq!(stock.take(&claim("a", 10), two(), at(0)), Grant::Granted);
        assert_eq!(stock.take(&claim("b", 20), two(), at(0)), Grant::Granted);
        assert_eq!(stock.take(&claim("c", 20), two(), at(5)), Grant::SoldOut);
        assert_eq!(stock.take(&claim("c", 20), two(), at(10)), Grant::Granted);
    }

    #[test]
    fn who_asks_again_is_told_the_same_and_counted_once() {
        let mut stock = Stock::default();
        for _ in 0..3 {
            assert_eq!(stock.take(&claim("a", 10), two(), at(0)), Grant::Granted);
        }
        assert_eq!((stock.totals.issued, stock.live()), (1, 1));
    }

    #[test]
    fn a_late_repeat_of_a_claim_whose_coupon_was_used_or_ended_takes_no_other() {
        let mut stock = Stock::default();
        stock.take(&claim("a", 10), two(), at(0));
        assert!(stock.redeem("a", Minor::new(400)));
        assert_eq!(stock.take(&claim("a", 10), two(), at(5)), Grant::Granted);
        assert_eq!((stock.totals.issued, stock.totals.redeemed, stock.live()), (1, 1, 0));
        assert_eq!(stock.lapse(at(10)), 0);
        assert_eq!(stock.take(&claim("a", 10), two(), at(11)), Grant::SoldOut);
        assert_eq!((stock.totals.issued, stock.totals.lapsed), (1, 0));
    }

    #[test]
    fn a_budget_holds_what_live_coupons_may_cost() {
        let bounds = Bounds { budget_minor: Some(Minor::new(2_500)), ..Bounds::default() };
        let mut stock = Stock::default();
        assert_eq!(stock.take(&claim("a", 10), bounds, at(0)), Grant::Granted);
        assert_eq!(stock.take(&claim("b", 10), bounds, at(0)), Grant::Granted);
        assert_eq!(stock.take(&claim("c", 10), bounds, at(0)), Grant::BudgetSpent);
        // One was used for less than it could have cost: what is left is given again.
        assert!(stock.redeem("a", Minor::new(400)));
        assert_eq!(stock.take(&claim("c", 10), bounds, at(1)), Grant::Granted);
    }

    proptest! {
        #[test]
        fn what_is_issued_is_redeemed_live_or_lapsed_and_never_more_than_there_is(
            steps in proptest::collection::vec((0_u8..12, 0_u8..3, 0_i64..5), 1..200),
        ) {
            let bounds = Bounds { coupons_max: Some(4), budget_minor: Some(Minor::new(9_000)), coupon_worth_minor: None };
            let (mut stock, mut now) = (Stock::default(), 0);
            for (who, what, passes) in steps {
                now += passes;
                let name = format!("{who}");
                match what {
                    0 => { stock.take(&claim(&name, now + 7), bounds, at(now)); }
                    1 => { stock.redeem(&name, Minor::new(700)); }
                    _ => { stock.lapse(at(now)); }
                }
                prop_assert_eq!(stock.totals.issued, stock.totals.redeemed + stock.live() + stock.totals.lapsed);
                prop_assert!(stock.totals.redeemed + stock.live() <= 4);
                prop_assert!(stock.totals.spent_minor.plus(stock.totals.reserved_minor) <= Minor::new(9_000));
                let holding = stock.live.values().filter(|live| !live.is_used);
                let worth: Vec<i64> = holding.map(|live| live.worth_minor.get()).collect();
                prop_assert_eq!(stock.totals.reserved_minor.get(), worth.iter().sum::<i64>());
            }
        }
    }
}
