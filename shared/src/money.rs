//! Amounts of money, in minor units, so that sums are exact.
//!
//! Events carry prices as decimal numbers in major units (Segment's specification); they
//! are rounded to minor units once, here, and never become floating point again.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An amount in the minor unit of its currency (fen, cents); may be negative for refunds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, Hash,
)]
#[serde(transparent)]
pub struct Minor(i64);

/// An ISO 4217 code, such as `CNY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why a text is not a currency.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("currency is {found:?}, not three capital letters such as CNY")]
pub struct CurrencyError {
    /// The rejected text.
    pub found: String,
}

impl Minor {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Wraps an amount in minor units.
    #[must_use]
    pub const fn new(amount: i64) -> Self {
        Self(amount)
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Rounds a decimal amount in major units, as events carry it, to minor units.
    ///
    /// Half goes away from zero. Not-a-number and amounts beyond a thousand million million
    /// are `None`: no shop sells that, so the number is a mistake.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "the bound above keeps the value inside i64")]
    #[expect(clippy::cast_possible_truncation, reason = "the value is a rounded whole number")]
    pub fn from_major(amount: f64, currency: Currency) -> Option<Self> {
        let scaled = amount * f64::from(currency.minor_per_major());
        if !scaled.is_finite() || 1e15 < scaled.abs() {
            return None;
        }
        let half = if scaled < 0.0 { -0.5 } else { 0.5 };
        Some(Self((scaled + half) as i64))
    }

    /// The amount in major units, for conditions and charts; not for sums.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "amounts are far below 2^53")]
    #[expect(clippy::cast_precision_loss, reason = "amounts are far below 2^53")]
    pub fn to_major(self, currency: Currency) -> f64 {
        self.0 as f64 / f64::from(currency.minor_per_major())
    }

    /// Both amounts together, held at the largest amount rather than wrapping.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left when `other` is taken away.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times the amount.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(count)))
    }
}

impl Currency {
    /// Renminbi, the default of a new workspace.
    pub const CNY: Self = Self(*b"CNY");

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many minor units make a major one (ISO 4217): 1, 100 or 1,000.
    #[must_use]
    pub const fn minor_per_major(self) -> u16 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" | b"XAF" | b"XOF" | b"UGX" => 1,
            b"BHD" | b"KWD" | b"OMR" | b"JOD" | b"TND" => 1_000,
            _ => 100,
        }
    }
}

impl TryFrom<&str> for Currency {
    type Error = CurrencyError;

    fn try_from(text: &str) -> Result<Self, CurrencyError> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(CurrencyError { found: text.chars().take(16).collect() }),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(text: String) -> Result<Self, CurrencyError> {
        Self::try_from(text.as_str())
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_price_becomes_exact() {
        assert_eq!(Minor::from_major(19.99, Currency::CNY), Some(Minor::new(1_999)));
        assert_eq!(Minor::from_major(-0.005, Currency::CNY), Some(Minor::new(-1)));
        assert_eq!(Minor::from_major(f64::NAN, Currency::CNY), None);
        assert_eq!(Minor::from_major(1e308, Currency::CNY), None);
    }

    #[test]
    fn yen_have_no_minor_unit() {
        let yen = Currency::try_from("JPY").unwrap();
        assert_eq!(Minor::from_major(980.0, yen), Some(Minor::new(980)));
    }
}
