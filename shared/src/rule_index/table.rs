//! A hash table with the same order everywhere.
//!
//! The standard table orders by a random seed, which the core may not have, and a B-tree
//! compares texts at every step. This one hashes eight bytes at a time and probes in a line.
//! A tenant could choose keys that collide, and would slow down their own decisions only.

use alloc::{boxed::Box, vec, vec::Vec};

use super::key::Key;

/// Values by key. Keys are added and never removed.
#[derive(Debug, Clone)]
pub(super) struct Table<T> {
    entries: Vec<Entry<T>>,
    /// Places in `entries` plus one; zero is free.
    // Invariant: the length is zero or a power of two, and at least half of it is free.
    slots: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Entry<T> {
    hash: u64,
    key: OwnedKey,
    value: T,
}

#[derive(Debug, Clone)]
enum OwnedKey {
    Text(Box<str>),
    Number(u64),
    Flag(bool),
    Null,
}

/// Slots of the smallest table.
const SLOTS_MIN: usize = 8;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), slots: Vec::new() }
    }
}

impl<T> Table<T> {
    /// The value under `key`.
    #[inline]
    pub(super) fn get(&self, key: Key<'_>) -> Option<&T> {
        self.find(hash(key), key)
            .and_then(|place| self.entries.get(place))
            .map(|entry| &entry.value)
    }

    /// The value under `key`, put there by `absent` if there was none.
    pub(super) fn get_or_insert_with(
        &mut self,
        key: Key<'_>,
        absent: impl FnOnce() -> T,
    ) -> Option<&mut T> {
        let hash = hash(key);
        let place = self.find(hash, key).unwrap_or_else(|| {
            let place = self.entries.len();
            self.entries.push(Entry { hash, key: OwnedKey::from(key), value: absent() });
            self.grow();
            self.occupy(hash, place);
            place
        });
        self.entries.get_mut(place).map(|entry| &mut entry.value)
    }

    /// The same keys with other values.
    pub(super) fn map<U>(self, mut convert: impl FnMut(&T) -> U) -> Table<U> {
        let entries = self.entries.into_iter().map(|entry| Entry {
            hash: entry.hash,
            value: convert(&entry.value),
            key: entry.key,
        });
        Table { entries: entries.collect(), slots: self.slots }
    }

    fn find(&self, hash: u64, key: Key<'_>) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = first_slot(hash, mask);
        loop {
            // A free slot ends the search; there always is one.
            let place = usize::try_from(self.slots.get(slot)?.checked_sub(1)?).ok()?;
            let entry = self.entries.get(place)?;
            if entry.hash == hash && entry.key.is(key) {
                return Some(place);
            }
            slot = slot.wrapping_add(1) & mask;
        }
    }

    /// Makes room so that at least half of the slots stay free.
    fn grow(&mut self) {
        if self.entries.len().saturating_mul(2) <= self.slots.len() {
            return;
        }
        self.slots = vec![0; self.slots.len().saturating_mul(2).max(SLOTS_MIN)];
        // The last entry is new and finds its slot afterwards.
        let settled = self.entries.len().saturating_sub(1);
        for place in 0..settled {
            if let Some(hash) = self.entries.get(place).map(|entry| entry.hash) {
                self.occupy(hash, place);
            }
        }
    }

    fn occupy(&mut self, hash: u64, place: usize) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = first_slot(hash, mask);
        while self.slots.get(slot).is_some_and(|taken| *taken != 0) {
            slot = slot.wrapping_add(1) & mask;
        }
        if let (Some(free), Ok(place)) = (self.slots.get_mut(slot), u32::try_from(place)) {
            *free = place.saturating_add(1);
        }
    }
}

impl OwnedKey {
    fn is(&self, key: Key<'_>) -> bool {
        match (self, key) {
            (Self::Text(own), Key::Text(text)) => **own == *text,
            (Self::Number(own), Key::Number(number)) => *own == number,
            (Self::Flag(own), Key::Flag(flag)) => *own == flag,
            (Self::Null, Key::Null) => true,
            (Self::Text(_) | Self::Number(_) | Self::Flag(_) | Self::Null, _) => false,
        }
    }
}

