//! Holding the world to its laws: after each turn, after each call that a store kept, and at
//! the end.

mod end;
mod facts;
mod nights;
mod promises;
mod stocks;
mod totals;
mod trace;

use shared::{
    conversation::Step,
    visitor::{Command, Effect},
};

use crate::{
    faults::DAY,
    habits::BIRTHDAY,
    law::{Law, Lawful},
    schedule::Who,
    shops,
    stores::Call,
    turn::Turn,
    world::World,
};

const YEAR: i64 = 365 * DAY;

impl World<'_> {
    /// Everything that must hold after a turn that was kept.
    pub fn turn_was_lawful(&mut self, who: Who, turn: &Turn<'_>) -> Lawful {
        let was_with_human = self.people[who].witness.with_human;
        self.take_note(who, turn);
        self.a_birthday_comes_once_a_year(who)?;
        self.nobody_talks_over_a_human(who, turn, was_with_human)?;
        self.events_were_applied_once(who, turn)?;
        self.gifts_were_allowed(who, turn)?;
        self.entries_are_right(who, turn)?;
        self.decisions_can_be_told_again(who, turn)?;
        self.an_erasure_left_nothing(who, turn)
    }

    /// Whatever the clocks and the zones do; those of machines are wrong by days.
    fn a_birthday_comes_once_a_year(&self, who: Who) -> Lawful {
        let told = &self.people[who].witness.birthdays;
        let is_early = |pair: &[i64]| pair[1] - pair[0] < YEAR - 7 * DAY;
        let is_lawful = !told.windows(2).any(is_early);
        self.hold(Law::I1, who, is_lawful, || format!("birthdays at {told:?}"))
    }

    /// What the witness learns before anything is judged.
    fn take_note(&mut self, who: Who, turn: &Turn<'_>) {
        let now = self.now;
        let witness = &mut self.people[who].witness;
        if let Command::TakeIn { events } = turn.command {
            for event in events {
                let deed = witness.deed_of.get(event.message_id.as_str());
                if let Some(deed) = deed.and_then(|deed| witness.deeds.get_mut(*deed)) {
                    deed.taken_at.get_or_insert(now);
                }
            }
        }
        match turn.command {
            Command::Prefer { preferences } => witness.preferences = preferences.clone(),
            Command::Reply { .. } | Command::Conduct { step: Step::Snoozed { .. } } => {
                witness.with_human = witness.erased_at.is_none();
                self.seen.human += 1;
            }
            Command::Conduct { step: Step::HandedBack | Step::Resolved } => {
                witness.with_human = false;
            }
            _ => {}
        }
        for effect in turn.effects {
            match effect {
                Effect::Record(event) if event.trigger() == BIRTHDAY => {
                    self.people[who].witness.birthdays.push(turn.now.unix_millis());
                    self.seen.birthdays += 1;
                }
                Effect::Link(link) => {
                    self.people[who].witness.users.insert(crate::outbox::named(link));
                }
                Effect::Reserve(reservation) => {
                    let tenant = shops::mark(self.people[who].tenant);
                    let address = format!("stock\n{tenant}\n{}", reservation.offer);
                    let claim = (address, reservation.claim.name.clone());
                    let claims = &mut self.people[who].witness.claims;
                    claims.insert(reservation.delivery.to_string(), claim);
                }
                Effect::Explain(decision) => {
                    self.seen.explained += 1;
                    let held = matches!(decision.verdict, shared::decision::Verdict::Held { .. });
                    self.seen.held += u64::from(held);
                }
                Effect::Erase { .. } => {
                    let witness = &mut self.people[who].witness;
                    witness.with_human = false;
                    witness.given.clear();
                    self.seen.erased += u64::from(witness.erased_at.is_none());
                    witness.erased_at.get_or_insert(now);
                    witness.entries.clear();
                }
                _ => {}
            }
        }
    }

    /// A store took something in: it is of the right tenant, and of nobody who was forgotten.
    pub fn stored_lawfully(&mut self, who: Who, call: &Call) -> Lawful {
        let is_mixed = self.stores.has_two_tenants(call);
        let place = || call.address.replace('\n', "/");
        self.hold(Law::I6, who, !is_mixed, || format!("{} holds two tenants' news", place()))?;
        let is_back = self.people[who].witness.is_forgotten || self.stores.had_forgotten(call);
        self.hold(Law::I7, who, !is_back, || format!("{} took something of them in", place()))
    }

    /// Right after an erasure the person's own disk has nothing of them any more.
    fn an_erasure_left_nothing(&self, who: Who, turn: &Turn<'_>) -> Lawful {
        let person = &self.people[who];
        if person.witness.erased_at.is_none() {
            return Ok(());
        }
        let text = person.object.disk.text();
        let is_clean = !text.contains(&person.canary) && !text.contains(shops::mark(person.tenant));
        self.hold(Law::I7, who, is_clean, || format!("their disk still says {text}"))?;
        let is_silent = turn.effects.iter().all(|effect| matches!(effect, Effect::Erase { .. }));
        self.hold(Law::I7, who, is_silent, || format!("they still lead to {:?}", turn.effects))
    }
}
