//! One person: everything we know and promised, and the rules by which it changes.
//!
//! `visitor.apply(command, context)` is the whole engine: it takes one command in, changes
//! the state, and says what has to be done about it as a list of effects. It does no I/O and
//! reads no clock, so the Worker, the simulator and a test run the same person.
//!
//! The caller owes four things. It is the person's only writer. It filters out events it
//! has seen before (by message id) and stores the rest, together with the new state and the
//! effects, in one transaction. And it does what the effects say, at least once; each is
//! safe to do twice. And where [`Visitor::lacks_history`] says so it hands over the stored
//! events first ([`Visitor::recall`]): a question about them is new.

pub mod circle;
mod compare;
mod effect;
mod erase;
mod expose;
mod give;
mod hear;
mod look_up;
mod occasion;
mod rate;
mod reserve;
mod settle;
mod study;
mod summary;
mod take_in;

use alloc::{collections::VecDeque, format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::{
    effect::{Effect, Redemption, Reservation},
    expose::Exposure,
    occasion::Told,
    reserve::Pending,
    summary::VisitorSummary,
};

use crate::{
    attributes::{self, Person},
    compiled::Compiled,
    condition::Condition,
    consent::Consents,
    conversation::{Modality, Question, Refused, Status, Step},
    delivery::Delivery,
    digest,
    event::Event,
    frequency::TouchLog,
    id::{DeliveryId, MessageId, ProfileId},
    identity::known::Known,
    intent::{IntentReading, Score},
    knowledge::Hit,
    ledger::{Entry, Fact},
    limits::DELIVERIES_KEPT_MAX,
    offer::Coupon,
    preference::Preferences,
    profile::{
        Profile,
        derived::Derived,
        portrait::{Light, Portrait},
    },
    segment::{Membership, Tracks, Windows},
    stock::{Grant, SoldOut},
    text::Locale,
    time::Timestamp,
    zone::{Zone, Zones},
};

/// One person's state, as it is stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visitor {
    /// What we know.
    pub profile: Profile,
    /// What they allowed.
    pub consents: Consents,
    /// What they asked of us.
    pub preferences: Preferences,
    /// Who they are in other systems, and with whom they are one.
    pub identity: Known,
    /// When they were contacted.
    pub touches: TouchLog,
    /// What they were given lately; older deliveries are only in their table.
    pub deliveries: VecDeque<Delivery>,
    /// Coupons they hold, or held lately.
    pub coupons: VecDeque<Coupon>,
    /// The experiments they met, with the variation that they got first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exposures: Vec<Exposure>,
    /// What was claimed and waits for a coupon of a limited offer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<Pending>,
    /// Offers of which they were refused a coupon a short while ago.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sold_out: Vec<SoldOut>,
    /// Who answers them.
    #[serde(skip_serializing_if = "Status::is_open")]
    pub conversation: Status,
    /// What the assistant asked last, where they have not said anything since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<Question>,
    /// Messages in a row that sounded upset.
    #[serde(skip_serializing_if = "is_zero")]
    pub upset: u32,
    /// Messages so far; numbers the next one.
    pub messages: u32,
    /// Decisions so far; numbers the next one.
    pub decisions: u64,
    /// Ledger entries so far; numbers the next one.
    pub entries: u64,
    /// When the person was erased; everything else is empty then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Timestamp>,
    /// Events, messages and questions that came after that, and were dropped.
    #[serde(skip_serializing_if = "is_zero")]
    pub after_erasure: u32,
    /// Derived events so far; numbers the next one.
    pub derived: u64,
    /// What they remember of their events, for the questions that are published.
    #[serde(skip_serializing_if = "Windows::is_empty")]
    pub windows: Windows,
    /// The segments they are in, as it was told.
    pub membership: Membership,
    /// The occasions that came by time alone and were told.
    #[serde(skip_serializing_if = "Told::is_empty")]
    pub told: Told,
    /// When something changes by time alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
}

