//! What holds for a whole workspace: names, keys, amounts, and the notice in force.

pub mod lifecycle;
pub mod rfm;

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    consent::NoticeVersion,
    id::{WorkspaceId, WriteKey},
    money::Currency,
    zone::{WeeklyHours, Zone},
};

pub use self::lifecycle::LifecycleSettings;

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
    /// The zone of the shop's own clock: hours of rules go by it.
    #[serde(default = "default_zone")]
    pub zone: Zone,
    /// When humans of the shop answer, by the shop's clock; none means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_hours: Option<WeeklyHours>,
    /// Spend in minor units from which a person counts as high-value; a viewed product of
    /// this price counts as expensive.
    #[serde(default = "default_high_value_minor")]
    pub high_value_minor: i64,
    /// The stages of a customer's life.
    #[serde(default)]
    pub lifecycle: LifecycleSettings,
}

fn default_colour() -> String {
    "#2f5bea".into()
}

fn default_cart_abandoned_secs() -> u32 {
    1_800
}

fn default_zone() -> Zone {
    Zone::default()
}

fn default_high_value_minor() -> i64 {
    300_000
}
