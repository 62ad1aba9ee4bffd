//! At which hour of their day a person is reached best.
//!
//! Each visit adds 1 to the hour in which it began, each response to a message and each order
//! 3, fading with a half-life of [`HALF_LIFE`]. The day is a circle: the hours are smoothed
//! over two hours to either side (weights 1 2 3 2 1), so that 23:50 and 00:10 are neighbours,
//! and the highest wins, of two that are equal the earlier.
//!
//! Hours are kept in UTC and read in the person's zone, so what was gathered before the zone
//! was known is of use, and a daylight-saving shift moves all by an hour. Without a known zone
//! there is no hour.
//!
//! Source: product brief, section 二.4; weights are ours.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::decay::Decayed;
use crate::time::Timestamp;

/// After so long a visit counts half: habits change with jobs and seasons.
pub const HALF_LIFE: Duration = Duration::from_hours(60 * 24);

/// Fewest signs that say something: with fewer it is chance.
pub const SIGNS_MIN: u32 = 5;

/// What a response to a message or an order says beside a visit.
pub const STRENGTH_RESPONSE: f64 = 3.0;

/// The hours of a day with how much happened in them.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hours {
    bins: [Decayed; 24],
    n: u32,
    last_at: Timestamp,
}

/// The hour at which somebody is reached best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BestHour {
    /// 0 to 23, in their zone.
    pub hour: u8,
    /// The part of everything that lies within two hours of it, smoothed: 0 to 1.
    pub share: f64,
    /// Signs so far.
    pub n: u32,
    /// The newest.
    pub as_of: Timestamp,
}

impl Hours {
    /// Notes a sign of this strength.
    pub fn note(&mut self, strength: f64, at: Timestamp) {
        let hour = at.unix_millis().div_euclid(3_600_000).rem_euclid(24);
        let bin = usize::try_from(hour).ok().and_then(|hour| self.bins.get_mut(hour));
        if let Some(bin) = bin {
            bin.add(strength, at, HALF_LIFE);
            self.n = self.n.saturating_add(1);
            self.last_at = self.last_at.max(at);
        }
    }

    /// Signs so far.
    #[must_use]
    pub const fn n(&self) -> u32 {
        self.n
    }

    /// The best hour for somebody whose clock is `offset_minutes` ahead of UTC; `None` below
    /// [`SIGNS_MIN`] signs.
    ///
    /// Where the offset is not a whole number of hours the hour is that of the middle of the
    /// UTC hour.
    #[must_use]
    pub fn best(&self, offset_minutes: i32) -> Option<BestHour> {
        if self.n < SIGNS_MIN {
            return None;
        }
        let local = |hour: i32| {
            let minutes = hour.saturating_mul(60).saturating_add(30).saturating_add(offset_minutes);
            minutes.div_euclid(60).rem_euclid(24)
        };
        let total = self.bins.iter().copied().fold(Decayed::default(), Decayed::plus);
        let (utc, share) = (0..24)
            .map(|hour| (hour, self.smoothed(hour, total)))
            // The earliest of their own day wins where two are equal.
            .max_by(|(a, x), (b, y)| x.total_cmp(y).then_with(|| local(*b).cmp(&local(*a))))?;
        let hour = u8::try_from(local(utc)).ok()?;
        Some(BestHour { hour, share, n: self.n, as_of: self.last_at })
    }

    fn smoothed(&self, hour: i32, total: Decayed) -> f64 {
        [(-2, 1.0), (-1, 2.0), (0, 3.0), (1, 2.0), (2, 1.0)].into_iter().fold(
            0.0,
            |sum, (step, weight)| {
                let place = usize::try_from(hour.saturating_add(step).rem_euclid(24));
                let bin = place.ok().and_then(|place| self.bins.get(place)).copied();
                sum + weight / 9.0 * bin.unwrap_or_default().share_of(total)
            },
        )
    }
}

/// How far a zone's clock is ahead of UTC, in minutes, for zones that have one clock all year.
///
/// Most of the world's shoppers live in one. A zone with daylight saving needs the tables of
/// the quiet hours and is not known here.
#[must_use]
pub fn fixed_offset_minutes(zone: &str) -> Option<i32> {
    Some(match zone {
        "UTC" | "Etc/UTC" | "Africa/Abidjan" | "Africa/Accra" | "Atlantic/Reykjavik" => 0,
        "Africa/Lagos" | "Africa/Algiers" => 60,
        "Africa/Johannesburg" | "Africa/Maputo" => 120,
        "Europe/Moscow" | "Europe/Istanbul" | "Asia/Riyadh" | "Africa/Nairobi" => 180,
        "Asia/Dubai" => 240,
        "Asia/Karachi" | "Asia/Tashkent" => 300,
        "Asia/Kolkata" | "Asia/Calcutta" | "Asia/Colombo" => 330,
        "Asia/Kathmandu" => 345,
        "Asia/Dhaka" => 360,
        "Asia/Bangkok" | "Asia/Ho_Chi_Minh" | "Asia/Jakarta" => 420,
        "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Hong_Kong" | "Asia/Macau" | "Asia/Taipei"
        | "Asia/Singapore" | "Asia/Kuala_Lumpur" | "Asia/Manila" | "Australia/Perth" => 480,
        "Asia/Tokyo" | "Asia/Seoul" => 540,
        "Australia/Brisbane" => 600,
        "America/Sao_Paulo" | "America/Argentina/Buenos_Aires" => -180,
        "America/Bogota" | "America/Lima" => -300,
        "America/Mexico_City" => -360,
        "America/Phoenix" => -420,
        "Pacific/Honolulu" => -600,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHANGHAI: i32 = 480;

    fn visits(hours: &[i64]) -> Hours {
        let mut kept = Hours::default();
        for hour in hours {
            kept.note(1.0, Timestamp::from_unix_millis(1_767_225_600_000 + hour * 3_600_000));
        }
        kept
    }

    #[test]
    fn four_visits_say_nothing_and_five_do() {
        assert_eq!(visits(&[12, 12, 12, 12]).best(SHANGHAI), None);
        // Noon in UTC is eight in the evening in Shanghai.
        assert_eq!(visits(&[12; 5]).best(SHANGHAI).unwrap().hour, 20);
    }

    #[test]
    fn the_hours_around_midnight_are_neighbours() {
        // Around midnight in Shanghai: 22, 23, 0, 1, 2; and as many at one hour, but alone.
        let spread = visits(&[14, 15, 16, 17, 18, 6, 6]);
        assert_eq!(spread.best(SHANGHAI).unwrap().hour, 0);
    }

    #[test]
    fn an_hour_that_is_not_whole_is_read_from_its_middle() {
        // 12:30 UTC is 18:00 in India.
        assert_eq!(visits(&[12; 5]).best(330).unwrap().hour, 18);
        assert_eq!(visits(&[1; 5]).best(-300).unwrap().hour, 20);
    }

    #[test]
    fn a_zone_with_two_clocks_is_not_guessed() {
        assert_eq!(fixed_offset_minutes("Asia/Shanghai"), Some(480));
        assert_eq!(fixed_offset_minutes("Europe/Berlin"), None);
    }
}
