//! Rules, conditions and offers while they are edited: what the fields say, and what it means.
//!
//! No DOM: the fields are plain texts, so that every mapping is tested natively.

pub(crate) mod draft;
pub(crate) mod experiment;
pub(crate) mod group;
pub(crate) mod offer;
pub(crate) mod row;
pub(crate) mod rule;
pub(crate) mod settings;
