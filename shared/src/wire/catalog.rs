//! What an import of products did, or would do.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Product, import::Refused},
    id::ProductId,
};

/// The answer to `POST /v1/admin/catalog/import`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportAnswer {
    /// As what the feed was read.
    pub format: String,
    /// Whether the feed was the whole catalog.
    pub replaces: bool,
    /// Products that were not there.
    pub added: u32,
    /// Products that are different now.
    pub changed: u32,
    /// Products that the feed names and that stay as they are.
    pub unchanged: u32,
    /// Products that are gone.
    pub removed: u32,
    /// How many products there are afterwards.
    pub products: u32,
    /// Rows that were not taken in, the first hundred.
    pub refused: Vec<Refused>,
    /// How many rows were not taken in.
    pub refused_count: u32,
    /// Columns and fields that mean nothing here.
    pub ignored: Vec<String>,
    /// The first products that are new or different.
    pub sample: Vec<Product>,
    /// The first products that are gone.
    pub gone: Vec<ProductId>,
    /// The hash of the config that was published; none for a dry run, or where nothing changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}
