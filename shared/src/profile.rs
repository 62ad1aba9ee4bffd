//! The living portrait of one person, as a fold over their events.
//!
//! `profile.observe(event)` takes one event in; nothing else changes a profile. Its size is
//! bounded, so a person with ten thousand events costs what a person with ten does.
//!
//! Conditions do not see the profile itself but the flat document of
//! [`crate::attributes`], whose names are the product's public words.
//!
//! Source: product brief, section 一.1 (客户画像的精准构建).

pub mod cart;
pub mod hesitation;
pub mod interest;
pub mod orders;
pub mod tally;

use alloc::{string::String, vec::Vec};
use core::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::{
    cart::Cart,
    hesitation::Hesitation,
    interest::{Interests, Look},
    orders::Orders,
    tally::Tally,
};
use crate::{
    event::{Body, Event, Page, campaign::Campaign, commerce},
    id::UserId,
    intent::{IntentReading, Reader},
    limits::{SESSION_GAP, TRAITS_KEPT_MAX},
    money::Currency,
    text::Locale,
    time::Timestamp,
    zone::Zone,
};

/// What we know about one person.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// First event.
    pub first_seen: Timestamp,
    /// Last event.
    pub last_seen: Timestamp,
    /// Who they are in the merchant's system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The language they read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// What the merchant told us about them.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub traits: Map<String, Value>,
    /// The campaign that brought them last.
    #[serde(skip_serializing_if = "Campaign::is_empty")]
    pub campaign: Campaign,
    /// Where they are.
    #[serde(skip_serializing_if = "Page::is_empty")]
    pub page: Page,
    /// The zone of their clock, as their device says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// How often they came.
    pub visits: Visits,
    /// What they look at.
    pub interests: Interests,
    /// What they are about to buy.
    pub cart: Cart,
    /// What they bought.
    pub orders: Orders,
    /// How much they hesitate.
    pub hesitation: Hesitation,
    /// Labels of what they asked for, with how often.
    pub intents: Tally,
    /// What they asked for last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_intent: Option<LatestIntent>,
}

/// How often a person came, by gaps of [`SESSION_GAP`] without an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visits {
    /// Visits so far, this one included.
    pub count: u32,
    /// Pages looked at in this visit.
    pub pages: u32,
    /// When this visit began.
    pub began_at: Timestamp,
    /// When the visit before this one ended; zero if this is the first.
    pub previous_ended_at: Timestamp,
}

/// How long a stated intent speaks for the person.
pub(crate) const INTENT_FRESH: Duration = Duration::from_mins(30);

/// What a person asked for last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LatestIntent {
    /// The label, such as `marketing.discount`.
    pub label: String,
    /// Everything a condition on `intent` can match: label parts and flags.
    pub attributes: Vec<String>,
    /// How sure the model was, 0 to 1.
    pub score: f64,
    /// When.
    pub at: Timestamp,
    /// Who read it; not known of what was stored by an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<Reader>,
}

/// What an event did to the profile that others need to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    /// A visit began.
    pub visit_began: bool,
    /// An order was completed for the first time.
    pub ordered: Option<commerce::OrderLine>,
    /// An order was given back, with the amount that was.
    pub refunded: Option<commerce::OrderLine>,
}

impl Profile {
    /// Takes one event in. `currency` is the workspace's, for amounts without one.
    ///
    /// An event older than the last one counts in every total but moves neither the visit
    /// nor the page: late events are common when a phone was offline.
    pub fn observe(&mut self, event: &Event, currency: Currency) -> Observed {
        let mut observed =
            Observed { visit_began: self.observe_time(event), ..Observed::default() };
        self.observe_context(event);
        match &event.body {
            Body::Track { event: name, properties } => {
                self.observe_track(name, properties, (event.at, currency), &mut observed);
            }
            Body::Page { properties, .. } | Body::Screen { properties, .. } => {
                self.visits.pages = self.visits.pages.saturating_add(1);
                self.hesitation.observe_page(&event.context.page, properties, event.at);
            }
            Body::Identify { traits } => {
                traits.iter().for_each(|(name, value)| self.learn(name, value));
            }
            Body::Group { .. } | Body::Alias { .. } => {}
        }
        observed
    }

