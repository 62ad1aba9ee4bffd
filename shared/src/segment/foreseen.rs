//! When what is expected of a person passes a bound by time alone.
//!
//! While nothing happens, it only becomes less likely that somebody is still a customer, less is expected of them, and
//! days until something run down: so the next day on which a bound is passed is found by halving. Days of orders are those of UTC,
//! as forecasts count them; birthdays come by the person's own calendar.
//!
//! The models are made anew once a day. What they change is seen when the person is read next: at the latest at the moment found
//! here with the models before.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::clockwork::Standing;
use crate::{limits::HISTORY_DAYS_MAX, profile::outlook::Outlook, time::Timestamp};

/// Further ahead nothing is looked for: ten years.
const DAYS_AHEAD: i64 = 3_653;

const _: () = assert!(DAYS_AHEAD == 3_653 && 3_653 < HISTORY_DAYS_MAX);

const DAY_MILLIS: i64 = 86_400_000;

/// Something that is expected of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foreseen {
    Alive,
    ChurnRisk,
    ExpectedOrders,
    LifetimeValue,
    NextOrder,
    Replenishment,
    Birthday,
}

impl Foreseen {
    /// What an attribute of this name expects.
    pub(super) fn of(path: &str) -> Option<Self> {
        match path {
            "profile.alive" => Some(Self::Alive),
            "profile.churn_risk" => Some(Self::ChurnRisk),
            "profile.expected_orders" => Some(Self::ExpectedOrders),
            "profile.lifetime_value" => Some(Self::LifetimeValue),
            "profile.next_order_days" => Some(Self::NextOrder),
            "profile.replenishment_days" | "profile.replenishment_product" => {
                Some(Self::Replenishment)
            }
            "profile.birthday_days" => Some(Self::Birthday),
            _ => None,
        }
    }

    /// The next moment after `now` at which it can pass one of the bounds.
    pub(super) fn passes(
        self,
        bounds: &[f64],
        standing: Standing<'_>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let today = now.day();
        let outlook = |day: i64| Outlook {
            profile: standing.profile,
            purchases: standing.purchases,
            today: day,
        };
        let major = f64::from(standing.settings.currency.minor_per_major());
        let day = match self {
            Self::Alive => first_passed(bounds, today, |day| outlook(day).alive().ok()),
            Self::ChurnRisk => first_passed(bounds, today, |day| outlook(day).churn_risk().ok()),
            Self::ExpectedOrders => {
                first_passed(bounds, today, |day| outlook(day).expected_orders().ok())
            }
            Self::LifetimeValue => first_passed(bounds, today, |day| {
                outlook(day).lifetime_value().ok().map(|lifetime| lifetime.value_minor / major)
            }),
            Self::NextOrder => {
                let expected = outlook(today).next_order().ok()?.expected_day();
                run_down(bounds, expected).filter(|day| today < *day).min()
            }
            Self::Replenishment => outlook(today)
                .everything_running_out()
                .flatten()
                .flat_map(|next| {
                    let over = next.expected.latest_day().saturating_add(1);
                    run_down(bounds, next.expected.expected_day()).chain([over])
                })
                .filter(|day| today < *day)
                .min(),
            Self::Birthday => {
                let (today, offset_secs) = standing.calendar;
                let left = i64::from(standing.profile.birthday()?.days_until(today)?);
                let on = today.saturating_add(left);
                let day = run_down(bounds, on).chain([on.saturating_add(1)]);
                let day = day.filter(|day| today < *day).min()?;
                let ahead = i64::from(offset_secs).saturating_mul(1_000);
                let midnight = day.saturating_mul(DAY_MILLIS).saturating_sub(ahead);
                return Some(Timestamp::from_unix_millis(midnight));
            }
        };
        Some(Timestamp::from_unix_millis(day?.saturating_mul(DAY_MILLIS)))
    }
}

/// The days around those on which the days left until `on` pass a bound.
fn run_down(bounds: &[f64], on: i64) -> impl Iterator<Item = i64> {
    bounds
        .iter()
        .filter(|bound| bound.abs() < 1e6)
        .flat_map(|bound| [libm::floor(*bound) - 1.0, libm::floor(*bound), libm::ceil(*bound)])
        .map(move |left| on.saturating_sub(whole(left)))
}

#[expect(clippy::as_conversions, reason = "whole, and below a million")]
#[expect(clippy::cast_possible_truncation, reason = "whole, and below a million")]
const fn whole(days: f64) -> i64 {
    days as i64
}

/// The first day after `today` on which what runs one way lies on another side of a bound.
fn first_passed(bounds: &[f64], today: i64, value: impl Fn(i64) -> Option<f64>) -> Option<i64> {
    let sides = |day: i64| -> Option<Vec<Option<Ordering>>> {
        let value = value(day)?;
        Some(bounds.iter().map(|bound| value.partial_cmp(bound)).collect())
    };
    let now = sides(today)?;
    let (mut same, mut other) = (today, today.saturating_add(DAYS_AHEAD));
    if bounds.is_empty() || sides(other).is_none_or(|then| then == now) {
        return None;
    }
    while 1 < other.saturating_sub(same) {
        let middle = same.saturating_add(other.saturating_sub(same) / 2);
        if sides(middle).as_ref() == Some(&now) {
            same = middle;
        } else {
            other = middle;
        }
    }
    Some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_day_beyond_a_bound_is_found() {
        let falls = |day: i64| Some(1.0 / (1.0 + f64::from(i32::try_from(day).unwrap())));
        // 1 / (1 + 99) is the bound itself, the day after it is below.
        assert_eq!(first_passed(&[0.01], 10, falls), Some(99));
        assert_eq!(first_passed(&[0.01], 99, falls), Some(100));
        assert_eq!(first_passed(&[0.01], 100, falls), None);
        assert_eq!(first_passed(&[0.5, 0.01, 0.02], 10, falls), Some(49));
        assert_eq!(first_passed(&[], 10, falls), None);
        assert_eq!(first_passed(&[0.01], 10, |_| None), None);
    }
}
