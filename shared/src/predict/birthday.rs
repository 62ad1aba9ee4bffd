//! When somebody's birthday is, so that a greeting comes in time.
//!
//! Only month and day are kept: how old somebody is, is nobody's business here. Who was born on 29 February is greeted on the
//! 28th in other years. Days are those of the person's own calendar; the caller knows their zone.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::{Date, Month, util::days_in_month};

/// Day 0 of [`crate::time::Timestamp::day`], 1970-01-01, as a Julian day.
const EPOCH_JULIAN_DAY: i64 = 2_440_588;

/// A day of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Birthday {
    // Invariant: a day that some year has.
    month: Month,
    day: u8,
}

/// Why a text is no birthday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("birthday is not a day such as 1990-05-17 or 05-17")]
pub struct BirthdayError;

impl Birthday {
    /// Reads `1990-05-17`, `1990-05-17T00:00:00Z`, `05-17` or `--05-17` (ISO 8601, and vCard's without a year).
    ///
    /// # Errors
    ///
    /// [`BirthdayError`] for anything else, and for days that no year has.
    pub fn parse(text: &str) -> Result<Self, BirthdayError> {
        let date = text.split('T').next().unwrap_or_default();
        let date = date.strip_prefix("--").unwrap_or(date);
        let mut parts = date.rsplitn(3, '-');
        let number = |part: Option<&str>| {
            let part = part.filter(|part| (1..=2).contains(&part.len()))?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u8>().ok())?
        };
        let (day, month) = (number(parts.next()), number(parts.next()));
        let is_year =
            |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        if !parts.next().is_none_or(is_year) {
            return Err(BirthdayError);
        }
        let (Some(day), Some(month)) = (day, month) else { return Err(BirthdayError) };
        let month = Month::try_from(month).map_err(|_no_month| BirthdayError)?;
        // 2000 was a leap year, so that every day that some year has is in it.
        if (1..=days_in_month(month, 2000)).contains(&day) {
            Ok(Self { month, day })
        } else {
            Err(BirthdayError)
        }
    }

    /// Days from `today` until the next birthday; 0 on the day itself. None beyond the calendar, the year 9999.
    #[must_use]
    pub fn days_until(self, today: i64) -> Option<u16> {
        let julian = i32::try_from(today.saturating_add(EPOCH_JULIAN_DAY)).ok()?;
        let today = Date::from_julian_day(julian).ok()?;
        let of_year = |year: i32| {
            let day = self.day.min(days_in_month(self.month, year));
            Date::from_calendar_date(year, self.month, day).ok()
        };
        let this_year = of_year(today.year())?;
        let next =
            if this_year < today { of_year(today.year().saturating_add(1))? } else { this_year };
        u16::try_from(next.to_julian_day().saturating_sub(today.to_julian_day())).ok()
    }

    /// Whether today is the day to send a greeting that is to be there `lead_days` before.
    ///
    /// True on one day a year, so that a daily check sends once; who was not reached that day is not greeted late.
    #[must_use]
    pub fn is_due(self, today: i64, lead_days: u16) -> bool {
        self.days_until(today) == Some(lead_days)
    }
}

impl fmt::Display for Birthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", u8::from(self.month), self.day)
    }
}

impl TryFrom<String> for Birthday {
    type Error = BirthdayError;

    fn try_from(text: String) -> Result<Self, BirthdayError> {
        Self::parse(&text)
    }
}

impl From<Birthday> for String {
    fn from(birthday: Birthday) -> Self {
        alloc::format!("{birthday}")
    }
}
