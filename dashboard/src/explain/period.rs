//! Lengths of time in words.

use core::time::Duration;

use shared::{text::Locale, time::Timestamp};

use crate::i18n::facts;

/// How long ago something was, in its largest unit: "3 min ago".
pub(crate) fn ago(at: Timestamp, now: Timestamp, locale: Locale) -> String {
    let secs = now.since(at).as_secs();
    let (text, count) = match secs {
        0..60 => return facts::AGO_NOW.say(locale).to_owned(),
        60..3_600 => (facts::AGO_MINUTES, secs / 60),
        3_600..86_400 => (facts::AGO_HOURS, secs / 3_600),
        _ => (facts::AGO_DAYS, secs / 86_400),
    };
    text.fill(locale, &[("n", &count.to_string())])
}

/// How long something has lasted, in its largest unit, rounded down: "3 min".
pub(crate) fn lasted(length: Duration, locale: Locale) -> String {
    let secs = length.as_secs();
    let (text, count) = match secs {
        0..60 => (facts::FOR_SECONDS, secs),
        60..3_600 => (facts::FOR_MINUTES, secs / 60),
        3_600..86_400 => (facts::FOR_HOURS, secs / 3_600),
        _ => (facts::FOR_DAYS, secs / 86_400),
    };
    text.fill(locale, &[("n", &count.to_string())])
}

/// A length of time in the largest unit that is exact: 5,400 s is 90 minutes, not 1.5 hours.
pub(crate) fn length(length: Duration, locale: Locale) -> String {
    let secs = length.as_secs();
    let units = [(86_400, facts::FOR_DAYS), (3_600, facts::FOR_HOURS), (60, facts::FOR_MINUTES)];
    let exact = units.into_iter().find(|(unit, _)| 0 < secs && secs.is_multiple_of(*unit));
    let (count, text) = match exact {
        Some((unit, text)) => (secs.checked_div(unit).unwrap_or_default(), text),
        None => (secs, facts::FOR_SECONDS),
    };
    text.fill(locale, &[("n", &count.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_said_in_its_largest_exact_unit() {
        let said = |secs| length(Duration::from_secs(secs), Locale::En);
        assert_eq!(said(7 * 86_400), "7 d");
        assert_eq!(said(86_400 + 3_600), "25 h");
        assert_eq!(said(5_400), "90 min");
        assert_eq!(said(61), "61 s");
        assert_eq!(said(0), "0 s");
    }

    #[test]
    fn what_a_fast_clock_sent_from_the_future_is_just_now() {
        let now = Timestamp::from_unix_millis(0);
        assert_eq!(ago(Timestamp::from_unix_millis(9_000), now, Locale::En), "just now");
        assert_eq!(ago(now, Timestamp::from_unix_millis(180_000), Locale::ZhCn), "3 分钟前");
    }
}
