//! What the shop sells: stored by itself, in parts, under the hash of what it is.
//!
//! A row holds two megabytes at most and a version of the config is a row, so a catalog of thousands of products cannot lie in it. And
//! a rule that is changed need not store or send the products again.

use shared::{
    catalog::{
        Catalog, Product,
        import::{Feed, Mode, Options, Outcome},
    },
    digest,
    id::WorkspaceId,
    limits::CATALOG_PRODUCTS_MAX,
    text::clipped,
    wire::{admin::PublishedConfig, catalog::ImportAnswer},
};
use worker::{Response, SqlStorageValue as Value};

use super::{Workspace, operators, publish::HASH_DIGITS};
use crate::{
    config, durable,
    durable::sql,
    error::{Answer, ApiError},
};

pub(super) const MIGRATION: &str = "CREATE TABLE catalogs (
        hash TEXT NOT NULL,
        part INTEGER NOT NULL,
        json TEXT NOT NULL,
        in_kv INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (hash, part)
     ) WITHOUT ROWID;";

/// Bytes of one part; a row may hold four times as much.
const PART_LEN_BYTES: usize = 512 * 1_024;

/// Products that an answer to an import shows.
const SAMPLE_MAX: usize = 20;

/// What can be asked about what the shop sells, with the type of the answer.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    /// All of it: [`Catalog`].
    Show,
    /// Replace it, and publish: [`PublishedConfig`].
    Put { products: Vec<Product>, by: String },
    /// Take a feed in: [`ImportAnswer`].
    Import(Import),
}

/// A feed that somebody sent, and what is to be done with it.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Import {
    /// The feed as it was sent.
    pub(crate) text: String,
    /// How to read it.
    pub(crate) options: Options,
    /// Only say what would become of the catalog.
    pub(crate) dry_run: bool,
    /// Who sent it.
    pub(crate) by: String,
}

impl Workspace {
    pub(super) async fn answer_about_catalog(
        &self,
        workspace: &WorkspaceId,
        call: Call,
    ) -> worker::Result<Response> {
        match call {
            Call::Show => durable::answer(self.catalog()),
            Call::Put { products, by } => {
                durable::answer(self.put_catalog(workspace, products, &by).await)
            }
            Call::Import(import) => durable::answer(self.import_catalog(workspace, import).await),
        }
    }

    /// Takes a feed in and publishes the catalog, or says what would become of it.
    ///
    /// # Errors
    ///
    /// [`ApiError::Invalid`] where the feed as a whole cannot be taken in; nothing is changed then.
    async fn import_catalog(
        &self,
        workspace: &WorkspaceId,
        Import { text, options, dry_run, by }: Import,
    ) -> Answer<ImportAnswer> {
        let refused = |error: shared::catalog::import::ImportError| ApiError::Invalid {
            code: "invalid_feed",
            path: "$".into(),
            detail: error.to_string(),
        };
        let feed = Feed::read(&text, options).map_err(refused)?;
        let ignored = feed.ignored.iter().cloned().collect();
        let Options { format, mode, .. } = options;
        let outcome = self.catalog()?.take_in(feed, mode).map_err(refused)?;
        let published = if dry_run || !outcome.changes_something() {
            None
        } else {
            let config = self.config_or_first(workspace)?;
            let (catalog, what) = (outcome.catalog.clone(), outcome.summary());
            Some(self.publish(workspace, config, catalog, (&by, &what)).await?.hash)
        };
        Ok(told(outcome, ignored, published, (format.as_str(), mode == Mode::Replace)))
    }

