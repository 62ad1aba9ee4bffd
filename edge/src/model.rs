//! The intent model inside the Worker, for callers that have none of their own.
//!
//! It is the file that browsers load, served by this Worker; it is read once for each
//! isolate, when the first text asks for it. Where it cannot be read the keyword list
//! answers, and says so in the reading.

use core::cell::RefCell;
use std::{collections::BTreeMap, rc::Rc};

use intent::{Model, keywords};
use serde::Deserialize;
use shared::intent::IntentReading;
use worker::{Env, Error, Method, Request, Result};

use crate::http::assets;

/// The list of served files, by their names before hashing.
const FILES: &str = "w/1/manifest.json";

/// What the list says.
#[derive(Deserialize)]
struct Served {
    files: BTreeMap<String, String>,
}

thread_local! {
    static LOADED: RefCell<Option<Rc<Model>>> = const { RefCell::new(None) };
}

/// What a text says.
pub(crate) async fn read(env: &Env, text: &str) -> IntentReading {
    match loaded(env).await {
        Ok(model) => model.read(text),
        Err(error) => {
            worker::console_warn!("the keyword list answers, the model is not there: {error}");
            keywords::read(text)
        }
    }
}

async fn loaded(env: &Env) -> Result<Rc<Model>> {
    if let Some(model) = LOADED.with_borrow(Clone::clone) {
        return Ok(model);
    }
    let served: Served = serde_json::from_slice(&file(env, FILES).await?)?;
    let named = |name: &str| {
        served
            .files
            .get(name)
            .ok_or_else(|| Error::RustError(format!("{FILES} does not name {name}")))
    };
    let onnx = file(env, named("intent.onnx")?).await?;
    let vocabulary = file(env, named("vocab.txt")?).await?;
    let manifest = file(env, named("manifest.json")?).await?;
    let model = Model::load(&onnx, &vocabulary, &manifest)
        .map_err(|error| Error::RustError(error.to_string()))?;
    let model = Rc::new(model);
    LOADED.set(Some(Rc::clone(&model)));
    Ok(model)
}

async fn file(env: &Env, path: &str) -> Result<Vec<u8>> {
    let request = Request::new(&format!("https://assets/{path}"), Method::Get)?;
    let mut response = env.service(assets::BINDING)?.fetch_request(request).await?;
    if response.status_code() != 200 {
        return Err(Error::RustError(format!("{path} is answered by {}", response.status_code())));
    }
    response.bytes().await
}
