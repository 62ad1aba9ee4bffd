//! What goes wrong in one story, and how often.
//!
//! Each story draws its own mix: some have every fault, some have one alone. A story in which
//! everything fails all the time never gets far enough to break anything interesting.

use crate::chance::Chance;

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// How long a message may be under way. Requests are cut off long before; what was cut off
/// may still arrive.
const LATE_MAX: i64 = 4 * MINUTE;

/// How often each thing goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// Percent of messages that are lost, in either direction.
    pub lost: u64,
    /// Percent of messages that arrive twice.
    pub doubled: u64,
    /// Percent of messages that take long, so that later ones overtake them.
    pub late: u64,
    /// Longest time under way.
    pub late_max: i64,
    /// Times in a thousand that a machine dies at a call of a port.
    pub crashes: u64,
    /// Percent of calls that a receiver answers with an error, half of them after it did what was asked.
    pub refusals: u64,
    /// How far behind a pointer in KV may be.
    pub stale_max: i64,
    /// Percent of an hour in which KV cannot be read at all.
    pub dark: u64,
    /// Whether browsers' clocks are wrong, by up to years.
    pub skewed: bool,
    /// Times in a thousand steps that a clock jumps.
    pub jumps: u64,
    /// Percent of turns before which the object was put out of memory.
    pub evictions: u64,
    /// Percent of loads of a state that newer code wrote last.
    pub newer_code: u64,
}

impl Faults {
    /// The mix of one story.
    pub fn draw(chance: &mut Chance) -> Self {
        // Each kind is missing from two stories in five.
        let mut some = |most: u64| if chance.percent(60) { 1 + chance.below(most) } else { 0 };
        Self {
            lost: some(12),
            doubled: some(20),
            late: some(30),
            crashes: some(60),
            refusals: some(8),
            dark: some(20),
            jumps: some(15),
            evictions: some(60),
            newer_code: some(50),
            late_max: SECOND + some(LATE_MAX as u64) as i64,
            stale_max: some(60 * SECOND as u64) as i64,
            skewed: some(1) == 1,
        }
    }

    /// Nothing goes wrong any more.
    pub fn none() -> Self {
        Self {
            lost: 0,
            doubled: 0,
            late: 0,
            late_max: SECOND,
            crashes: 0,
            refusals: 0,
            stale_max: 0,
            dark: 0,
            skewed: false,
            jumps: 0,
            evictions: 0,
            newer_code: 0,
        }
    }
}
