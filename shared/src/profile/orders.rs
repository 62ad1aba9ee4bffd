//! What a person bought. One order counts once, however often it is reported.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    event::commerce::OrderLine, id::OrderId, limits::ORDERS_KEPT_MAX, money::Minor, time::Timestamp,
};

/// What a person bought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Orders {
    /// How many.
    pub count: u32,
    /// What they paid in all.
    pub gross_minor: Minor,
    /// What they got back of it.
    pub refunded_minor: Minor,
    /// The last order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_at: Option<Timestamp>,
    latest: Vec<Order>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Order {
    id: OrderId,
    revenue_minor: Minor,
    #[serde(default, skip_serializing_if = "is_nothing")]
    refunded_minor: Minor,
    /// When it was completed; zero in what an earlier version stored.
    #[serde(default)]
    at: Timestamp,
}

impl Orders {
    /// Takes an order in; says whether it was new.
    pub fn complete(&mut self, order: &OrderLine, at: Timestamp) -> bool {
        if self.latest.iter().any(|known| known.id == order.id) {
            return false;
        }
        self.count = self.count.saturating_add(1);
        self.gross_minor = self.gross_minor.plus(order.revenue_minor);
        self.last_at = Some(self.last_at.map_or(at, |last| last.max(at)));
        if ORDERS_KEPT_MAX <= self.latest.len() {
            self.latest.remove(0);
        }
        self.latest.push(Order {
            id: order.id.clone(),
            revenue_minor: order.revenue_minor,
            refunded_minor: Minor::ZERO,
            at,
        });
        true
    }

    /// Takes money back; the answer says how much of it was still to be taken back.
    ///
    /// An order is never refunded beyond what it brought, and one we do not know changes
    /// nothing. A refund without an amount gives the whole order back.
    pub fn refund(&mut self, refund: &OrderLine) -> Option<OrderLine> {
        let order = self.latest.iter_mut().find(|known| known.id == refund.id)?;
        let left = order.revenue_minor.minus(order.refunded_minor);
        let asked = if refund.revenue_minor == Minor::ZERO { left } else { refund.revenue_minor };
        let given = asked.clamp(Minor::ZERO, left.max(Minor::ZERO));
        if given == Minor::ZERO {
            return None;
        }
        order.refunded_minor = order.refunded_minor.plus(given);
        self.refunded_minor = self.refunded_minor.plus(given);
        Some(OrderLine {
            id: refund.id.clone(),
            revenue_minor: given,
            coupon: String::new(),
            discount_minor: Minor::ZERO,
        })
    }

    /// When the `place`-th newest order was completed, counted from 1; `None` where there are
    /// not so many, or not so many are remembered ([`ORDERS_KEPT_MAX`]).
    #[must_use]
    pub fn nth_newest_at(&self, place: u16) -> Option<Timestamp> {
        let mut times: Vec<Timestamp> = self.latest.iter().map(|order| order.at).collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        times.get(usize::from(place).checked_sub(1)?).copied()
    }

    /// How many refunds there were at least: orders of which money went back.
    #[must_use]
    pub fn refunded(&self) -> usize {
        self.latest.iter().filter(|order| order.refunded_minor != Minor::ZERO).count()
    }

    /// Takes in the orders of somebody who turned out to be the same person: an order that both report counts once, with the
    /// larger of what was given back of it.
    pub fn absorb(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.gross_minor = self.gross_minor.plus(other.gross_minor);
        self.refunded_minor = self.refunded_minor.plus(other.refunded_minor);
        self.last_at = self.last_at.max(other.last_at);
        for theirs in &other.latest {
            match self.latest.iter_mut().find(|own| own.id == theirs.id) {
                Some(own) => {
                    let refunded = own.refunded_minor.min(theirs.refunded_minor);
                    self.count = self.count.saturating_sub(1);
                    self.gross_minor = self.gross_minor.minus(theirs.revenue_minor);
                    self.refunded_minor = self.refunded_minor.minus(refunded);
                    own.refunded_minor = own.refunded_minor.max(theirs.refunded_minor);
                }
                None => self.latest.push(theirs.clone()),
            }
        }
        let over = self.latest.len().saturating_sub(ORDERS_KEPT_MAX);
        self.latest.drain(..over);
    }

    /// The orders that are remembered one by one, with what was given back of each.
    pub fn remembered(&self) -> impl Iterator<Item = (&OrderId, Minor)> {
        self.latest.iter().map(|order| (&order.id, order.refunded_minor))
    }

    /// What they paid, less what they got back.
    #[must_use]
    pub const fn net_minor(&self) -> Minor {
        self.gross_minor.minus(self.refunded_minor)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_nothing(amount: &Minor) -> bool {
    *amount == Minor::ZERO
}
