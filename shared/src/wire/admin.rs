//! What the dashboard and automation say to the edge.
//!
//! All under `/v1/admin/`. The dashboard is signed in by a cookie and sends the header
//! `X-Proffer: 1`; automation sends `Authorization: Bearer` with the admin token.
//!
//! | request | answer |
//! |---|---|
//! | `GET setup` | [`SetupState`] |
//! | `POST setup` [`Setup`] | [`Session`] |
//! | `POST sign-in` [`SignIn`] | [`Session`] |
//! | `POST sign-out` | 204 |
//! | `GET session` | [`Session`], or 401 |
//! | `GET overview?days=7` | [`crate::report::Overview`] |
//! | `GET visitors?limit=50`, `GET visitors?find=ID` | [`Visitors`] |
//! | `GET visitors/{profile}` | [`VisitorDetail`] |
//! | `GET visitors/{profile}/decisions/{id}` | [`crate::decision::Decision`] |
//! | `GET config` | [`PublishedConfig`] |
//! | `GET versions?limit=50` | [`Versions`] |
//! | `GET versions/{n}` | [`VersionDetail`] |
//! | `GET versions/{n}/diff?to={m}` | [`VersionDiff`] |
//! | `POST versions/{n}/restore` | [`PublishedConfig`] |
//! | `POST dry-run` [`DryRunRequest`] | [`crate::dry_run::DryRun`] |
//! | `GET offers/{id}/stock` | [`crate::stock::Totals`] |
//! | `PUT config` [`crate::config::Config`] | [`PublishedConfig`] |
//! | `PUT rules/{id}` [`crate::rule::Rule`], `DELETE rules/{id}` | [`PublishedConfig`] |
//! | `PUT offers/{id}` [`crate::offer::Offer`], `DELETE offers/{id}` | [`PublishedConfig`] |
//! | `GET segments` | [`Segments`] |
//! | `GET segments/{id}` | [`SegmentDetail`] |
//! | `POST segments/preview` [`SegmentPreviewRequest`] | [`SegmentPreview`] |
//! | `PUT segments/{id}` [`crate::segment::Segment`], `DELETE segments/{id}` | [`PublishedConfig`] |
//! | `POST population` | [`PopulationAnswer`] |
//! | `PUT experiments/{key}`, `DELETE experiments/{key}` | [`PublishedConfig`] |
//! | `POST learning` | [`LearningAnswer`] |
//! | `PUT band` [`crate::ranking::Band`] | [`PublishedConfig`] |
//! | `PUT holdout` [`crate::experiment::Holdouts`] | [`PublishedConfig`] |
//! | `PUT playbooks` `[`[`crate::conversation::Playbook`]`]` | [`PublishedConfig`] |
//! | `GET catalog`, `PUT catalog` | [`crate::catalog::Catalog`] |
//! | `POST catalog/import?format=csv&dry_run=true`, a feed | [`super::catalog::ImportAnswer`] |
//! | `POST visitors/{profile}/messages` [`Reply`] | [`crate::conversation::Message`] |
//! | `POST visitors/{profile}/conversation` [`Conduct`] | [`crate::conversation::Status`] |
//! | `POST match` [`MatchRequest`] | [`MatchAnswer`] |
//! | `GET live` (WebSocket) | [`LivePush`] |
//! | `GET people/{profile}/identity` | [`super::identity::PersonIdentity`] |
//! | `POST people/{profile}/unmerge` [`super::identity::Unmerge`] | [`super::identity::PersonIdentity`] |
//! | `GET identity`, `PUT identity` [`super::identity::PutIdentity`] | [`super::identity::IdentitySettings`] |
//! | `POST identity/rotate` | [`super::identity::IdentitySettings`] |
//! | `PUT identity/keys/{kid}` [`super::identity::PutIdentityKey`], `DELETE identity/keys/{kid}` | [`super::identity::IdentitySettings`] |
//! | `GET model` | [`super::model::ModelPage`] |
//! | `PUT model/labels` [`super::model::PutLabel`] | 204 |
//! | `GET model/corrections` | [`crate::learning::TrainingRow`], one a line (NDJSON) |
//! | `POST model/releases` [`super::model::PostRelease`] | [`super::model::Release`] |
//! | `PUT model/current` [`crate::release::Choice`], `POST model/rollback` | [`crate::release::Choice`] |

use alloc::{boxed::Box, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::inbox::{Conversation, Viewing};
pub use super::{
    model::Labelled,
    segment::{
        PopulationAnswer, SegmentDetail, SegmentPreview, SegmentPreviewRequest, SegmentStanding,
        Segments,
    },
};
pub use crate::visitor::VisitorSummary;
use crate::{
    config::{Change, Config, diff::Difference},
    consent::Answer,
    conversation::{Message, Step},
    decision::Verdict,
    delivery::Delivery,
    id::{DecisionId, MessageId, OperatorId},
    money::Currency,
    profile::portrait::Portrait,
    time::Timestamp,
};

/// Whether the first operator still has to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupState {
    /// True until the first operator exists.
    pub needed: bool,
}

