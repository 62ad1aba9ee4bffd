//! A person's object: what it holds in memory, what its platform holds for it, and how it dies.

use std::collections::{BTreeMap, BTreeSet};

use shared::{consent::Consents, visitor::Visitor};

use crate::{
    bug::Bug,
    database::Database,
    faults::SECOND,
    schedule::{Happening, Who},
    sending::Sending,
    settling::Settling,
    world::World,
};

/// Before a handler of an alarm that died is started again.
const RESTART: i64 = 2 * SECOND;

/// A person's object.
#[derive(Debug, Default)]
pub struct Object {
    /// What is on its disk.
    pub disk: Database,
    /// Whether the state is in memory, as the disk has it.
    pub is_loaded: bool,
    /// The delivery of the outbox that is under way: the alarm's handler waits for it.
    pub sending: Option<Sending>,
    /// The platform's alarm.
    pub alarm: Alarm,
    /// Turns that wait for a stock, by number.
    pub settlings: BTreeMap<u64, Settling>,
    /// Deliveries of the outbox, and turns that waited, so far.
    pub sendings: u64,
    /// Deliveries in a row that failed, as far as memory goes.
    pub failures: u32,
    /// Ids of events, where a bug keeps them in memory.
    pub remembered: BTreeSet<String>,
    /// The state before the last turn and when that was, where a bug goes by it.
    pub before: Option<(i64, Visitor)>,
    /// A copy of the consents and when it was made, where a bug goes by it.
    pub copy: Option<(i64, Consents)>,
}

/// The platform's alarm: kept on disk, there until its handler ended well.
#[derive(Debug, Default)]
pub struct Alarm {
    /// When it is due, by the true time.
    pub due: Option<i64>,
    /// Which one is set; an older one no longer counts.
    pub number: u64,
    /// Whether its handler runs.
    pub is_running: bool,
    /// How often the handler failed in a row, where a bug leaves that to the platform.
    pub failures: u32,
}

impl World<'_> {
    /// Sets the alarm of an object; there is only one.
    pub fn set_alarm(&mut self, who: Who, at: i64) {
        let alarm = &mut self.people[who].object.alarm;
        alarm.number += 1;
        alarm.due = Some(at);
        let number = alarm.number;
        self.schedule.add(at.max(self.now), Happening::Alarm { who, number });
    }

    /// Whether the machine dies at this very point; the object starts anew from its disk.
    pub fn dies(&mut self, who: Who) -> bool {
        let dies = self.chance.per_mille(self.faults.crashes);
        if dies {
            self.seen.crashes += 1;
            self.forget_memory(who);
            let object = &mut self.people[who].object;
            object.sending = None;
            object.settlings.clear();
            let was_running = std::mem::take(&mut object.alarm.is_running);
            // The platform starts a handler again that did not end.
            if was_running && object.alarm.due.is_none() {
                self.set_alarm(who, self.now + RESTART);
            }
            for tab in &mut self.people[who].device.tabs {
                tab.has_socket = false;
            }
        }
        dies
    }

    /// Puts an object out of memory; its disk stays, and so do its sockets.
    pub fn forget_memory(&mut self, who: Who) {
        let object = &mut self.people[who].object;
        object.is_loaded = false;
        object.failures = 0;
        object.remembered.clear();
        object.before = None;
    }

    /// The state as a turn finds it: in memory, or read back from disk. The turn has it alone
    /// until it writes it, or puts it back.
    pub fn load(&mut self, who: Who) -> Visitor {
        if self.chance.percent(self.faults.evictions) {
            self.forget_memory(who);
        }
        let is_newer = self.chance.percent(self.faults.newer_code);
        let forgets_orders = self.has(Bug::ForgetsCountedOrders);
        let saves_over = self.has(Bug::SavesOverAnotherTurn);
        let now = self.now;
        let object = &mut self.people[who].object;
        if let Some((at, before)) = object.before.take()
            && saves_over
            && now - at < 3 * SECOND
        {
            return before;
        }
        if std::mem::replace(&mut object.is_loaded, true) {
            return std::mem::take(&mut object.disk.person);
        }
        let stored = serde_json::to_string(&object.disk.person).expect("a state is JSON");
        if !is_newer && !forgets_orders {
            return serde_json::from_str(&stored).expect("a stored state is read back");
        }
        let mut stored: serde_json::Value = serde_json::from_str(&stored).expect("JSON");
        if is_newer {
            // Written by a version that knows more than we do.
            stored["of_the_next_version"] = serde_json::json!({"a": [1, null, "x"]});
            stored["profile"]["of_the_next_version"] = 7.into();
        }
        if forgets_orders && let Some(orders) = stored["profile"]["orders"].as_object_mut() {
            orders.remove("latest");
        }
        serde_json::from_value(stored).expect("a stored state is read back")
    }
}
