//! When people are left in peace.
//!
//! Quiet hours go by the clock where the person is. Where their zone is not known, every
//! zone they may be in is asked, and one that sleeps is enough to wait. Where no zone is
//! known at all, we wait too: nobody is woken because we do not know.
//!
//! Days on which clocks are put forward or back need no rule of their own: a moment is quiet
//! when the clock on the wall says so at that moment, and the end is looked for on that clock.
//!
//! Source: product brief, section 四.2 (过度营销防范); reference faults F08 and F43.

use alloc::vec::Vec;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    channel::Channel,
    time::Timestamp,
    zone::{DAY_MINUTES, MinuteOfDay, WallClock, Zone, Zones},
};

/// Most zones that a person of unknown zone may be in.
pub const CANDIDATES_MAX: usize = 8;

/// How long we wait before we ask again where no zone is known.
const ASK_AGAIN: Duration = Duration::from_hours(1);

/// Clocks are put forward or back by at most so much; Lord Howe does half an hour, Antarctica two.
const SHIFT_MAX: Duration = Duration::from_hours(3);

const MINUTE: Duration = Duration::from_mins(1);

/// The hours in which a workspace leaves people in peace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// From this minute on.
    pub from: MinuteOfDay,
    /// Until before this minute; not later than `from` means over midnight.
    pub to: MinuteOfDay,
    /// The channels that keep them; none means all that may disturb.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// The zones that a person of unknown zone may be in: where the shop sells.
    #[serde(default)]
    pub zones: Vec<Zone>,
}

/// Why quiet hours make no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QuietHoursError {
    /// They would never end.
    #[error("quiet hours from {at} to {at} would never end")]
    Endless {
        /// Where they begin and end.
        at: MinuteOfDay,
    },
    /// There are more zones than are asked.
    #[error("zones has {zones} names, more than {CANDIDATES_MAX}")]
    Zones {
        /// How many there are.
        zones: usize,
    },
}

/// Whether a person may be disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They may.
    Awake,
    /// They may not, until this moment.
    Quiet {
        /// When the last zone they may be in wakes up, or when to ask again where none is known.
        until: Timestamp,
    },
}

impl QuietHours {
    /// Checks what serde cannot.
    ///
    /// # Errors
    ///
    /// [`QuietHoursError`].
    pub fn check(&self) -> Result<(), QuietHoursError> {
        if self.from == self.to {
            return Err(QuietHoursError::Endless { at: self.from });
        }
        if CANDIDATES_MAX < self.zones.len() {
            return Err(QuietHoursError::Zones { zones: self.zones.len() });
        }
        Ok(())
    }

    /// Whether a channel keeps them.
    #[must_use]
    pub fn bind(&self, channel: Channel) -> bool {
        if self.channels.is_empty() {
            channel.interrupts()
        } else {
            self.channels.contains(&channel)
        }
    }

    /// Says whether a person may be disturbed at `now`. `zone` is theirs, where it is known.
    #[must_use]
    pub fn verdict(&self, zone: Option<&Zone>, zones: &dyn Zones, now: Timestamp) -> Verdict {
        let known = zone.filter(|zone| zones.offset_secs(zone, now).is_some());
        let candidates: Vec<&Zone> = match known {
            Some(zone) => alloc::vec![zone],
            None => self.zones.iter().take(CANDIDATES_MAX).collect(),
        };
        let clocks = candidates.iter().filter(|zone| zones.offset_secs(zone, now).is_some());
        if clocks.count() == 0 {
            return Verdict::Quiet { until: now.saturating_add(ASK_AGAIN) };
        }
        // All of them awake at one moment; a day and a shift later every clock was everywhere.
        let mut at = now;
        for _ in 0..=candidates.len().saturating_mul(2) {
            let latest =
                candidates.iter().map(|zone| self.wakes_at(zone, zones, at)).max().unwrap_or(at);
            if latest == at {
                break;
            }
            at = latest;
        }
        if at == now { Verdict::Awake } else { Verdict::Quiet { until: at } }
    }

    /// The first moment from `at` on at which a zone is awake.
    fn wakes_at(&self, zone: &Zone, zones: &dyn Zones, at: Timestamp) -> Timestamp {
        let is_quiet = |moment: Timestamp| {
            zones.offset_secs(zone, moment).is_some_and(|offset| {
                WallClock::of(moment, offset).minute.is_between(self.from, self.to)
            })
        };
        if !is_quiet(at) {
            return at;
        }
        let Some(offset) = zones.offset_secs(zone, at) else { return at };
        let left = minutes_until(WallClock::of(at, offset).minute, self.to);
        let whole = at.saturating_sub(Duration::from_millis(
            u64::try_from(at.unix_millis().rem_euclid(60_000)).unwrap_or_default(),
        ));
        let by_this_clock = whole.saturating_add(Duration::from_mins(left.into()));
        // Clocks may be put forward or back meanwhile: look around that moment, minute by minute.
        let mut moment = by_this_clock.saturating_sub(SHIFT_MAX).max(at);
        let end = by_this_clock.saturating_add(SHIFT_MAX);
        if zones.offset_secs(zone, end) == Some(offset) {
            return by_this_clock;
        }
        while moment < end && is_quiet(moment) {
            moment = moment.saturating_add(MINUTE);
        }
        // On the minute, as clocks are.
        let over = u64::try_from(moment.unix_millis().rem_euclid(60_000)).unwrap_or_default();
        let on_the_minute = moment.saturating_sub(Duration::from_millis(over));
        if is_quiet(on_the_minute) { moment } else { on_the_minute }
    }
}