    /// Notes what the person asked for in a message.
    pub fn ask(&mut self, reading: &IntentReading, at: Timestamp) {
        self.intents.count(reading.label.as_str());
        self.latest_intent = Some(LatestIntent {
            label: reading.label.as_str().into(),
            attributes: reading.attributes().into_iter().map(String::from).collect(),
            score: reading.score.as_f64(),
            at,
            reader: Some(Reader { source: reading.source, model: reading.model.clone() }),
        });
    }

    /// What they asked for last, as long as it speaks for them.
    #[must_use]
    pub fn fresh_intent(&self, now: Timestamp) -> Option<&LatestIntent> {
        self.latest_intent.as_ref().filter(|intent| now < intent.at.saturating_add(INTENT_FRESH))
    }

    fn learn(&mut self, name: &str, value: &Value) {
        if self.traits.len() < TRAITS_KEPT_MAX || self.traits.contains_key(name) {
            self.traits.insert(name.into(), value.clone());
        }
    }

    fn look_at(&mut self, product: &commerce::ProductLine, at: Timestamp) {
        let look = self.interests.look_at(product, self.visits.count, at);
        self.hesitation.observe_view(look, at);
        if look != Look::First && self.cart.holds(&product.id) {
            self.hesitation.observe_cart_look(at);
        }
    }

    fn observe_time(&mut self, event: &Event) -> bool {
        let at = event.at;
        if self.visits.count == 0 {
            self.first_seen = at;
        }
        let is_new_visit =
            self.visits.count == 0 || self.last_seen.saturating_add(SESSION_GAP) < at;
        if is_new_visit {
            self.visits = Visits {
                count: self.visits.count.saturating_add(1),
                pages: 0,
                began_at: at,
                previous_ended_at: self.last_seen,
            };
        }
        self.first_seen = self.first_seen.min(at);
        self.last_seen = self.last_seen.max(at);
        is_new_visit
    }

    fn observe_context(&mut self, event: &Event) {
        if let Some(user_id) = &event.user_id {
            self.user_id = Some(user_id.clone());
        }
        let is_newest = event.at == self.last_seen;
        if is_newest && !event.context.page.is_empty() {
            self.page = event.context.page.clone();
        }
        if is_newest && !event.context.campaign.is_empty() {
            self.campaign = event.context.campaign.clone();
        }
        if !event.context.locale.is_empty() {
            self.locale = Some(Locale::closest(&event.context.locale));
        }
        if is_newest && event.context.zone.is_some() {
            self.zone.clone_from(&event.context.zone);
        }
    }

    fn observe_track(
        &mut self,
        name: &str,
        properties: &Map<String, Value>,
        (at, currency): (Timestamp, Currency),
        observed: &mut Observed,
    ) {
        match name {
            "Product Viewed" => {
                if let Some(product) = commerce::product(properties, currency) {
                    self.look_at(&product, at);
                }
            }
            "Product Added" => {
                if let Some(product) = commerce::product(properties, currency) {
                    self.interests.want(&product);
                    self.cart.add(product, at);
                }
            }
            "Product Removed" => {
                if let Some(product) = commerce::product(properties, currency) {
                    self.cart.remove(&product, at);
                }
            }
            "Cart Viewed" => self.cart.replace(commerce::products(properties, currency), at),
            "Checkout Started" => self.cart.check_out(at),
            "Order Completed" => {
                if let Some(order) = commerce::order(properties, currency)
                    && self.orders.complete(&order, at)
                {
                    self.cart.buy(&commerce::products(properties, currency), at);
                    self.hesitation = Hesitation::default();
                    observed.ordered = Some(order);
                }
            }
            "Order Refunded" | "Order Cancelled" => {
                observed.refunded = commerce::order(properties, currency)
                    .and_then(|order| self.orders.refund(&order));
            }
            other => self.hesitation.observe_named(other, at),
        }
    }
}

#[cfg(test)]
mod tests;
