//! I9, and what is left to see of I5 and I7: when nothing goes wrong any more, everything has
//! come to its end.

use shared::{delivery::DeliveryState, learning::key, visitor::Context};

use crate::{
    law::{Law, Lawful},
    schedule::Who,
    turn::SECRET,
    witness::Given,
    world::World,
    zones::Atlas,
};

impl World<'_> {
    /// Nothing waits anywhere, and everybody knows what they had to be told.
    pub fn everything_ended(&mut self) -> Lawful {
        for who in 0..self.people.len() {
            self.nothing_waits(who)?;
            self.what_was_kept_is_there(who)?;
            self.everybody_knows(who)?;
            self.words_were_forgotten(who)?;
        }
        Ok(())
    }

    fn nothing_waits(&self, who: Who) -> Lawful {
        let person = &self.people[who];
        let outbox = &person.object.disk.outbox;
        self.hold(Law::I9, who, outbox.is_empty(), || format!("still to be told: {outbox:?}"))?;
        let is_sending = person.object.sending.is_some();
        self.hold(Law::I9, who, !is_sending, || "the outbox is under way for ever".into())?;
        let waiting = person.device.tabs.iter().find(|tab| tab.waits());
        self.hold(Law::I9, who, waiting.is_none(), || format!("still waits: {waiting:?}"))?;
        let lost = person.witness.erased_at.is_some() != person.object.disk.person.is_erased();
        self.hold(Law::I7, who, !lost, || "their erasure was undone".into())?;
        if person.witness.erased_at.is_some() {
            let left = self.stores.holds(&person.canary);
            self.hold(Law::I7, who, left.is_none(), || {
                format!("{} has something of them again", left.unwrap_or_default())
            })?;
        }
        let state = &person.object.disk.person;
        let queued = state.deliveries.iter().find(|known| known.state == DeliveryState::Queued);
        self.hold(Law::I9, who, queued.is_none(), || format!("waits for ever: {queued:?}"))?;
        // What time alone brings has been brought.
        let shop = self.newest(person.tenant);
        let now = self.server_clock(who);
        let context = Context {
            id: &person.id,
            config: &shop.config,
            now,
            zones: &Atlas { is_the_servers: false },
            secret: SECRET,
            explain: false,
        };
        let mut later = person.object.disk.person.clone();
        let effects = later.apply(shared::visitor::Command::Wake, context);
        let due = effects.iter().find(|effect| effect.wakes_at().is_none());
        self.hold(Law::I9, who, due.is_none(), || format!("still to be done: {due:?}"))
    }

    /// What was acknowledged is there, and what was given can be found again.
    fn what_was_kept_is_there(&self, who: Who) -> Lawful {
        let person = &self.people[who];
        if person.witness.erased_at.is_some() {
            return Ok(());
        }
        let disk = &person.object.disk;
        let lost = person.witness.acknowledged.iter().find(|id| !disk.events.contains_key(*id));
        self.hold(Law::I5, who, lost.is_none(), || {
            format!("{lost:?} was acknowledged and is gone")
        })?;
        let is_filed = |delivery: &str| {
            let cards = disk.messages.iter().filter_map(|message| message.card.as_ref());
            cards.into_iter().any(|card| card.delivery.as_str() == delivery)
        };
        let given = person.witness.given.iter();
        let is_of_the_story = |given: &&Given| !given.shown.is_empty() && !given.is_waiting;
        let gone = given.filter(is_of_the_story).find(|given| !is_filed(&given.delivery));
        self.hold(Law::I9, who, gone.is_none(), || format!("{gone:?} is nowhere to be found"))
    }

    /// Every entry is in its ledger once, every id in the directory, every message learnt.
    fn everybody_knows(&self, who: Who) -> Lawful {
        let person = &self.people[who];
        if person.witness.erased_at.is_some() {
            return Ok(());
        }
        let profile = person.id.to_string();
        for entry in &person.witness.entries {
            let place = (profile.clone(), entry.seq);
            let of_tenant = format!("ledger\n{}\n", crate::shops::mark(person.tenant));
            let found: Vec<&String> = self
                .stores
                .ledgers
                .range(of_tenant.clone()..)
                .take_while(|(address, _)| address.starts_with(&of_tenant))
                .filter(|(_, ledger)| ledger.entries.get(&place) == Some(entry))
                .map(|(address, _)| address)
                .collect();
            self.hold(Law::I9, who, !found.is_empty(), || format!("{entry:?} is in no ledger"))?;
            self.hold(Law::I11, who, found.len() == 1, || format!("{entry:?} is in {found:?}"))?;
        }
        let mut ids = self.stores.directories.values().flat_map(|directory| &directory.ids);
        let is_of_the_story = |delivery: &str| {
            person.witness.given(delivery).is_some_and(|given| !given.shown.is_empty())
        };
        let codes = person.witness.codes.iter().filter(|(_, delivery)| is_of_the_story(delivery));
        let wanted = codes.map(|(code, _)| format!("coupon {code}"));
        let wanted: Vec<String> =
            wanted.chain(person.witness.users.iter().map(|user| format!("user {user}"))).collect();
        let missing = wanted.iter().find(|external| {
            !ids.clone().any(|(known, holder)| known == *external && *holder == profile)
        });
        let _ = ids.next();
        self.hold(Law::I9, who, missing.is_none(), || format!("{missing:?} leads to nobody"))
    }

    /// Words of somebody who took analytics back are nowhere to be learnt from.
    fn words_were_forgotten(&self, who: Who) -> Lawful {
        let person = &self.people[who];
        if person.witness.refuses_analytics() {
            let learnings = self.stores.learnings.values();
            let words = learnings
                .flat_map(|learning| learning.utterances.values())
                .filter_map(|utterance| utterance.words.as_ref())
                .find(|words| words.profile == person.id);
            self.hold(Law::I7, who, words.is_none(), || format!("still learnt from: {words:?}"))?;
        }
        if person.witness.erased_at.is_some() {
            return Ok(());
        }
        let heard = person.object.disk.messages.iter().filter(|message| message.intent.is_some());
        let is_learnt = |message: &&shared::conversation::Message| {
            let key = key(&person.id, &message.id);
            self.stores.learnings.values().any(|learning| learning.utterances.contains_key(&key))
        };
        let missed = heard.into_iter().find(|message| !is_learnt(message));
        self.hold(Law::I9, who, missed.is_none(), || format!("never learnt: {missed:?}"))
    }
}
