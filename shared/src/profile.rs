//! The living portrait of one person, as a fold over their events.
//!
//! `profile.observe(event)` takes one event in; beside what is said in messages
//! ([`Profile::ask`]) nothing else changes a profile. Its size is bounded
//! ([`crate::limits::PROFILE_LEN_BYTES_MAX`]), so a person with ten thousand events costs what a
//! person with ten does.
//!
//! The same events in the order of time give the same profile, to the last bit. One that comes
//! late counts in every total, and in every figure that fades exactly as if it had come in
//! time; it moves neither the visit nor the page, undoes no newer trait, changes no cart that a
//! later event settled, and is no sign of hesitation from before an order.
//!
//! Conditions do not see the profile itself but the document of [`crate::attributes`], whose
//! names are the product's public words; operators see the [`portrait`].
//!
//! Source: product brief, section 一.1 (客户画像的精准构建).

pub mod buying;
pub mod cart;
pub mod channels;
pub mod course;
pub mod decay;
pub mod derived;
pub mod hesitation;
pub mod hours;
pub mod interest;
pub mod lifecycle;
mod observe;
pub mod orders;
pub mod outlook;
pub mod passive;
pub mod population;
pub mod portrait;
pub mod power;
pub mod preference;
pub mod progress;
pub mod rfm;
pub mod satisfaction;
pub mod staples;
pub mod tally;
pub mod traits;
pub mod yardstick;

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use core::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::{
    cart::Cart,
    channels::{Channels, Contacted},
    derived::Derived,
    hesitation::Hesitation,
    hours::{Hours, STRENGTH_RESPONSE},
    interest::Interests,
    lifecycle::Lifecycle,
    orders::Orders,
    power::Power,
    satisfaction::Satisfaction,
    staples::Staples,
    tally::Tally,
    traits::Told,
};
use crate::{
    event::{Page, campaign::Campaign, commerce},
    id::UserId,
    intent::{IntentReading, Reader},
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
    /// When they told it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub traits_told: BTreeMap<String, Told>,
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
    /// What they buy again and again.
    #[serde(skip_serializing_if = "Staples::is_empty")]
    pub staples: Staples,
    /// How much they hesitate.
    pub hesitation: Hesitation,
    /// What they spend on one order.
    pub power: Power,
    /// How content they are.
    pub satisfaction: Satisfaction,
    /// Where they answer.
    pub channels: Channels,
    /// When they are here.
    pub hours: Hours,
    /// Where they stand in their life with the shop.
    pub lifecycle: Lifecycle,
    /// Labels of what they asked for, with how often.
    pub intents: Tally,
    /// What they asked for last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_intent: Option<LatestIntent>,
}

/// How often a person came, by gaps of [`crate::limits::SESSION_GAP`] without an event.
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
    /// What the event says together with those before it.
    pub derived: Vec<Derived>,
}

impl Profile {
    /// Notes what the person asked for in a message.
    pub fn ask(&mut self, reading: &IntentReading, at: Timestamp) {
        self.intents.count(reading.label.as_str());
        self.satisfaction.hear(reading, at);
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

    /// The last moment at which the person did something of their own accord.
    #[must_use]
    pub fn active_at(&self) -> Timestamp {
        let said_at = self.latest_intent.as_ref().map(|intent| intent.at).unwrap_or_default();
        self.last_seen.max(said_at)
    }

    /// Notes that a message reached the person, or that they responded to one.
    pub fn contact(&mut self, contacted: Contacted, at: Timestamp) {
        self.channels.note(contacted, at);
        if matches!(contacted, Contacted::Responded(_)) {
            self.hours.note(STRENGTH_RESPONSE, at);
        }
    }
}

#[cfg(test)]
mod tests;
