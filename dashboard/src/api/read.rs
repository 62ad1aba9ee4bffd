//! What the edge says, read by hand: the types are `shared`'s, and the tests hold every reader to them.
//!
//! A document that misses something is `None` as a whole: half a rule is no rule, and what an operator edits must be
//! what is published.

mod config;
mod decision;
mod delivery;
mod inbox;
mod model;
mod people;
mod report;
mod session;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads an answer with the reader that its type came with. That one is larger than one by hand, so only what the
/// studio's screens ask for is read this way.
pub(crate) fn derived<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

pub(crate) use self::{
    config::{Published, published},
    decision::{Explanation, decision},
    inbox::{
        Heard as InboxHeard, canned_replies, colleagues, conversation, inbox,
        pushed as inbox_pushed,
    },
    model::{choice, model},
    people::{pushed, visitor, visitors},
    report::overview,
    session::{problem, session, setup_needed},
};
