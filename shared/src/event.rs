//! What happened, as shops and apps report it.
//!
//! The format is Segment's HTTP tracking specification, so that existing libraries work
//! unchanged: six kinds of event, a `messageId` that makes a repeat count once, a `context`
//! with page, campaign and consent. Commerce events use the names of Segment's e-commerce
//! specification v2; any other name is the merchant's own.
//!
//! An event is checked once, here, and trusted from then on. What is wrong is named by its
//! JSON path with the value and the bound; the caller keeps the other events of the batch.
//!
//! Source: product brief, section 二.1 (多模态数据采集层).

pub mod campaign;
pub mod commerce;
mod parse;

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use self::campaign::Campaign;
use crate::{
    consent::{CategoryPreferences, Choice},
    id::{AnonymousId, MessageId, UserId},
    identity::{
        claim::{Claim, Through},
        external::ExternalId,
        proof::Proven,
    },
    time::Timestamp,
    zone::Zone,
};

/// One checked event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The sender's id for it, or one made from its content.
    pub message_id: MessageId,
    /// When it happened, by the sender's clock corrected against ours.
    pub at: Timestamp,
    /// The browser or installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymous_id: Option<AnonymousId>,
    /// The person in the merchant's system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Where and how it happened.
    #[serde(default)]
    pub context: Context,
    /// Who the merchant's server says that it was. Never read from what was sent: only a proof that held sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proven: Option<Proven>,
    /// What happened.
    pub body: Body,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Body {
    /// The person did something.
    Track {
        /// What, such as `Product Viewed`.
        event: String,
        /// With what.
        properties: Map<String, Value>,
    },
    /// The person looked at a page.
    Page {
        /// What the page is called; may be empty.
        name: String,
        /// Title, address and more.
        properties: Map<String, Value>,
    },
    /// The person looked at a screen of an app.
    Screen {
        /// What the screen is called; may be empty.
        name: String,
        /// Anything about it.
        properties: Map<String, Value>,
    },
    /// Something became known about the person.
    Identify {
        /// What.
        traits: Map<String, Value>,
    },
    /// The person belongs to a company or group.
    Group {
        /// Which.
        group_id: String,
        /// What is known about it.
        traits: Map<String, Value>,
    },
    /// Two ids are one person.
    Alias {
        /// The id used before.
        previous_id: String,
    },
}

/// Where and how an event happened. Personal data that is not needed (address of the
/// network, full user agent) is dropped at this door (PIPL art. 19).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The page.
    #[serde(skip_serializing_if = "Page::is_empty")]
    pub page: Page,
    /// Language, BCP 47.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub locale: String,
    /// The campaign that brought the person.
    #[serde(skip_serializing_if = "Campaign::is_empty")]
    pub campaign: Campaign,
    /// The zone of the person's clock, Segment's `timezone`; one that is no name of a zone is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// What the person allowed, as the merchant's consent tool says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<CategoryPreferences>,
    /// When they allowed it and under which notice, where the sender says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// Whether a machine sent it: `navigator.webdriver` or a crawler's user agent.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub automated: bool,
    /// Ids that it names without a proof, in `traits` and `externalIds`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<Claim>,
    /// Where it comes from. Never read from outside.
    #[serde(skip_serializing_if = "Origin::is_sent")]
    pub origin: Origin,
}

/// Where an event comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Somebody sent it.
    #[default]
    Sent,
    /// Nobody sent it: it says what other events, or time, say together.
    Derived,
}

/// The page an event happened on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Page {
    /// Full address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Path of the address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The page before, also of another site.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub referrer: String,
}

/// What holds for a whole batch.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// When it reached us.
    pub received_at: Timestamp,
    /// When the sender's clock said it left; corrects the times of its events.
    pub sent_at: Option<Timestamp>,
    /// Context that holds for events without their own.
    pub context: Option<&'a Value>,
}

/// Why an event cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{detail}")]
pub struct EventError {
    /// Stable name of the problem.
    pub code: &'static str,
    /// Where, relative to the event: `.timestamp`.
    pub path: String,
    /// What was wrong: the value and the bound.
    pub detail: String,
}

impl Event {
    /// Checks one event of Segment's format.
    ///
    /// Unknown fields are ignored, as Segment's libraries send many. A time in the future is
    /// replaced by the time of arrival.
    ///
    /// # Errors
    ///
    /// [`EventError`] with the JSON path of the first thing that is wrong.
    pub fn parse(event: Value, arrival: Arrival<'_>) -> Result<Self, EventError> {
        parse::event(event, arrival)
    }

    /// Something that nobody sent: a `track` event of this name.
    #[must_use]
    pub fn derived(
        message_id: MessageId,
        (name, properties): (&str, Map<String, Value>),
        at: Timestamp,
    ) -> Self {
        Self {
            message_id,
            at,
            anonymous_id: None,
            user_id: None,
            context: Context { origin: Origin::Derived, ..Context::default() },
            proven: None,
            body: Body::Track { event: name.into(), properties },
        }
    }

    /// What starts decisions: the event's name, or `page`, `screen`, `identify`, …
    #[must_use]
    pub fn trigger(&self) -> &str {
        match &self.body {
            Body::Track { event, .. } => event,
            Body::Page { .. } => "page",
            Body::Screen { .. } => "screen",
            Body::Identify { .. } => "identify",
            Body::Group { .. } => "group",
            Body::Alias { .. } => "alias",
        }
    }

    /// `track`, `page`, … as Segment names the kinds.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match &self.body {
            Body::Track { .. } => "track",
            Body::Page { .. } => "page",
            Body::Screen { .. } => "screen",
            Body::Identify { .. } => "identify",
            Body::Group { .. } => "group",
            Body::Alias { .. } => "alias",
        }
    }

    /// The event's properties or traits.
    #[must_use]
    pub const fn properties(&self) -> Option<&Map<String, Value>> {
        match &self.body {
            Body::Track { properties, .. }
            | Body::Page { properties, .. }
            | Body::Screen { properties, .. } => Some(properties),
            Body::Identify { traits } | Body::Group { traits, .. } => Some(traits),
            Body::Alias { .. } => None,
        }
    }
}

impl Origin {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    pub(crate) const fn is_sent(&self) -> bool {
        matches!(self, Self::Sent)
    }
}

impl Context {
    /// The ids in `externalIds`: an event that names nobody else is about whoever has the strongest of them.
    pub fn listed_ids(&self) -> impl Iterator<Item = &ExternalId> {
        self.ids.iter().filter(|claim| claim.through == Through::ExternalIds).map(|claim| &claim.id)
    }
}

impl Page {
    /// Whether nothing is known about the page.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.url.is_empty()
            && self.path.is_empty()
            && self.title.is_empty()
            && self.referrer.is_empty()
    }
}

#[cfg(test)]
mod tests;
