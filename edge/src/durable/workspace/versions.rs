//! What was published when and by whom, what changed, and the way back.

use shared::{
    config::{Config, diff},
    id::WorkspaceId,
    time::Timestamp,
    wire::admin::{PublishedConfig, Version, VersionDetail},
};
use worker::SqlStorageValue as Value;

use super::Workspace;
use crate::{
    config::Snapshot,
    durable::sql,
    error::{Answer, ApiError},
};

/// Most versions in one answer.
const VERSIONS_MAX: u16 = 200;

impl Workspace {
    /// What was published so far, newest first.
    pub(super) fn versions(&self, limit: u16) -> Answer<Vec<Version>> {
        let limit = limit.clamp(1, VERSIONS_MAX);
        let rows = self.sql()?.rows(
            "SELECT version, hash, published_at, by, change FROM configs
             ORDER BY version DESC LIMIT ?",
            vec![Value::Integer(limit.into())],
        )?;
        Ok(rows.iter().filter_map(|row| read(row)).collect())
    }

    /// One version with its config.
    pub(super) fn version(&self, version: u32) -> Answer<VersionDetail> {
        let rows = self.sql()?.rows(
            "SELECT version, hash, published_at, by, change, snapshot FROM configs
             WHERE version = ?",
            vec![Value::Integer(version.into())],
        )?;
        let row = rows.first().ok_or(ApiError::NotFound)?;
        let version = read(row).ok_or(ApiError::NotFound)?;
        Ok(VersionDetail { version, config: snapshot(row.get(5))?.config })
    }

    /// What changed from one version to another.
    pub(super) fn diff(&self, from: u32, to: u32) -> Answer<Vec<diff::Difference>> {
        let (before, after): (Config, Config) =
            (self.version(from)?.config, self.version(to)?.config);
        Ok(diff::between(&before, &after))
    }

    /// Publishes an earlier version again, as a new one: history is only ever added to. What
    /// the shop sells stays as it is now.
    pub(super) async fn restore(
        &self,
        workspace: &WorkspaceId,
        version: u32,
        by: &str,
    ) -> Answer<PublishedConfig> {
        let config = self.version(version)?.config;
        let catalog = self.catalog()?;
        self.publish(workspace, config, catalog, (by, &format!("restore {version}"))).await
    }
}

fn read(row: &[Value]) -> Option<Version> {
    Some(Version {
        version: u32::try_from(row.first().and_then(sql::integer)?).ok()?,
        hash: row.get(1).and_then(sql::text)?,
        published_at: Timestamp::from_unix_millis(row.get(2).and_then(sql::integer)?),
        by: row.get(3).and_then(sql::text)?,
        change: summary(&row.get(4).and_then(sql::text)?),
    })
}

/// What was done, in a few words. Versions of before kept the whole change as JSON, with its name in `change`.
fn summary(change: &str) -> String {
    let told = shared::json::parse::<serde_json::Value>(change).unwrap_or_default();
    let name = told.get("change").and_then(serde_json::Value::as_str);
    name.unwrap_or(change).chars().take(120).collect()
}

fn snapshot(value: Option<&Value>) -> Answer<Snapshot> {
    let json = value.and_then(sql::text).ok_or(ApiError::NotFound)?;
    Ok(sql::from_json(&json)?)
}
