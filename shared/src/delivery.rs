//! What was given to a person, and what became of it.
//!
//! A delivery is claimed before it is sent: the row is written in the same turn as the check
//! of the caps, so two tabs cannot both be given one offer. What a person then does with it
//! only ever moves it forward.

use alloc::{boxed::Box, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    id::{CouponCode, DeliveryId, ExperimentKey, OfferId, OrderId, ProductId, RuleId},
    money::{Currency, Minor},
    offer::Benefit,
    ranking::Study,
    rule::Class,
    time::Timestamp,
};

/// One thing given to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its number.
    pub id: DeliveryId,
    /// The rule that chose it.
    pub rule: RuleId,
    /// Which promises bound it.
    pub class: Class,
    /// The offer in it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferId>,
    /// The experiment and the variation that the person got, if one was running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<(ExperimentKey, u32)>,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// How far it came.
    pub state: DeliveryState,
    /// What is known of the person, until something came of it: only where there is something to
    /// learn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<Box<Study>>,
}

/// How far a delivery came. Later states are larger; a delivery never goes back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeliveryState {
    /// Claimed; waits for a coupon of a limited offer.
    Queued,
    /// Claimed, and handed to the channel.
    Sent,
    /// The person saw it.
    Opened {
        /// When first.
        at: Timestamp,
    },
    /// The person sent it away.
    Dismissed {
        /// When.
        at: Timestamp,
    },
    /// The person followed it.
    Clicked {
        /// When last.
        at: Timestamp,
    },
    /// The person bought something because of it.
    Converted {
        /// When the order was paid.
        at: Timestamp,
        /// The order, so that one sale is never credited twice.
        order: OrderId,
    },
    /// Never shown: the offer had no coupon left.
    Skipped {
        /// When that was known.
        at: Timestamp,
    },
}

/// What the widget or the app shows: a delivery in the person's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The delivery; sent back when the person sees, follows or dismisses it.
    pub delivery: DeliveryId,
    /// Whether this is marketing (shown with a refusal) or an answer.
    pub class: Class,
    /// When it was claimed.
    pub at: Timestamp,
    /// Why they see it, in one sentence.
    pub reason: String,
    /// What is shown.
    pub content: Content,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// An offer with the person's own coupon.
    Offer {
        /// The headline.
        title: String,
        /// The sentence under it.
        body: String,
        /// What they get.
        benefit: Benefit,
        /// The smallest order it applies to, in minor units.
        min_spend_minor: Minor,
        /// Currency of the amounts.
        currency: Currency,
        /// What they type at the checkout.
        code: CouponCode,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// Products that suit them.
    Products {
        /// The sentence above.
        intro: String,
        /// At most [`crate::limits::RECOMMENDED_MAX`].
        products: Vec<ProductCard>,
    },
    /// A sentence.
    Text {
        /// The sentence.
        text: String,
    },
}

/// A product as a card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductCard {
    /// The product.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// Its price, in minor units.
    pub price_minor: Minor,
    /// Currency of the price.
    pub currency: Currency,
    /// Its page in the shop.
    pub url: String,
    /// Its picture, as the catalog names it (may be relative to the shop).
    pub image: String,
    /// Why it is recommended, in one sentence.
    pub why: String,
}

/// What a person did with a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interaction {
    /// It came into view.
    Opened,
    /// They followed it: used the coupon, opened the product, put it into the cart.
    Clicked,
    /// They sent it away.
    Dismissed,
}

impl Interaction {
    /// The event name that carries the interaction, with `delivery_id` in its properties.
    #[must_use]
    pub const fn event_name(self) -> &'static str {
        match self {
            Self::Opened => "Offer Viewed",
            Self::Clicked => "Offer Clicked",
            Self::Dismissed => "Offer Dismissed",
        }
    }

    /// The interaction that an event of this name carries.
    #[must_use]
    pub fn of_event(name: &str) -> Option<Self> {
        [Self::Opened, Self::Clicked, Self::Dismissed]
            .into_iter()
            .find(|interaction| interaction.event_name() == name)
    }
}

impl Delivery {
    /// Whether the person got it, or may get it yet: such a delivery counts for the rule's cooldown and times.
    #[must_use]
    pub const fn counts(&self) -> bool {
        !matches!(self.state, DeliveryState::Skipped { .. })
    }

    /// Moves the delivery forward; says whether it changed.
    ///
    /// Opening after a click changes nothing, and nothing undoes a sale. A dismissal is
    /// final for opening, but a later click (from the message list) still counts.
    pub fn advance(&mut self, interaction: Interaction, at: Timestamp) -> bool {
        let next = match interaction {
            Interaction::Opened => DeliveryState::Opened { at },
            Interaction::Clicked => DeliveryState::Clicked { at },
            Interaction::Dismissed => DeliveryState::Dismissed { at },
        };
        let forward = self.state.rank() < next.rank();
        if forward {
            self.state = next;
        }
        forward
    }
}

impl DeliveryState {
    /// Place in the order of states.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Sent => 1,
            Self::Opened { .. } => 2,
            Self::Dismissed { .. } => 3,
            Self::Clicked { .. } => 4,
            Self::Converted { .. } => 5,
            Self::Skipped { .. } => 6,
        }
    }
}
