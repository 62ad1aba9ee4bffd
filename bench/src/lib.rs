//! How fast the core is, each figure beside a peer measured in the same run.
//!
//! Machines differ and are busy, so a time alone says little. Every table therefore shows the
//! peers under the same rules in the same minute, and the bars are ratios to them.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

pub mod decision;
mod fold;
mod stopwatch;

/// Whatever stops a bench.
pub type Failure = Box<dyn std::error::Error>;
