//! Feeds of products, as shops have them, read into the catalog.
//!
//! | [`Format`] | what it is |
//! |---|---|
//! | `csv` | a table with a head; commas, semicolons or tabs; Google's tab-separated feed too |
//! | `json` | our own products, or only the fields of them that change |
//! | `shopify` | Shopify's products (`{"products": […]}`, REST Admin API or `/products.json`) |
//! | `merchant` | a Google Merchant feed, RSS 2.0 or Atom |
//!
//! A feed says something of each product, a [`Draft`]; what it leaves out stays as it is, so that `id,stock` is a feed. Measured
//! properties are brought to one unit each, which their names carry: `battery: 5000 mAh` is `battery_mah` 5000.
//!
//! Sources: product brief, section 三.3; Google Merchant Center, product data specification; Shopify Admin API, Product.

mod cells;
mod draft;
mod measure;
mod merchant;
mod own;
mod shopify;
mod table;

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::draft::Draft;
use super::{Catalog, Product, check::Fault};
use crate::{
    id::ProductId,
    limits::{CATALOG_PRODUCTS_MAX, IMPORT_REFUSED_MAX},
    money::Currency,
    text::Locale,
};

/// The form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A table with a head.
    Csv,
    /// Our own products.
    Json,
    /// Shopify's products.
    Shopify,
    /// A Google Merchant feed.
    Merchant,
}

/// What becomes of products that a feed does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They stay.
    #[default]
    Update,
    /// They go: the feed is the whole catalog.
    Replace,
}

/// How to read a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Its form.
    pub format: Format,
    /// The language of words without one.
    pub locale: Locale,
    /// The currency of prices without one.
    pub currency: Currency,
    /// What becomes of the others.
    pub mode: Mode,
}

/// A row of a feed that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Which, counted from 1; the head of a table is not counted.
    pub row: u32,
    /// The product's id, where it has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What is wrong.
    #[serde(flatten)]
    pub fault: Fault,
}

/// What a feed says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feed {
    /// Its products, in their order, by row.
    pub drafts: Vec<(u32, Draft)>,
    /// Rows that cannot be read.
    pub refused: Vec<Refused>,
    /// Columns and fields that mean nothing here, each once.
    pub ignored: BTreeSet<String>,
}

/// What a feed does to a catalog.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The catalog afterwards.
    pub catalog: Catalog,
    /// Products that were not there.
    pub added: Vec<ProductId>,
    /// Products that are different now.
    pub changed: Vec<ProductId>,
    /// Products that the feed names and that stay as they are.
    pub unchanged: u32,
    /// Products that are gone.
    pub removed: Vec<ProductId>,
    /// Rows that were refused: the first [`IMPORT_REFUSED_MAX`].
    pub refused: Vec<Refused>,
    /// How many rows were refused.
    pub refused_count: u32,
}

/// A feed that cannot be taken in at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It is not of the form it is said to be.
    #[error("feed is not {format}: {detail}")]
    Form {
        /// The form.
        format: &'static str,
        /// What was found, and where.
        detail: String,
    },
    /// No row of a feed that is to replace everything can be read.
    #[error("feed would empty the catalog: none of its {rows} rows is a product")]
    Empty {
        /// How many rows it has.
        rows: usize,
    },
    /// The catalog would be too large.
    #[error("catalog would have {products} products, more than {CATALOG_PRODUCTS_MAX}")]
    TooMany {
        /// How many it would have.
        products: usize,
    },
}

impl Format {
    /// The word for it in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Shopify => "shopify",
            Self::Merchant => "merchant",
        }
    }

    /// The form that a text seems to have, by its first characters.
    #[must_use]
    pub fn guess(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        // Shopify's list stands under a name, ours does not; ours names a price in minor units.
        if text.starts_with('<') {
            Self::Merchant
        } else if text.starts_with('{') {
            Self::Shopify
        } else if text.starts_with('[') {
            Self::Json
        } else {
            Self::Csv
        }
    }
}

