//! Everything a merchant sets, as one published, immutable snapshot.
//!
//! The `Workspace` object owns the draft; publishing writes the snapshot under its content
//! hash, so that every decision can name exactly what decided it.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    consent::NoticeVersion,
    frequency::FrequencyRule,
    id::{SegmentId, WorkspaceId, WriteKey},
    money::Currency,
    offer::Offer,
    rule::Rule,
};

/// One workspace's settings, segments, rules, offers and experiments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What holds for the whole workspace.
    pub settings: Settings,
    /// Groups of people that rules can name.
    #[serde(default)]
    pub segments: Vec<Segment>,
    /// What is done, when, for whom.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// What may be given.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// Experiments in GrowthBook's field names; `key`, `variations`, `weights`, `coverage`, …
    #[serde(default)]
    pub experiments: Vec<Value>,
    /// The people who get no marketing, so that its worth can be measured.
    #[serde(default)]
    pub holdout: HoldoutSettings,
    /// How often a person may be contacted.
    #[serde(default)]
    pub frequency_rules: Vec<FrequencyRule>,
}

/// What holds for a whole workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The workspace.
    pub id: WorkspaceId,
    /// What people call the shop.
    pub name: String,
    /// Public keys that may send events.
    pub write_keys: Vec<WriteKey>,
    /// Origins whose pages may embed the widget and call the API, such as
    /// `https://shop.example`. A single `*` allows all, for a first try.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// Currency of amounts without one.
    pub currency: Currency,
    /// The privacy notice now in force.
    #[serde(default)]
    pub notice: NoticeVersion,
    /// Main colour of the widget, `#rrggbb`.
    #[serde(default = "default_colour")]
    pub primary_colour: String,
    /// Seconds without a change after which a filled cart counts as abandoned.
    #[serde(default = "default_cart_abandoned_secs")]
    pub cart_abandoned_secs: u32,
    /// Spend in minor units from which a person counts as high-value; a viewed product of
    /// this price counts as expensive.
    #[serde(default = "default_high_value_minor")]
    pub high_value_minor: i64,
}

/// A group of people, by condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Its name in conditions and the API.
    pub id: SegmentId,
    /// What operators call it; conditions may use this name as well.
    pub name: String,
    /// Who is in it.
    pub condition: Value,
}

/// Who is held out of all marketing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldoutSettings {
    /// Changing it draws the people anew.
    pub seed: String,
    /// Share of people, 0 to 1.
    pub share: f64,
}

impl Default for HoldoutSettings {
    fn default() -> Self {
        Self { seed: "holdout-1".into(), share: 0.1 }
    }
}

fn default_colour() -> String {
    "#2f5bea".into()
}

fn default_cart_abandoned_secs() -> u32 {
    1_800
}

fn default_high_value_minor() -> i64 {
    300_000
}
