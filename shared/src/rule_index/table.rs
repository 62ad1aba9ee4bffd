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
    // The upper half of a product depends on every bit that went in.
    usize::try_from(hash >> 32).unwrap_or(0) & mask
}

fn hash(key: Key<'_>) -> u64 {
    match key {
        Key::Text(text) => {
            let mut words = text.as_bytes().chunks_exact(8);
            let mut sum = u64::try_from(text.len()).unwrap_or(0);
            for word in &mut words {
                sum = mix(sum, word);
            }
            mix(sum, words.remainder())
        }
        Key::Number(number) => mix(1, &number.to_le_bytes()),
        Key::Flag(flag) => mix(2, &[u8::from(flag)]),
        Key::Null => mix(3, &[]),
    }
}

fn mix(sum: u64, bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    for (slot, byte) in word.iter_mut().zip(bytes) {
        *slot = *byte;
    }
    // A large odd number without a pattern; multiplying by it spreads every bit upwards.
    (sum.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
