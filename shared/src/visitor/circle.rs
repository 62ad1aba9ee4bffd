//! Being one person with others who turned out to be the same.
//!
//! A person who is one with others is kept twice: as a whole, by which everything is decided, and in parts, each what one of
//! them did by themselves. The parts are what makes a merge reversible: taking one out leaves two people who are what they would be
//! had they never met, and nothing has to be guessed. The whole is worked out from the parts alone, so it is the
//! same in whatever order they came together.
//!
//! | | of the whole | when somebody leaves |
//! |---|---|---|
//! | profile | the survivor's, with the events and messages of the others taken in, in the order of time; visits are counted by browser; an order that two report counts once | each has the fold over their own events |
//! | consent | the newer answer for each purpose, of two at one moment the no | each keeps their own answers, and every no of the whole |
//! | contacts | of all | each keeps those of all: nobody is contacted more often for having been taken apart |
//! | deliveries, coupons, claims that wait | of all; a rule that gives once has given | each keeps what they were given |
//! | who answers | a human before nobody, nobody before the assistant | each keeps what it was of the whole |
//! | numbers of decisions, messages, entries | the survivor's | each goes on with their own |
//!
//! Events are kept for [`crate::limits::EVENTS_KEPT`]. Where one of the people is older than their kept events, their profile is
//! what the others are taken into; where several are, the one who bought most, and of the others what is older
//! shows in orders, visits and first event only.

mod fold;

use alloc::{
    boxed::Box,
    collections::{BTreeMap, VecDeque},
    vec::Vec,
};

use self::fold::has_lingered;
use super::{Command, Context, Visitor, Windows};
use crate::{
    delivery::DeliveryState,
    event::Event,
    id::{MessageId, ProfileId},
    identity::external::ExternalId,
    intent::IntentReading,
    limits::DELIVERIES_KEPT_MAX,
    money::Currency,
    profile::Profile,
    time::Timestamp,
};

/// What each of the people did by themselves, by name.
pub type Parts = BTreeMap<ProfileId, Visitor>;

/// Something that happened to one of them and is still known one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct Noted {
    /// To whom.
    pub who: ProfileId,
    /// What.
    pub what: Happening,
}

/// What shapes a profile.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// An event.
    Event(Box<Event>),
    /// A message.
    Said {
        /// Which.
        id: MessageId,
        /// What they wanted.
        reading: IntentReading,
        /// When.
        at: Timestamp,
    },
}

/// What a whole is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Circle<'a> {
    /// The survivor.
    pub root: &'a ProfileId,
    /// Everybody, the survivor among them.
    pub parts: &'a Parts,
    /// What happened to them, in any order.
    pub noted: &'a [Noted],
    /// The workspace's currency, for amounts without one.
    pub currency: Currency,
    /// Proven ids that went with somebody who left.
    pub gone: &'a [ExternalId],
}

impl Happening {
    fn at(&self) -> Timestamp {
        match self {
            Self::Event(event) => event.at,
            Self::Said { at, .. } => *at,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Event(event) => event.message_id.as_str(),
            Self::Said { id, .. } => id.as_str(),
        }
    }
}

impl Visitor {
    /// Takes in, as one of several people who are one, what a command did to the `whole`: what happened on this one's own
    /// account, and what this one was given.
    pub fn shadow(&mut self, command: &Command, whole: &Self, context: Context<'_>) {
        match command {
            Command::TakeIn { events } => {
                for event in events {
                    self.relive(event, context);
                }
            }
            Command::Hear { saying } => {
                self.profile.locale = saying.locale.or(self.profile.locale);
                self.profile.ask(&saying.intent.clone().heard_with(saying.heard), context.now);
            }
            Command::Ask { intent, locale, .. } => {
                self.profile.locale = locale.or(self.profile.locale);
                if let Some(reading) = intent {
                    self.profile.ask(reading, context.now);
                }
            }
            Command::Prefer { preferences } => self.preferences = preferences.clone(),
            // Who wants to be forgotten is forgotten in every part.
            Command::Erase => self.erase(context, &mut Vec::new()),
            Command::Reply { .. }
            | Command::Conduct { .. }
            | Command::Settle { .. }
            | Command::Wake => {}
        }
        // The whole tells of their stage; a part only knows its own.
        let mut lifecycle = self.profile.lifecycle;
        let settings = &context.config.config.settings.lifecycle;
        let _told_by_the_whole = lifecycle.advance(&self.profile, settings, context.now);
        self.profile.lifecycle = lifecycle;
        for delivery in whole.deliveries.iter().filter(|given| given.claimed_at == context.now) {
            if !self.deliveries.iter().any(|known| known.id == delivery.id) {
                self.keep(delivery.clone());
            }
        }
        self.see_what_became(whole);
        self.conversation = whole.conversation;
    }

