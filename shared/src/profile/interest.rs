//! What a person looks at: products one by one, categories, brands and price bands counted.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::tally::Tally;
use crate::{
    event::commerce::ProductLine, id::ProductId, limits::PRODUCTS_KEPT_MAX, money::Minor,
    time::Timestamp,
};

/// What a person looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Interests {
    /// Products, the most recently seen first; at most [`PRODUCTS_KEPT_MAX`].
    pub products: Vec<SeenProduct>,
    /// Views by category; putting into the cart counts three times.
    pub categories: Tally,
    /// Views by brand; putting into the cart counts three times.
    pub brands: Tally,
    /// Views by price band.
    pub bands: Tally,
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
        self.count(product, 1);
        self.bands.count(band(product.price_minor));
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
                name: product.name.clone(),
                category: product.category.clone(),
                brand: product.brand.clone(),
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
    pub fn want(&mut self, product: &ProductLine) {
        self.count(product, 3);
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

    fn count(&mut self, product: &ProductLine, times: u32) {
        self.categories.add(&product.category, times);
        self.brands.add(&product.brand, times);
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
