//! The intent model inside the Worker, for callers that have none of their own.
//!
//! It is the release that browsers load, too: the pointer says which, and is believed for [`POINTER_FRESH`], so that a
//! rollback is everywhere within a minute. A release is read once for each isolate, when the first text asks for it.
//! Where a release cannot be read the model that came with the installation answers; where that cannot be read
//! either the keyword list does, and says so in the reading.

use core::{cell::RefCell, time::Duration};
use std::{
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use intent::{Model, keywords};
use serde::Deserialize;
use shared::{
    digest,
    id::ReleaseId,
    intent::IntentReading,
    knowledge::Vector,
    release::{Choice, FILES, RELEASE_DIGITS},
    time::Timestamp,
};
use worker::{Env, Error, Method, Request, Result};

use crate::{
    clock, config,
    durable::learning::{self, Call, Pointed},
    error::Answer,
    http::assets,
    json, settings,
};

/// How long an isolate believes a pointer.
const POINTER_FRESH: Duration = Duration::from_secs(15);

/// Models in memory: the one in use, and the one on trial.
const LOADED_MAX: usize = 2;

/// The list of served files, by their names before hashing.
const SERVED: &str = "w/1/manifest.json";

/// What the list says.
#[derive(Deserialize)]
struct Served {
    files: BTreeMap<String, String>,
}

/// The model that came with the installation.
#[derive(Debug, Clone)]
pub(crate) struct BuiltIn {
    /// Its name.
    pub(crate) id: ReleaseId,
    /// Where its files are served: paths by name.
    pub(crate) files: BTreeMap<String, String>,
}

thread_local! {
    static LOADED: RefCell<VecDeque<(ReleaseId, Rc<Model>)>> = const { RefCell::new(VecDeque::new()) };
    static POINTED: RefCell<Option<(Timestamp, Choice)>> = const { RefCell::new(None) };
    static BUILT_IN: RefCell<Option<BuiltIn>> = const { RefCell::new(None) };
}

/// What a text says. A person always gets the same release; without one it is the release in use.
pub(crate) async fn read(env: &Env, text: &str, person: Option<&str>) -> IntentReading {
    let chosen = choice(env).await.of(person).cloned();
    let found = match chosen {
        Some(release) => match loaded(env, &release).await {
            Ok(model) => Ok(model),
            Err(error) => {
                worker::console_warn!("release {release} is not there: {error}");
                built_in_model(env).await
            }
        },
        None => built_in_model(env).await,
    };
    match found {
        Ok(model) => model.read(text),
        Err(error) => {
            worker::console_warn!("the keyword list answers, the model is not there: {error}");
            keywords::read(text)
        }
    }
}

/// What texts mean, by the release in use, with its name: vectors of two releases have nothing to do with each other. A
/// canary takes no part: the articles are not kept twice. None where no model can be loaded, or it cannot say.
pub(crate) async fn meanings(env: &Env, texts: &[String]) -> Option<(ReleaseId, Vec<Vector>)> {
    let release = match choice(env).await.of(None).cloned() {
        Some(release) => release,
        None => built_in(env).await.ok()?.id,
    };
    let model = loaded(env, &release)
        .await
        .inspect_err(|error| worker::console_warn!("meanings cannot be had: {error}"))
        .ok()?;
    let meanings: Option<Vec<Vector>> = texts.iter().map(|text| model.meaning(text)).collect();
    Some((release, meanings?))
}

/// What answers, at most [`POINTER_FRESH`] old. Where nobody can say, what was said last; at first what came with
/// the installation.
pub(crate) async fn choice(env: &Env) -> Choice {
    let now = clock::now();
    let known = POINTED.with_borrow(Clone::clone);
    if let Some((asked_at, choice)) = &known
        && now.since(*asked_at) < POINTER_FRESH
    {
        return choice.clone();
    }
    let choice = match pointed(env).await {
        Ok(pointed) => pointed.now,
        Err(error) => {
            worker::console_warn!("the model's pointer cannot be had: {error}");
            known.map(|(_, choice)| choice).unwrap_or_default()
        }
    };
    POINTED.set(Some((now, choice.clone())));
    choice
}

/// This isolate need not wait for its own news.
pub(crate) fn chosen(choice: Choice) {
    POINTED.set(Some((clock::now(), choice)));
}

async fn pointed(env: &Env) -> Answer<Pointed> {
    learning::ask(env, &settings::own_workspace()?, &Call::Pointer).await
}

async fn built_in_model(env: &Env) -> Result<Rc<Model>> {
    let built_in = built_in(env).await?;
    loaded(env, &built_in.id).await
}

/// The model that came with the installation.
pub(crate) async fn built_in(env: &Env) -> Result<BuiltIn> {
    if let Some(known) = BUILT_IN.with_borrow(Clone::clone) {
        return Ok(known);
    }
    let served: Served = json::read(&asset(env, SERVED).await?)?;
    let mut files = BTreeMap::new();
    for name in FILES {
        let path = served
            .files
            .get(name)
            .ok_or_else(|| Error::RustError(format!("{SERVED} does not name {name}")))?;
        files.insert(name.to_owned(), path.clone());
    }
    let manifest = files.get("manifest.json").cloned().unwrap_or_default();
    let id = name_of(&asset(env, &manifest).await?)?;
    let built_in = BuiltIn { id, files };
    BUILT_IN.set(Some(built_in.clone()));
    Ok(built_in)
}

/// The name of the release that a manifest belongs to.
pub(crate) fn name_of(manifest: &[u8]) -> Result<ReleaseId> {
    let digest = digest::sha256_hex(manifest);
    let name = digest.get(..RELEASE_DIGITS).unwrap_or(&digest);
    name.parse().map_err(|error: shared::id::IdError| Error::RustError(error.to_string()))
}

/// One file of a release; `None` where there is no such file.
pub(crate) async fn file(env: &Env, release: &str, name: &str) -> Result<Option<Vec<u8>>> {
    if !FILES.contains(&name) {
        return Ok(None);
    }
    let built_in = built_in(env).await?;
    if built_in.id.as_str() == release
        && let Some(path) = built_in.files.get(name)
    {
        return asset(env, path).await.map(Some);
    }
    config::release_file(env, release, name).await
}

async fn loaded(env: &Env, release: &ReleaseId) -> Result<Rc<Model>> {
    let known = LOADED.with_borrow(|loaded| {
        loaded.iter().find(|(id, _)| id == release).map(|(_, model)| Rc::clone(model))
    });
    if let Some(model) = known {
        return Ok(model);
    }
    let [onnx, vocabulary, manifest] = FILES;
    let model = Model::load(
        &needed(env, release, onnx).await?,
        &needed(env, release, vocabulary).await?,
        &needed(env, release, manifest).await?,
    )
    .map_err(|error| Error::RustError(error.to_string()))?;
    let model = Rc::new(model);
    LOADED.with_borrow_mut(|loaded| {
        loaded.push_back((release.clone(), Rc::clone(&model)));
        if LOADED_MAX < loaded.len() {
            loaded.pop_front();
        }
    });
    Ok(model)
}

async fn needed(env: &Env, release: &ReleaseId, name: &str) -> Result<Vec<u8>> {
    file(env, release.as_str(), name)
        .await?
        .ok_or_else(|| Error::RustError(format!("{name} of release {release} is missing")))
}

async fn asset(env: &Env, path: &str) -> Result<Vec<u8>> {
    let request = Request::new(&format!("https://assets/{path}"), Method::Get)?;
    let mut response = env.service(assets::BINDING)?.fetch_request(request).await?;
    if response.status_code() != 200 {
        return Err(Error::RustError(format!("{path} is answered by {}", response.status_code())));
    }
    response.bytes().await
}
