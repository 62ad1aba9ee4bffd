//! Who answers a conversation: the assistant, nobody yet, or a human.
//!
//! ```text
//!           promised a human            a human answers
//!   open ───────────────────► pending ──────────────────► human ◄──┐
//!    ▲ ▲                         │                        │   │    │ the person writes,
//!    │ └─────── handed back ─────┴───────────────────────-┤   │    │ or its time has come
//!    │                                                    │   ▼    │
//!    └─ the person writes ── resolved ◄─── ended ─────────┴─ snoozed
//! ```
//!
//! The rule a newcomer would get wrong: from a human's first word on the assistant says nothing until the human hands the
//! conversation back or ends it, also while it sleeps ([`Status::Snoozed`]). Whoever writes automatically asks
//! [`Status::is_with_human`] first.
//!
//! Source: product design, "Words" (conversation); law 7: nobody is talked over.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Why;
use crate::time::Timestamp;

/// Who answers a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Status {
    /// The assistant answers.
    #[default]
    Open,
    /// Somebody was promised a human, and none has answered yet. The assistant still answers what it can.
    Pending {
        /// Since when they wait.
        since: Timestamp,
        /// Why.
        #[serde(default)]
        why: Why,
    },
    /// A human answers.
    Human {
        /// Since when.
        since: Timestamp,
    },
    /// A human put it aside; it comes back by itself.
    Snoozed {
        /// Until when, or until the person writes.
        until: Timestamp,
    },
    /// A human ended it. What the person writes next begins anew, with the assistant.
    Resolved {
        /// When.
        at: Timestamp,
    },
}

/// Something that changes who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The person says something.
    Said,
    /// The person was promised a human.
    Promised {
        /// Why.
        why: Why,
    },
    /// A human says something.
    Answered,
    /// A human gives it back to the assistant.
    HandedBack,
    /// A human puts it aside.
    Snoozed {
        /// Until when.
        until: Timestamp,
    },
    /// A human ends it.
    Resolved,
    /// Time has passed.
    Waited,
}

/// Why a human cannot do that to the conversation now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refused {
    /// The assistant answers already.
    #[error("the conversation is {status}: there is nothing to hand back")]
    NothingToHandBack {
        /// What it is.
        status: &'static str,
    },
    /// Nobody waits for a human and none answers.
    #[error("the conversation is {status}: there is nothing to put aside")]
    NothingToSnooze {
        /// What it is.
        status: &'static str,
    },
    /// It is over already.
    #[error("the conversation is resolved already")]
    ResolvedAlready,
    /// The moment to come back at is not ahead.
    #[error("until is {}, not after {}", until.to_rfc3339(), now.to_rfc3339())]
    NotAhead {
        /// The moment that was asked for.
        until: Timestamp,
        /// The time.
        now: Timestamp,
    },
}

impl Status {
    /// What the conversation is after `step` at `now`. What people and time do is never refused.
    ///
    /// # Errors
    ///
    /// [`Refused`], where a human asks for what makes no sense in this state; nothing changes then.
    pub fn after(self, step: Step, now: Timestamp) -> Result<Self, Refused> {
        match step {
            Step::Said => Ok(self.said(now)),
            Step::Promised { why } => Ok(self.promised(why, now)),
            Step::Answered => Ok(self.answered(now)),
            Step::HandedBack => self.handed_back(),
            Step::Snoozed { until } => self.snoozed(until, now),
            Step::Resolved => self.resolved(now),
            Step::Waited => Ok(self.waited(now)),
        }
    }

    /// Whether a human has it, so that nothing automatic may speak in it.
    #[must_use]
    pub const fn is_with_human(self) -> bool {
        match self {
            Self::Human { .. } | Self::Snoozed { .. } => true,
            Self::Open | Self::Pending { .. } | Self::Resolved { .. } => false,
        }
    }

