//! The simulated world: some shops, their people, and everything that goes wrong between them.
//!
//! One number tells the whole story. Nothing in it reads a clock or draws chance elsewhere, so
//! the same plan ends in the same way on every machine.

use std::{collections::VecDeque, rc::Rc};

use shared::{id::ProfileId, time::Timestamp};

use crate::{
    bug::Bug,
    chance::Chance,
    device::Device,
    faults::{DAY, Faults, HOUR, MINUTE, SECOND},
    golden::Known,
    law::{Broken, Law, Lawful},
    object::Object,
    schedule::{Happening, Schedule, Who},
    shops::{self, Shop, Shops, TENANTS},
    stores::Stores,
    witness::Witness,
    zones,
};

/// Wednesday, 28 January 2026, 00:00 UTC: each story sees a month end.
const START: i64 = 1_769_558_400_000;

/// How long a story goes on after the last thing that anybody did: longer than it takes to be written off, and to the next
/// birthday.
const AFTERWARDS: i64 = 400 * DAY;

/// Happenings that a failure shows.
const LOG_LINES: usize = 60;

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The number that it all comes from.
    pub seed: u64,
    /// People of each tenant.
    pub people_each: usize,
    /// Things that each person does.
    pub acts_each: u32,
    /// Happenings after which nothing goes wrong any more and the story comes to its end.
    pub steps_max: u64,
    /// The bug that is planted.
    pub bug: Option<Bug>,
    /// The only law that is watched; none is every law.
    pub watch: Option<Law>,
}

/// What a story saw, so that it can be said whether it was worth telling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    pub steps: u64,
    pub turns: u64,
    pub crashes: u64,
    pub lost: u64,
    pub given: u64,
    pub marketing: u64,
    pub held: u64,
    pub ordered: u64,
    pub credited: u64,
    pub erased: u64,
    pub withdrawn: u64,
    pub explained: u64,
    /// Times that a human took a conversation over.
    pub human: u64,
    /// Birthdays that came.
    pub birthdays: u64,
}

/// One person with their browser, their object, and somebody who sees it all.
#[derive(Debug)]
pub struct Person {
    pub tenant: usize,
    pub id: ProfileId,
    /// A word that is in everything personal of theirs.
    pub canary: String,
    pub device: Device,
    pub object: Object,
    pub witness: Witness,
    /// The clock of the machine that their object is on, less the true time.
    pub drift: i64,
    pub acts_left: u32,
}

/// Everything.
pub struct World<'a> {
    pub shops: &'a Shops,
    pub plan: Plan,
    pub chance: Chance,
    pub faults: Faults,
    /// What went wrong before the end began.
    pub drawn: Faults,
    pub now: i64,
    pub schedule: Schedule,
    pub people: Vec<Person>,
    pub stores: Stores,
    /// When each tenant published which version.
    pub published: Vec<Vec<(i64, usize)>>,
    /// Until when KV cannot be read.
    pub dark_until: i64,
    pub seen: Seen,
    /// The last happenings, where somebody wants to read them.
    pub log: Option<VecDeque<String>>,
    /// Whose happenings are wanted; none is everybody's.
    pub log_who: Option<Who>,
}

impl<'a> World<'a> {
    /// The world at the beginning of a story.
    pub fn new(shops: &'a Shops, plan: Plan) -> Self {
        let mut chance = Chance::of(plan.seed);
        let faults = Faults::draw(&mut chance);
        let now = START + chance.millis(3 * DAY);
        let mut world = Self {
            shops,
            plan,
            chance,
            drawn: faults.clone(),
            faults,
            now,
            schedule: Schedule::default(),
            people: Vec::new(),
            stores: Stores::default(),
            published: vec![vec![(0, 0)]; TENANTS],
            dark_until: 0,
            seen: Seen::default(),
            log: None,
            log_who: None,
        };
        for who in 0..TENANTS * plan.people_each {
            world.enter(who);
        }
        if 0 < world.faults.dark {
            world.darken();
        }
        world
    }