/// What the caller asks of a person.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Events that were not seen before, in the order they happened.
    TakeIn {
        /// The events.
        events: Vec<Event>,
    },
    /// The person says something.
    Hear {
        /// What.
        saying: Saying,
    },
    /// An app asks what to show.
    Ask {
        /// What happened there: an event name, `page`, `message`.
        trigger: String,
        /// What the person wants, where the app knows.
        intent: Option<IntentReading>,
        /// Their language, where the app knows.
        locale: Option<Locale>,
    },
    /// A human of the shop says something.
    Reply {
        /// The operator's id for the message.
        id: MessageId,
        /// What they say.
        text: String,
    },
    /// A human of the shop hands the conversation back, puts it aside or ends it.
    Conduct {
        /// What they do. [`Visitor::may_conduct`] says beforehand whether it can be done; what cannot changes nothing.
        step: Step,
    },
    /// The person says how often, over what and by what they want to be reached.
    Prefer {
        /// What holds from now on.
        preferences: Preferences,
    },
    /// A stock has answered a [`Effect::Reserve`].
    Settle {
        /// Which delivery was waiting.
        delivery: DeliveryId,
        /// What the stock said.
        grant: Grant,
    },
    /// The time that a [`Effect::WakeAt`] named has come.
    Wake,
    /// The person wants to be forgotten.
    Erase,
}

/// Something a person says.
#[derive(Debug, Clone, PartialEq)]
pub struct Saying {
    /// The client's id for it.
    pub id: MessageId,
    /// What they say.
    pub text: String,
    /// How they said it.
    pub modality: Modality,
    /// How sure the recogniser was that wrote it down, where there was one.
    pub heard: Option<Score>,
    /// What they want, as understood on their device or at the edge.
    pub intent: IntentReading,
    /// Their language, where the page knows.
    pub locale: Option<Locale>,
    /// What the shop knows about it, best first.
    pub articles: Vec<Hit>,
}

/// What a command is applied in.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "the platform's zones cannot be printed")]
pub struct Context<'a> {
    /// Who this is.
    pub id: &'a ProfileId,
    /// What the merchant set.
    pub config: &'a Compiled,
    /// The time.
    pub now: Timestamp,
    /// The platform's knowledge of time zones.
    pub zones: &'a dyn Zones,
    /// Makes coupon codes that nobody can guess. Not stored in the state.
    pub secret: &'a [u8],
    /// Whether the caller wants the explanation also where no rule matched.
    pub explain: bool,
}

impl Visitor {
    /// Takes one command in and says what has to be done.
    ///
    /// Nothing fails: what is wrong with a command was refused at the door.
    pub fn apply(&mut self, command: Command, context: Context<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.is_erased() && command != Command::Erase {
            self.come_too_late(&command);
            return effects;
        }
        if command == Command::Erase {
            self.erase(context, &mut effects);
            return effects;
        }
        self.windows.settle(&context.config.tracks);
        // What was due before the command came is told before it, however late the alarm is.
        if self.due_at.is_some_and(|due| due <= context.now) {
            self.settle(context, &mut effects);
        }
        match command {
            Command::TakeIn { events } => self.take_in(&events, context, &mut effects),
            Command::Hear { saying } => self.hear(&saying, context, &mut effects),
            Command::Ask { trigger, intent, locale } => {
                if let Some(reading) = &intent {
                    self.profile.ask(reading, context.now);
                }
                if let Some(locale) = locale {
                    self.profile.locale = Some(locale);
                }
                self.offer_on(&trigger, &attributes::Occasion::default(), context, &mut effects);
            }
            Command::Reply { id, text } => {
                self.conduct(Step::Answered, context.now);
                self.post(hear::from_agent(id, &text), context.now, &mut effects);
            }
            Command::Conduct { step } => self.conducted(step, context, &mut effects),
            Command::Prefer { preferences } => self.preferences = preferences,
            Command::Settle { delivery, grant } => {
                self.settle_claim(&delivery, grant, context, &mut effects);
            }
            Command::Wake => self.wake(context, &mut effects),
            // Told apart above: of somebody who is forgotten nothing more is worked out.
            Command::Erase => {}
        }
        self.settle(context, &mut effects);
        self.due_at = self.next_due(context);
        effects.extend(self.wakes_at(context.config).map(Effect::WakeAt));
        effects
    }

