//! The published config of a workspace, compiled and kept in memory.
//!
//! KV says which config is current; the config itself is immutable under its hash, so it is
//! compiled once for each hash and isolate. Only the pointer is asked for again, every
//! [`POINTER_FRESH`].

use core::{cell::RefCell, time::Duration};
use std::{collections::BTreeMap, rc::Rc};

use serde::{Deserialize, Serialize};
use shared::{
    catalog::Catalog, compiled::Compiled, config::Config, id::WorkspaceId, time::Timestamp,
};
use worker::Env;

use crate::{
    clock,
    error::{Answer, ApiError},
};

/// KV binding of published snapshots.
const BINDING: &str = "CONFIG";

/// How long a pointer is believed. KV itself may be a minute behind; this adds little to it
/// and saves a read for nearly every request.
const POINTER_FRESH: Duration = Duration::from_secs(5);

/// What is published under a hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// What the merchant set.
    pub(crate) config: Config,
    /// What the shop sells.
    pub(crate) catalog: Catalog,
}

struct Kept {
    compiled: Rc<Compiled>,
    checked_at: Timestamp,
}

thread_local! {
    static KEPT: RefCell<BTreeMap<String, Kept>> = const { RefCell::new(BTreeMap::new()) };
}

/// The current config of a workspace.
///
/// # Errors
///
/// [`ApiError::Unauthenticated`] if the workspace has published nothing: no key of it exists.
pub(crate) async fn current(env: &Env, workspace: &WorkspaceId) -> Answer<Rc<Compiled>> {
    let now = clock::now();
    if let Some(fresh) = kept(workspace, now) {
        return Ok(fresh);
    }
    let kv = env.kv(BINDING)?;
    let pointer = pointer_key(workspace.as_str());
    let Some(hash) = kv.get(&pointer).text().await.map_err(worker::Error::from)? else {
        return Err(ApiError::Unauthenticated("no workspace has this key"));
    };
    let known = KEPT.with_borrow(|kept| {
        let entry = kept.get(workspace.as_str())?;
        (entry.compiled.hash == hash).then(|| Rc::clone(&entry.compiled))
    });
    let compiled = match known {
        Some(compiled) => compiled,
        None => Rc::new(load(&kv, &hash).await?),
    };
    KEPT.with_borrow_mut(|kept| {
        let entry = Kept { compiled: Rc::clone(&compiled), checked_at: now };
        kept.insert(workspace.to_string(), entry);
    });
    Ok(compiled)
}

/// Publishes a snapshot under its hash and points to it.
pub(crate) async fn publish(
    env: &Env,
    workspace: &str,
    hash: &str,
    snapshot: &str,
) -> worker::Result<()> {
    let kv = env.kv(BINDING)?;
    kv.put(&snapshot_key(hash), snapshot)?.execute().await?;
    kv.put(&pointer_key(workspace), hash)?.execute().await?;
    // This isolate need not wait for its own news.
    KEPT.with_borrow_mut(|kept| kept.remove(workspace));
    Ok(())
}

/// Stores one file of a release of the intent model.
pub(crate) async fn put_release_file(
    env: &Env,
    release: &str,
    name: &str,
    bytes: &[u8],
) -> worker::Result<()> {
    env.kv(BINDING)?.put_bytes(&release_key(release, name), bytes)?.execute().await?;
    Ok(())
}

/// One file of a release of the intent model, if it was published.
pub(crate) async fn release_file(
    env: &Env,
    release: &str,
    name: &str,
) -> worker::Result<Option<Vec<u8>>> {
    Ok(env.kv(BINDING)?.get(&release_key(release, name)).bytes().await?)
}

/// The read-only projection of a person, for readers that may be a minute behind.
pub(crate) async fn project(
    env: &Env,
    workspace: &str,
    profile: &str,
    json: &str,
) -> worker::Result<()> {
    let kv = env.kv(BINDING)?;
    kv.put(&format!("profile/{workspace}/{profile}"), json)?.execute().await?;
    Ok(())
}

fn kept(workspace: &WorkspaceId, now: Timestamp) -> Option<Rc<Compiled>> {
    KEPT.with_borrow(|kept| {
        let entry = kept.get(workspace.as_str())?;
        let is_fresh = now.since(entry.checked_at) < POINTER_FRESH;
        is_fresh.then(|| Rc::clone(&entry.compiled))
    })
}

async fn load(kv: &worker::kv::KvStore, hash: &str) -> Answer<Compiled> {
    let json = kv
        .get(&snapshot_key(hash))
        .bytes()
        .await
        .map_err(worker::Error::from)?
        .ok_or_else(|| worker::Error::RustError(format!("config {hash} is not published")))?;
    let snapshot: Snapshot = serde_json::from_slice(&json)?;
    Ok(Compiled::new(snapshot.config, hash.to_owned(), snapshot.catalog)?)
}

fn snapshot_key(hash: &str) -> String {
    format!("config/{hash}")
}

fn release_key(release: &str, name: &str) -> String {
    format!("model/{release}/{name}")
}

fn pointer_key(workspace: &str) -> String {
    format!("config/current/{workspace}")
}
