//! The things a message names: a phone number, an order, a price, a day.
//!
//! Spans count Unicode characters from the start of the message, not bytes and not UTF-16 units, and end after the
//! last character. The text of a sensitive entity is already masked when it leaves the scanner: an [`Entity`] may be
//! stored and sent, the message it came from may not.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// One thing that a message names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What kind of thing.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// The words, masked where [`EntityType::is_sensitive`].
    pub text: String,
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// The kinds of things that are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityType {
    /// A telephone number, mobile or fixed.
    Phone,
    /// An e-mail address.
    Email,
    /// A mainland China resident identity number with a valid check digit.
    IdCard,
    /// A payment card number with a known issuer prefix and a valid Luhn digit.
    BankCard,
    /// An order or parcel number.
    OrderNo,
    /// An amount of money.
    Price,
    /// A day, absolute or relative.
    Date,
    /// A time of day.
    Time,
    /// A coupon or promotion code.
    CouponCode,
}

impl EntityType {
    /// Whether the words identify or expose a person, and are masked before anybody keeps them.
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        match self {
            Self::Phone | Self::Email | Self::IdCard | Self::BankCard => true,
            Self::OrderNo | Self::Price | Self::Date | Self::Time | Self::CouponCode => false,
        }
    }
}
