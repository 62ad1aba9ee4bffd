//! What a phrase means, as the intent model sees it: a direction, to be compared with another's.
//!
//! The intent network pools a sentence into some hundred numbers before it scores labels. Phrases that mean the same point the same
//! way, also where they share no word. A [`Vector`] is that direction in a byte a number: a few hundred bytes a phrase,
//! and a question is compared with a hundred phrases in the time of one look-up.
//!
//! Vectors of two releases of the model have nothing to do with each other; whoever keeps them keeps the release beside.

use alloc::{string::String, vec::Vec};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits::VECTOR_LEN_BYTES_MAX;

/// Which way a phrase points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Vector(Vec<i8>);

/// A text is no vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("vector is not 1 to {VECTOR_LEN_BYTES_MAX} bytes in base64")]
pub struct VectorError;

impl Vector {
    /// The direction of these numbers; none where they are all zero, too many, or no numbers.
    #[must_use]
    pub fn of(numbers: &[f32]) -> Option<Self> {
        let largest = numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        if !(f32::MIN_POSITIVE..f32::MAX).contains(&largest) || VECTOR_LEN_BYTES_MAX < numbers.len()
        {
            return None;
        }
        #[expect(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            reason = "at most 127 either way"
        )]
        let byte = |number: &f32| libm::rintf(number / largest * 127.0) as i8;
        Some(Self(numbers.iter().map(byte).collect()))
    }

    /// Reads back what [`Vector::bytes`] wrote.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.iter().map(|byte| i8::from_ne_bytes([*byte])).collect())
    }

    /// A byte a number.
    pub fn bytes(&self) -> impl Iterator<Item = u8> {
        self.0.iter().flat_map(|number| number.to_ne_bytes())
    }

    /// How many numbers.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none, which only what was stored broken can be.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How nearly two point the same way: 1 the same, 0 nothing to do with each other, below the opposite. 0 for two of
    /// different lengths.
    #[must_use]
    pub fn closeness(&self, other: &Self) -> f64 {
        if self.0.len() != other.0.len() {
            return 0.0;
        }
        let product = |one: &Self, other: &Self| {
            let pairs = one.0.iter().zip(&other.0);
            pairs
                .map(|(a, b)| i32::from(*a).saturating_mul(i32::from(*b)))
                .fold(0_i32, i32::saturating_add)
        };
        let lengths = f64::from(product(self, self)) * f64::from(product(other, other));
        if lengths <= 0.0 { 0.0 } else { f64::from(product(self, other)) / libm::sqrt(lengths) }
    }
}

impl TryFrom<String> for Vector {
    type Error = VectorError;

    fn try_from(text: String) -> Result<Self, VectorError> {
        let bytes = STANDARD_NO_PAD.decode(text).map_err(|_not_base64| VectorError)?;
        if (1..=VECTOR_LEN_BYTES_MAX).contains(&bytes.len()) {
            Ok(Self::from_bytes(&bytes))
        } else {
            Err(VectorError)
        }
    }
}

impl From<Vector> for String {
    fn from(vector: Vector) -> Self {
        STANDARD_NO_PAD.encode(vector.bytes().collect::<Vec<u8>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_direction_is_one_and_the_opposite_is_minus_one() {
        let one = Vector::of(&[3.0, -1.0, 0.5]).unwrap();
        let longer = Vector::of(&[6.0, -2.0, 1.0]).unwrap();
        let other = Vector::of(&[-3.0, 1.0, -0.5]).unwrap();
        assert!((one.closeness(&longer) - 1.0).abs() < 1e-9);
        assert!((one.closeness(&other) + 1.0).abs() < 1e-9);
        assert!(
            Vector::of(&[0.0, 1.0]).unwrap().closeness(&Vector::of(&[1.0, 0.0]).unwrap()).abs()
                < 1e-9
        );
        assert!(one.closeness(&Vector::of(&[1.0]).unwrap()).abs() < 1e-9);
    }

    #[test]
    fn what_has_no_direction_is_no_vector() {
        assert_eq!(Vector::of(&[0.0, 0.0]), None);
        assert_eq!(Vector::of(&[f32::NAN]), None);
        assert_eq!(Vector::of(&[f32::INFINITY, 1.0]), None);
        assert_eq!(Vector::of(&vec![1.0; VECTOR_LEN_BYTES_MAX + 1]), None);
    }

    #[test]
    fn a_vector_crosses_the_network_as_it_is() {
        let one = Vector::of(&[3.0, -1.0, 0.5, 0.0]).unwrap();
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Vector>(&json).unwrap(), one);
        assert_eq!(Vector::from_bytes(&one.bytes().collect::<Vec<_>>()), one);
        assert!(serde_json::from_str::<Vector>("\"\"").is_err());
        assert!(serde_json::from_str::<Vector>("\"?\"").is_err());
    }
}
