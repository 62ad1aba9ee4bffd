//! The course of somebody's orders: since when, until when, on how many days, and what the repeats brought.
//!
//! This is all that a forecast needs of a person ([`crate::predict`]), in a few numbers that do not grow with their orders.
//! Days are those of [`crate::time::Timestamp::day`]; several orders of one day are one.

use serde::{Deserialize, Serialize};

use crate::{
    money::Minor,
    predict::{History, NoForecast, Spending},
};

/// The course of somebody's orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Day of the first order.
    pub first_day: i64,
    /// Day of the last order.
    pub last_day: i64,
    /// Different days with an order, the first included.
    pub days: u32,
    /// What was paid on the first day, less what was given back.
    pub first_day_minor: Minor,
    /// What was paid in all, less what was given back.
    pub total_minor: Minor,
}

impl Course {
    /// The course of a single order.
    #[must_use]
    pub const fn of(day: i64, amount: Minor) -> Self {
        let (first_day, last_day) = (day, day);
        Self { first_day, last_day, days: 1, first_day_minor: amount, total_minor: amount }
    }

    /// With other orders.
    ///
    /// The number of days is exact where the two do not lie across each other, or share no more than their ends; else a day on which
    /// both have an order counts twice, never beyond what fits in between.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (early, late) =
            if self.first_day <= other.first_day { (self, other) } else { (other, self) };
        let is_shared = |day: i64| day == early.first_day || day == early.last_day;
        let shared = [late.first_day, late.last_day].iter().filter(|day| is_shared(**day)).count();
        let shared = if late.first_day == late.last_day { shared.min(1) } else { shared };
        let last_day = early.last_day.max(late.last_day);
        let fits = u32::try_from(last_day.saturating_sub(early.first_day)).unwrap_or(u32::MAX);
        let days = early.days.saturating_add(late.days);
        let days = days.saturating_sub(u32::try_from(shared).unwrap_or_default());
        let same_start = early.first_day == late.first_day;
        let also_first = if same_start { late.first_day_minor } else { Minor::ZERO };
        Self {
            first_day: early.first_day,
            last_day,
            days: days.min(fits.saturating_add(1)),
            first_day_minor: early.first_day_minor.plus(also_first),
            total_minor: early.total_minor.plus(late.total_minor),
        }
    }

    /// What the models of frequency see of it on the day `today`; an order from the future (a clock was wrong) is of today.
    ///
    /// # Errors
    ///
    /// [`NoForecast::OutOfBounds`] for a first order longer ago than [`crate::limits::HISTORY_DAYS_MAX`].
    pub fn history(self, today: i64) -> Result<History, NoForecast> {
        let since = |day: i64| u32::try_from(day.saturating_sub(self.first_day)).unwrap_or(0);
        History::new(
            self.days.saturating_sub(1).min(since(self.last_day)),
            since(self.last_day),
            since(today.max(self.last_day)),
        )
    }

    /// What the model of spending sees of it.
    #[must_use]
    pub const fn spending(self) -> Spending {
        Spending {
            repeats: self.days.saturating_sub(1),
            total_minor: self.total_minor.minus(self.first_day_minor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(orders: &[(i64, i64)]) -> Course {
        let each = orders.iter().map(|(day, paid)| Course::of(*day, Minor::new(*paid)));
        each.reduce(Course::plus).unwrap()
    }

    #[test]
    fn orders_of_one_day_are_one_and_the_first_day_is_no_repeat() {
        let course = of(&[(100, 10), (100, 5), (130, 20), (130, 1), (190, 30)]);
        assert_eq!((course.first_day, course.last_day, course.days), (100, 190, 3));
        assert_eq!(course.spending(), Spending { repeats: 2, total_minor: Minor::new(51) });
        assert_eq!(course.history(200), History::new(2, 90, 100));
    }

    #[test]
    fn the_order_in_which_they_are_told_does_not_matter() {
        let orders = [(100, 10), (130, 20), (190, 30), (190, 2), (260, 7)];
        let mut backwards = orders;
        backwards.reverse();
        assert_eq!(of(&orders), of(&backwards));
    }

    #[test]
    fn two_courses_across_each_other_never_have_more_days_than_there_are() {
        let course = of(&[(1, 1), (2, 1), (3, 1)]).plus(of(&[(1, 1), (2, 1), (3, 1)]));
        assert_eq!((course.days, course.total_minor), (3, Minor::new(6)));
        assert_eq!(course.history(5), History::new(2, 2, 4));
    }

    #[test]
    fn an_order_from_the_future_is_of_today() {
        assert_eq!(of(&[(100, 1), (110, 1)]).history(105), History::new(1, 10, 10));
    }
}
