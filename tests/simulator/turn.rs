//! One turn of a person's object, as the edge takes it: load, apply, write, tell.
//!
//! The machine may die before what was written is kept, and after. Nothing is told before it
//! is kept, and what is told may never arrive.

use std::rc::Rc;

use serde_json::Value;
use shared::{
    consent::{NoticeVersion, Purpose},
    conversation::{Message, Modality},
    delivery::Card,
    event::{Arrival, Event},
    ledger::Fact,
    time::Timestamp,
    visitor::{Command, Context, Effect, Saying, Visitor},
};

use crate::{
    bug::Bug,
    device::{Attempt, Request},
    faults::{MINUTE, SECOND},
    habits::SAYINGS,
    law::Lawful,
    schedule::{Happening, Who},
    settling::{Setting, Then},
    telling::{Answer, Push},
    world::{World, parcel},
    zones::Atlas,
};

/// The secret that makes coupon codes.
pub const SECRET: &[u8] = b"a secret of the simulator";

/// How long the outbox gathers, and how long where nobody waits.
const OUTBOX_DELAY: i64 = SECOND / 2;
const OUTBOX_DELAY_QUIET: i64 = 5 * SECOND;

/// What a turn was, for whoever checks it.
pub struct Turn<'a> {
    pub version: usize,
    pub before: &'a Visitor,
    pub command: &'a Command,
    pub effects: &'a [Effect],
    pub now: Timestamp,
}

/// Events with their ids, and when the sender says it sent them.
type Batch<'a> = (&'a [Rc<Value>], &'a [String], Option<i64>);