    fn enter(&mut self, who: Who) {
        let tenant = who % TENANTS;
        // Letters only: numbers look like phone numbers and are masked.
        let canary = format!("qxcanary{}", letters(who));
        let skew = if self.faults.skewed {
            let far = *self.chance.pick(&[MINUTE, 10 * MINUTE, DAY, 4 * 365 * DAY]);
            self.chance.millis(2 * far) - far
        } else {
            0
        };
        let zone = self.chance.place(zones::NAMES.len() + 1);
        // Some were customers of the first version already.
        let known = self.chance.percent(20).then(|| self.chance.pick(&self.shops.known));
        let witness = known.map(Known::witness).unwrap_or_default();
        let mut object = Object::default();
        object.disk.person = known.map(Known::state).unwrap_or_default();
        self.people.push(Person {
            tenant,
            id: format!("{}-{canary}", shops::mark(tenant)).parse().expect("a profile id"),
            canary,
            device: Device::new(skew, 1, zone),
            object,
            witness,
            drift: 0,
            acts_left: self.plan.acts_each,
        });
        let at = self.now + self.chance.millis(2 * HOUR);
        self.schedule.add(at, Happening::Act { who });
    }

    /// Tells the story to its end.
    pub fn run(&mut self) -> Lawful {
        // Some alarms, such as a birthday's, come for ever.
        let mut end = self.now + AFTERWARDS;
        while self.seen.steps < self.plan.steps_max {
            let Some((at, happening)) = self.schedule.next() else { break };
            if self.has_acts() {
                end = at + AFTERWARDS;
            } else if is_idle(&happening) || end < at {
                self.schedule.add(at, happening);
                break;
            }
            self.step(at, happening)?;
        }
        self.come_to_rest()
    }

    /// Nothing goes wrong any more: everything that is under way comes to its end.
    fn come_to_rest(&mut self) -> Lawful {
        self.faults = Faults::none();
        self.dark_until = 0;
        for who in 0..self.people.len() {
            self.people[who].acts_left = 0;
            self.turn_clock(who, 0);
            for tab in 0..self.people[who].device.tabs.len() {
                self.people[who].device.tabs[tab].under_way = None;
                self.schedule.add(self.now, Happening::Flush { who, tab });
            }
        }
        let end = self.now + 3 * DAY;
        let steps_max = self.seen.steps + 50_000;
        while self.schedule.next_at().is_some_and(|at| at < end) {
            let Some((at, happening)) = self.schedule.next() else { break };
            self.step(at, happening)?;
            if steps_max < self.seen.steps {
                return Err(self.broken(Law::I9, None, "the world never comes to rest".into()));
            }
        }
        self.now = self.now.max(end);
        self.everything_ended()?;
        self.totals_are_right()
    }

    fn step(&mut self, at: i64, happening: Happening) -> Lawful {
        self.now = self.now.max(at);
        self.seen.steps += 1;
        let is_told =
            self.log_who.is_none() || happening.who().is_none() || happening.who() == self.log_who;
        if let (Some(log), true) = (&mut self.log, is_told) {
            if LOG_LINES <= log.len() {
                log.pop_front();
            }
            log.push_back(format!(
                "{:>6} {} {}",
                self.seen.steps,
                clock(self.now),
                brief(&happening)
            ));
        }
        if self.chance.per_mille(self.faults.jumps) {
            self.jump();
        }
        match happening {
            Happening::Act { who } => self.act(who),
            Happening::Flush { who, tab } => self.flush(who, tab),
            Happening::Arrive { who, request, from } => return self.arrive(who, &request, from),
            Happening::Answered { who, to, answer } => return self.answered(who, to, &answer),
            Happening::GiveUp { who, attempt } => self.give_up(who, attempt),
            Happening::Pushed { who, push } => return self.pushed(who, &push),
            Happening::Alarm { who, number } => return self.alarm(who, number),
            Happening::Called { who, call, step } => return self.called(who, &call, step),
            Happening::Replied { who, step, is_done, grant } => {
                return self.replied(who, step, (is_done, grant));
            }
            Happening::HangUp { who, step } => return self.hang_up(who, step),
            Happening::Publish { tenant, version } => {
                self.published[tenant].push((self.now, version));
            }
            Happening::Dark { until } => self.go_dark(until),
        }
        Ok(())
    }

    fn has_acts(&self) -> bool {
        self.people.iter().any(|person| 0 < person.acts_left)
    }

    /// A machine's clock, or a browser's, is suddenly somewhere else.
    fn jump(&mut self) {
        let who = self.chance.place(self.people.len());
        let far = *self.chance.pick(&[2 * SECOND, 4 * MINUTE, HOUR, 2 * DAY]);
        let by = self.chance.millis(2 * far) - far;
        if self.chance.percent(50) {
            self.people[who].device.skew += by;
        } else {
            let drift = if self.chance.percent(50) { by } else { 0 };
            self.turn_clock(who, drift);
        }
    }

