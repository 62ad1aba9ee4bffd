//! The time zones of the simulated world: three that there are, one that changes its clocks
//! in the middle of the story, and one that no platform knows.

use shared::{
    time::Timestamp,
    zone::{Zone, Zones},
};

/// Zones that browsers say they are in; the last one does not exist.
pub const NAMES: [&str; 4] = ["Asia/Shanghai", "America/New_York", "Test/Spring", "Mars/Olympus"];

/// Sunday, 1 February 2026, 01:00 UTC: clocks go forward in `Test/Spring`.
const SPRING: i64 = 1_769_907_600_000;

/// How far the clocks of a zone are ahead of UTC, in seconds.
pub fn offset_secs(zone: &str, at: i64) -> Option<i32> {
    match zone {
        "Asia/Shanghai" => Some(8 * 3_600),
        "America/New_York" => Some(-5 * 3_600),
        "Test/Spring" => Some(if at < SPRING { 3_600 } else { 7_200 }),
        _ => None,
    }
}

/// The platform's zones.
pub struct Atlas {
    /// Whether every clock hangs where the server does: a bug.
    pub is_the_servers: bool,
}

impl Zones for Atlas {
    fn offset_secs(&self, zone: &Zone, at: Timestamp) -> Option<i32> {
        let offset = offset_secs(zone.as_str(), at.unix_millis());
        if self.is_the_servers { offset.map(|_| 0) } else { offset }
    }
}
