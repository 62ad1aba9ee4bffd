//! Time zones: what the clock on the wall says where a person is.
//!
//! The rules of zones change several times a year, so this crate carries none of them. The
//! platform does (`Intl` at the edge, a zone database in tests), and lends them through
//! [`Zones`]. What is decided with them is decided here.

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::time::Timestamp;

/// Longest name of a zone, in bytes; IANA's longest has 32.
const NAME_LEN_BYTES_MAX: usize = 64;

/// Milliseconds of a minute.
const MINUTE_MILLIS: i64 = 60_000;

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 1_440;

/// The name of a zone in IANA's database, such as `Asia/Shanghai`.
///
/// Only the form is checked; whether there is such a zone the platform says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(String);

/// Why a text is not the name of a zone.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("time zone is {found:?}, not an IANA name such as Asia/Shanghai")]
pub struct ZoneError {
    /// The rejected text, cut at the bound.
    pub found: String,
}

/// The platform's knowledge of zones.
pub trait Zones {
    /// How far the zone's clocks are ahead of UTC at a moment, in seconds; `None` for a zone
    /// that the platform does not know.
    fn offset_secs(&self, zone: &Zone, at: Timestamp) -> Option<i32>;
}

/// A platform without zones: every zone is unknown. What depends on one is held back.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoZones;

impl Zones for NoZones {
    fn offset_secs(&self, _: &Zone, _: Timestamp) -> Option<i32> {
        None
    }
}

/// A minute of the day, 0 (midnight) to 1,439; written `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MinuteOfDay(u16);

/// Why a text is not a time of day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("time of day is {found:?}, not 00:00 to 23:59")]
pub struct MinuteError {
    /// The rejected text, cut at the bound.
    pub found: String,
}

/// Days of the week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// What the clock and the calendar on the wall say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WallClock {
    /// The day of the week.
    pub weekday: Weekday,
    /// The minute of the day.
    pub minute: MinuteOfDay,
}

impl Default for Zone {
    /// Where the first shops are.
    fn default() -> Self {
        Self("Asia/Shanghai".into())
    }
}

impl Zone {
    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the clock on the wall says there; `None` where the platform does not know the zone.
    #[must_use]
    pub fn wall_clock(&self, zones: &dyn Zones, at: Timestamp) -> Option<WallClock> {
        Some(WallClock::of(at, zones.offset_secs(self, at)?))
    }
}

impl WallClock {
    /// What a clock says that is so many seconds ahead of UTC.
    #[must_use]
    pub fn of(at: Timestamp, offset_secs: i32) -> Self {
        let local = at.unix_millis().saturating_add(i64::from(offset_secs).saturating_mul(1_000));
        let minutes = local.div_euclid(MINUTE_MILLIS);
        let day = minutes.div_euclid(i64::from(DAY_MINUTES));
        let minute = minutes.rem_euclid(i64::from(DAY_MINUTES));
        // The first day of Unix time was a Thursday.
        let weekday = match day.saturating_add(3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        };
        Self { weekday, minute: MinuteOfDay(u16::try_from(minute).unwrap_or_default()) }
    }
}

impl MinuteOfDay {
    /// Minutes since midnight, 0 to 1,439.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Whether it lies from `from` until before `to`; a span whose end is not later than its start goes over midnight,
    /// and one that ends where it starts is the whole day.
    #[must_use]
    pub fn is_between(self, from: Self, to: Self) -> bool {
        if from < to { from <= self && self < to } else { from <= self || self < to }
    }
}

impl FromStr for MinuteOfDay {
    type Err = MinuteError;

    fn from_str(text: &str) -> Result<Self, MinuteError> {
        let refused = || MinuteError { found: text.chars().take(16).collect() };
        let (hours, minutes) = text.split_once(':').ok_or_else(refused)?;
        let number = |digits: &str, end: u16| -> Option<u16> {
            let is_pair = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
            digits.parse().ok().filter(|number| is_pair && *number < end)
        };
        let (hours, minutes) = number(hours, 24).zip(number(minutes, 60)).ok_or_else(refused)?;
        Ok(Self(hours.saturating_mul(60).saturating_add(minutes)))
    }
}

impl TryFrom<String> for MinuteOfDay {
    type Error = MinuteError;

    fn try_from(text: String) -> Result<Self, MinuteError> {
        text.parse()
    }
}

impl From<MinuteOfDay> for String {
    fn from(minute: MinuteOfDay) -> Self {
        alloc::format!("{minute}")
    }
}

impl fmt::Display for MinuteOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, ZoneError> {
        let is_name = !text.is_empty()
            && text.len() <= NAME_LEN_BYTES_MAX
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte));
        if is_name {
            Ok(Self(text.into()))
        } else {
            Err(ZoneError { found: text.chars().take(NAME_LEN_BYTES_MAX).collect() })
        }
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;

    fn try_from(text: String) -> Result<Self, ZoneError> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0
    }
}

/// Times of the week in which something may happen, by the clock of one zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeeklyHours {
    /// The days; none means every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
    /// From this minute on.
    pub from: MinuteOfDay,
    /// Until before this minute; not later than `from` means over midnight.
    pub to: MinuteOfDay,
}

impl WeeklyHours {
    /// Whether a clock that says this lies in the hours. What goes over midnight belongs to the day it began.
    #[must_use]
    pub fn contains(&self, clock: WallClock) -> bool {
        let is_past_midnight = self.to <= self.from && clock.minute < self.to;
        let day = if is_past_midnight { clock.weekday.before() } else { clock.weekday };
        let is_day = self.days.is_empty() || self.days.contains(&day);
        is_day && clock.minute.is_between(self.from, self.to)
    }
}

impl Weekday {
    /// Every day, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Its name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    const fn before(self) -> Self {
        match self {
            Self::Monday => Self::Sunday,
            Self::Tuesday => Self::Monday,
            Self::Wednesday => Self::Tuesday,
            Self::Thursday => Self::Wednesday,
            Self::Friday => Self::Thursday,
            Self::Saturday => Self::Friday,
            Self::Sunday => Self::Saturday,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn the_first_of_january_2026_was_a_thursday_in_shanghai() {
        let midnight = Timestamp::parse_rfc3339("2026-01-01T00:00:00+08:00").unwrap();
        let clock = WallClock::of(midnight, 8 * 3_600);
        assert_eq!(clock.weekday, Weekday::Thursday);
        assert_eq!(clock.minute.get(), 0);
    }

    #[test]
    fn hours_over_midnight_belong_to_the_day_they_began() {
        let friday_night = WeeklyHours {
            days: vec![Weekday::Friday],
            from: "22:00".parse().unwrap(),
            to: "02:00".parse().unwrap(),
        };
        let at = |weekday, minute: &str| WallClock { weekday, minute: minute.parse().unwrap() };
        assert!(friday_night.contains(at(Weekday::Friday, "23:30")));
        assert!(friday_night.contains(at(Weekday::Saturday, "01:59")));
        assert!(!friday_night.contains(at(Weekday::Friday, "01:59")));
        assert!(!friday_night.contains(at(Weekday::Saturday, "02:00")));
    }

    #[test]
    fn a_time_of_day_that_is_none_is_refused_with_the_text() {
        for text in ["24:00", "7:30", "07:60", "", "+7:00", "0x:00"] {
            let error = text.parse::<MinuteOfDay>().unwrap_err();
            assert!(error.to_string().contains(&alloc::format!("{text:?}")), "{error}");
        }
    }
}
