//! What a person asks of us: how often, over what, when, and whether by their own traits.
//!
//! Preferences only ever take away: no preference lets through what consent, a frequency
//! rule or quiet hours hold back. `personalisation` off is the right of PIPL art. 24(2) and
//! of the provisions on algorithmic recommendation: decisions then read nothing of the
//! person's profile.
//!
//! Source: product brief, section 四.2; reference law P07 and P09.

use alloc::vec::Vec;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    channel::Channel,
    frequency::{Contact, FrequencyRule, TouchLog, Verdict},
    rule::Class,
    time::Timestamp,
    zone::Zone,
};

/// Most marketing messages a week that a person can ask for; who wants more sets no limit.
pub const WEEKLY_MAX: u16 = 50;

const WEEK_SECS: u32 = 7 * 86_400;

/// What one person asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// Whether decisions may read their profile.
    pub personalisation: bool,
    /// At most so many marketing messages in any seven days, over all channels; none means the
    /// merchant's promises alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly_max: Option<u16>,
    /// Channels over which they want no marketing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub muted: Vec<Channel>,
    /// Until when they want none at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Timestamp>,
    /// Where they are, if they say so; goes before what their device says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
}

/// Why preferences make no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("weekly_max is {weekly_max}, not 0 to {WEEKLY_MAX}")]
pub struct PreferenceError {
    /// The rejected number.
    pub weekly_max: u16,
}

/// What a preference says to one contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Nothing against it.
    Granted,
    /// Not over this channel.
    Muted,
    /// Not before this moment.
    Paused {
        /// When they may be contacted again.
        until: Timestamp,
    },
    /// Often enough.
    Enough {
        /// When they may be contacted again.
        until: Timestamp,
    },
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            personalisation: true,
            weekly_max: None,
            muted: Vec::new(),
            paused_until: None,
            zone: None,
        }
    }
}

impl Preferences {
    /// Checks what serde cannot.
    ///
    /// # Errors
    ///
    /// [`PreferenceError`] with the rejected number.
    pub fn check(&self) -> Result<(), PreferenceError> {
        match self.weekly_max {
            Some(weekly_max) if WEEKLY_MAX < weekly_max => Err(PreferenceError { weekly_max }),
            Some(_) | None => Ok(()),
        }
    }

    /// Takes in what the same person asked for elsewhere: whatever takes more away holds.
    pub fn absorb(&mut self, other: &Self) {
        self.personalisation = self.personalisation && other.personalisation;
        self.weekly_max = match (self.weekly_max, other.weekly_max) {
            (Some(mine), Some(theirs)) => Some(mine.min(theirs)),
            (mine, theirs) => mine.or(theirs),
        };
        for channel in &other.muted {
            if !self.muted.contains(channel) {
                self.muted.push(*channel);
            }
        }
        self.paused_until = self.paused_until.max(other.paused_until);
        if self.zone.is_none() {
            self.zone.clone_from(&other.zone);
        }
    }

    /// What they say to one more contact at `now`. Answers to what they ask are never held back.
    #[must_use]
    pub fn wish(&self, contact: Contact, log: &TouchLog, now: Timestamp) -> Wish {
        if contact.class == Class::Service {
            return Wish::Granted;
        }
        if self.muted.contains(&contact.channel) {
            return Wish::Muted;
        }
        if let Some(until) = self.paused_until.filter(|until| now < *until) {
            return Wish::Paused { until };
        }
        match self.weekly_max {
            None => Wish::Granted,
            // None a week is a pause without an end.
            Some(0) => {
                Wish::Enough { until: now.saturating_add(Duration::from_secs(WEEK_SECS.into())) }
            }
            Some(weekly_max) => {
                let promise = FrequencyRule::new(Class::Marketing, weekly_max, WEEK_SECS);
                match promise.map(|promise| promise.check(contact, log, now)) {
                    Ok(Verdict::Blocked { until }) => Wish::Enough { until },
                    Ok(Verdict::Allowed) | Err(_) => Wish::Granted,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    const OFFER: Contact = Contact { class: Class::Marketing, channel: Channel::Widget };

    fn day(count: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_767_574_800_000 + count * 86_400_000)
    }

    #[test]
    fn one_a_week_is_one_in_any_seven_days_over_all_channels() {
        let wants = Preferences { weekly_max: Some(1), ..Preferences::default() };
        let mut log = TouchLog::default();
        log.record(Contact { channel: Channel::Email, ..OFFER }, day(0));
        assert_eq!(wants.wish(OFFER, &log, day(6)), Wish::Enough { until: day(7) });
        assert_eq!(wants.wish(OFFER, &log, day(7)), Wish::Granted);
    }

    #[test]
    fn answers_come_whatever_was_muted_or_paused() {
        let wants = Preferences {
            weekly_max: Some(0),
            muted: vec![Channel::Widget],
            paused_until: Some(day(9)),
            ..Preferences::default()
        };
        let answer = Contact { class: Class::Service, ..OFFER };
        assert_eq!(wants.wish(answer, &TouchLog::default(), day(0)), Wish::Granted);
        assert_eq!(wants.wish(OFFER, &TouchLog::default(), day(0)), Wish::Muted);
    }

    #[test]
    fn more_than_a_limit_can_count_is_refused_with_the_bound() {
        let wants = Preferences { weekly_max: Some(51), ..Preferences::default() };
        assert_eq!(wants.check().unwrap_err().to_string(), "weekly_max is 51, not 0 to 50");
    }
}