impl World<'_> {
    /// A request reaches a person's object.
    pub fn arrive(&mut self, who: Who, request: &Request, from: Option<Attempt>) -> Lawful {
        let tenant = self.people[who].tenant;
        if self.dies(who) {
            return Ok(());
        }
        let Some(version) = self.version(tenant) else {
            self.answer(who, from, Answer::Later);
            return Ok(());
        };
        let now = self.server_clock(who);
        let explain = matches!(request, Request::Ask { .. }) && self.chance.percent(30);
        let setting = Setting { version, now, explain };
        match request {
            Request::Batch { events, ids, sent_at } => {
                self.take_in(who, setting, ((events, ids, *sent_at), from))
            }
            Request::Say { id, saying } => {
                let saying = self.saying(who, id, *saying);
                self.say_once(who, setting, (id, Command::Hear { saying }, from))
            }
            Request::Reply { id } => {
                let text = "我来帮您".to_owned();
                let command = Command::Reply { id: id.parse().expect("an id"), text };
                self.say_once(who, setting, (id, command, from))
            }
            Request::Ask { trigger } => {
                let trigger = (*trigger).to_owned();
                let command = Command::Ask { trigger, intent: None, locale: None };
                match self.turn(who, setting, command, vec![])? {
                    Some(effects) => self.settle(who, setting, (effects, Then::Asked(from))),
                    None => Ok(()),
                }
            }
            Request::Conduct { conduct } => {
                let step = conduct.step();
                // What makes no sense any more is refused at the door.
                let state = self.load(who);
                let may = state.may_conduct(step, now);
                self.people[who].object.disk.person = state;
                if may.is_ok() {
                    self.turn(who, setting, Command::Conduct { step }, vec![])?;
                }
                Ok(())
            }
            Request::Prefer { preferences } => {
                let command = Command::Prefer { preferences: preferences.clone() };
                self.turn(who, setting, command, vec![])?;
                Ok(())
            }
            Request::Converse => {
                let messages = self.people[who].object.disk.messages.clone();
                self.answer(who, from, Answer::Conversation { messages });
                Ok(())
            }
            Request::Erase => {
                if self.turn(who, setting, Command::Erase, vec![])?.is_some() {
                    self.answer(who, from, Answer::Erased);
                }
                Ok(())
            }
        }
    }

    /// Answers whoever waits, if somebody does.
    pub fn answer(&mut self, who: Who, from: Option<Attempt>, answer: Answer) {
        if let Some(to) = from {
            self.send(Happening::Answered { who, to, answer: parcel(answer) });
        }
    }

    /// Takes in the events that were not seen before, in the order in which they happened.
    fn take_in(
        &mut self,
        who: Who,
        setting: Setting,
        ((events, ids, sent_at), from): (Batch<'_>, Option<Attempt>),
    ) -> Lawful {
        let sent_at = sent_at.map(Timestamp::from_unix_millis);
        let arrival = Arrival { received_at: setting.now, sent_at, context: None };
        let in_memory = self.has(Bug::RemembersEventsInMemory);
        let object = &mut self.people[who].object;
        let mut known = std::collections::BTreeSet::new();
        let mut fresh = Vec::new();
        for event in events {
            let event = Event::parse((**event).clone(), arrival).expect("a good event");
            let id = event.message_id.to_string();
            let is_known = if in_memory {
                !object.remembered.insert(id.clone())
            } else {
                object.disk.events.contains_key(&id)
            };
            if !is_known && known.insert(id) {
                fresh.push(event);
            }
        }
        fresh.sort_by_key(|event| event.at);
        let mut effects = Vec::new();
        if !fresh.is_empty() {
            let arrived = fresh.clone();
            let command = Command::TakeIn { events: fresh };
            let Some(found) = self.turn(who, setting, command, arrived)? else { return Ok(()) };
            effects = found;
        }
        self.settle(who, setting, (effects, Then::Taken(from, ids.to_vec())))
    }

    /// Takes a message in; one that is here already is answered as it was the first time.
    fn say_once(
        &mut self,
        who: Who,
        setting: Setting,
        (id, command, from): (&str, Command, Option<Attempt>),
    ) -> Lawful {
        let messages = &self.people[who].object.disk.messages;
        let known = messages.iter().position(|message| message.id.as_str() == id);
        if let Some(place) = known {
            let messages = messages[place..messages.len().min(place + 2)].to_vec();
            self.answer(who, from, Answer::Heard { id: id.to_owned(), messages });
            return Ok(());
        }
        match self.turn(who, setting, command, vec![])? {
            Some(effects) => self.settle(who, setting, (effects, Then::Heard(from, id.to_owned()))),
            None => Ok(()),
        }
    }

    fn saying(&self, who: Who, id: &str, saying: usize) -> Saying {
        let (text, label, flags) = SAYINGS[saying];
        let intent = serde_json::from_value(serde_json::json!({
            "label": label, "score": 0.9, "flags": flags, "lang": "zh", "source": "model",
            "model": "simulated",
        }));
        Saying {
            id: id.parse().expect("a message id"),
            text: text.replace("{}", &self.people[who].canary),
            modality: Modality::Text,
            heard: None,
            intent: intent.expect("a reading"),
            locale: None,
            articles: Vec::new(),
        }
    }

    /// Loads the person, applies the command, writes what came of it, and tells.
    /// `None` if the machine died on the way.
    pub fn turn(
        &mut self,
        who: Who,
        setting: Setting,
        command: Command,
        arrived: Vec<Event>,
    ) -> Lawful<Option<Vec<Effect>>> {
        self.seen.turns += 1;
        let Setting { version, now, explain } = setting;
        let mut state = self.load(who);
        self.maybe_use_a_copy(who, &mut state);
        let shop = self.shops.of(self.people[who].tenant, version);
        let id = self.people[who].id.clone();
        let atlas = Atlas { is_the_servers: self.has(Bug::SleepsByTheServersClock) };
        let (config, zones) = (&shop.config, &atlas);
        let context = Context { id: &id, config, now, zones, secret: SECRET, explain };
        if state.lacks_history(config) {
            state.recall(self.people[who].object.disk.events.values(), context);
        }
        let before = state.clone();
        let effects = state.apply(command.clone(), context);
        if command == Command::Wake
            && before == state
            && effects.iter().all(|effect| effect.wakes_at().is_none())
        {
            self.people[who].object.disk.person = before;
            return Ok(Some(effects));
        }
        if self.has(Bug::TellsBeforeTheClaimIsKept) {
            self.tell(who, &effects);
        }
        if self.dies(who) {
            self.people[who].object.disk.person = before;
            return Ok(None);
        }
        let turn = Turn { version, before: &before, command: &command, effects: &effects, now };
        self.write(who, &turn, (state, arrived));
        self.turn_was_lawful(who, &turn)?;
        if self.dies(who) {
            return Ok(None);
        }
        if !self.has(Bug::TellsBeforeTheClaimIsKept) {
            self.tell(who, &effects);
        }
        Ok(Some(effects))
    }

    /// Where that bug is planted, consent is what it was a minute ago.
    fn maybe_use_a_copy(&mut self, who: Who, state: &mut Visitor) {
        if !self.has(Bug::ReadsConsentFromACopy) {
            return;
        }
        let now = self.now;
        let copy = &mut self.people[who].object.copy;
        if copy.as_ref().is_none_or(|(at, _)| MINUTE <= now - at) {
            *copy = Some((now, state.consents.clone()));
        }
        if let Some((_, consents)) = copy {
            state.consents = consents.clone();
        }
    }

    /// Writes a turn: everything together.
    fn write(&mut self, who: Who, turn: &Turn<'_>, (state, arrived): (Visitor, Vec<Event>)) {
        let saves_over = self.has(Bug::SavesOverAnotherTurn);
        let names_another = self.has(Bug::NamesAnotherConfig);
        let newest = self.newest(self.people[who].tenant).config.hash.clone();
        let shop = self.shops.of(self.people[who].tenant, turn.version);
        let notice = shop.config.config.settings.notice;
        let person = &mut self.people[who];
        let disk = &mut person.object.disk;
        if turn.effects.iter().any(|effect| matches!(effect, Effect::Erase { .. })) {
            forget_everywhere(disk, turn.now.unix_millis());
        }
        if !state.is_erased() {
            disk.keep(arrived);
        }
        for effect in turn.effects {
            match effect {
                Effect::Post(message) | Effect::File(message) => {
                    disk.messages.push(message.clone());
                    crate::outbox::put_learnt(disk, (&person.id, message, &state.consents, notice));
                }
                Effect::Explain(decision) => {
                    let mut decision = decision.clone();
                    if names_another {
                        decision.config.clone_from(&newest);
                    }
                    let json = serde_json::to_string(&decision).expect("a decision is JSON");
                    disk.decisions.insert(decision.id.to_string(), json);
                }
                Effect::Record(event) => disk.keep([(**event).clone()]),
                effect => crate::outbox::put(disk, effect),
            }
        }
        // Whatever the notice: a no takes back what was agreed to under an older one as well.
        let agreed =
            |state: &Visitor| state.consents.allows(Purpose::Analytics, NoticeVersion::default());
        if agreed(turn.before) && !agreed(&state) && !state.is_erased() {
            disk.put(crate::database::News::ForgetWords, 0);
        }
        person.object.before = saves_over.then(|| (self.now, turn.before.clone()));
        person.object.disk.person = state;
        self.set_next_alarm(who, turn);
    }

    /// Sets the alarm for the outbox, or for what the person themselves waits for.
    fn set_next_alarm(&mut self, who: Who, turn: &Turn<'_>) {
        let now = turn.now.unix_millis();
        let has_news = *turn.command != Command::Wake
            || turn.effects.iter().any(|effect| effect.wakes_at().is_none());
        let is_urgent = turn.effects.iter().any(|effect| match effect {
            Effect::Enter(entry) => !matches!(entry.fact, Fact::Suppressed { .. }),
            Effect::Explain(_) | Effect::WakeAt(_) => false,
            _ => true,
        });
        let delay = if is_urgent { OUTBOX_DELAY } else { OUTBOX_DELAY_QUIET };
        let wake_at = turn.effects.iter().find_map(Effect::wakes_at);
        let wake_at = wake_at.map(|at| at.unix_millis().max(now));
        let Some(next) = wake_at.into_iter().chain(has_news.then_some(now + delay)).min() else {
            return;
        };
        let disk = &mut self.people[who].object.disk;
        if disk.alarm_at == 0 || next < disk.alarm_at {
            disk.alarm_at = next;
            // A handler that set its next alarm would not be started again if it died: it does so at its end.
            if *turn.command != Command::Wake {
                self.set_alarm(who, self.now + next - now);
            }
        }
    }

    /// Tells every browser that is connected.
    fn tell(&mut self, who: Who, effects: &[Effect]) {
        let cards = |message: &Message| message.card.clone();
        let told: Vec<Card> = effects
            .iter()
            .filter_map(|effect| {
                effect.shown().cloned().or_else(|| effect.posted().and_then(cards))
            })
            .collect();
        for card in &told {
            let handed = &mut self.people[who].witness.handed;
            *handed.entry(card.delivery.to_string()).or_default() += 1;
        }
        let pushes = effects.iter().filter_map(|effect| match effect {
            Effect::Show(card) => Some(Push::Card(card.clone())),
            Effect::Post(message) => Some(Push::Message(Box::new(message.clone()))),
            _ => None,
        });
        for push in pushes.collect::<Vec<_>>() {
            let push = parcel(push);
            for tab in 0..self.people[who].device.tabs.len() {
                if self.people[who].device.tabs[tab].has_socket {
                    self.send(Happening::Pushed { who, push: Rc::clone(&push) });
                }
            }
        }
    }
}

/// Deletes every row, and has everybody who heard of the person forget them.
///
/// KV takes what comes last: what is under way to it may still arrive, so the projection is
/// deleted once more when nothing can be under way.
fn forget_everywhere(disk: &mut crate::database::Database, now: i64) {
    use crate::database::News;
    disk.wipe();
    for month in disk.reported.clone() {
        disk.put(News::ForgetInLedger(month), 0);
    }
    disk.put(News::ForgetInLearning, 0);
    for shard in 0..crate::outbox::DIRECTORY_SHARDS {
        disk.put(News::ForgetInDirectory(shard), 0);
    }
    disk.put(News::ForgetProjection, 0);
    disk.put(News::ForgetProjection, now + 5 * MINUTE);
}
