//! What a turn leaves open and a stock answers: a coupon of a limited offer.
//!
//! Who asked waits meanwhile, and other turns are taken. A stock that does not answer is asked
//! again by the alarm; the claim is in the person's state.

use std::rc::Rc;

use shared::{
    stock::Grant,
    time::Timestamp,
    visitor::{Command, Effect, Reservation},
};

use crate::{
    device::Attempt,
    faults::SECOND,
    law::Lawful,
    schedule::{Happening, Step, Who},
    shops,
    stores::{Asked, Call},
    telling::Answer,
    world::World,
};

/// Offers that one occasion tries one after the other.
const TRIES_MAX: usize = 4;

/// How long an object waits for a stock.
const PATIENCE: i64 = 5 * SECOND;

/// A turn that waits for stocks.
#[derive(Debug)]
pub struct Settling {
    /// The config and the time that the request was begun with.
    pub setting: Setting,
    effects: Vec<Effect>,
    asked: usize,
    then: Then,
}

/// What a request is worked on with, from its first turn to its last.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    pub version: usize,
    pub now: Timestamp,
    pub explain: bool,
}

/// What follows when all is settled.
#[derive(Debug, Clone)]
pub enum Then {
    /// The answer to events with these ids.
    Taken(Option<Attempt>, Vec<String>),
    /// The answer to the message with this id.
    Heard(Option<Attempt>, String),
    /// The answer to an app.
    Asked(Option<Attempt>),
    /// The outbox.
    Send,
}

impl World<'_> {
    /// Asks the stocks that a turn named; then what follows.
    pub fn settle(
        &mut self,
        who: Who,
        setting: Setting,
        (effects, then): (Vec<Effect>, Then),
    ) -> Lawful {
        let object = &mut self.people[who].object;
        object.sendings += 1;
        let number = object.sendings;
        object.settlings.insert(number, Settling { setting, effects, asked: 0, then });
        self.settle_next(who, number)
    }

    fn settle_next(&mut self, who: Who, number: u64) -> Lawful {
        let Some(settling) = self.people[who].object.settlings.get_mut(&number) else {
            return Ok(());
        };
        let next = nth_reserved(&settling.effects, settling.asked);
        let Some(reservation) = next.filter(|_| settling.asked < TRIES_MAX) else {
            let settling = self.people[who].object.settlings.remove(&number);
            return settling.map_or(Ok(()), |settling| self.settled(who, settling));
        };
        settling.asked += 1;
        let step = Step { sending: number, number: settling.asked as u32 };
        if self.dies(who) {
            return Ok(());
        }
        let tenant = shops::mark(self.people[who].tenant);
        let Reservation { offer, claim, bounds, .. } = reservation;
        let call = Rc::new(Call {
            address: format!("stock\n{tenant}\n{offer}"),
            profile: self.people[who].id.to_string(),
            asked: Asked::Take { claim, bounds },
        });
        self.schedule.add(self.now + PATIENCE, Happening::HangUp { who, step });
        self.send(Happening::Called { who, call, step });
        Ok(())
    }

    /// A stock answered, or did not: none is no answer.
    pub fn granted(&mut self, who: Who, step: Step, grant: Option<Grant>) -> Lawful {
        let Some(settling) = self.people[who].object.settlings.get(&step.sending) else {
            return Ok(());
        };
        if settling.asked as u32 != step.number {
            return Ok(());
        }
        let reservation = nth_reserved(&settling.effects, settling.asked - 1);
        if let (Some(grant), Some(reservation)) = (grant, reservation) {
            let setting = settling.setting;
            let command = Command::Settle { delivery: reservation.delivery, grant };
            let Some(more) = self.turn(who, setting, command, vec![])? else { return Ok(()) };
            let settling = self.people[who].object.settlings.get_mut(&step.sending);
            settling.expect("the turn did not die").effects.extend(more);
        }
        self.settle_next(who, step.sending)
    }

    fn settled(&mut self, who: Who, settling: Settling) -> Lawful {
        let shown = || settling.effects.iter().filter_map(|effect| effect.shown().cloned());
        let posted = || settling.effects.iter().filter_map(|effect| effect.posted().cloned());
        match settling.then {
            Then::Taken(from, ids) => {
                self.answer(who, from, Answer::Taken { ids, cards: shown().collect() });
            }
            Then::Heard(from, id) => {
                self.answer(who, from, Answer::Heard { id, messages: posted().collect() });
            }
            Then::Asked(from) => {
                self.answer(who, from, Answer::Asked { card: shown().next_back() });
            }
            Then::Send => return self.start_sending(who),
        }
        Ok(())
    }
}

fn nth_reserved(effects: &[Effect], place: usize) -> Option<Reservation> {
    effects.iter().filter_map(Effect::reserved).nth(place).cloned()
}
