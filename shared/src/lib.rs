//! The domain core: what we know about a person, and what we may say to them.
//!
//! Everything here is a value or a pure function. The same code is compiled into the
//! browser, into the edge Worker and into native tests, and must give the same answer in
//! all three. That is why the crate is `no_std`: there is no clock, no randomness, no
//! network and no hash map with a random order to reach for. Time comes in as a
//! [`time::Timestamp`], chance as a seed, stored state as a plain value.
//!
//! # Reading order
//!
//! Modules are layered. A module may use its own layer and those above it in this list,
//! never those below; `tests/conformance/architecture.rs` holds it to that.
//!
//! 1. vocabulary: [`id`], [`json`], [`time`], [`money`], [`text`], [`limits`],
//!    [`digest`], [`condition`], [`bucket`], [`channel`], [`special`], [`zone`].
//! 2. facts: [`consent`], [`event`], [`identity`], [`settings`].
//! 3. judgement: [`intent`], [`concept`], [`profile`], [`attributes`], [`predict`], [`propensity`],
//!    [`segment`].
//! 4. promises: [`catalog`], [`knowledge`], [`experiment`], [`stats`], [`uplift`], [`bandit`],
//!    [`off_policy`], [`offer`], [`stock`], [`rule`], [`ranking`], [`frequency`], [`quiet_hours`],
//!    [`preference`], [`delivery`].
//! 5. decision: [`config`], [`rule_index`], [`compiled`], [`decide`], [`decision`],
//!    [`conversation`], [`attribution`].
//! 6. account: [`visitor`], [`ledger`], [`report`], [`privacy`], [`learning`], [`release`],
//!    [`dry_run`].
//! 7. [`wire`].

#![cfg_attr(not(test), no_std)]
#![cfg_attr(
    test,
    expect(
        clippy::arithmetic_side_effects,
        clippy::needless_pass_by_value,
        reason = "tests write dates as sums and events in place"
    )
)]

extern crate alloc;

pub mod bucket;
pub mod channel;
pub mod condition;
pub mod digest;
pub mod id;
pub mod json;
pub mod limits;
pub mod money;
pub mod special;
pub mod text;
pub mod time;
pub mod zone;

pub mod consent;
pub mod event;
pub mod identity;
pub mod settings;

pub mod attributes;
pub mod concept;
pub mod intent;
pub mod predict;
pub mod profile;
pub mod propensity;
pub mod segment;

pub mod bandit;
pub mod catalog;
pub mod delivery;
pub mod experiment;
pub mod frequency;
pub mod knowledge;
pub mod off_policy;
pub mod offer;
pub mod preference;
pub mod quiet_hours;
pub mod ranking;
pub mod rule;
pub mod stats;
pub mod stock;
pub mod uplift;

pub mod compiled;
pub mod config;
pub mod decide;
pub mod decision;
pub mod rule_index;

pub mod attribution;
pub mod conversation;

pub mod dry_run;
pub mod learning;
pub mod ledger;
pub mod privacy;
pub mod release;
pub mod report;
pub mod visitor;

pub mod wire;

#[cfg(feature = "conformance")]
pub mod conformance;
