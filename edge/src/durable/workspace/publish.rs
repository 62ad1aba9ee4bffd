//! Changing the config: check, version, snapshot.

use core::time::Duration;

use shared::{
    catalog::Catalog,
    compiled::Compiled,
    config::{Change, Config},
    digest,
    id::WorkspaceId,
    time::Timestamp,
    wire::admin::PublishedConfig,
};
use worker::SqlStorageValue as Value;

use super::{Workspace, learn};
use crate::{
    clock, config,
    config::{Beside, Snapshot},
    durable::{ledger, sql},
    error::{Answer, ApiError},
};

/// Hex digits of a config's name: 64 bits, far more than a tenant has versions.
pub(super) const HASH_DIGITS: usize = 16;

/// Before a snapshot that KV refused is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

impl Workspace {
    /// The config in force.
    pub(super) fn published(&self) -> Answer<PublishedConfig> {
        let (published, _) = self.latest()?.ok_or(ApiError::NotFound)?;
        Ok(published)
    }

    pub(super) fn catalog(&self) -> Answer<Catalog> {
        Ok(self.latest()?.map(|(_, catalog)| catalog).unwrap_or_default())
    }

    /// Makes one change and publishes the result.
    ///
    /// # Errors
    ///
    /// [`ApiError::Invalid`] with the path of what would not work; nothing is changed then.
    pub(super) async fn change(
        &self,
        workspace: &WorkspaceId,
        change: Change,
        by: &str,
    ) -> Answer<PublishedConfig> {
        let what = change.summary();
        let (mut config, catalog) = match (self.latest()?, &change) {
            (Some((published, catalog)), _) => (published.config, catalog),
            (None, Change::Config { config }) => ((**config).clone(), Catalog::default()),
            (None, _) => return Err(ApiError::NotFound),
        };
        if !config.change(change) {
            return Err(ApiError::NotFound);
        }
        if config.settings.id != *workspace {
            return Err(ApiError::Invalid {
                code: "invalid_config",
                path: "$.settings.id".into(),
                detail: format!("id is {}, not {workspace}", config.settings.id),
            });
        }
        self.publish(workspace, config, catalog, (by, &what)).await
    }

    /// Writes a new version, then its snapshot to KV.
    pub(super) async fn publish(
        &self,
        workspace: &WorkspaceId,
        config: Config,
        catalog: Catalog,
        (by, what): (&str, &str),
    ) -> Answer<PublishedConfig> {
        let now = clock::now();
        let before = self.latest()?.map(|(published, _)| published.config);
        // What does not compile is refused here, before anybody can meet it.
        Compiled::new(config.clone(), String::new(), catalog.clone())?;
        let sold = self.store_catalog(&catalog)?;
        let snapshot =
            serde_json::to_string(&Snapshot { config: config.clone(), catalog: sold.into() })?;
        let digest = digest::sha256_hex(snapshot.as_bytes());
        let hash = digest.get(..HASH_DIGITS).unwrap_or(&digest).to_owned();
        self.sql()?.run(
            "INSERT INTO configs (workspace, hash, published_at, by, change, snapshot, in_kv)
             VALUES (?, ?, ?, ?, ?, ?, 0)",
            vec![
                Value::String(workspace.to_string()),
                Value::String(hash.clone()),
                Value::Integer(now.unix_millis()),
                Value::String(by.into()),
                Value::String(what.chars().take(4_000).collect()),
                Value::String(snapshot),
            ],
        )?;
        if let Err(error) = self.write_to_kv().await {
            worker::console_warn!("KV waits for a config: {error}");
            self.state.storage().set_alarm(RETRY_AFTER).await?;
        } else if self.state.storage().get_alarm().await?.is_none() {
            self.state.storage().set_alarm(learn::EVERY).await?;
        }
        if before.is_some_and(|before| asks_something_else(&before, &config))
            && let Err(error) = ledger::nudge(&self.env, workspace, &hash, now).await
        {
            // Whatever people do next tells them.
            worker::console_warn!("people were not woken for a config: {error}");
        }
        Ok(PublishedConfig { hash, published_at: now, config })
    }

    /// Writes the newest version to KV, if it is not there yet.
    pub(super) async fn write_to_kv(&self) -> Answer<()> {
        let rows = self.sql()?.rows(
            "SELECT version, workspace, hash, snapshot, in_kv FROM configs
             ORDER BY version DESC LIMIT 1",
            vec![],
        )?;
        let Some(row) = rows.first() else { return Ok(()) };
        let column = |place: usize| row.get(place).and_then(sql::text).unwrap_or_default();
        if row.get(4).and_then(sql::integer) == Some(1) {
            return Ok(());
        }
        self.write_catalog_to_kv().await?;
        let (yardstick, learned) = (self.yardstick()?, self.learned()?);
        let beside = Beside { yardstick: yardstick.as_ref(), learned: &learned };
        config::publish(&self.env, &column(1), (&column(2), &column(3)), beside).await?;
        let version = row.first().cloned().unwrap_or(Value::Null);
        self.sql()?.run("UPDATE configs SET in_kv = 1 WHERE version <= ?", vec![version])?;
        Ok(())
    }

    pub(super) fn latest(&self) -> Answer<Option<(PublishedConfig, Catalog)>> {
        let rows = self.sql()?.rows(
            "SELECT hash, published_at, snapshot FROM configs ORDER BY version DESC LIMIT 1",
            vec![],
        )?;
        let Some(row) = rows.first() else { return Ok(None) };
        let snapshot: Snapshot =
            sql::from_json(&row.get(2).and_then(sql::text).unwrap_or_default())?;
        let published_at = row.get(1).and_then(sql::integer).unwrap_or_default();
        Ok(Some((
            PublishedConfig {
                hash: row.first().and_then(sql::text).unwrap_or_default(),
                published_at: Timestamp::from_unix_millis(published_at),
                config: snapshot.config,
            },
            self.catalog_of(&snapshot.catalog)?,
        )))
    }
}

/// Whether people have to look at themselves anew: other segments, other stages of life, or
/// other questions about what they did.
fn asks_something_else(before: &Config, after: &Config) -> bool {
    before.segments != after.segments || before.settings.lifecycle != after.settings.lifecycle
}