/// Makes the first operator. Refused once there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The admin token that the server was started with: proof of owning the installation.
    pub token: String,
    /// Sign-in name.
    pub email: String,
    /// What colleagues see.
    pub name: String,
    /// 12 to 128 characters.
    pub password: String,
}

/// Signs an operator in; the answer sets the session cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Sign-in name.
    pub email: String,
    /// The password.
    pub password: String,
}

/// Who is signed in, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The operator.
    pub operator: OperatorId,
    /// What colleagues see.
    pub name: String,
    /// Sign-in name.
    pub email: String,
    /// What the workspace is called.
    pub workspace: String,
    /// Its currency.
    pub currency: Currency,
    /// The public key for the script tag.
    pub write_key: String,
}

/// People who were here lately, most recent first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visitors {
    /// The people.
    pub visitors: Vec<VisitorSummary>,
    /// When the list was made.
    pub as_of: Timestamp,
}

/// One person in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitorDetail {
    /// As in the list.
    pub summary: VisitorSummary,
    /// The document that conditions see.
    pub attributes: Value,
    /// What follows from all they did, each figure with its source.
    #[serde(default, skip_serializing_if = "Portrait::is_empty")]
    pub portrait: Portrait,
    /// What they allowed.
    pub consents: Vec<Answer>,
    /// What they were given.
    pub deliveries: Vec<Delivery>,
    /// What happened, newest first, at most 200.
    pub timeline: Vec<TimelineItem>,
    /// Labels that people gave to messages of the timeline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Labelled>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimelineItem {
    /// An event.
    Event {
        /// When it happened, by the corrected client clock.
        at: Timestamp,
        /// `track`, `page`, `identify`, …
        event_type: String,
        /// Its name.
        name: String,
        /// Its properties or traits, masked.
        properties: Value,
        /// Address of the page it happened on.
        page_url: String,
        /// Whether nobody sent it: it follows from what they did, or from time alone.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        derived: bool,
    },
    /// A message of the conversation.
    Message {
        /// When.
        at: Timestamp,
        /// The message.
        message: Box<Message>,
    },
    /// A decision with something to tell: the explanation is fetched by its id.
    Decision {
        /// When.
        at: Timestamp,
        /// Its number.
        decision: DecisionId,
        /// What started it.
        trigger: String,
        /// What came of it.
        verdict: Verdict,
    },
}

impl TimelineItem {
    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Event { at, .. } | Self::Message { at, .. } | Self::Decision { at, .. } => *at,
        }
    }
}

/// A config with the name it was published under.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedConfig {
    /// Content hash; decisions name it.
    pub hash: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// What it says.
    pub config: Config,
}

/// One published config among those before and after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number; counts up.
    pub version: u32,
    /// Content hash; decisions name it.
    pub hash: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// By whom: an operator's id, or `automation`.
    pub by: String,
    /// What was done, such as `put_rule r-1`.
    pub change: String,
}

/// Versions, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// At most as many as were asked for.
    pub versions: Vec<Version>,
}

/// One version with what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionDetail {
    /// Which.
    #[serde(flatten)]
    pub version: Version,
    /// What it says.
    pub config: Config,
}

/// What changed between two versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionDiff {
    /// Thing by thing.
    pub changes: Vec<Difference>,
}

/// Asks who would have got what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DryRunRequest {
    /// Days to look back, 1 to 30.
    pub days: u16,
    /// What would be changed; none replays the config in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// A human of the shop says something to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The dashboard's id for the message; sent twice it is stored once.
    pub id: MessageId,
    /// What is said.
    pub text: String,
    /// Whether it is said even where a colleague has the conversation, who then has it no more.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub take_over: bool,
}

/// A human of the shop says who goes on with a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Conduct {
    /// Gives it back to the assistant.
    HandBack,
    /// Puts it aside.
    Snooze {
        /// Until when; it comes back earlier where the person writes.
        until: Timestamp,
    },
    /// Ends it.
    Resolve,
}

impl Conduct {
    /// The step that it is in the conversation.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::HandBack => Step::HandedBack,
            Self::Snooze { until } => Step::Snoozed { until },
            Self::Resolve => Step::Resolved,
        }
    }
}

/// Asks who matches a condition right now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchRequest {
    /// An object of the condition language.
    pub condition: Value,
}

/// Who matches right now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchAnswer {
    /// How many match.
    pub matched: u32,
    /// Of how many people that were looked at.
    pub of: u32,
    /// The most recent of those who match, at most 20.
    pub people: Vec<VisitorSummary>,
}

/// What `GET /v1/admin/live` pushes. Whoever watches says what they look at with `{"viewing": profile}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LivePush {
    /// A person's summary changed.
    Visitor {
        /// The new summary.
        visitor: VisitorSummary,
    },
    /// A conversation went on, or somebody did something with it.
    Conversation {
        /// How it stands now.
        conversation: Conversation,
    },
    /// Somebody looks at another conversation.
    Viewing {
        /// Who looks at which.
        viewing: Vec<Viewing>,
    },
}

/// What was learned of the rules that share a priority, and of experiments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LearningAnswer {
    /// The records.
    pub learned: crate::ranking::Learned,
    /// When the last lesson was looked for.
    pub as_of: Timestamp,
}
