//! I4: nobody is disturbed in their quiet hours, by the clock where they are.

use crate::{
    law::{Law, Lawful},
    schedule::Who,
    turn::Turn,
    world::World,
    zones,
};

/// Ten in the evening and eight in the morning, in minutes.
const NIGHT: (i64, i64) = (22 * 60, 8 * 60);

impl World<'_> {
    /// Whether the person's clock is outside the quiet hours; where their zone is not known,
    /// every clock that may be theirs.
    pub(super) fn is_awake(&self, who: Who, turn: &Turn<'_>, delivery: &str) -> Lawful {
        let person = &self.people[who];
        let shop = self.shops.of(person.tenant, turn.version);
        let Some(hours) = &shop.config.config.quiet_hours else { return Ok(()) };
        let now = turn.now.unix_millis();
        let own = person.object.disk.person.zone().map(|zone| zone.as_str());
        let own = own.filter(|zone| zones::offset_secs(zone, now).is_some());
        let candidates: Vec<&str> = match own {
            Some(zone) => vec![zone],
            None => hours.zones.iter().map(|zone| zone.as_str()).collect(),
        };
        let minutes: Vec<i64> = candidates
            .iter()
            .filter_map(|zone| zones::offset_secs(zone, now))
            .map(|offset| (now + i64::from(offset) * 1_000).div_euclid(60_000).rem_euclid(1_440))
            .collect();
        let is_day = |minute: &i64| NIGHT.1 <= *minute && *minute < NIGHT.0;
        let is_awake = !minutes.is_empty() && minutes.iter().all(is_day);
        self.hold(Law::I4, who, is_awake, || {
            format!("{delivery} at minute {minutes:?} of the day in {candidates:?}")
        })
    }
}