impl From<Key<'_>> for OwnedKey {
    fn from(key: Key<'_>) -> Self {
        match key {
            Key::Text(text) => Self::Text(text.into()),
            Key::Number(number) => Self::Number(number),
            Key::Flag(flag) => Self::Flag(flag),
            Key::Null => Self::Null,
        }
    }
}

fn first_slot(hash: u64, mask: usize) -> usize {
    usize::try_from(hash & 0xffff_ffff).unwrap_or(0) & mask
}

fn hash(key: Key<'_>) -> u64 {
    spread(match key {
        Key::Text(text) => hash_text(text.as_bytes()),
        Key::Number(number) => mix(1, number),
        Key::Flag(flag) => mix(2, u64::from(flag)),
        Key::Null => mix(3, 0),
    })
}

fn hash_text(text: &[u8]) -> u64 {
    let len = u64::try_from(text.len()).unwrap_or(0);
    let (words, rest) = text.as_chunks::<8>();
    let sum = words.iter().fold(len, |sum, word| mix(sum, u64::from_le_bytes(*word)));
    match (text.last_chunk::<8>(), rest.is_empty()) {
        (_, true) => sum,
        // The last eight bytes again, which overlap with those before.
        (Some(last), false) => mix(sum, u64::from_le_bytes(*last)),
        (None, false) => mix(sum, rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte))),
    }
}

/// A large odd number without a pattern: multiplying by it spreads every bit upwards.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(sum: u64, word: u64) -> u64 {
    (sum.rotate_left(5) ^ word).wrapping_mul(SPREAD)
}

/// Brings the upper bits down, where the slot is taken from. Labels differ in their last
/// letters, which are the upper bits of a word; without this they would share a slot.
fn spread(sum: u64) -> u64 {
    let folded = (sum ^ (sum >> 32)).wrapping_mul(SPREAD);
    folded ^ (folded >> 32)
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_map_holds(
            inserted in proptest::collection::vec(("[a-z]{0,12}", any::<u8>()), 0..60),
            asked in "[a-z]{0,3}",
        ) {
            let mut map = BTreeMap::new();
            let mut table = Table::default();
            for (key, value) in &inserted {
                map.entry(key.as_str()).or_insert(*value);
                table.get_or_insert_with(Key::Text(key), || *value).unwrap();
            }
            for (key, value) in &map {
                prop_assert_eq!(table.get(Key::Text(key)), Some(value));
            }
            prop_assert_eq!(table.get(Key::Text(&asked)), map.get(asked.as_str()));
        }
    }

    #[test]
    fn labels_that_differ_in_their_last_letters_do_not_share_slots() {
        let mut table = Table::default();
        for number in 0..1_000 {
            table.get_or_insert_with(Key::Text(&format!("segment-{number}")), || ()).unwrap();
        }
        let mask = table.slots.len() - 1;
        let steps: usize = (table.entries.iter().enumerate())
            .map(|(place, entry)| {
                let taken = table
                    .slots
                    .iter()
                    .position(|slot| usize::try_from(*slot) == Ok(place + 1))
                    .unwrap();
                taken.wrapping_sub(first_slot(entry.hash, mask)) & mask
            })
            .sum();
        assert!(steps < 1_500, "{steps} steps for 1,000 labels");
    }

    #[test]
    fn a_text_a_number_and_a_truth_value_are_different_keys() {
        let mut table = Table::default();
        let keys = [Key::Text("1"), Key::Number(1), Key::Flag(true), Key::Null, Key::Text("")];
        for (place, key) in keys.into_iter().enumerate() {
            table.get_or_insert_with(key, || place).unwrap();
        }
        for (place, key) in keys.into_iter().enumerate() {
            assert_eq!(table.get(key), Some(&place));
        }
    }
}
