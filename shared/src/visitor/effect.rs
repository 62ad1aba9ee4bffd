//! What has to be done about a command: the core says it, the shell does it, at least once.

use alloc::{boxed::Box, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    conversation::Message,
    decision::Decision,
    delivery::Card,
    event::Event,
    id::{CouponCode, DeliveryId, OfferId, ProfileId},
    identity::known::Link,
    ledger::Entry,
    money::Minor,
    stock::{Bounds, Claim},
    time::Timestamp,
};

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
    /// Store the event that nobody sent, among those that were.
    Record(Box<Event>),
    /// Ask the offer's stock for a coupon, and bring the answer as [`super::Command::Settle`].
    Reserve(Reservation),
    /// Tell the offer's stock that a coupon was used.
    Redeem(Redemption),
    /// Make the coupon findable by its code.
    Register(CouponCode),
    /// Make the person findable by their ids in other systems, or one with whoever has them.
    Link(Link),
    /// Call again with [`Command::Wake`] at this time.
    WakeAt(Timestamp),
    /// Delete every row of the person but their state, cancel what waits for others, and have
    /// everybody who heard of them forget them: ledgers, directory, learning, projection.
    ///
    /// Each of those keeps a mark that leads back to nobody (a keyed hash of the person), so
    /// that what is still under way to them brings nothing back.
    Erase {
        /// The first event: before it nobody heard of the person.
        since: Timestamp,
        /// Everybody who turned out to be this person, themselves among them; empty where there is nobody else. The objects
        /// of the others hold what they brought, and are erased like this one.
        circle: Vec<ProfileId>,
    },
}

/// A claim that waits for a coupon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Of which offer.
    pub offer: OfferId,
    /// For which delivery.
    pub delivery: DeliveryId,
    /// What the stock is asked.
    pub claim: Claim,
    /// How much there is of the offer.
    pub bounds: Bounds,
}

/// A coupon of a limited offer that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redemption {
    /// Of which offer.
    pub offer: OfferId,
    /// The claim that held it.
    pub claim: String,
    /// What it saved.
    pub saved_minor: Minor,
}

impl Effect {
    /// The claim to ask a stock for, if that is what has to be done.
    #[must_use]
    pub const fn reserved(&self) -> Option<&Reservation> {
        if let Self::Reserve(reservation) = self { Some(reservation) } else { None }
    }

    /// The card to show, if that is what has to be done.
    #[must_use]
    pub const fn shown(&self) -> Option<&Card> {
        if let Self::Show(card) = self { Some(card) } else { None }
    }

    /// The message to store and push, if that is what has to be done.
    #[must_use]
    pub const fn posted(&self) -> Option<&Message> {
        if let Self::Post(message) = self { Some(message) } else { None }
    }

    /// The explanation to store, if that is what has to be done.
    #[must_use]
    pub const fn explained(&self) -> Option<&Decision> {
        if let Self::Explain(decision) = self { Some(decision) } else { None }
    }

    /// The entry to hand to the ledger, if that is what has to be done.
    #[must_use]
    pub const fn entered(&self) -> Option<&Entry> {
        if let Self::Enter(entry) = self { Some(entry) } else { None }
    }

    /// When to call again, if that is what has to be done.
    #[must_use]
    pub const fn wakes_at(&self) -> Option<Timestamp> {
        if let Self::WakeAt(at) = self { Some(*at) } else { None }
    }
}