impl Feed {
    /// Reads a feed.
    ///
    /// A row that cannot be read is refused by itself; the others are read.
    ///
    /// # Errors
    ///
    /// [`ImportError::Form`] where the whole is not what it is said to be.
    pub fn read(text: &str, options: Options) -> Result<Self, ImportError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match options.format {
            Format::Csv => table::read(text, options),
            Format::Json => own::read(text),
            Format::Shopify => shopify::read(text, options),
            Format::Merchant => merchant::read(text, options),
        }
    }

    fn form(format: Format, detail: impl Into<String>) -> ImportError {
        ImportError::Form { format: format.as_str(), detail: detail.into() }
    }

    fn refuse(&mut self, row: u32, id: &str, fault: Fault) {
        self.refused.push(Refused { row, id: id.into(), fault });
    }
}

impl Catalog {
    /// Takes a feed in: what it says of a product goes before what was known, the rest of the product stays.
    ///
    /// A product whose row is refused stays as it is, also where the feed is the whole catalog. Of two rows for one product
    /// both count, the later one last.
    ///
    /// # Errors
    ///
    /// [`ImportError::Empty`] and [`ImportError::TooMany`]; nothing is to be changed then.
    pub fn take_in(&self, feed: Feed, mode: Mode) -> Result<Outcome, ImportError> {
        let rows = feed.drafts.len().saturating_add(feed.refused.len());
        let kinds = draft::Kinds::of_catalog(self);
        let mut refused = feed.refused;
        let mut named: BTreeMap<ProductId, Option<Product>> = BTreeMap::new();
        for (row, draft) in feed.drafts {
            let id = draft.id().clone();
            let known = named.get(&id).and_then(Option::as_ref).or_else(|| self.get(&id));
            match draft.onto(known, &kinds) {
                Ok(product) => drop(named.insert(id, Some(product))),
                Err(fault) => {
                    refused.push(Refused { row, id: id.as_str().into(), fault });
                    named.entry(id).or_default();
                }
            }
        }
        let kept: BTreeSet<&str> = refused.iter().map(|refused| refused.id.as_str()).collect();
        let goes = |product: &&Product| {
            mode == Mode::Replace
                && !named.contains_key(&product.id)
                && !kept.contains(product.id.as_str())
        };
        let removed: Vec<ProductId> =
            self.products().iter().filter(goes).map(|product| product.id.clone()).collect();
        let stay = self.products().iter().filter(|product| !goes(product)).cloned();
        let products: Vec<Product> = stay.chain(named.values().flatten().cloned()).collect();
        let catalog = Self::new(products);
        let count = catalog.products().len();
        if mode == Mode::Replace && named.values().flatten().next().is_none() {
            return Err(ImportError::Empty { rows });
        }
        if CATALOG_PRODUCTS_MAX < count {
            return Err(ImportError::TooMany { products: count });
        }
        refused.sort_by_key(|refused| refused.row);
        let refused_count = u32::try_from(refused.len()).unwrap_or(u32::MAX);
        refused.truncate(IMPORT_REFUSED_MAX);
        let mut outcome = Outcome {
            catalog,
            added: Vec::new(),
            changed: Vec::new(),
            unchanged: 0,
            removed,
            refused,
            refused_count,
        };
        for product in named.values().flatten() {
            match self.get(&product.id) {
                None => outcome.added.push(product.id.clone()),
                Some(known) if known == product => {
                    outcome.unchanged = outcome.unchanged.saturating_add(1);
                }
                Some(_) => outcome.changed.push(product.id.clone()),
            }
        }
        Ok(outcome)
    }
}

impl Outcome {
    /// What was done, in a few words, as the list of versions tells it.
    #[must_use]
    pub fn summary(&self) -> String {
        let (added, changed, removed) = (self.added.len(), self.changed.len(), self.removed.len());
        format!("catalog: {added} added, {changed} changed, {removed} removed")
    }

    /// Whether the catalog is another one afterwards.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        !(self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty())
    }
}

#[cfg(test)]
mod tests;
