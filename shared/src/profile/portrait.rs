//! The portrait of one person, as an operator reads it: every figure with what it was made of.
//!
//! A figure names its source (the events it came from), its sample (how many of them) and its
//! time (the newest of them). Where there is too little to say something, there is no figure
//! but the reason. A score shows its sum line by line.
//!
//! What is on this page is what conditions see under `profile.`
//! ([`crate::attributes`]), so nobody is judged by a figure that they could not be shown
//! (PIPL art. 24 and 45).
//!
//! Source: product brief, section 一.1 (立体化客户画像).

mod figures;
mod foreseen;

use alloc::{string::String, vec, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Profile;
use crate::{
    predict::PurchaseModel,
    settings::{Settings, rfm::RfmCuts},
    text::LocalText,
    time::Timestamp,
};

/// The portrait of one person.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Portrait {
    /// The moment at which it was drawn.
    pub as_of: Timestamp,
    /// The figures, in the order in which they are read.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its name; under `profile.` conditions see the same.
    pub name: String,
    /// What operators call it.
    pub title: LocalText,
    /// What it is; `null` where there is none.
    pub value: Value,
    /// The value in words, where it is not read as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<LocalText>,
    /// The events it was made of.
    pub source: Vec<String>,
    /// How many of them.
    pub n: u32,
    /// The newest of them; none where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// When it will change by time alone, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes_at: Option<Timestamp>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<LocalText>,
    /// The lines of its sum, where it is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
}

/// One line of a sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its name.
    pub name: String,
    /// What operators call it.
    pub title: LocalText,
    /// How much there is of it.
    pub value: f64,
    /// How much one of it counts.
    pub weight: f64,
    /// What it adds at most, where that is bounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// What it adds.
    pub contribution: f64,
}

/// What a profile is read with.
#[derive(Debug, Clone, Copy)]
pub struct Light<'a> {
    /// What the workspace set.
    pub settings: &'a Settings,
    /// Where the fifths of its customers lie, where there are enough.
    pub cuts: Option<&'a RfmCuts>,
    /// What they show about orders to come, where they were looked at.
    pub purchases: Option<&'a PurchaseModel>,
    /// The day by the person's clock, or by the shop's where theirs is not known.
    pub local_day: i64,
    /// How far the person's clock is ahead of UTC, in minutes, where their zone is known.
    pub offset_minutes: Option<i32>,
    /// The moment.
    pub now: Timestamp,
}

impl Portrait {
    /// Whether it says nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    /// Draws the portrait of a person.
    #[must_use]
    pub fn of(profile: &Profile, light: Light<'_>) -> Self {
        let figures = vec![
            figures::stage(profile, light),
            figures::visits(profile),
            figures::orders(profile),
            figures::spend(profile, light),
            figures::purchasing_power(profile, light),
            figures::rfm(profile, light),
            figures::category(profile),
            figures::brand(profile),
            figures::price_band(profile),
            figures::hesitation(profile, light),
            figures::satisfaction(profile),
            figures::channel(profile),
            figures::hour(profile, light),
            foreseen::alive(profile, light),
            foreseen::churn_risk(profile, light),
            foreseen::expected_orders(profile, light),
            foreseen::lifetime_value(profile, light),
            foreseen::next_order(profile, light),
            foreseen::replenishment(profile, light),
            foreseen::birthday(profile, light),
        ];
        Self { as_of: light.now, figures }
    }

    /// The figure of this name.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}

impl Figure {
    /// A figure made of these events.
    pub(super) fn new(name: &str, (zh_cn, en): (&str, &str), source: &[&str]) -> Self {
        Self {
            name: name.into(),
            title: LocalText::both(zh_cn, en),
            value: Value::Null,
            words: None,
            source: source.iter().map(|event| String::from(*event)).collect(),
            n: 0,
            as_of: None,
            changes_at: None,
            missing: None,
            terms: Vec::new(),
        }
    }

    /// With a value, made of `n` events of which the newest was `as_of`.
    pub(super) fn with(mut self, value: impl Into<Value>, n: u32, as_of: Timestamp) -> Self {
        self.value = value.into();
        self.n = n;
        self.as_of = Some(as_of).filter(|at| *at != Timestamp::default());
        self
    }

    /// Without a value, for this reason.
    pub(super) fn without(mut self, n: u32, (zh_cn, en): (&str, &str)) -> Self {
        self.n = n;
        self.missing = Some(LocalText::both(zh_cn, en));
        self
    }
}

#[cfg(test)]
mod tests;
