//! Rules, conditions and offers while they are edited: what the fields say, and what it means.
//!
//! No DOM: the fields are plain texts, so that every mapping is tested natively.

pub(crate) mod action;
pub(crate) mod article;
pub(crate) mod draft;
pub(crate) mod experiment;
pub(crate) mod group;
pub(crate) mod hours;
pub(crate) mod offer;
pub(crate) mod plan;
pub(crate) mod playbooks;
pub(crate) mod quiet;
pub(crate) mod row;
pub(crate) mod rule;
pub(crate) mod segment;
pub(crate) mod settings;
pub(crate) mod unit;
pub(crate) mod words;
