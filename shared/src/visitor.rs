//! One person: everything we know and promised, and the rules by which it changes.
//!
//! `visitor.apply(command, context)` is the whole engine: it takes one command in, changes
//! the state, and says what has to be done about it as a list of effects. It does no I/O and
//! reads no clock, so the Worker, the simulator and a test run the same person.
//!
//! The caller owes three things. It is the person's only writer. It filters out events it
//! has seen before (by message id) and stores the rest, together with the new state and the
//! effects, in one transaction. And it does what the effects say, at least once; each is
//! safe to do twice.

pub mod circle;
mod give;
mod hear;
mod summary;
mod take_in;

use alloc::{collections::VecDeque, format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::summary::VisitorSummary;

use crate::{
    attributes::{self, Person},
    compiled::Compiled,
    consent::Consents,
    conversation::{Message, Modality},
    decision::Decision,
    delivery::{Card, Delivery},
    digest,
    event::Event,
    frequency::TouchLog,
    id::{CouponCode, MessageId, ProfileId},
    identity::known::{Known, Link},
    intent::{IntentReading, Score},
    ledger::{Entry, Fact},
    limits::DELIVERIES_KEPT_MAX,
    offer::Coupon,
    profile::Profile,
    text::Locale,
    time::Timestamp,
};

/// One person's state, as it is stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visitor {
    /// What we know.
    pub profile: Profile,
    /// What they allowed.
    pub consents: Consents,
    /// Who they are in other systems, and with whom they are one.
    pub identity: Known,
    /// When they were contacted.
    pub touches: TouchLog,
    /// What they were given lately; older deliveries are only in their table.
    pub deliveries: VecDeque<Delivery>,
    /// Coupons they hold, or held lately.
    pub coupons: VecDeque<Coupon>,
    /// Messages so far; numbers the next one.
    pub messages: u32,
    /// Decisions so far; numbers the next one.
    pub decisions: u64,
    /// Ledger entries so far; numbers the next one.
    pub entries: u64,
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
    /// The time that a [`Effect::WakeAt`] named has come.
    Wake,
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
}

/// What the caller has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Show this to the person, wherever they are connected.
    Show(Card),
    /// Store the message and show it to the person.
    Post(Message),
    /// Store the message without pushing it: the person sees it through [`Effect::Show`].
    File(Message),
    /// Store the explanation.
    Explain(Decision),
    /// Hand this to the ledger.
    Enter(Entry),
    /// Make the coupon findable by its code.
    Register(CouponCode),
    /// Make the person findable by their ids in other systems, or one with whoever has them.
    Link(Link),
    /// Call again with [`Command::Wake`] at this time.
    WakeAt(Timestamp),
}

/// What a command is applied in.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Who this is.
    pub id: &'a ProfileId,
    /// What the merchant set.
    pub config: &'a Compiled,
    /// The time.
    pub now: Timestamp,
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
        match command {
            Command::TakeIn { events } => self.take_in(&events, context, &mut effects),
            Command::Hear { saying } => self.hear(saying, context, &mut effects),
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
                self.post(hear::from_agent(id, &text), context.now, &mut effects);
            }
            Command::Wake => self.wake(context, &mut effects),
        }
        if let Some(at) = self.wakes_at(context.config) {
            effects.push(Effect::WakeAt(at));
        }
        effects
    }

    /// The document that conditions see right now, with the segments the person is in, and
    /// the names of those segments.
    #[must_use]
    pub fn document(
        &self,
        occasion: &attributes::Occasion<'_>,
        context: Context<'_>,
    ) -> (Value, Vec<String>) {
        let person = Person { id: context.id, profile: &self.profile, consents: &self.consents };
        let settings = &context.config.config.settings;
        let mut document = attributes::document(person, settings, occasion, context.now);
        let segments = context.config.segments.enter(&mut document);
        (document, segments)
    }

    /// Whether the person is held out of marketing.
    #[must_use]
    pub fn is_held_out(&self, context: Context<'_>) -> bool {
        context.config.holdout.contains(context.id.as_str())
    }

    /// The language to speak to them in.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.profile.locale.unwrap_or_default()
    }

    fn wakes_at(&self, config: &Compiled) -> Option<Timestamp> {
        self.profile.cart.lingers_at(cart_patience(config))
    }

    /// A cart that nobody touched for a while is a sign of hesitation, and an occasion.
    fn wake(&mut self, context: Context<'_>, effects: &mut Vec<Effect>) {
        let due = self.wakes_at(context.config).is_some_and(|at| at <= context.now);
        if due {
            self.profile.cart.linger();
            self.profile.hesitation.observe_named("Cart Lingered", context.now);
            self.offer_on("cart_lingered", &attributes::Occasion::default(), context, effects);
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

/// The name of something numbered of this person's. People can turn out to be one, so the number alone would not do: a
/// sign of whose it is stands before it.
fn numbered(kind: &str, person: &ProfileId, number: u64) -> String {
    let sign = digest::sha256_hex(person.as_str().as_bytes());
    format!("{kind}-{}-{number}", sign.get(..8).unwrap_or_default())
}

#[cfg(test)]
#[expect(clippy::wildcard_enum_match_arm, reason = "tests look for one effect among many")]
mod tests;
