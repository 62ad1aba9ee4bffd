//! Handing the outbox over, call by call: rows go only after everybody has answered.

use std::{collections::VecDeque, rc::Rc};

use shared::{stock::Grant, visitor::Command};

use crate::{
    bug::Bug,
    faults::{MINUTE, SECOND},
    law::{Law, Lawful},
    schedule::{Happening, Step, Who},
    settling::{Setting, Then},
    stores::{Call, Kept},
    world::World,
};

/// Before a delivery that failed is tried again, and at most so long after many failures.
const RETRY: i64 = 15 * SECOND;
const RETRY_MAX: i64 = 15 * MINUTE;

/// How long an object waits for a receiver.
const PATIENCE: i64 = 5 * SECOND;

/// Times that the platform tries a handler again that failed.
const PLATFORM_RETRIES: u32 = 6;

/// A delivery under way.
#[derive(Debug)]
pub struct Sending {
    number: u64,
    calls: VecDeque<Rc<Call>>,
    step: u32,
    rows: Vec<u64>,
    is_forgetting: bool,
}

impl World<'_> {
    /// The alarm: what is due is done, what is in the outbox is sent.
    pub fn alarm(&mut self, who: Who, number: u64) -> Lawful {
        let alarm = &mut self.people[who].object.alarm;
        if alarm.number != number || alarm.due.is_none() {
            return Ok(());
        }
        if alarm.is_running {
            // The next one starts when this one has ended.
            self.schedule.add(self.now + SECOND / 10, Happening::Alarm { who, number });
            return Ok(());
        }
        alarm.due = None;
        alarm.is_running = true;
        if self.dies(who) {
            return Ok(());
        }
        let Some(version) = self.version(self.people[who].tenant) else {
            self.alarm_failed(who);
            return Ok(());
        };
        let setting = Setting { version, now: self.server_clock(who), explain: false };
        self.people[who].object.alarm.failures = 0;
        self.people[who].object.disk.alarm_at = 0;
        match self.turn(who, setting, Command::Wake, vec![])? {
            Some(effects) => self.settle(who, setting, (effects, Then::Send)),
            None => Ok(()),
        }
    }

    /// The handler could not even begin: it sees to it itself that it is called again.
    fn alarm_failed(&mut self, who: Who) {
        let loses = self.has(Bug::LosesItsAlarm);
        let alarm = &mut self.people[who].object.alarm;
        alarm.is_running = false;
        alarm.failures += 1;
        let failures = alarm.failures;
        if !loses {
            self.set_alarm(who, self.now + RETRY);
        } else if failures <= PLATFORM_RETRIES {
            self.set_alarm(who, self.now + (SECOND << failures));
        }
    }

    /// Hands over what is due.
    pub fn start_sending(&mut self, who: Who) -> Lawful {
        let now = self.server_clock(who).unix_millis();
        let rows = self.people[who].object.disk.due(now);
        let calls = self.calls(who, &rows).into_iter().map(Rc::new).collect();
        let object = &mut self.people[who].object;
        object.sendings += 1;
        object.sending = Some(Sending {
            number: object.sendings,
            calls,
            step: 0,
            rows: rows.iter().map(|(number, _)| *number).collect(),
            is_forgetting: object.disk.person.is_erased(),
        });
        self.call_next(who)
    }

    fn call_next(&mut self, who: Who) -> Lawful {
        if self.dies(who) {
            return Ok(());
        }
        let object = &mut self.people[who].object;
        let Some(sending) = &mut object.sending else { return Ok(()) };
        // Nothing more goes out of somebody who was erased meanwhile, but that they are.
        if object.disk.person.is_erased() && !sending.is_forgetting {
            self.sending_failed(who);
            return Ok(());
        }
        let Some(call) = sending.calls.pop_front() else { return self.sent(who) };
        sending.step += 1;
        let step = Step { sending: sending.number, number: sending.step };
        self.schedule.add(self.now + PATIENCE, Happening::HangUp { who, step });
        self.send(Happening::Called { who, call, step });
        Ok(())
    }

    /// A call reaches its receiver, which may fail before it did what is asked, or after.
    pub fn called(&mut self, who: Who, call: &Call, step: Step) -> Lawful {
        let fails = self.chance.percent(self.faults.refusals);
        let mut grant = None;
        if !fails || self.chance.percent(50) {
            if call.is_for_a_stock() {
                grant = self.asked_of_a_stock(who, call)?;
            } else if self.stores.receive(call, self.plan.bug) == Kept::Kept {
                self.stored_lawfully(who, call)?;
            }
        }
        let grant = grant.filter(|_| !fails);
        self.send(Happening::Replied { who, step, is_done: !fails, grant });
        Ok(())
    }

    /// A receiver answered.
    pub fn replied(
        &mut self,
        who: Who,
        step: Step,
        (is_done, grant): (bool, Option<Grant>),
    ) -> Lawful {
        if !self.waits_for(who, step) {
            return self.granted(who, step, grant);
        }
        if is_done {
            self.call_next(who)
        } else {
            self.sending_failed(who);
            Ok(())
        }
    }

    /// No answer came.
    pub fn hang_up(&mut self, who: Who, step: Step) -> Lawful {
        if self.waits_for(who, step) {
            self.sending_failed(who);
            return Ok(());
        }
        self.granted(who, step, None)
    }

    fn waits_for(&self, who: Who, step: Step) -> bool {
        let sending = self.people[who].object.sending.as_ref();
        sending.is_some_and(|known| known.number == step.sending && known.step == step.number)
    }

    fn sending_failed(&mut self, who: Who) {
        let object = &mut self.people[who].object;
        object.sending = None;
        object.alarm.is_running = false;
        let wait = (RETRY << object.failures.min(6)).min(RETRY_MAX);
        object.failures += 1;
        self.set_alarm(who, self.now + wait);
    }

    /// Everybody has answered: the rows go.
    fn sent(&mut self, who: Who) -> Lawful {
        let drift = self.people[who].drift;
        let object = &mut self.people[who].object;
        object.alarm.is_running = false;
        object.failures = 0;
        let Some(sending) = object.sending.take() else { return Ok(()) };
        for row in &sending.rows {
            object.disk.outbox.remove(row);
        }
        let rows_due = object.disk.next_due();
        let person_due = Some(object.disk.alarm_at).filter(|at| *at != 0);
        if let Some(due) = rows_due.into_iter().chain(person_due).min() {
            let at = (due - drift).max(self.now);
            if object.alarm.due.is_none_or(|set| at < set) {
                self.set_alarm(who, at);
            }
        }
        if rows_due.is_none() && sending.is_forgetting {
            return self.was_forgotten(who);
        }
        Ok(())
    }

    /// Everybody has been told to forget the person: nothing of them may be anywhere.
    fn was_forgotten(&mut self, who: Who) -> Lawful {
        self.people[who].witness.is_forgotten = true;
        let canary = self.people[who].canary.clone();
        let left = self.stores.holds(&canary);
        self.hold(Law::I7, who, left.is_none(), || {
            format!("{} still has something of them", left.unwrap_or_default())
        })
    }
}
