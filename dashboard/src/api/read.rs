//! What the edge says, read by hand: the types are `shared`'s, and the tests hold every reader to them.
//!
//! A document that misses something is `None` as a whole: half a rule is no rule, and what an operator edits must be
//! what is published.

mod config;
mod decision;
mod delivery;
mod model;
mod people;
mod report;
mod session;

pub(crate) use self::{
    config::{Published, published},
    decision::{Explanation, decision},
    model::{choice, model},
    people::{matching, pushed, visitor, visitors},
    report::overview,
    session::{problem, session, setup_needed},
};