    /// Whether a human may do that to the conversation now.
    ///
    /// # Errors
    ///
    /// [`Refused`], with what is in the way.
    pub fn may_conduct(&self, step: Step, now: Timestamp) -> Result<(), Refused> {
        self.conversation.after(step, now).map(drop)
    }

    /// Takes a step in the conversation; one that is refused leaves it as it is.
    fn conduct(&mut self, step: Step, now: Timestamp) {
        self.conversation = self.conversation.after(step, now).unwrap_or(self.conversation);
    }

    /// Whether a question about events was published that this person cannot answer yet.
    #[must_use]
    pub fn lacks_history(&self, config: &Compiled) -> bool {
        self.windows.lacks(&config.tracks)
    }

    /// Answers new questions from the events that are stored, all of them in any order.
    pub fn recall<'a>(
        &mut self,
        events: impl IntoIterator<Item = &'a Event>,
        context: Context<'_>,
    ) {
        self.windows.recall(events, &context.config.tracks, context.now);
    }

    /// The document that conditions see right now, with the segments the person is in, and
    /// the names of those segments.
    #[must_use]
    pub fn document(
        &self,
        occasion: &attributes::Occasion<'_>,
        context: Context<'_>,
    ) -> (Value, Vec<String>) {
        if !self.preferences.personalisation {
            let person = self.person(context);
            let settings = &context.config.config.settings;
            let document = attributes::impersonal_document(person, settings, occasion, context.now);
            return (document, Vec::new());
        }
        let (document, segments) = self.read(occasion, context);
        (document, segments.into_iter().map(|segment| segment.name.clone()).collect())
    }

    /// What documents are made of.
    fn person<'a>(&'a self, context: Context<'a>) -> Person<'a> {
        Person {
            id: context.id,
            profile: &self.profile,
            consents: &self.consents,
            cuts: context.config.cuts.as_ref(),
            purchases: context.config.purchases.as_ref(),
            birthday_days: self.birthday_days(context),
        }
    }

    /// Days until their birthday, by their own calendar.
    fn birthday_days(&self, context: Context<'_>) -> Option<u16> {
        self.profile.birthday()?.days_until(self.local_day(context))
    }

    /// The day by the person's clock, else by the shop's, else in UTC.
    fn local_day(&self, context: Context<'_>) -> i64 {
        self.calendar(context).0
    }

    /// That day, and how far the clock it goes by is ahead of UTC, in seconds.
    fn calendar(&self, context: Context<'_>) -> (i64, i32) {
        let zone = self.civil_zone(context);
        let offset_secs = zone.and_then(|zone| context.zones.offset_secs(zone, context.now));
        let offset_secs = offset_secs.unwrap_or_default();
        let ahead = i64::from(offset_secs).saturating_mul(1_000);
        let local = context.now.unix_millis().saturating_add(ahead);
        (Timestamp::from_unix_millis(local).day(), offset_secs)
    }

    /// The zone whose calendar they live by: their own where the platform knows it, else the shop's.
    fn civil_zone<'a>(&'a self, context: Context<'a>) -> Option<&'a Zone> {
        let shops = &context.config.config.settings.zone;
        let known = |zone: &&Zone| context.zones.offset_secs(zone, context.now).is_some();
        self.zone().into_iter().chain([shops]).find(known)
    }

    /// The portrait, as an operator reads it.
    #[must_use]
    pub fn portrait(&self, context: Context<'_>) -> Portrait {
        let offset = self.zone().and_then(|zone| context.zones.offset_secs(zone, context.now));
        let light = Light {
            settings: &context.config.config.settings,
            cuts: context.config.cuts.as_ref(),
            purchases: context.config.purchases.as_ref(),
            local_day: self.local_day(context),
            offset_minutes: offset.map(|seconds| seconds.div_euclid(60)),
            now: context.now,
        };
        Portrait::of(&self.profile, light)
    }

    /// Whether the person meets a condition that is not published, given the events that are
    /// stored; what it asks about events is answered from those.
    pub fn meets<'a>(
        &self,
        condition: &Condition,
        events: impl IntoIterator<Item = &'a Event>,
        context: Context<'_>,
    ) -> bool {
        let Ok(tracks) = Tracks::compile([condition]) else { return false };
        let (mut document, _) = self.read(&attributes::Occasion::default(), context);
        let mut windows = self.windows.clone();
        windows.recall(events, &tracks, context.now);
        windows.write(&mut document, &tracks, context.now);
        condition.eval(&document)
    }

    /// Whether the person is held out of marketing.
    #[must_use]
    pub fn is_held_out(&self, context: Context<'_>) -> bool {
        context.config.config.holdout.holds_out_of_everything(context.id.as_str())
    }

    /// Where their clock hangs: as they say, else as their device says.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.preferences.zone.as_ref().or(self.profile.zone.as_ref())
    }

    /// The language to speak to them in.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.profile.locale.unwrap_or_default()
    }

    fn wakes_at(&self, config: &Compiled) -> Option<Timestamp> {
        let lingers_at = self.profile.cart.lingers_at(cart_patience(config));
        let waits = [lingers_at, self.asks_again_at(), self.due_at, self.conversation.wakes_at()];
        waits.into_iter().flatten().min()
    }

    /// A cart that nobody touched for a while is a sign of hesitation, and an occasion.
    fn wake(&mut self, context: Context<'_>, effects: &mut Vec<Effect>) {
        self.conduct(Step::Waited, context.now);
        self.ask_again(context, effects);
        let lingers_at = self.profile.cart.lingers_at(cart_patience(context.config));
        if lingers_at.is_some_and(|at| at <= context.now) {
            self.profile.cart.linger();
            self.profile.hesitation.observe_named("Cart Lingered", context.now);
            let event = self.derive(&Derived::CartLingered, context.now, context, effects);
            let occasion = attributes::Occasion::default();
            if !self.offer_on("cart_lingered", &occasion, context, effects) {
                let occasion = attributes::Occasion {
                    event: event.as_ref(),
                    ..attributes::Occasion::default()
                };
                self.offer_on("Cart Lingered", &occasion, context, effects);
            }
        }
    }

    /// Decides outside the conversation, and files what was given in it.
    fn offer_on(
        &mut self,
        trigger: &str,
        occasion: &attributes::Occasion<'_>,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let from = effects.len();
        let given = self.decide(trigger, occasion, context, effects);
        self.file_shown(from, context, effects);
        given
    }

    fn enter(&mut self, fact: Fact, at: Timestamp, effects: &mut Vec<Effect>) {
        self.entries = self.entries.saturating_add(1);
        effects.push(Effect::Enter(Entry { seq: self.entries, at, fact }));
    }

    fn keep(&mut self, delivery: Delivery) {
        if DELIVERIES_KEPT_MAX <= self.deliveries.len() {
            self.deliveries.pop_front();
        }
        self.deliveries.push_back(delivery);
    }
}

fn cart_patience(config: &Compiled) -> core::time::Duration {
    core::time::Duration::from_secs(config.config.settings.cart_abandoned_secs.into())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// The name of something numbered of this person's. People can turn out to be one, so the number alone would not do: a
/// sign of whose it is stands before it.
fn numbered(kind: &str, person: &ProfileId, number: u64) -> String {
    let sign = digest::sha256_hex(person.as_str().as_bytes());
    format!("{kind}-{}-{number}", sign.get(..8).unwrap_or_default())
}

#[cfg(test)]
#[expect(clippy::wildcard_enum_match_arm, reason = "tests look for one effect among many")]
mod tests;
