//! The clock of the seeding, and times as events write them.

use std::time::{SystemTime, UNIX_EPOCH};

/// One minute.
pub(crate) const MINUTE_MS: u64 = 60_000;

/// One day.
pub(crate) const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or_default()
}

/// A moment as RFC 3339 in UTC, to the millisecond.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "u64 milliseconds divided first stay far from any bound"
)]
pub(crate) fn rfc3339(unix_ms: u64) -> String {
    let (days, in_day) = (unix_ms / DAY_MS, unix_ms % DAY_MS);
    let (hour, minute) = (in_day / (60 * MINUTE_MS), in_day / MINUTE_MS % 60);
    let (second, milli) = (in_day / 1_000 % 60, in_day % 1_000);
    // Howard Hinnant's civil-from-days, for days after 1970: years begin in March, so that a
    // leap day is the last of its year.
    let shifted = days + 719_468;
    let (era, in_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * in_year + 2) / 153;
    let day = in_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn moments_are_written_as_rfc_3339() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(1_709_210_096_789), "2024-02-29T12:34:56.789Z");
        assert_eq!(rfc3339(4_107_542_399_000), "2100-02-28T23:59:59.000Z");
        assert_eq!(rfc3339(4_107_542_400_000), "2100-03-01T00:00:00.000Z");
    }
}
