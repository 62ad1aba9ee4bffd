//! How a person is drawn into a share of all people, the same every time and everywhere.
//!
//! A person's id and a seed are hashed to a number from 0 to 1, and shares are ranges of that
//! line. Nothing is stored: the browser, the edge and the warehouse work out the same answer.
//! The hashing is GrowthBook's, so an experiment can be moved there and back, and its numbers
//! are those of JavaScript to the last bit.
//!
//! Version 1 splits the line into 1,000 steps and is kept for old experiments: it correlates
//! between experiments with similar seeds. Version 2 hashes twice and has 10,000 steps.

use alloc::{string::String, vec, vec::Vec};

use serde::{Deserialize, Serialize};

/// A part of the line from 0 to 1: `start` belongs to it, `end` does not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "(f64, f64)", into = "(f64, f64)")]
pub struct BucketRange {
    /// The first place that belongs to it.
    pub start: f64,
    /// The first place that no longer does.
    pub end: f64,
}

/// A line of its own, shared by experiments that must not meet the same person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "(String, f64, f64)", into = "(String, f64, f64)")]
pub struct Namespace {
    /// Its name, which is also its seed.
    pub id: String,
    /// The part of it that one experiment takes.
    pub range: BucketRange,
}

/// The people who get no marketing at all, so that its worth can be measured.
///
/// Drawn like the variations of an experiment, with a seed of its own, so that being held out
/// says nothing about any experiment. A larger share holds out the same people and more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holdout {
    /// Changing it draws the people anew.
    pub seed: String,
    /// Share of people, 0 to 1.
    pub share: f64,
}

impl Holdout {
    /// Whether the person is held out.
    #[must_use]
    pub fn contains(&self, hash_value: &str) -> bool {
        hash(&self.seed, hash_value, 2).is_some_and(|place| place < self.share)
    }
}

impl BucketRange {
    /// Whether `place` belongs to it.
    #[must_use]
    pub fn contains(self, place: f64) -> bool {
        self.start <= place && place < self.end
    }
}

impl Namespace {
    /// Whether the person is in the part of the namespace.
    #[must_use]
    pub fn contains(&self, hash_value: &str) -> bool {
        let mut seed = String::from("__");
        seed.push_str(&self.id);
        hash(&seed, hash_value, 1).is_some_and(|place| self.range.contains(place))
    }
}

/// The place of a person on the line from 0 to 1; none for a version that does not exist.
///
/// # Examples
///
/// ```
/// use shared::bucket::hash;
///
/// assert_eq!(hash("seed", "a", 2), Some(0.0505));
/// assert_eq!(hash("seed", "a", 3), None);
/// ```
#[must_use]
pub fn hash(seed: &str, hash_value: &str, version: u32) -> Option<f64> {
    match version {
        1 => Some(share_of(fnv1a(hash_value.encode_utf16().chain(seed.encode_utf16())), 1_000)),
        2 => {
            let once = fnv1a(seed.encode_utf16().chain(hash_value.encode_utf16()));
            let twice = fnv1a(decimal_digits(once).into_iter());
            Some(share_of(twice, 10_000))
        }
        _ => None,
    }
}

/// The remainder as a part of the whole, by one division as in JavaScript.
fn share_of(number: u32, steps: u32) -> f64 {
    f64::from(number.checked_rem(steps).unwrap_or(0)) / f64::from(steps)
}

/// FNV-1a over UTF-16 units, which is what JavaScript's `charCodeAt` sees.
fn fnv1a(units: impl Iterator<Item = u16>) -> u32 {
    units.fold(0x811c_9dc5, |sum: u32, unit| (sum ^ u32::from(unit)).wrapping_mul(0x0100_0193))
}

/// The digits of a number as UTF-16 units, without allocating a text for them.
fn decimal_digits(number: u32) -> impl IntoIterator<Item = u16> {
    let mut digits = [0_u16; 10];
    let mut rest = number;
    let mut used: usize = 0;
    for slot in digits.iter_mut().rev() {
        let (quotient, digit) = (rest / 10, rest % 10);
        *slot = u16::from(b'0').wrapping_add(u16::try_from(digit).unwrap_or(0));
        rest = quotient;
        used = used.saturating_add(1);
        if rest == 0 {
            break;
        }
    }
    let unused = digits.len().saturating_sub(used);
    digits.into_iter().skip(unused)
}

