//! Which delivery an order is credited to: the last one the person followed.
//!
//! A coupon says it plainly: the order that uses it belongs to the delivery that brought
//! it. Without one, the last delivery that was clicked within
//! [`crate::limits::ATTRIBUTION_WINDOW`] before the order is credited. An order is credited
//! at most once, to at most one delivery.
//!
//! Source: product brief, section 二.4 (效果归因).

use crate::{
    delivery::{Delivery, DeliveryState},
    event::commerce::OrderLine,
    id::DeliveryId,
    limits::ATTRIBUTION_WINDOW,
    offer::Coupon,
    time::Timestamp,
};

/// Finds the delivery that an order at `at` is credited to, if any.
#[must_use]
pub fn credit(
    order: &OrderLine,
    coupons: &[Coupon],
    deliveries: &[Delivery],
    at: Timestamp,
) -> Option<DeliveryId> {
    by_coupon(order, coupons).or_else(|| by_last_click(deliveries, at))
}

fn by_coupon(order: &OrderLine, coupons: &[Coupon]) -> Option<DeliveryId> {
    coupons
        .iter()
        .find(|coupon| coupon.code.as_str().eq_ignore_ascii_case(order.coupon.trim()))
        // A coupon is used once: a second order that names it owes it nothing.
        .filter(|coupon| coupon.redeemed_by.as_ref().is_none_or(|used| *used == order.id))
        .map(|coupon| coupon.delivery.clone())
}

fn by_last_click(deliveries: &[Delivery], at: Timestamp) -> Option<DeliveryId> {
    deliveries
        .iter()
        .filter_map(|delivery| match delivery.state {
            DeliveryState::Clicked { at: clicked }
                if clicked <= at && at <= clicked.saturating_add(ATTRIBUTION_WINDOW) =>
            {
                Some((clicked, &delivery.id))
            }
            DeliveryState::Sent
            | DeliveryState::Opened { .. }
            | DeliveryState::Dismissed { .. }
            | DeliveryState::Clicked { .. }
            | DeliveryState::Queued
            | DeliveryState::Skipped { .. }
            | DeliveryState::Converted { .. } => None,
        })
        .max_by_key(|(clicked, _)| *clicked)
        .map(|(_, id)| id.clone())
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::{
        id::{CouponCode, OfferId},
        money::Minor,
        offer::Benefit,
        rule::Class,
    };

    const NOON: Timestamp = Timestamp::from_unix_millis(1_760_000_000_000);

    fn delivery(id: &str, state: DeliveryState) -> Delivery {
        Delivery {
            id: id.parse().unwrap(),
            rule: "r".parse().unwrap(),
            class: Class::Marketing,
            offer: None,
            treatment: None,
            claimed_at: NOON,
            state,
            study: None,
        }
    }

    fn order(coupon: &str) -> OrderLine {
        OrderLine {
            id: "o".parse().unwrap(),
            revenue_minor: Minor::new(100),
            coupon: coupon.into(),
            discount_minor: Minor::ZERO,
        }
    }

    fn coupon(code: &str, delivery: &str) -> Coupon {
        Coupon {
            code: code.parse::<CouponCode>().unwrap(),
            offer: "f".parse::<OfferId>().unwrap(),
            delivery: delivery.parse().unwrap(),
            benefit: Benefit::FreeDelivery,
            min_spend_minor: Minor::ZERO,
            expires_at: NOON,
            redeemed_by: None,
        }
    }

    #[test]
    fn a_second_order_with_a_used_coupon_is_not_credited_to_it() {
        let mut used = coupon("PF-1", "d-1");
        used.redeemed_by = Some("o-before".parse().unwrap());
        assert_eq!(credit(&order("PF-1"), &[used.clone()], &[], Timestamp::default()), None);
        used.redeemed_by = Some(order("").id);
        assert!(credit(&order("PF-1"), &[used], &[], Timestamp::default()).is_some());
    }

    #[test]
    fn the_coupon_decides_before_the_last_click() {
        let deliveries = [
            delivery("d1", DeliveryState::Sent),
            delivery("d2", DeliveryState::Clicked { at: NOON }),
        ];
        let coupons = [coupon("PF-AAAA", "d1")];
        assert_eq!(credit(&order("pf-aaaa "), &coupons, &deliveries, NOON).unwrap().as_str(), "d1");
        assert_eq!(credit(&order(""), &coupons, &deliveries, NOON).unwrap().as_str(), "d2");
    }

    #[test]
    fn a_click_counts_to_the_last_moment_of_the_window_and_not_after() {
        let clicked = [delivery("d", DeliveryState::Clicked { at: NOON })];
        let end = NOON.saturating_add(ATTRIBUTION_WINDOW);
        assert!(credit(&order(""), &[], &clicked, end).is_some());
        let late = end.saturating_add(Duration::from_millis(1));
        assert_eq!(credit(&order(""), &[], &clicked, late), None);
    }

    #[test]
    fn an_offer_that_was_only_seen_is_not_credited() {
        let seen = [delivery("d", DeliveryState::Opened { at: NOON })];
        assert_eq!(credit(&order(""), &[], &seen, NOON), None);
    }
}
