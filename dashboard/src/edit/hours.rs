//! Hours of the week, and hours of the night, while they are edited.

use shared::zone::{MinuteOfDay, Weekday, WeeklyHours};

use super::draft::{Fault, or_fault};
use crate::i18n::rules;

/// Hours of the week as the form shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HoursDraft {
    /// Whether there are any; otherwise it is always time.
    pub(crate) limited: bool,
    /// The days; none means all.
    pub(crate) days: Vec<Weekday>,
    /// From this time on, `HH:MM`.
    pub(crate) from: String,
    /// Until before this time.
    pub(crate) to: String,
}

impl HoursDraft {
    /// The form of what is published.
    pub(crate) fn of(hours: Option<&WeeklyHours>) -> Self {
        match hours {
            Some(hours) => Self {
                limited: true,
                days: hours.days.clone(),
                from: hours.from.to_string(),
                to: hours.to.to_string(),
            },
            None => Self {
                limited: false,
                days: Vec::new(),
                from: "09:00".to_owned(),
                to: "21:00".to_owned(),
            },
        }
    }

    /// The hours that the form means; none where it is always time.
    #[expect(clippy::option_option, reason = "no hours and wrong hours are two answers")]
    pub(crate) fn hours(&self, faults: &mut Vec<Fault>) -> Option<Option<WeeklyHours>> {
        if !self.limited {
            return Some(None);
        }
        let from = minute(&self.from, "hours.from", faults);
        let to = minute(&self.to, "hours.to", faults);
        Some(Some(WeeklyHours { days: self.days.clone(), from: from?, to: to? }))
    }

    /// Puts a day in or takes it out; the days keep the order of the week.
    pub(crate) fn turn(&mut self, day: Weekday) {
        let known = core::mem::take(&mut self.days);
        let is_in = |wanted: &Weekday| known.contains(wanted) != (*wanted == day);
        self.days = Weekday::ALL.into_iter().filter(is_in).collect();
    }
}

/// A time of day, or a fault at its field.
pub(crate) fn minute(text: &str, field: &str, faults: &mut Vec<Fault>) -> Option<MinuteOfDay> {
    or_fault(text.trim().parse(), field, rules::FAULT_TIME, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_and_saving_hours_changes_nothing() {
        let nights = WeeklyHours {
            days: vec![Weekday::Friday, Weekday::Saturday],
            from: "22:00".parse().unwrap(),
            to: "02:00".parse().unwrap(),
        };
        for hours in [None, Some(nights)] {
            let read = HoursDraft::of(hours.as_ref()).hours(&mut Vec::new());
            assert_eq!(read, Some(hours));
        }
    }

    #[test]
    fn days_keep_the_order_of_the_week() {
        let mut draft = HoursDraft::of(None);
        for day in [Weekday::Sunday, Weekday::Monday, Weekday::Friday, Weekday::Sunday] {
            draft.turn(day);
        }
        assert_eq!(draft.days, [Weekday::Monday, Weekday::Friday]);
    }

    #[test]
    fn a_time_that_is_none_is_refused_at_its_field() {
        let mut faults = Vec::new();
        let draft = HoursDraft { limited: true, to: "25:00".into(), ..HoursDraft::of(None) };
        assert_eq!(draft.hours(&mut faults), None);
        assert_eq!(faults, [Fault::here("hours.to", rules::FAULT_TIME)]);
    }
}
