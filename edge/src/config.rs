//! The published config of a workspace, compiled and kept in memory.
//!
//! KV says which config is current; the config itself is immutable under its hash, so it is
//! compiled once for each hash and isolate. Only the pointer is asked for again, every
//! [`POINTER_FRESH`].

use core::{cell::RefCell, time::Duration};
use std::{collections::BTreeMap, rc::Rc};

use serde::{Deserialize, Serialize};
use shared::{
    catalog::Catalog, compiled::Compiled, config::Config, id::WorkspaceId,
    profile::yardstick::Yardstick, ranking::Learned, time::Timestamp,
};
use worker::Env;

use crate::{
    clock,
    error::{Answer, ApiError},
    json,
};

/// KV binding of published snapshots.
const BINDING: &str = "CONFIG";

/// How long a pointer is believed. KV itself may be a minute behind; this adds little to it
/// and saves a read for nearly every request.
const POINTER_FRESH: Duration = Duration::from_secs(5);

/// Between the hash and the moment of the yardstick in a pointer.
const YARDSTICK_MARK: char = '/';

/// Before the number of lessons that were learned, in a pointer.
const LEARNED_MARK: char = '+';

/// What is published under a hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// What the merchant set.
    pub(crate) config: Config,
    /// What the shop sells: the name under which it is published. Snapshots of before held the products themselves.
    pub(crate) catalog: serde_json::Value,
}

struct Kept {
    /// What KV said: the hash, and when the yardstick was made.
    pointer: String,
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
    let key = pointer_key(workspace.as_str());
    let Some(pointer) = kv.get(&key).text().await.map_err(worker::Error::from)? else {
        return Err(ApiError::Unauthenticated("no workspace has this key"));
    };
    let known = KEPT.with_borrow(|kept| {
        let entry = kept.get(workspace.as_str())?;
        (entry.pointer == pointer).then(|| Rc::clone(&entry.compiled))
    });
    let compiled = match known {
        Some(compiled) => compiled,
        None => Rc::new(load(&kv, workspace.as_str(), &pointer).await?),
    };
    KEPT.with_borrow_mut(|kept| {
        let entry = Kept { pointer, compiled: Rc::clone(&compiled), checked_at: now };
        kept.insert(workspace.to_string(), entry);
    });
    Ok(compiled)
}

/// Publishes what the shop sells under its hash.
pub(crate) async fn publish_catalog(env: &Env, hash: &str, json: &str) -> worker::Result<()> {
    env.kv(BINDING)?.put(&catalog_key(hash), json)?.execute().await?;
    Ok(())
}

/// Publishes a snapshot under its hash and points to it.
pub(crate) async fn publish(
    env: &Env,
    workspace: &str,
    (hash, snapshot): (&str, &str),
    beside: Beside<'_>,
) -> worker::Result<()> {
    let kv = env.kv(BINDING)?;
    kv.put(&snapshot_key(hash), snapshot)?.execute().await?;
    point(env, workspace, hash, beside).await
}

/// What is published beside a config: it changes on its own, and versions do not hang on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beside<'a> {
    /// The yardstick in force.
    pub(crate) yardstick: Option<&'a Yardstick>,
    /// What was learned.
    pub(crate) learned: &'a Learned,
}

/// Points to a config that is published, and to what is in force beside it, which is published here.
pub(crate) async fn point(
    env: &Env,
    workspace: &str,
    hash: &str,
    Beside { yardstick, learned }: Beside<'_>,
) -> worker::Result<()> {
    let kv = env.kv(BINDING)?;
    let mut pointer = hash.to_owned();
    if let Some(yardstick) = yardstick {
        let made_at = yardstick.as_of.unix_millis().to_string();
        let json = serde_json::to_string(yardstick)?;
        kv.put(&yardstick_key(workspace, &made_at), json)?.execute().await?;
        pointer = format!("{pointer}{YARDSTICK_MARK}{made_at}");
    }
    if 0 < learned.lessons {
        let lessons = learned.lessons.to_string();
        let key = learned_key(workspace, &lessons);
        kv.put(&key, serde_json::to_string(learned)?)?.execute().await?;
        pointer = format!("{pointer}{LEARNED_MARK}{lessons}");
    }
    kv.put(&pointer_key(workspace), pointer)?.execute().await?;
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

async fn load(kv: &worker::kv::KvStore, workspace: &str, pointer: &str) -> Answer<Compiled> {
    let cut = |text: &'_ str, mark: char| -> (String, Option<String>) {
        match text.split_once(mark) {
            Some((before, after)) => (before.to_owned(), Some(after.to_owned())),
            None => (text.to_owned(), None),
        }
    };
    let (rest, lessons) = cut(pointer, LEARNED_MARK);
    let (hash, made_at) = cut(&rest, YARDSTICK_MARK);
    let hash = hash.as_str();
    let json = kv
        .get(&snapshot_key(hash))
        .bytes()
        .await
        .map_err(worker::Error::from)?
        .ok_or_else(|| worker::Error::RustError(format!("config {hash} is not published")))?;
    let snapshot: Snapshot = json::read(&json)?;
    let yardstick = match made_at {
        Some(made_at) => yardstick(kv, workspace, &made_at).await?,
        None => None,
    };
    let learned = match lessons {
        Some(lessons) => learned(kv, workspace, &lessons).await?,
        None => Learned::default(),
    };
    let catalog: Catalog = match snapshot.catalog.as_str() {
        Some(name) => {
            let json = kv.get(&catalog_key(name)).bytes().await.map_err(worker::Error::from)?;
            let absent = || worker::Error::RustError(format!("catalog {name} is not published"));
            json::read(&json.ok_or_else(absent)?)?
        }
        None => shared::json::read(&snapshot.catalog)?,
    };
    let compiled = Compiled::new(snapshot.config, hash.to_owned(), catalog)?;
    Ok(compiled.with_yardstick(yardstick).with_learned(learned))
}

/// What cannot be had was not learned: bands keep their order until it can.
async fn learned(
    kv: &worker::kv::KvStore,
    workspace: &str,
    lessons: &str,
) -> worker::Result<Learned> {
    let json = kv.get(&learned_key(workspace, lessons)).bytes().await?;
    Ok(json.and_then(|json| json::read(&json).ok()).unwrap_or_default())
}

/// A yardstick that cannot be had is none: nobody is compared with anybody until it can.
async fn yardstick(
    kv: &worker::kv::KvStore,
    workspace: &str,
    made_at: &str,
) -> worker::Result<Option<Yardstick>> {
    let json = kv.get(&yardstick_key(workspace, made_at)).bytes().await?;
    Ok(json.and_then(|json| json::read(&json).ok()))
}

fn learned_key(workspace: &str, lessons: &str) -> String {
    format!("learned/{workspace}/{lessons}")
}

/// By the name of the fifths, which it was once.
fn yardstick_key(workspace: &str, made_at: &str) -> String {
    format!("cuts/{workspace}/{made_at}")
}

fn snapshot_key(hash: &str) -> String {
    format!("config/{hash}")
}

fn catalog_key(hash: &str) -> String {
    format!("catalog/{hash}")
}

fn release_key(release: &str, name: &str) -> String {
    format!("model/{release}/{name}")
}

fn pointer_key(workspace: &str) -> String {
    format!("config/current/{workspace}")
}
