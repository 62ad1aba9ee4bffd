//! How often one person may be contacted.
//!
//! A [`FrequencyRule`] is a merchant's promise: "at most three marketing messages in any
//! seven days", over one channel or over all, for one class of messages or for all. This
//! module answers one question, *may we contact this person now?*, and when the answer is no
//! it says until when.
//!
//! The window slides. It is the seven days before `now`, not a calendar week, so nobody
//! gets three messages on Sunday evening and three more on Monday morning.
//!
//! Checking and recording are two steps. They are safe together only where one writer
//! owns the log; that owner is the person's `Visitor` object in the edge crate.
//!
//! Source: product brief, sections 二.4 (频率控制) and 四.2 (过度营销防范).

use alloc::vec::Vec;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    channel::Channel,
    limits::{FREQUENCY_WINDOW_MAX, FREQUENCY_WINDOW_MIN, TOUCHES_KEPT_MAX},
    rule::Class,
    time::Timestamp,
};

/// A promise: at most so many contacts of a kind in any window of this length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawFrequencyRule")]
pub struct FrequencyRule {
    // None: contacts of every class count, and every class is bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<Class>,
    // None: contacts over every channel count, and every channel is bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<Channel>,
    // Invariant: 1 to TOUCHES_KEPT_MAX, or the log would forget what the rule asks about.
    touches_max: u16,
    // Invariant: FREQUENCY_WINDOW_MIN to FREQUENCY_WINDOW_MAX.
    window_secs: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrequencyRule {
    #[serde(default)]
    class: Option<Class>,
    #[serde(default)]
    channel: Option<Channel>,
    touches_max: u16,
    window_secs: u32,
}

/// Why a frequency rule makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FrequencyError {
    /// The number of contacts is zero or more than a log remembers.
    #[error("touches_max is {touches_max}, not 1 to {TOUCHES_KEPT_MAX}")]
    Touches {
        /// The rejected number.
        touches_max: u16,
    },
    /// The window is shorter or longer than allowed.
    #[error(
        "window_secs is {window_secs}, not {} to {}",
        FREQUENCY_WINDOW_MIN.as_secs(),
        FREQUENCY_WINDOW_MAX.as_secs()
    )]
    Window {
        /// The rejected length in seconds.
        window_secs: u32,
    },
}

/// When a person was contacted, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TouchLog(Vec<Touch>);

/// One contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// When it was claimed.
    pub at: Timestamp,
    /// Which promises bound it.
    pub class: Class,
    /// Over which channel.
    #[serde(default)]
    pub channel: Channel,
}

/// What a contact is, for the promises that bind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Its class.
    pub class: Class,
    /// Its channel.
    pub channel: Channel,
}

/// Whether one more contact keeps a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It does.
    Allowed,
    /// It does not, until this moment.
    Blocked {
        /// When the oldest contact that counts leaves the window.
        until: Timestamp,
    },
}

impl FrequencyRule {
    /// Makes a promise about contacts of a class, or of all, over every channel.
    ///
    /// # Errors
    ///
    /// [`FrequencyError::Touches`] or [`FrequencyError::Window`] with the rejected number.
    pub fn new(
        class: impl Into<Option<Class>>,
        touches_max: u16,
        window_secs: u32,
    ) -> Result<Self, FrequencyError> {
        if touches_max == 0 || TOUCHES_KEPT_MAX < usize::from(touches_max) {
            return Err(FrequencyError::Touches { touches_max });
        }
        let window = Duration::from_secs(window_secs.into());
        if window < FREQUENCY_WINDOW_MIN || FREQUENCY_WINDOW_MAX < window {
            return Err(FrequencyError::Window { window_secs });
        }
        Ok(Self { class: class.into(), channel: None, touches_max, window_secs })
    }

    /// The same promise about one channel alone.
    #[must_use]
    pub const fn over(mut self, channel: Channel) -> Self {
        self.channel = Some(channel);
        self
    }

    /// Says whether one more contact at `now` keeps the promise.
    ///
    /// A touch exactly one window old no longer counts. A touch from the future (a clock
    /// was wrong) counts, so a bad clock can silence us but never make us spam.
    #[must_use]
    pub fn check(self, contact: Contact, log: &TouchLog, now: Timestamp) -> Verdict {
        let is_bound = |class: Class, channel: Channel| {
            self.class.is_none_or(|bound| bound == class)
                && self.channel.is_none_or(|bound| bound == channel)
        };
        if !is_bound(contact.class, contact.channel) {
            return Verdict::Allowed;
        }
        let window = Duration::from_secs(self.window_secs.into());
        let window_start = now.saturating_sub(window);
        let mut in_window =
            log.0.iter().rev().filter(|t| is_bound(t.class, t.channel) && window_start < t.at);

        // The promise is full while the touches_max-th newest touch is in the window.
        match in_window.nth(usize::from(self.touches_max).saturating_sub(1)) {
            None => Verdict::Allowed,
            Some(touch) => Verdict::Blocked { until: touch.at.saturating_add(window) },
        }
    }
}

impl TouchLog {
    /// Notes a contact at `at`, forgetting the oldest beyond [`TOUCHES_KEPT_MAX`].
    pub fn record(&mut self, Contact { class, channel }: Contact, at: Timestamp) {
        let position = self.0.partition_point(|touch| touch.at <= at);
        self.0.insert(position, Touch { at, class, channel });
        if TOUCHES_KEPT_MAX < self.0.len() {
            self.0.remove(0);
        }
    }

    /// Takes back a contact that was claimed at `at` and never made.
    pub fn forget(&mut self, Contact { class, channel }: Contact, at: Timestamp) {
        let touch = Touch { at, class, channel };
        if let Some(place) = self.0.iter().rposition(|known| *known == touch) {
            self.0.remove(place);
        }
    }
}

impl TouchLog {
    /// Takes in the contacts of somebody who turned out to be the same person: a promise counts those of both. A contact
    /// that is in both logs is one.
    pub fn absorb(&mut self, other: &Self) {
        for touch in &other.0 {
            if !self.0.contains(touch) {
                let position = self.0.partition_point(|known| known.at <= touch.at);
                self.0.insert(position, *touch);
            }
        }
        let over = self.0.len().saturating_sub(TOUCHES_KEPT_MAX);
        self.0.drain(..over);
    }
}

impl TryFrom<RawFrequencyRule> for FrequencyRule {
    type Error = FrequencyError;

    fn try_from(raw: RawFrequencyRule) -> Result<Self, FrequencyError> {
        let rule = Self::new(raw.class, raw.touches_max, raw.window_secs)?;
        Ok(Self { channel: raw.channel, ..rule })
    }
}

#[cfg(test)]
mod tests;
