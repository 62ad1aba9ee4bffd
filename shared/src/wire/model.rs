//! The intent model as operators and browsers hear of it.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    id::{MessageId, ProfileId, ReleaseId},
    intent::{Label, Score},
    learning::ModelReport,
    release::Choice,
    time::Timestamp,
};

/// `GET /v1/admin/model`: the report, what answers, and what could.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelPage<R = ModelReport> {
    /// What the messages of the last weeks say.
    pub report: R,
    /// What is most worth a label, first things first.
    pub queue: Vec<Waiting>,
    /// The release that came with the installation.
    pub built_in: ReleaseId,
    /// What answers.
    pub now: Choice,
    /// What going back would choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Choice>,
    /// The releases that were published, newest first.
    pub releases: Vec<Release>,
}

/// An utterance that waits for a person's label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Who said it.
    pub profile: ProfileId,
    /// Which message it is.
    pub message: MessageId,
    /// The words, masked.
    pub text: String,
    /// What the reader made of it.
    pub label: Label,
    /// How sure it was.
    pub score: Score,
    /// Whether it was too unsure for anybody to act on it.
    pub rejected: bool,
    /// When it was said.
    pub at: Timestamp,
}

/// One release that was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// Its name: the first digits of its manifest's SHA-256.
    pub id: ReleaseId,
    /// When it was published first.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Bytes of its three files together.
    pub bytes: u64,
    /// What its training run measured, as its manifest says.
    pub metrics: Value,
}

/// `PUT /v1/admin/model/labels`: what a message is about, as a person says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutLabel {
    /// Who said it.
    pub profile: ProfileId,
    /// Which message it is.
    pub message: MessageId,
    /// The label, `marketing.discount`; null takes an earlier correction back.
    pub label: Option<String>,
}

/// A message with the label that a person gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelled {
    /// Which message.
    pub message: MessageId,
    /// Its label.
    pub label: Label,
}

/// `POST /v1/admin/model/releases`: the three files of a release, by name, each in Base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostRelease {
    /// The files, by [`crate::release::FILES`].
    pub files: BTreeMap<String, String>,
}

/// `GET /w/1/model.json`: where browsers find the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelPointer {
    /// The release in use.
    pub release: ReleaseId,
    /// Its files: addresses by name.
    pub files: BTreeMap<String, String>,
    /// The release on trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canary: Option<CanaryPointer>,
}

/// A release on trial, as browsers hear of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CanaryPointer {
    /// Which.
    pub release: ReleaseId,
    /// The share of people who get it.
    pub share: f64,
    /// The experiment that it is; the draw is GrowthBook's, version 2, with this as seed.
    pub experiment: String,
    /// Its files: addresses by name.
    pub files: BTreeMap<String, String>,
}