    fn darken(&mut self) {
        let at = self.now + self.chance.millis(6 * HOUR);
        let until = at + self.chance.millis(HOUR * self.faults.dark as i64 / 100);
        self.schedule.add(at, Happening::Dark { until });
    }

    fn go_dark(&mut self, until: i64) {
        if 0 < self.faults.dark {
            self.dark_until = until;
            self.darken();
        }
    }

    /// The version of a tenant's config that KV answers with, if it answers.
    pub fn version(&mut self, tenant: usize) -> Option<usize> {
        if self.now < self.dark_until {
            return None;
        }
        let as_of = self.now - self.chance.millis(self.faults.stale_max + 1);
        let published = &self.published[tenant];
        published.iter().rev().find(|(at, _)| *at <= as_of).map(|(_, version)| *version)
    }

    /// The newest version of a tenant's config.
    pub fn newest(&self, tenant: usize) -> &'a Shop {
        let version = self.published[tenant].last().map_or(0, |(_, version)| *version);
        self.shops.of(tenant, version)
    }

    /// The clock of the machine that a person's object is on.
    pub fn server_clock(&self, who: Who) -> Timestamp {
        Timestamp::from_unix_millis(self.now + self.people[who].drift)
    }

    /// A machine's clock goes so far ahead from now on. An alarm rings by that clock, not by the
    /// one it was set with; where it rings too early, the object sets it again.
    fn turn_clock(&mut self, who: Who, drift: i64) {
        let forward = drift - core::mem::replace(&mut self.people[who].drift, drift);
        if let Some(due) = self.people[who].object.alarm.due.filter(|_| 0 < forward) {
            self.set_alarm(who, due - forward);
        }
    }

    /// Sends a message: it may be lost, come twice, or come late.
    pub fn send(&mut self, happening: Happening) {
        let copies = if self.chance.percent(self.faults.lost) {
            self.seen.lost += 1;
            0
        } else if self.chance.percent(self.faults.doubled) {
            2
        } else {
            1
        };
        for _ in 0..copies {
            let is_late = self.chance.percent(self.faults.late);
            let most = if is_late { self.faults.late_max } else { 200 };
            let at = self.now + 1 + self.chance.millis(most);
            self.schedule.add(at, happening.clone());
        }
    }

    /// A law that was broken, as it is told.
    pub fn broken(&self, law: Law, who: Option<Who>, seen: String) -> Broken {
        let whose = who.map_or("everybody".into(), |who| self.people[who].id.to_string());
        Broken { law, who, whose, seen }
    }

    /// Holds the world to a law.
    pub fn hold(&self, law: Law, who: Who, holds: bool, seen: impl FnOnce() -> String) -> Lawful {
        if holds || self.plan.watch.is_some_and(|watched| watched != law) {
            return Ok(());
        }
        Err(self.broken(law, Some(who), seen()))
    }

    /// Whether this bug is planted.
    pub fn has(&self, bug: Bug) -> bool {
        self.plan.bug == Some(bug)
    }
}

/// Whether nothing but the passing of time is left.
const fn is_idle(happening: &Happening) -> bool {
    matches!(happening, Happening::Publish { .. } | Happening::Dark { .. })
}

fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.push(char::from(b'a' + (number % 23) as u8));
        number /= 23;
        if number == 0 {
            // An end that is no letter of a name, so that no one's word is the beginning of another's.
            letters.push('x');
            return letters;
        }
    }
}

fn clock(now: i64) -> String {
    Timestamp::from_unix_millis(now).to_rfc3339()
}

/// A happening in one line.
fn brief(happening: &Happening) -> String {
    match happening {
        Happening::Arrive { who, request, from } => {
            let tab = from.map_or("nobody waits".into(), |from| format!("tab {}", from.tab));
            format!("{who}: reaches the object ({tab}): {request:?}")
        }
        Happening::Called { who, call, .. } => {
            format!("{who}: reaches {}: {:?}", call.address.replace('\n', "/"), call.asked)
        }
        other => format!("{other:?}"),
    }
    .chars()
    .take(400)
    .collect()
}

/// What is sent, in a form that can be sent twice.
pub fn parcel<T>(content: T) -> Rc<T> {
    Rc::new(content)
}
