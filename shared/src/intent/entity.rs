//! The things a message names: a phone number, an order, a price, a day.
//!
//! A span is given twice: in Unicode characters and in bytes of UTF-8, both from the start of the message, both ending
//! after the last; never in UTF-16 units. The text of a sensitive entity is already masked when it leaves the scanner:
//! an [`Entity`] may be stored and sent, the message it came from may not.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::id::ProductId;

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
    /// First byte.
    #[serde(default)]
    pub start_byte: u32,
    /// One past the last byte.
    #[serde(default)]
    pub end_byte: u32,
    /// Which product of the catalog, for [`EntityType::Product`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
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
    /// Two amounts and what lies between, or one amount with a bound.
    PriceRange,
    /// A postal address down to the house.
    Address,
    /// How many of something.
    Quantity,
    /// A size of clothes or shoes.
    Size,
    /// A colour.
    Colour,
    /// A product of the catalog, by one of its names. Found only where the catalog is: at the edge.
    Product,
}

impl EntityType {
    /// Whether the words identify or expose a person, and are masked before anybody keeps them.
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        match self {
            Self::Phone | Self::Email | Self::IdCard | Self::BankCard | Self::Address => true,
            Self::OrderNo
            | Self::Price
            | Self::PriceRange
            | Self::Date
            | Self::Time
            | Self::CouponCode
            | Self::Quantity
            | Self::Size
            | Self::Colour
            | Self::Product => false,
        }
    }
}
