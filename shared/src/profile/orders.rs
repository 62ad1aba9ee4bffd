//! What a person bought. One order counts once, however often it is reported.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{course::Course, progress::Progress};
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
    /// Those before, which are not remembered one by one; none where there are no such.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<Earlier>,
}

/// How much of an order was paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refund {
    /// A part.
    Part,
    /// Everything.
    Whole,
}

/// Orders that are not remembered one by one any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Earlier {
    count: u32,
    course: Course,
}

/// An order that is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Which.
    pub id: OrderId,
    revenue_minor: Minor,
    #[serde(default, skip_serializing_if = "is_nothing")]
    refunded_minor: Minor,
    /// When it was completed; zero in what an earlier version stored.
    #[serde(default)]
    at: Timestamp,
    /// How far it has come, where the shop's systems say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
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
        self.latest.push(Order {
            id: order.id.clone(),
            revenue_minor: order.revenue_minor,
            refunded_minor: Minor::ZERO,
            at,
            progress: None,
        });
        self.let_go();
        true
    }

    /// Takes in how far an order has come; of an order that is not remembered nothing is kept. A report that comes late does
    /// not take the order back.
    pub fn advance(&mut self, id: &OrderId, progress: Progress) {
        if let Some(order) = self.latest.iter_mut().find(|known| known.id == *id) {
            order.progress = Some(match order.progress.take() {
                Some(known) => known.with(progress),
                None => progress,
            });
        }
    }

    /// The remembered orders, the newest first.
    #[must_use]
    pub fn newest_first(&self) -> Vec<&Order> {
        let mut orders: Vec<&Order> = self.latest.iter().collect();
        orders.sort_by_key(|order| core::cmp::Reverse(order.at));
        orders
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
                    own.progress = match (own.progress.take(), theirs.progress.clone()) {
                        (Some(own), Some(theirs)) => Some(own.with(theirs)),
                        (own, theirs) => own.or(theirs),
                    };
                }
                None => self.latest.push(theirs.clone()),
            }
        }
        if let Some(theirs) = other.earlier {
            self.put_away(theirs);
        }
        self.let_go();
    }

    /// The course of all orders; none without one, or where not all are known by date: an earlier version kept none.
    #[must_use]
    pub fn course(&self) -> Option<Course> {
        let dated = self.latest.iter().filter(|order| order.is_dated());
        let remembered = u32::try_from(dated.clone().count()).unwrap_or(u32::MAX);
        let before = self.earlier.map_or(0, |earlier| earlier.count);
        if remembered.saturating_add(before) != self.count {
            return None;
        }
        let mut latest: Vec<Course> = dated.map(Order::course).collect();
        // By day, so that no day counts twice.
        latest.sort_unstable_by_key(|course| course.first_day);
        let earlier = self.earlier.map(|earlier| earlier.course);
        latest.into_iter().reduce(Course::plus).into_iter().chain(earlier).reduce(Course::plus)
    }

    /// The days of the orders that are remembered one by one, in any order.
    #[must_use]
    pub fn days(&self) -> Vec<i64> {
        self.latest.iter().filter(|order| order.is_dated()).map(|order| order.at.day()).collect()
    }

    /// Remembers no more than the newest orders one by one.
    fn let_go(&mut self) {
        let over = self.latest.len().saturating_sub(ORDERS_KEPT_MAX);
        let gone: Vec<Order> = self.latest.drain(..over).collect();
        for order in gone.iter().filter(|order| order.is_dated()) {
            self.put_away(Earlier { count: 1, course: order.course() });
        }
    }

    fn put_away(&mut self, orders: Earlier) {
        let known = self.earlier.map(|known| Earlier {
            count: known.count.saturating_add(orders.count),
            course: known.course.plus(orders.course),
        });
        self.earlier = Some(known.unwrap_or(orders));
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

impl Order {
    /// When it was completed; none where an earlier version did not store it.
    #[must_use]
    pub fn placed_at(&self) -> Option<Timestamp> {
        self.is_dated().then_some(self.at)
    }

    /// Whether all of it was paid back, or some.
    #[must_use]
    pub fn refund(&self) -> Option<Refund> {
        (self.refunded_minor != Minor::ZERO).then_some(
            if self.revenue_minor <= self.refunded_minor { Refund::Whole } else { Refund::Part },
        )
    }

    /// An earlier version did not store when.
    fn is_dated(&self) -> bool {
        self.at != Timestamp::default()
    }

    fn course(&self) -> Course {
        Course::of(self.at.day(), self.revenue_minor.minus(self.refunded_minor))
    }
}

#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")
)]
fn is_nothing(amount: &Minor) -> bool {
    *amount == Minor::ZERO
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn order(orders: &mut Orders, number: i64, day: i64, paid: i64) {
        let line = OrderLine {
            id: format!("o-{number}").parse().unwrap(),
            revenue_minor: Minor::new(paid),
            coupon: String::new(),
            discount_minor: Minor::ZERO,
        };
        orders.complete(&line, Timestamp::from_unix_millis(day * 86_400_000 + 1));
    }

    fn monthly(count: i64) -> Orders {
        let mut orders = Orders::default();
        for number in 0..count {
            order(&mut orders, number, 100 + 30 * number, 10);
            order(&mut orders, 1_000 + number, 100 + 30 * number, 1);
        }
        orders
    }

    #[test]
    fn the_course_goes_on_beyond_the_orders_that_are_remembered() {
        let course = monthly(50).course().unwrap();
        assert_eq!((course.first_day, course.last_day, course.days), (100, 1_570, 50));
        assert_eq!((course.first_day_minor, course.total_minor), (Minor::new(11), Minor::new(550)));
        assert_eq!(Orders::default().course(), None);
    }

    #[test]
    fn what_was_given_back_is_not_spending() {
        let mut orders = monthly(2);
        let back = OrderLine {
            id: "o-1".parse().unwrap(),
            revenue_minor: Minor::ZERO,
            coupon: String::new(),
            discount_minor: Minor::ZERO,
        };
        orders.refund(&back);
        assert_eq!(orders.course().unwrap().spending().total_minor, Minor::new(1));
    }

    #[test]
    fn orders_that_an_earlier_version_kept_without_a_date_have_no_course() {
        let stored = serde_json::json!({
            "count": 1, "gross_minor": 10, "refunded_minor": 0,
            "latest": [{"id": "o-1", "revenue_minor": 10}]
        });
        let mut orders: Orders = serde_json::from_value(stored).unwrap();
        assert_eq!((orders.course(), orders.days()), (None, Vec::new()));
        order(&mut orders, 2, 100, 10);
        assert_eq!(orders.course(), None);
    }

    #[test]
    fn the_orders_of_somebody_who_is_the_same_person_are_in_the_course() {
        let mut orders = monthly(2);
        let mut other = monthly(1);
        order(&mut other, 77, 115, 5);
        orders.absorb(&other);
        let course = orders.course().unwrap();
        assert_eq!((course.days, course.total_minor, orders.count), (3, Minor::new(27), 5));
    }
}