    /// The whole of a circle. `self` is the survivor as they are: their numbers go on, and what the whole was
    /// contacted with stays.
    #[must_use]
    pub fn whole(&self, circle: Circle<'_>) -> Self {
        let mut whole = Self {
            profile: circle.profile(),
            consents: crate::consent::Consents::default(),
            deliveries: VecDeque::new(),
            coupons: VecDeque::new(),
            identity: self.identity.without(circle.gone),
            // Answered anew from the events of all of them.
            windows: Windows::default(),
            ..self.clone()
        };
        for (name, part) in circle.in_order() {
            whole.consents.absorb(&part.consents);
            whole.touches.absorb(&part.touches);
            whole.preferences.absorb(&part.preferences);
            whole.meet_too(&part.exposures);
            whole.identity.absorb(&part.identity);
            whole.told.absorb(&part.told);
            // Of who is here already it was joined when they came, and went on since.
            if !self.identity.circle.contains(name) {
                whole.conversation = whole.conversation.joined(part.conversation);
            }
            whole.take_over(part);
        }
        whole.consents.absorb(&self.consents.refusals());
        whole.see_what_became(self);
        whole.wait_for_what_is_queued(circle.parts.values().chain([self]));
        whole.identity.circle = match circle.parts.len() {
            0 | 1 => Vec::new(),
            _ => circle.parts.keys().cloned().collect(),
        };
        whole
    }

    /// Takes over the numbers of decisions, messages, entries and derived events, so that the next ones are new.
    pub const fn number_on_from(&mut self, other: &Self) {
        self.messages = other.messages;
        self.decisions = other.decisions;
        self.entries = other.entries;
        self.derived = other.derived;
    }

    /// Leaves the `whole` that this one was part of, with those ids that are `kept`.
    ///
    /// What was promised to the whole is promised to whoever leaves it.
    pub fn leave(&mut self, whole: &Self, kept: &[ExternalId]) {
        self.identity.leave(&whole.identity, kept);
        self.touches.absorb(&whole.touches);
        self.consents.absorb(&whole.consents.refusals());
        self.see_what_became(whole);
        self.wait_for_what_is_queued([whole].into_iter());
        self.settle_cart(&whole.profile);
        self.told.absorb(&whole.told);
        self.conversation = whole.conversation;
        // Answered anew from the events that come along.
        self.windows = Windows::default();
        self.due_at = None;
    }

    /// Waits for the coupons of what is claimed and not settled, and for no others.
    fn wait_for_what_is_queued<'a>(&mut self, others: impl Iterator<Item = &'a Self>) {
        let mut waiting = core::mem::take(&mut self.pending);
        waiting.extend(others.flat_map(|other| other.pending.iter().cloned()));
        for pending in waiting {
            let delivery = &pending.reservation.delivery;
            let is_queued = self
                .deliveries
                .iter()
                .any(|it| it.id == *delivery && it.state == DeliveryState::Queued);
            let is_known = self.pending.iter().any(|it| it.reservation.delivery == *delivery);
            if is_queued && !is_known {
                self.pending.push(pending);
            }
        }
    }

    fn relive(&mut self, event: &Event, context: Context<'_>) {
        if let Some(preferences) = &event.context.consent {
            self.answer(preferences, event, context);
        }
        // Whoever must hear of it hears it of the whole.
        let _news = self.identity.note(event);
        self.profile.observe(event, context.config.config.settings.currency);
    }

    /// Takes over what somebody else was given.
    fn take_over(&mut self, part: &Self) {
        for delivery in &part.deliveries {
            if !self.deliveries.iter().any(|known| known.id == delivery.id) {
                let place =
                    self.deliveries.partition_point(|it| it.claimed_at <= delivery.claimed_at);
                self.deliveries.insert(place, delivery.clone());
            }
        }
        for coupon in &part.coupons {
            if !self.coupons.iter().any(|known| known.code == coupon.code) {
                let place = self.coupons.partition_point(|it| it.expires_at <= coupon.expires_at);
                self.coupons.insert(place, coupon.clone());
            }
        }
        let over = self.deliveries.len().saturating_sub(DELIVERIES_KEPT_MAX);
        self.deliveries.drain(..over);
        let over = self.coupons.len().saturating_sub(DELIVERIES_KEPT_MAX);
        self.coupons.drain(..over);
    }

    /// Learns how far what was given came; it never goes back.
    fn see_what_became(&mut self, other: &Self) {
        for delivery in &mut self.deliveries {
            let there = other.deliveries.iter().find(|there| there.id == delivery.id);
            // What was learned there is not learned again.
            if there.is_some_and(|there| there.study.is_none()) {
                delivery.study = None;
            }
            if let Some(there) = there.filter(|there| delivery.state < there.state) {
                delivery.state = there.state.clone();
            }
        }
        // A coupon of a limited offer comes after its delivery.
        for coupon in &other.coupons {
            let is_own = self.deliveries.iter().any(|own| own.id == coupon.delivery);
            if is_own && !self.coupons.iter().any(|known| known.code == coupon.code) {
                self.coupons.push_back(coupon.clone());
            }
        }
        for coupon in &mut self.coupons {
            let there = other.coupons.iter().find(|there| there.code == coupon.code);
            if let Some(order) = there.and_then(|there| there.redeemed_by.as_ref()) {
                coupon.redeemed_by = Some(order.clone());
            }
        }
    }

    /// A cart that was noticed once is not noticed again because two people were taken apart.
    fn settle_cart(&mut self, other: &Profile) {
        if has_lingered(other) && !self.profile.cart.lines().is_empty() {
            self.profile.cart.linger();
        }
    }
}

#[cfg(test)]
mod tests;
