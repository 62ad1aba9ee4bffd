//! When a person's object is woken next.
//!
//! The runtime keeps one alarm for an object and writes it to disk each time it is set. So an instance remembers which one
//! is set, and sets another only where something is due earlier. One that has just begun remembers none: its next turn sets
//! an alarm that is at most a few seconds away, and each turn says anew when the person's own moment comes.
//!
//! While the alarm rings, nothing is set: the runtime rings again for a handler that died, but not for one that had set
//! its next alarm, and what is in the outbox would wait for that. What was wished for meanwhile is set at the end.

use core::cell::Cell;

use shared::time::Timestamp;
use worker::State;

use crate::{clock, error::Answer};

/// The alarm of one object. Zero is none.
#[derive(Debug, Default)]
pub(super) struct Alarm {
    set: Cell<Timestamp>,
    wanted: Cell<Timestamp>,
    ringing: Cell<u32>,
}

/// That the alarm is ringing; over when this is dropped.
pub(super) struct Ringing<'a>(&'a Cell<u32>);

impl Drop for Ringing<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

impl Alarm {
    /// The alarm rings, and so is spent.
    pub(super) fn ring(&self) -> Ringing<'_> {
        self.set.set(Timestamp::default());
        self.ringing.set(self.ringing.get().saturating_add(1));
        Ringing(&self.ringing)
    }

    /// Wishes to be woken at a moment or before.
    pub(super) async fn at(&self, state: &State, moment: Timestamp) -> Answer<()> {
        self.wanted.set(earlier(self.wanted.get(), moment));
        if self.ringing.get() == 0 { self.keep(state).await } else { Ok(()) }
    }

    /// Sets what was wished for, unless an earlier one is set.
    pub(super) async fn keep(&self, state: &State) -> Answer<()> {
        let wanted = self.wanted.replace(Timestamp::default());
        let set = self.set.get();
        if wanted == Timestamp::default() || earlier(set, wanted) == set {
            return Ok(());
        }
        self.set.set(wanted);
        let away = wanted.unix_millis().saturating_sub(clock::now().unix_millis());
        Ok(state.storage().set_alarm(away.max(0)).await?)
    }
}

/// The earlier of two moments, of which zero is none.
fn earlier(one: Timestamp, other: Timestamp) -> Timestamp {
    [one, other].into_iter().filter(|at| *at != Timestamp::default()).min().unwrap_or_default()
}
