//! Events that nobody sends: what a person's events say when they are read together.
//!
//! | event | when |
//! |---|---|
//! | `Product Compared` | coming back to a product after looking at another |
//! | `Price Rechecked` | opening the same product again, or one that is in the cart |
//! | `Cart Lingered` | a filled cart left alone for the workspace's `cart_abandoned_secs` |
//! | `Policy Read` | a page about returns, delivery or warranty |
//! | `Coupon Hunted` | a coupon code tried, whether or not it worked |
//!
//! A shop may send events of these names itself; they count the same, and nothing is derived
//! from them.

use alloc::string::String;

use serde_json::{Map, Value, json};

use crate::{id::ProductId, limits::PROFILE_TEXT_LEN_BYTES_MAX, text::clipped};

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
            Self::CartLingered | Self::CouponHunted => json!({}),
        };
        if let Value::Object(fields) = properties { fields } else { Map::new() }
    }
}
