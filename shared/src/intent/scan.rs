//! Finds the things a message names, in one pass from left to right.
//!
//! Each scanner looks at one place and says how far its thing reaches; the first that finds something wins, and the
//! search goes on behind it, so that spans never overlap. Sensitive things are tried first: a telephone number that
//! could be an order number is a telephone number. A size comes before a count, so that 「三八码」 is no quantity.
//!
//! No scanner looks further than a fixed number of characters, so the time grows with the length of the message only.

mod address;
mod amount;
mod code;
mod email;
mod look;
mod moment;
mod money;
mod number;
mod range;

use alloc::vec::Vec;

use crate::intent::{ENTITIES_MAX, ENTITY_CHARS_MAX, Entity, EntityType, mask};

/// Where something was found, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: EntityType,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Everything that `text` names, in order of appearance, without overlap.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let letters = Letters::of(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        match scan_at(&letters, at) {
            Some((kind, length)) if length > 0 => {
                let next = at.saturating_add(length);
                found.push(Found { kind, start: letters.byte(at), end: letters.byte(next) });
                at = next;
            }
            _ => at = at.saturating_add(1),
        }
    }
    found
}

/// What `text` names, as a reading carries it: sensitive words masked, spans in characters, at most
/// [`ENTITIES_MAX`].
#[must_use]
pub fn entities(text: &str) -> Vec<Entity> {
    find(text).into_iter().take(ENTITIES_MAX).map(|found| entity(text, found)).collect()
}

/// What was found in `text`, as a reading carries it.
pub(crate) fn entity(text: &str, found: Found) -> Entity {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let chars = |end: usize| number(text.get(..end).unwrap_or_default().chars().count());
    Entity {
        kind: found.kind,
        text: mask::masked(text, &found).chars().take(ENTITY_CHARS_MAX).collect(),
        start: chars(found.start),
        end: chars(found.end),
        start_byte: number(found.start),
        end_byte: number(found.end),
        product: None,
    }
}

/// The thing that begins at `at`, and how many characters it has.
fn scan_at(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    email::scan(letters, at)
        .or_else(|| number::scan_sensitive(letters, at))
        .or_else(|| address::scan(letters, at))
        .or_else(|| moment::scan(letters, at))
        .or_else(|| range::scan(letters, at))
        .or_else(|| money::scan(letters, at))
        .or_else(|| number::scan_order(letters, at))
        .or_else(|| code::scan(letters, at))
        .or_else(|| look::scan(letters, at))
        .or_else(|| amount::scan(letters, at))
}

/// The characters of a text, small and half width, with their places in it.
struct Letters {
    letters: Vec<(usize, char)>,
    bytes: usize,
}

impl Letters {
    fn of(text: &str) -> Self {
        let plain = |c: char| match c {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(c).wrapping_sub(0xfee0)).unwrap_or(c)
            }
            '￥' => '¥',
            _ => c,
        };
        let letters = text.char_indices().map(|(byte, c)| (byte, plain(c))).collect();
        Self { letters, bytes: text.len() }
    }

    fn len(&self) -> usize {
        self.letters.len()
    }

    /// The character at `at`; the end reads as a line break, which no scanner takes.
    fn get(&self, at: usize) -> char {
        self.letters.get(at).map_or('\n', |(_, c)| *c)
    }

    /// The character before `at`.
    fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |before| self.get(before))
    }

    /// Where character `at` begins in the text.
    fn byte(&self, at: usize) -> usize {
        self.letters.get(at).map_or(self.bytes, |(byte, _)| *byte)
    }

    /// How many characters from `at` on satisfy `wanted`, at most `most`.
    fn run(&self, at: usize, most: usize, wanted: impl Fn(char) -> bool) -> usize {
        self.letters.iter().skip(at).take(most).take_while(|(_, c)| wanted(*c)).count()
    }

    /// How many digits stand at `at`; `most` bounds the look.
    fn digits(&self, at: usize, most: usize) -> usize {
        self.run(at, most, |c| c.is_ascii_digit())
    }

    /// Whether `words`, in small letters, stand at `at`.
    fn says(&self, at: usize, words: &str) -> bool {
        let here = self.letters.iter().skip(at).map(|(_, c)| c.to_ascii_lowercase());
        let mut here = here.take(words.len());
        words.chars().all(|c| here.next() == Some(c))
    }

    /// The longest of `list` that stands at `at`, in characters.
    fn longest(&self, at: usize, list: &[&str]) -> Option<usize> {
        // Most words differ in their first letter, which is looked up only once.
        let first = self.get(at).to_ascii_lowercase();
        list.iter()
            .filter(|words| words.starts_with(first) && self.says(at, words))
            .map(|words| words.chars().count())
            .max()
    }

    /// Whether one of `list` stands within `reach` characters before `at`.
    fn said_before(&self, at: usize, reach: usize, list: &[&str]) -> bool {
        (at.saturating_sub(reach)..at).any(|start| self.longest(start, list).is_some())
    }

    /// The number that the digits from `at` on write, `length` of them.
    fn value(&self, at: usize, length: usize) -> u64 {
        self.letters
            .iter()
            .skip(at)
            .take(length)
            .filter_map(|(_, c)| c.to_digit(10))
            .fold(0_u64, |value, digit| value.saturating_mul(10).saturating_add(u64::from(digit)))
    }
}

#[cfg(test)]
mod tests;
