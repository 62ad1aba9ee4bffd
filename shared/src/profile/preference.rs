//! What a person prefers among names: categories, brands, price bands.
//!
//! Each look, each thing put into the cart and each thing bought adds its strength to the name
//! ([`crate::profile::interest`]), and strengths fade with a half-life of [`HALF_LIFE`]. What is shown is the
//! share: the part of all that they did which went to this name.

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::decay::Decayed;
use crate::{
    limits::{PREFERENCES_KEPT_MAX, PROFILE_TEXT_LEN_BYTES_MAX},
    text::clipped,
    time::Timestamp,
};

/// After so long a preference counts half: a month, about the time between two visits of an
/// ordinary customer, so that the last two visits say most.
pub const HALF_LIFE: Duration = Duration::from_hours(30 * 24);

/// Names with how much they are preferred. Beyond [`PREFERENCES_KEPT_MAX`] the weakest makes room.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Preferences {
    names: BTreeMap<String, Liking>,
    total: Decayed,
    n: u32,
    last_at: Timestamp,
    /// Counts of an earlier version, which kept no times.
    #[serde(skip)]
    undated: BTreeMap<String, u32>,
}

/// What speaks for one name.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
struct Liking(Decayed, u32, Timestamp);

/// One name, as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Preference<'a> {
    /// The name.
    pub name: &'a str,
    /// Its part of all, 0 to 1.
    pub share: f64,
    /// How many events speak for it.
    pub n: u32,
    /// The newest of them.
    pub last_at: Timestamp,
}

impl Preferences {
    /// Notes a sign of this strength; an empty name is nothing.
    pub fn note(&mut self, name: &str, strength: f64, at: Timestamp) {
        if name.is_empty() {
            return;
        }
        self.total.add(strength, at, HALF_LIFE);
        self.n = self.n.saturating_add(1);
        self.last_at = self.last_at.max(at);
        let name = clipped(name, PROFILE_TEXT_LEN_BYTES_MAX);
        if let Some(liking) = self.names.get_mut(name) {
            liking.note(strength, 1, at);
            return;
        }
        if PREFERENCES_KEPT_MAX <= self.names.len() {
            self.forget_weakest();
        }
        let mut liking = Liking::default();
        liking.note(strength, 1, at);
        self.names.insert(name.into(), liking);
    }

    /// The name they prefer; of two that are equal the first in the alphabet.
    #[must_use]
    pub fn top(&self) -> Option<Preference<'_>> {
        self.names
            .iter()
            .fold(None, |best: Option<(&String, &Liking)>, (name, liking)| match best {
                Some((_, known)) if !liking.0.exceeds(known.0) => best,
                _ => Some((name, liking)),
            })
            .map(|found| self.shown(found))
    }

    /// The names they prefer, the strongest first, at most `count`.
    #[must_use]
    pub fn best(&self, count: usize) -> Vec<Preference<'_>> {
        let mut all: Vec<Preference<'_>> =
            self.names.iter().map(|found| self.shown(found)).collect();
        all.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.name.cmp(b.name)));
        all.truncate(count);
        all
    }

    /// How many events there were in all, also for names that made room.
    #[must_use]
    pub const fn n(&self) -> u32 {
        self.n
    }

    /// The newest event.
    #[must_use]
    pub const fn last_at(&self) -> Timestamp {
        self.last_at
    }

    /// Dates the counts of an earlier version: as if all had happened `at`.
    pub(super) fn date(&mut self, at: Timestamp) {
        for (name, count) in core::mem::take(&mut self.undated) {
            let mut liking = Liking::default();
            liking.note(f64::from(count), count, at);
            self.total.add(f64::from(count), at, HALF_LIFE);
            self.n = self.n.saturating_add(count);
            self.last_at = self.last_at.max(at);
            self.names.insert(name, liking);
        }
    }

    fn shown<'a>(&self, (name, liking): (&'a String, &Liking)) -> Preference<'a> {
        let Liking(strength, n, last_at) = *liking;
        Preference { name, share: strength.share_of(self.total), n, last_at }
    }

    fn forget_weakest(&mut self) {
        let weakest = self.names.iter().fold(None, |weakest, (name, liking)| match weakest {
            Some((_, known)) if !Decayed::exceeds(known, liking.0) => weakest,
            _ => Some((name, liking.0)),
        });
        if let Some(name) = weakest.map(|(name, _)| name.clone()) {
            self.names.remove(&name);
        }
    }
}

impl Liking {
    fn note(&mut self, strength: f64, events: u32, at: Timestamp) {
        self.0.add(strength, at, HALF_LIFE);
        self.1 = self.1.saturating_add(events);
        self.2 = self.2.max(at);
    }
}

/// What is on disk: names with what speaks for them, or the counts of an earlier version.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Dated { names: BTreeMap<String, Liking>, total: Decayed, n: u32, last_at: Timestamp },
    Undated(BTreeMap<String, u32>),
}

impl From<Stored> for Preferences {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Dated { names, total, n, last_at } => {
                Self { names, total, n, last_at, undated: BTreeMap::new() }
            }
            Stored::Undated(undated) => Self { undated, ..Self::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(count: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_767_225_600_000 + count * 86_400_000)
    }

    #[test]
    fn what_was_looked_at_lately_says_more_than_what_was_looked_at_often_long_ago() {
        let mut preferences = Preferences::default();
        (0..5).for_each(|_| preferences.note("laptop", 1.0, day(0)));
        (0..2).for_each(|_| preferences.note("phone", 1.0, day(60)));
        let top = preferences.top().unwrap();
        assert_eq!((top.name, top.n, top.last_at), ("phone", 2, day(60)));
        // Five looks two half-lives ago weigh 1.25 beside 2.
        assert!((top.share - 2.0 / 3.25).abs() < 1e-12);
    }

    #[test]
    fn the_weakest_name_makes_room_and_still_counts_in_the_whole() {
        let mut preferences = Preferences::default();
        preferences.note("phone", 5.0, day(0));
        for number in 0..PREFERENCES_KEPT_MAX * 2 {
            preferences.note(&number.to_string(), 1.0, day(0));
        }
        assert_eq!(preferences.best(100).len(), PREFERENCES_KEPT_MAX);
        assert_eq!(preferences.top().unwrap().name, "phone");
        assert!((preferences.top().unwrap().share - 5.0 / 53.0).abs() < 1e-12);
    }

    #[test]
    fn counts_of_an_earlier_version_are_dated_when_they_are_read() {
        let mut preferences: Preferences = serde_json::from_str(r#"{"phone":5,"tv":2}"#).unwrap();
        preferences.date(day(3));
        assert_eq!(preferences.top().unwrap().name, "phone");
        assert_eq!((preferences.n(), preferences.last_at()), (7, day(3)));
        let text = serde_json::to_string(&preferences).unwrap();
        assert_eq!(serde_json::from_str::<Preferences>(&text).unwrap(), preferences);
    }
}
