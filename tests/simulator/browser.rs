//! What a browser does with the network: sends, waits, gives up, tries again, shows.

use std::rc::Rc;

use shared::delivery::Card;

use crate::{
    device::Attempt,
    faults::SECOND,
    law::{Law, Lawful},
    schedule::{Happening, Who},
    telling::{Answer, Push},
    world::World,
};

/// How long a browser waits for an answer.
const PATIENCE: i64 = 8 * SECOND;

impl World<'_> {
    /// A tab sends what waits, one request at a time.
    pub fn flush(&mut self, who: Who, tab: usize) {
        let now = self.now;
        // Some libraries do not say when they send.
        let says_when = self.chance.percent(90);
        let device = &mut self.people[who].device;
        let sent_at = says_when.then(|| device.clock(now));
        if device.tabs[tab].under_way.is_some() {
            return;
        }
        let Some(request) = device.request(tab, sent_at) else { return };
        device.attempts += 1;
        let attempt = Attempt { tab, number: device.attempts };
        device.tabs[tab].under_way = Some(attempt.number);
        let request = Rc::new(request);
        self.schedule.add(now + PATIENCE, Happening::GiveUp { who, attempt });
        self.send(Happening::Arrive { who, request, from: Some(attempt) });
    }

    /// No answer came: try again later.
    pub fn give_up(&mut self, who: Who, attempt: Attempt) {
        let tab = &mut self.people[who].device.tabs[attempt.tab];
        if tab.under_way == Some(attempt.number) {
            tab.under_way = None;
            let at = self.now + SECOND + self.chance.millis(20 * SECOND);
            self.schedule.add(at, Happening::Flush { who, tab: attempt.tab });
        }
    }

    /// An answer reached the tab that asked, perhaps long after it gave up.
    pub fn answered(&mut self, who: Who, to: Attempt, answer: &Answer) -> Lawful {
        for card in answer.cards() {
            self.show(who, card)?;
        }
        if matches!(answer, Answer::Later) {
            self.give_up(who, to);
            return Ok(());
        }
        self.acknowledge(who, answer)?;
        let tab = &mut self.people[who].device.tabs[to.tab];
        if tab.under_way == Some(to.number) {
            tab.under_way = None;
        }
        match answer {
            Answer::Taken { ids, .. } => tab.queue.retain(|waiting| !ids.contains(&waiting.id)),
            Answer::Heard { id, .. } => tab.sayings.retain(|(waiting, _)| waiting != id),
            Answer::Erased => tab.wants_erasure = false,
            Answer::Asked { .. } | Answer::Conversation { .. } | Answer::Later => {}
        }
        if self.people[who].device.tabs[to.tab].waits() {
            self.flush_soon(who, to.tab);
        }
        Ok(())
    }

    /// What was acknowledged is there, whatever happens.
    fn acknowledge(&mut self, who: Who, answer: &Answer) -> Lawful {
        if let Answer::Taken { ids, .. } = answer {
            let person = &mut self.people[who];
            person.witness.acknowledged.extend(ids.iter().cloned());
            let lost = ids.iter().find(|id| !person.object.disk.events.contains_key(*id)).cloned();
            let is_kept = lost.is_none() || person.witness.erased_at.is_some();
            self.hold(Law::I5, who, is_kept, || {
                format!("{} was acknowledged and is not there", lost.unwrap_or_default())
            })?;
        }
        Ok(())
    }

    /// Something came over a socket.
    pub fn pushed(&mut self, who: Who, push: &Push) -> Lawful {
        push.card().map_or(Ok(()), |card| self.show(who, card))
    }

    /// A card reaches the person: it was claimed before, and it is the one that was claimed.
    fn show(&mut self, who: Who, card: &Card) -> Lawful {
        let person = &self.people[who];
        let delivery = card.delivery.as_str();
        let claimed = person.witness.given(delivery).map(|given| given.shown.clone());
        let shown = shown(card);
        let is_erased = person.witness.erased_at.is_some();
        self.hold(
            Law::I1,
            who,
            is_erased || claimed.as_ref() == Some(&shown),
            || match &claimed {
                None => format!("{delivery} is shown, and its claim is nowhere"),
                Some(claimed) => {
                    format!("{delivery} is shown as {shown}, and was claimed as {claimed}")
                }
            },
        )?;
        let device = &mut self.people[who].device;
        if device.cards.iter().all(|known| known.delivery != card.delivery) {
            device.cards.push(card.clone());
        }
        Ok(())
    }
}

/// Everything about a card that must not change.
pub fn shown(card: &Card) -> String {
    format!("{:?}", (&card.class, &card.at, &card.content))
}
