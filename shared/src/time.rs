//! When things happened.
//!
//! A [`Timestamp`] is a moment, in milliseconds of Unix time, without a time zone. It is
//! never read from a clock here: the edge and the widget pass `now` in.

use core::time::Duration;

use alloc::string::String;
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Wraps milliseconds of Unix time.
    #[must_use]
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds of Unix time.
    #[must_use]
    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 text such as `2026-01-05T01:00:00Z`, the form Segment's libraries send.
    ///
    /// Returns `None` for anything else; the caller names the field.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok().map(Self)
    }

    /// The moment as RFC 3339 text in UTC; empty if it is outside the years 0 to 9999.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0).saturating_mul(1_000_000))
            .ok()
            .and_then(|moment| moment.format(&Rfc3339).ok())
            .unwrap_or_default()
    }

    /// The moment `after` later.
    #[must_use]
    pub fn saturating_add(self, after: Duration) -> Self {
        Self(self.0.saturating_add(millis(after)))
    }

    /// The moment `before` earlier.
    #[must_use]
    pub fn saturating_sub(self, before: Duration) -> Self {
        Self(self.0.saturating_sub(millis(before)))
    }

    /// How long ago `earlier` was; zero if it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or_default())
    }

    /// Days since 1970-01-01 in UTC, the key of a day in reports.
    #[must_use]
    pub const fn day(self) -> i64 {
        self.0.div_euclid(86_400_000)
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back_is_the_same_moment() {
        let text = "2026-01-05T01:00:00.5Z";
        assert_eq!(Timestamp::parse_rfc3339(text).unwrap().to_rfc3339(), text);
    }

    #[test]
    fn an_offset_is_taken_into_account() {
        assert_eq!(
            Timestamp::parse_rfc3339("2026-01-05T09:00:00+08:00"),
            Timestamp::parse_rfc3339("2026-01-05T01:00:00Z"),
        );
    }

    #[test]
    fn a_later_moment_was_not_ago() {
        let early = Timestamp::from_unix_millis(1);
        let late = Timestamp::from_unix_millis(9);
        assert_eq!(early.since(late), Duration::ZERO);
        assert_eq!(late.since(early), Duration::from_millis(8));
    }
}