    /// Replaces what the shop sells.
    ///
    /// # Errors
    ///
    /// [`ApiError::Invalid`] with the path of the first product that could not be sold.
    async fn put_catalog(
        &self,
        workspace: &WorkspaceId,
        products: Vec<Product>,
        by: &str,
    ) -> Answer<PublishedConfig> {
        let invalid = |path, detail| ApiError::Invalid { code: "invalid_catalog", path, detail };
        if CATALOG_PRODUCTS_MAX < products.len() {
            let detail = format!("{} products, more than {CATALOG_PRODUCTS_MAX}", products.len());
            return Err(invalid("$".into(), detail));
        }
        for (place, product) in products.iter().enumerate() {
            product.check().map_err(|fault| {
                invalid(format!("$[{place}].{}", fault.field), fault.to_string())
            })?;
        }
        let config = self.config_or_first(workspace)?;
        let catalog = Catalog::new(products);
        let what = format!("catalog of {} products", catalog.products().len());
        self.publish(workspace, config, catalog, (by, &what)).await
    }

    fn config_or_first(&self, workspace: &WorkspaceId) -> Answer<shared::config::Config> {
        match self.latest()? {
            Some((published, _)) => Ok(published.config),
            None => operators::first_config(workspace),
        }
    }

    /// Stores a catalog and gives its name; only the newest is kept.
    pub(super) fn store_catalog(&self, catalog: &Catalog) -> Answer<String> {
        let json = crate::json::write(catalog)?;
        let digest = digest::sha256_hex(json.as_bytes());
        let hash = digest.get(..HASH_DIGITS).unwrap_or(&digest).to_owned();
        let sql = self.sql()?;
        let known = "SELECT hash FROM catalogs WHERE hash = ? LIMIT 1";
        if sql.text(known, vec![Value::String(hash.clone())])?.is_some() {
            return Ok(hash);
        }
        sql.run("DELETE FROM catalogs", vec![])?;
        let mut rest = json.as_str();
        for part in 0_i64.. {
            let piece = clipped(rest, PART_LEN_BYTES);
            rest = rest.get(piece.len()..).unwrap_or_default();
            sql.run(
                "INSERT INTO catalogs (hash, part, json) VALUES (?, ?, ?)",
                vec![
                    Value::String(hash.clone()),
                    Value::Integer(part),
                    Value::String(piece.into()),
                ],
            )?;
            if rest.is_empty() {
                break;
            }
        }
        Ok(hash)
    }

    /// The catalog that a snapshot names or, one of before, holds.
    pub(super) fn catalog_of(&self, snapshot: &serde_json::Value) -> Answer<Catalog> {
        match snapshot.as_str() {
            Some(hash) => Ok(sql::from_json(&self.catalog_json(hash)?)?),
            None => Ok(shared::json::read(snapshot)?),
        }
    }

    fn catalog_json(&self, hash: &str) -> Answer<String> {
        let parts = self.sql()?.texts(
            "SELECT json FROM catalogs WHERE hash = ? ORDER BY part",
            vec![Value::String(hash.into())],
        )?;
        Ok(parts.concat())
    }

    /// Writes the catalog to KV, if it is not there yet.
    pub(super) async fn write_catalog_to_kv(&self) -> Answer<()> {
        let waiting = "SELECT hash FROM catalogs WHERE in_kv = 0 LIMIT 1";
        let Some(hash) = self.sql()?.text(waiting, vec![])? else { return Ok(()) };
        config::publish_catalog(&self.env, &hash, &self.catalog_json(&hash)?).await?;
        let written = "UPDATE catalogs SET in_kv = 1 WHERE hash = ?";
        self.sql()?.run(written, vec![Value::String(hash)])?;
        Ok(())
    }
}

fn told(
    outcome: Outcome,
    ignored: Vec<String>,
    published: Option<String>,
    (format, replaces): (&str, bool),
) -> ImportAnswer {
    let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
    let new = outcome.added.iter().chain(&outcome.changed);
    ImportAnswer {
        format: format.into(),
        replaces,
        added: count(outcome.added.len()),
        changed: count(outcome.changed.len()),
        unchanged: outcome.unchanged,
        removed: count(outcome.removed.len()),
        refused_count: outcome.refused_count,
        ignored,
        sample: new.take(SAMPLE_MAX).filter_map(|id| outcome.catalog.get(id).cloned()).collect(),
        gone: outcome.removed.iter().take(SAMPLE_MAX).cloned().collect(),
        products: count(outcome.catalog.products().len()),
        refused: outcome.refused,
        published,
    }
}
