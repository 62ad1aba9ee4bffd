//! Being forgotten: everything known of a person goes, and nothing may bring it back.
//!
//! What stays is a tombstone: that somebody of this id was erased, when, and how much came
//! for them afterwards. Late events of an offline browser, a queue or an import find it and
//! are dropped, so that nobody is created anew under the old id.
//!
//! Source: PIPL art. 47, GDPR art. 17; reference faults F26 to F28.

use alloc::vec::Vec;

use super::{Command, Context, Effect, Visitor};

impl Visitor {
    /// Whether the person asked to be forgotten. The caller stores no row for such a person:
    /// no event, no message, no decision, and nothing for others but what [`Effect::Erase`] asks.
    #[must_use]
    pub const fn is_erased(&self) -> bool {
        self.erased_at.is_some()
    }

    /// Forgets everything, and has everybody who heard of the person forget it.
    ///
    /// Asked again, it asks the others again: whoever is not sure may repeat it.
    pub(super) fn erase(&mut self, context: Context<'_>, effects: &mut Vec<Effect>) {
        let since = self.profile.first_seen;
        let circle = core::mem::take(&mut self.identity.circle);
        *self = Self {
            erased_at: self.erased_at.or(Some(context.now)),
            after_erasure: self.after_erasure,
            ..Self::default()
        };
        effects.push(Effect::Erase { since, circle });
    }

    /// Counts what comes for somebody who was erased, and drops it.
    pub(super) fn come_too_late(&mut self, command: &Command) {
        let count = match command {
            Command::TakeIn { events } => u32::try_from(events.len()).unwrap_or(u32::MAX),
            Command::Hear { .. } | Command::Ask { .. } | Command::Reply { .. } => 1,
            Command::Conduct { .. }
            | Command::Prefer { .. }
            | Command::Settle { .. }
            | Command::Wake
            | Command::Erase => 0,
        };
        self.after_erasure = self.after_erasure.saturating_add(count);
    }
}
