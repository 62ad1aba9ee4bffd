//! Events that nobody sends: what a person's events say when they are read together.
//!
//! | event | when |
//! |---|---|
//! | `Product Compared` | coming back to a product after looking at another |
//! | `Price Rechecked` | opening the same product again, or one that is in the cart |
//! | `Cart Lingered` | a filled cart left alone for the workspace's `cart_abandoned_secs` |
//! | `Policy Read` | a page about returns, delivery or warranty |
//! | `Coupon Hunted` | a coupon code tried, whether or not it worked |
//! | `Birthday Reached` | the morning of the person's birthday, where they are |
//! | `Replenishment Due` | what they buy again and again is about to run out |
//!
//! A shop may send events of these names itself; they count the same, and nothing is derived
//! from them.

use alloc::string::String;

use serde_json::{Map, Value, json};

use crate::{id::ProductId, limits::PROFILE_TEXT_LEN_BYTES_MAX, text::clipped, time::Timestamp};

/// One derived event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Derived {
    /// The person came back to a product.
    ProductCompared {
        /// Which.
        product: ProductId,
    },
    /// The person looked at a price again.
    PriceRechecked {
        /// Of which product.
        product: ProductId,
        /// Whether it is in their cart.
        in_cart: bool,
    },
    /// The person left a filled cart alone.
    CartLingered,
    /// The person read a policy.
    PolicyRead {
        /// The path of its page.
        path: String,
    },
    /// The person tried a coupon code.
    CouponHunted,
    /// The person has their birthday.
    BirthdayReached,
    /// The person is about to run out of something.
    ReplenishmentDue {
        /// Of what.
        product: ProductId,
        /// What it is called; may be empty.
        name: String,
        /// The day on which they are expected to buy it again, as [`Timestamp::day`] counts.
        expected_day: i64,
    },
}

impl Derived {
    /// A policy read on the page with this path.
    #[must_use]
    pub fn policy(path: &str) -> Self {
        Self::PolicyRead { path: clipped(path, PROFILE_TEXT_LEN_BYTES_MAX).into() }
    }

    /// The name, as rules and conditions use it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ProductCompared { .. } => "Product Compared",
            Self::PriceRechecked { .. } => "Price Rechecked",
            Self::CartLingered => "Cart Lingered",
            Self::PolicyRead { .. } => "Policy Read",
            Self::CouponHunted => "Coupon Hunted",
            Self::BirthdayReached => "Birthday Reached",
            Self::ReplenishmentDue { .. } => "Replenishment Due",
        }
    }

    /// What is known about it.
    #[must_use]
    pub fn properties(&self) -> Map<String, Value> {
        let properties = match self {
            Self::ProductCompared { product } => json!({ "product_id": product }),
            Self::PriceRechecked { product, in_cart } => {
                json!({ "product_id": product, "in_cart": in_cart })
            }
            Self::PolicyRead { path } => json!({ "path": path }),
            Self::ReplenishmentDue { product, name, expected_day } => {
                let expected_at =
                    Timestamp::from_unix_millis(expected_day.saturating_mul(86_400_000));
                json!({ "product_id": product, "name": name, "expected_at": expected_at.to_rfc3339() })
            }
            Self::CartLingered | Self::CouponHunted | Self::BirthdayReached => json!({}),
        };
        if let Value::Object(fields) = properties { fields } else { Map::new() }
    }
}