/// Shares of the same size for `variations` variations.
#[must_use]
pub fn equal_weights(variations: u32) -> Vec<f64> {
    (0..variations).map(|_| 1.0 / f64::from(variations)).collect()
}

/// The range of each variation.
///
/// Each begins where the weights before it end and covers `coverage` of its own weight, so
/// that a growing coverage adds people and moves nobody. Coverage outside 0 to 1 is brought
/// back to it; weights of the wrong number, or that do not add up to 1 (within 0.01), are
/// replaced by equal ones.
#[must_use]
pub fn bucket_ranges(
    variations: u32,
    coverage: Option<f64>,
    weights: Option<&[f64]>,
) -> Vec<BucketRange> {
    let coverage = coverage.unwrap_or(1.0).clamp(0.0, 1.0);
    let weights = match weights {
        Some(weights) if are_usable(weights, variations) => weights.to_vec(),
        _ => equal_weights(variations),
    };
    let mut cumulative = 0.0;
    let mut ranges = vec![];
    for weight in weights {
        ranges.push(BucketRange { start: cumulative, end: cumulative + coverage * weight });
        cumulative += weight;
    }
    ranges
}

fn are_usable(weights: &[f64], variations: u32) -> bool {
    let total = weights.iter().fold(0.0, |total, weight| total + weight);
    u32::try_from(weights.len()) == Ok(variations) && (0.99..=1.01).contains(&total)
}

/// The variation whose range holds `place`; none if it is between them.
#[must_use]
pub fn choose_variation(place: f64, ranges: &[BucketRange]) -> Option<usize> {
    ranges.iter().position(|range| range.contains(place))
}

impl From<(f64, f64)> for BucketRange {
    fn from((start, end): (f64, f64)) -> Self {
        Self { start, end }
    }
}

impl From<BucketRange> for (f64, f64) {
    fn from(range: BucketRange) -> Self {
        (range.start, range.end)
    }
}

impl From<(String, f64, f64)> for Namespace {
    fn from((id, start, end): (String, f64, f64)) -> Self {
        Self { id, range: BucketRange { start, end } }
    }
}

impl From<Namespace> for (String, f64, f64) {
    fn from(namespace: Namespace) -> Self {
        (namespace.id, namespace.range.start, namespace.range.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_holdout_has_its_share_of_people() {
        let holdout = Holdout { seed: "holdout-1".into(), share: 0.1 };
        let held = (0..10_000).filter(|id| holdout.contains(&format!("person-{id}"))).count();
        assert!((900..1_100).contains(&held), "{held}");
    }

    #[test]
    fn nobody_is_held_out_of_nothing_and_everybody_of_everything() {
        let of = |share| Holdout { seed: "s".into(), share };
        assert!((0..1_000).all(|id| !of(0.0).contains(&format!("{id}"))));
        assert!((0..1_000).all(|id| of(1.0).contains(&format!("{id}"))));
    }

    #[test]
    fn a_larger_holdout_keeps_those_who_were_held_out() {
        let of = |share| Holdout { seed: "s".into(), share };
        let people = (0..2_000).map(|id| format!("p{id}"));
        assert!(people.into_iter().all(|id| !of(0.05).contains(&id) || of(0.2).contains(&id)));
    }

    #[test]
    fn chinese_ids_hash_by_utf_16_unit_as_in_javascript() {
        // Worked out with the hash function of GrowthBook 1.8.0 in Node.
        assert_eq!(hash("优惠实验", "用户-一", 1), Some(0.831));
        assert_eq!(hash("优惠实验", "用户-一", 2), Some(0.0752));
        assert_eq!(hash("seed", "\u{1F600}", 2), Some(0.4346));
    }

    proptest! {
        #[test]
        fn every_person_has_a_place_on_the_line(seed in any::<String>(), id in any::<String>()) {
            for version in [1, 2] {
                let place = hash(&seed, &id, version).unwrap();
                prop_assert!((0.0..1.0).contains(&place));
            }
        }

        #[test]
        fn full_ranges_leave_no_gap(variations in 1_u32..20, place in 0.0..0.999_f64) {
            prop_assert!(choose_variation(place, &bucket_ranges(variations, None, None)).is_some());
        }

        #[test]
        fn digits_are_those_of_the_number(number in any::<u32>()) {
            let text: String = decimal_digits(number)
                .into_iter()
                .map(|unit| char::from_u32(u32::from(unit)).unwrap())
                .collect();
            prop_assert_eq!(text, number.to_string());
        }
    }
}
