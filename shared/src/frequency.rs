//! How often one person may be contacted.
//!
//! A [`FrequencyRule`] is a merchant's promise: "at most three marketing messages in any
//! seven days". This module answers one question, *may we contact this person now?*, and
//! when the answer is no it says until when.
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
    limits::{FREQUENCY_WINDOW_MAX, FREQUENCY_WINDOW_MIN, TOUCHES_KEPT_MAX},
    rule::Class,
    time::Timestamp,
};

/// A promise: at most so many contacts of a class in any window of this length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawFrequencyRule")]
pub struct FrequencyRule {
    class: Class,
    // Invariant: 1 to TOUCHES_KEPT_MAX, or the log would forget what the rule asks about.
    touches_max: u16,
    // Invariant: FREQUENCY_WINDOW_MIN to FREQUENCY_WINDOW_MAX.
    window_secs: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrequencyRule {
    class: Class,
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
    /// Makes a promise.
    ///
    /// # Errors
    ///
    /// [`FrequencyError::Touches`] or [`FrequencyError::Window`] with the rejected number.
    pub fn new(class: Class, touches_max: u16, window_secs: u32) -> Result<Self, FrequencyError> {
        if touches_max == 0 || TOUCHES_KEPT_MAX < usize::from(touches_max) {
            return Err(FrequencyError::Touches { touches_max });
        }
        let window = Duration::from_secs(window_secs.into());
        if window < FREQUENCY_WINDOW_MIN || FREQUENCY_WINDOW_MAX < window {
            return Err(FrequencyError::Window { window_secs });
        }
        Ok(Self { class, touches_max, window_secs })
    }

    /// Says whether one more contact of `class` at `now` keeps the promise.
    ///
    /// A touch exactly one window old no longer counts. A touch from the future (a clock
    /// was wrong) counts, so a bad clock can silence us but never make us spam.
    #[must_use]
    pub fn check(self, class: Class, log: &TouchLog, now: Timestamp) -> Verdict {
        if class != self.class {
            return Verdict::Allowed;
        }
        let window = Duration::from_secs(self.window_secs.into());
        let window_start = now.saturating_sub(window);
        let mut in_window = log.0.iter().rev().filter(|t| t.class == class && window_start < t.at);

        // The promise is full while the touches_max-th newest touch is in the window.
        match in_window.nth(usize::from(self.touches_max).saturating_sub(1)) {
            None => Verdict::Allowed,
            Some(touch) => Verdict::Blocked { until: touch.at.saturating_add(window) },
        }
    }
}

impl TouchLog {
    /// Notes a contact at `at`, forgetting the oldest beyond [`TOUCHES_KEPT_MAX`].
    pub fn record(&mut self, class: Class, at: Timestamp) {
        let position = self.0.partition_point(|touch| touch.at <= at);
        self.0.insert(position, Touch { at, class });
        if TOUCHES_KEPT_MAX < self.0.len() {
            self.0.remove(0);
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
        Self::new(raw.class, raw.touches_max, raw.window_secs)
    }
}

#[cfg(test)]
mod tests;
