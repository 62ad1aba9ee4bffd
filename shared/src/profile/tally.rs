//! How often each of a few names came up, in bounded space.

use alloc::{collections::BTreeMap, string::String};

use serde::{Deserialize, Serialize};

use crate::limits::TALLY_KEPT_MAX;

/// Names with their counts. Beyond [`TALLY_KEPT_MAX`] the rarest name makes room.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tally(BTreeMap<String, u32>);

impl Tally {
    /// Counts the name once more; an empty name is nothing.
    pub fn count(&mut self, name: &str) {
        self.add(name, 1);
    }

    /// Counts the name so many times.
    pub fn add(&mut self, name: &str, times: u32) {
        if name.is_empty() {
            return;
        }
        if let Some(count) = self.0.get_mut(name) {
            *count = count.saturating_add(times);
            return;
        }
        if TALLY_KEPT_MAX <= self.0.len() {
            self.forget_rarest();
        }
        self.0.insert(name.chars().take(64).collect(), times);
    }

    /// The most frequent name; of two equally frequent ones the first in the alphabet.
    #[must_use]
    pub fn top(&self) -> Option<&str> {
        self.0
            .iter()
            .fold(None, |best: Option<(&String, u32)>, (name, count)| match best {
                Some((_, most)) if *count <= most => best,
                _ => Some((name, *count)),
            })
            .map(|(name, _)| name.as_str())
    }

    /// How often the name came up.
    #[must_use]
    pub fn of(&self, name: &str) -> u32 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// All names with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0.iter().map(|(name, count)| (name.as_str(), *count))
    }

    fn forget_rarest(&mut self) {
        let rarest = self.0.iter().min_by_key(|(_, count)| **count).map(|(name, _)| name.clone());
        if let Some(name) = rarest {
            self.0.remove(&name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarest_name_makes_room() {
        let mut tally = Tally::default();
        tally.add("phone", 5);
        for number in 0..TALLY_KEPT_MAX * 2 {
            tally.count(&number.to_string());
        }
        assert_eq!(tally.iter().count(), TALLY_KEPT_MAX);
        assert_eq!(tally.top(), Some("phone"));
    }
}
