//! What will happen, in the order of its time. Time passes only from one happening to the next.

use std::{collections::BTreeMap, rc::Rc};

use shared::stock::Grant;

use crate::{
    device::{Attempt, Request},
    stores::Call,
    telling::{Answer, Push},
};

/// A place in the world's list of people.
pub type Who = usize;

/// Something that will happen.
#[derive(Debug, Clone)]
pub enum Happening {
    /// A person does the next thing.
    Act { who: Who },
    /// A tab sends what waits.
    Flush { who: Who, tab: usize },
    /// A request reaches a person's object.
    Arrive { who: Who, request: Rc<Request>, from: Option<Attempt> },
    /// An answer reaches a tab.
    Answered { who: Who, to: Attempt, answer: Rc<Answer> },
    /// A tab has waited long enough for an answer.
    GiveUp { who: Who, attempt: Attempt },
    /// Something reaches a socket.
    Pushed { who: Who, push: Rc<Push> },
    /// An object's alarm is due, if it is still the one that was set.
    Alarm { who: Who, number: u64 },
    /// A call of an object reaches its receiver.
    Called { who: Who, call: Rc<Call>, step: Step },
    /// A receiver's answer reaches the object.
    Replied { who: Who, step: Step, is_done: bool, grant: Option<Grant> },
    /// An object has waited long enough for a receiver.
    HangUp { who: Who, step: Step },
    /// A merchant publishes another version.
    Publish { tenant: usize, version: usize },
    /// KV cannot be read until then.
    Dark { until: i64 },
}

impl Happening {
    /// Whom it happens to.
    pub const fn who(&self) -> Option<Who> {
        match self {
            Self::Act { who }
            | Self::Flush { who, .. }
            | Self::Arrive { who, .. }
            | Self::Answered { who, .. }
            | Self::GiveUp { who, .. }
            | Self::Pushed { who, .. }
            | Self::Alarm { who, .. }
            | Self::Called { who, .. }
            | Self::Replied { who, .. }
            | Self::HangUp { who, .. } => Some(*who),
            Self::Publish { .. } | Self::Dark { .. } => None,
        }
    }
}

/// One call of one delivery of an outbox, so that a late answer is not taken for another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The delivery.
    pub sending: u64,
    /// The call.
    pub number: u32,
}

/// What will happen, by time.
#[derive(Debug, Default)]
pub struct Schedule {
    waiting: BTreeMap<(i64, u64), Happening>,
    made: u64,
}

impl Schedule {
    /// Adds something; of two at one moment the one that was added first happens first.
    pub fn add(&mut self, at: i64, happening: Happening) {
        self.made += 1;
        self.waiting.insert((at, self.made), happening);
    }

    /// The next thing with its time.
    pub fn next(&mut self) -> Option<(i64, Happening)> {
        self.waiting.pop_first().map(|((at, _), happening)| (at, happening))
    }

    /// When the next thing happens.
    pub fn next_at(&self) -> Option<i64> {
        self.waiting.first_key_value().map(|((at, _), _)| *at)
    }
}