/// Minutes from one time of day to the next time that it is another; 1 to 1,440.
fn minutes_until(from: MinuteOfDay, to: MinuteOfDay) -> u16 {
    let (from, to) = (from.get(), to.get());
    if from < to {
        to.saturating_sub(from)
    } else {
        DAY_MINUTES.saturating_sub(from).saturating_add(to)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    /// New York in 2026: clocks go forward on 8 March and back on 1 November, at 02:00.
    struct Atlas;

    impl Zones for Atlas {
        fn offset_secs(&self, zone: &Zone, at: Timestamp) -> Option<i32> {
            match zone.as_str() {
                "Asia/Shanghai" => Some(8 * 3_600),
                "America/New_York" => {
                    let summer = moment("2026-03-08T07:00:00Z")..moment("2026-11-01T06:00:00Z");
                    let hours = -5 + i32::from(summer.contains(&at));
                    Some(hours * 3_600)
                }
                _ => None,
            }
        }
    }

    fn moment(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn nights(zones: &[&str]) -> QuietHours {
        QuietHours {
            from: "22:00".parse().unwrap(),
            to: "08:00".parse().unwrap(),
            channels: vec![],
            zones: zones.iter().map(|name| zone(name)).collect(),
        }
    }

    #[test]
    fn nobody_is_woken_before_eight() {
        let shanghai = zone("Asia/Shanghai");
        let verdict =
            nights(&[]).verdict(Some(&shanghai), &Atlas, moment("2026-01-05T23:30:15+08:00"));
        assert_eq!(verdict, Verdict::Quiet { until: moment("2026-01-06T08:00:00+08:00") });
        let verdict =
            nights(&[]).verdict(Some(&shanghai), &Atlas, moment("2026-01-06T08:00:00+08:00"));
        assert_eq!(verdict, Verdict::Awake);
    }

    #[test]
    fn the_night_in_which_clocks_go_forward_is_an_hour_shorter() {
        let new_york = zone("America/New_York");
        let verdict =
            nights(&[]).verdict(Some(&new_york), &Atlas, moment("2026-03-07T23:00:00-05:00"));
        assert_eq!(verdict, Verdict::Quiet { until: moment("2026-03-08T08:00:00-04:00") });
    }

    #[test]
    fn the_night_in_which_clocks_go_back_is_an_hour_longer() {
        let new_york = zone("America/New_York");
        let verdict =
            nights(&[]).verdict(Some(&new_york), &Atlas, moment("2026-10-31T23:00:00-04:00"));
        assert_eq!(verdict, Verdict::Quiet { until: moment("2026-11-01T08:00:00-05:00") });
    }

    #[test]
    fn hours_that_end_in_the_gap_end_when_the_clocks_jump() {
        let early = QuietHours { to: "02:30".parse().unwrap(), ..nights(&[]) };
        let verdict = early.verdict(
            Some(&zone("America/New_York")),
            &Atlas,
            moment("2026-03-08T01:00:00-05:00"),
        );
        assert_eq!(verdict, Verdict::Quiet { until: moment("2026-03-08T03:00:00-04:00") });
    }

    #[test]
    fn a_person_of_unknown_zone_waits_until_every_zone_is_awake() {
        // 09:00 in Shanghai is 20:00 in New York: both awake. At 07:00 in New York Shanghai has 19:00.
        let both = nights(&["Asia/Shanghai", "America/New_York"]);
        assert_eq!(both.verdict(None, &Atlas, moment("2026-01-06T09:00:00+08:00")), Verdict::Awake);
        let verdict = both.verdict(None, &Atlas, moment("2026-01-06T15:00:00+08:00"));
        assert_eq!(verdict, Verdict::Quiet { until: moment("2026-01-06T08:00:00-05:00") });
    }

    #[test]
    fn where_no_zone_is_known_we_wait_and_ask_again() {
        let now = moment("2026-01-06T12:00:00Z");
        for zones in [&[][..], &["Mars/Olympus"]] {
            let verdict = nights(zones).verdict(Some(&zone("Mars/Olympus")), &Atlas, now);
            assert_eq!(verdict, Verdict::Quiet { until: moment("2026-01-06T13:00:00Z") });
        }
    }

    #[test]
    fn the_chat_on_the_page_does_not_disturb_unless_the_shop_says_so() {
        assert!(!nights(&[]).bind(Channel::Widget));
        assert!(nights(&[]).bind(Channel::Sms));
        let widget_too = QuietHours { channels: vec![Channel::Widget], ..nights(&[]) };
        assert!(widget_too.bind(Channel::Widget));
        assert!(!widget_too.bind(Channel::Sms));
    }
}