    /// Whether somebody waits for a human's first word.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Pending { .. })
    }

    /// Whether the assistant has it and nothing was promised: the state of somebody new.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// When it changes by time alone.
    #[must_use]
    pub const fn wakes_at(self) -> Option<Timestamp> {
        match self {
            Self::Snoozed { until } => Some(until),
            Self::Open | Self::Pending { .. } | Self::Human { .. } | Self::Resolved { .. } => None,
        }
    }

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending { .. } => "pending",
            Self::Human { .. } => "human",
            Self::Snoozed { .. } => "snoozed",
            Self::Resolved { .. } => "resolved",
        }
    }

    /// Of two conversations that turn out to be one person's, who answers both: the human before nobody, nobody before the
    /// assistant, so that nobody who was promised a human loses them. Of two alike the older promise, the later word.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        use Status::{Human, Open, Pending, Resolved, Snoozed};
        match (self, other) {
            (Human { since }, Human { since: too } | Pending { since: too, .. })
            | (Pending { since, .. }, Human { since: too }) => Human { since: since.min(too) },
            // Somebody waits there, and whoever put the other aside will want to know.
            (Human { since } | Pending { since, .. }, Snoozed { .. })
            | (Snoozed { .. }, Human { since } | Pending { since, .. })
            | (Human { since }, Open | Resolved { .. })
            | (Open | Resolved { .. }, Human { since }) => Human { since },
            (Snoozed { until }, Snoozed { until: too }) => Snoozed { until: until.min(too) },
            (Snoozed { until }, _) | (_, Snoozed { until }) => Snoozed { until },
            (Pending { since, why }, Pending { since: since_too, why: why_too }) => {
                let (since, why) = (since, why).min((since_too, why_too));
                Pending { since, why }
            }
            (Pending { since, why }, _) | (_, Pending { since, why }) => Pending { since, why },
            (Open, _) | (_, Open) => Open,
            (Resolved { at }, Resolved { at: too }) => Resolved { at: at.max(too) },
        }
    }

    /// Who is asleep wakes with a human's eye on it; who was done begins anew.
    const fn said(self, now: Timestamp) -> Self {
        match self {
            Self::Snoozed { .. } => Self::Human { since: now },
            Self::Resolved { .. } => Self::Open,
            Self::Open | Self::Pending { .. } | Self::Human { .. } => self,
        }
    }

    const fn promised(self, why: Why, now: Timestamp) -> Self {
        match self {
            Self::Open | Self::Resolved { .. } => Self::Pending { since: now, why },
            // Who waits already waits since the first promise.
            Self::Pending { .. } | Self::Human { .. } | Self::Snoozed { .. } => self,
        }
    }

    const fn answered(self, now: Timestamp) -> Self {
        match self {
            Self::Human { .. } => self,
            Self::Open | Self::Pending { .. } | Self::Snoozed { .. } | Self::Resolved { .. } => {
                Self::Human { since: now }
            }
        }
    }

    const fn handed_back(self) -> Result<Self, Refused> {
        match self {
            Self::Pending { .. } | Self::Human { .. } | Self::Snoozed { .. } => Ok(Self::Open),
            Self::Open | Self::Resolved { .. } => {
                Err(Refused::NothingToHandBack { status: self.name() })
            }
        }
    }

    fn snoozed(self, until: Timestamp, now: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Pending { .. } | Self::Human { .. } | Self::Snoozed { .. } if now < until => {
                Ok(Self::Snoozed { until })
            }
            Self::Pending { .. } | Self::Human { .. } | Self::Snoozed { .. } => {
                Err(Refused::NotAhead { until, now })
            }
            Self::Open | Self::Resolved { .. } => {
                Err(Refused::NothingToSnooze { status: self.name() })
            }
        }
    }

    const fn resolved(self, now: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Open | Self::Pending { .. } | Self::Human { .. } | Self::Snoozed { .. } => {
                Ok(Self::Resolved { at: now })
            }
            Self::Resolved { .. } => Err(Refused::ResolvedAlready),
        }
    }

    fn waited(self, now: Timestamp) -> Self {
        match self {
            Self::Snoozed { until } if until <= now => Self::Human { since: now },
            Self::Open
            | Self::Pending { .. }
            | Self::Human { .. }
            | Self::Snoozed { .. }
            | Self::Resolved { .. } => self,
        }
    }
}

#[cfg(test)]
mod tests;
