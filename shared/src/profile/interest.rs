//! What a person looks at: products one by one; categories, brands and price bands by preference.
//!
//! | sign | strength |
//! |---|---|
//! | looking at a product | 1 |
//! | putting it into the cart | 3 |
//! | buying it | 5 |
//!
//! The strengths are ours: each step nearer to the order says more. They fade as
//! [`super::preference`] says.
//!
//! Source: product brief, section 一.1 (消费偏好).

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::preference::Preferences;
use crate::{
    event::commerce::ProductLine,
    id::ProductId,
    limits::{PRODUCTS_KEPT_MAX, PROFILE_TEXT_LEN_BYTES_MAX},
    money::Minor,
    text::clipped,
    time::Timestamp,
};

/// What one look at a product says.
const STRENGTH_LOOK: f64 = 1.0;

/// What putting a product into the cart says.
const STRENGTH_CART: f64 = 3.0;

/// What buying a product says.
const STRENGTH_ORDER: f64 = 5.0;

/// What a person looks at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, from = "Stored")]
pub struct Interests {
    /// Products, the most recently seen first; at most [`PRODUCTS_KEPT_MAX`].
    pub products: Vec<SeenProduct>,
    /// Categories they prefer.
    pub categories: Preferences,
    /// Brands they prefer.
    pub brands: Preferences,
    /// Price bands they prefer.
    pub bands: Preferences,
}

/// One product a person looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenProduct {
    /// Which.
    pub id: ProductId,
    /// What it is called.
    pub name: String,
    /// Its category.
    pub category: String,
    /// Its brand.
    pub brand: String,
    /// Its price when last seen.
    pub price_minor: Minor,
    /// How often it was looked at.
    pub views: u32,
    /// The visit in which it was last looked at, by number.
    pub visit: u32,
    /// When it was last looked at.
    pub last_at: Timestamp,
}

/// Whether a look at a product was the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It was.
    First,
    /// The person came back to it after looking at something else.
    Return,
    /// The same page was opened once more, with nothing in between.
    Recheck,
}

impl Interests {
    /// Notes a look at a product during visit number `visit`.
    pub fn look_at(&mut self, product: &ProductLine, visit: u32, at: Timestamp) -> Look {
        self.note(product, STRENGTH_LOOK, at);
        let known = self.products.iter().position(|seen| seen.id == product.id);
        let look = match known {
            None => Look::First,
            Some(0) => Look::Recheck,
            Some(_) => Look::Return,
        };
        let views = known.map_or(0, |place| self.products.remove(place).views);
        self.products.insert(
            0,
            SeenProduct {
                id: product.id.clone(),
                name: clipped(&product.name, PROFILE_TEXT_LEN_BYTES_MAX).into(),
                category: clipped(&product.category, PROFILE_TEXT_LEN_BYTES_MAX).into(),
                brand: clipped(&product.brand, PROFILE_TEXT_LEN_BYTES_MAX).into(),
                price_minor: product.price_minor,
                views: views.saturating_add(1),
                visit,
                last_at: at,
            },
        );
        self.products.truncate(PRODUCTS_KEPT_MAX);
        look
    }

    /// Notes that a product went into the cart: a stronger sign than a look.
    pub fn want(&mut self, product: &ProductLine, at: Timestamp) {
        self.note(product, STRENGTH_CART, at);
    }

    /// Notes that a product was bought: the strongest sign.
    pub fn buy(&mut self, product: &ProductLine, at: Timestamp) {
        self.note(product, STRENGTH_ORDER, at);
    }

    /// The product a person is most taken with: looked at most often, of two the more recent.
    #[must_use]
    pub fn focus(&self) -> Option<&SeenProduct> {
        self.products.iter().rev().max_by_key(|seen| seen.views)
    }

    /// Products of the current category, the most recent first: what the person compares.
    #[must_use]
    pub fn compared(&self) -> Vec<&SeenProduct> {
        let Some(latest) = self.products.first() else { return Vec::new() };
        self.products
            .iter()
            .filter(|seen| seen.category == latest.category && seen.visit == latest.visit)
            .collect()
    }

    fn note(&mut self, product: &ProductLine, strength: f64, at: Timestamp) {
        self.categories.note(&product.category, strength, at);
        self.brands.note(&product.brand, strength, at);
        // An event without a price says nothing about what a person likes to spend.
        if product.price_minor != Minor::ZERO {
            self.bands.note(band(product.price_minor), strength, at);
        }
    }
}

/// What is on disk; counts of an earlier version had no dates.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Stored {
    products: Vec<SeenProduct>,
    categories: Preferences,
    brands: Preferences,
    bands: Preferences,
}

impl From<Stored> for Interests {
    fn from(Stored { products, mut categories, mut brands, mut bands }: Stored) -> Self {
        let latest = products.iter().map(|seen| seen.last_at).max().unwrap_or_default();
        for known in [&mut categories, &mut brands, &mut bands] {
            known.date(latest);
        }
        Self { products, categories, brands, bands }
    }
}

/// The price band of a product, by powers of about three in major units of a currency with
/// cents: coarse enough to be a preference, fine enough to tell a cable from a laptop.
#[must_use]
pub const fn band(price_minor: Minor) -> &'static str {
    match price_minor.get() {
        ..10_000 => "0-99",
        10_000..50_000 => "100-499",
        50_000..100_000 => "500-999",
        100_000..300_000 => "1000-2999",
        300_000..600_000 => "3000-5999",
        _ => "6000+",
    }
}
