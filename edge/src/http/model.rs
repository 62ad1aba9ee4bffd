//! `GET /w/1/model.json` and `GET /m/{release}/{name}`: where browsers find the intent model.
//!
//! The pointer is asked for again and again; the files under a release's name never change.

use std::collections::BTreeMap;

use shared::{
    id::ReleaseId,
    release::{CANARY_EXPERIMENT, FILES},
    wire::model::{CanaryPointer, ModelPointer},
};
use worker::{Env, Headers, Response};

use super::assets;
use crate::{
    error::{self, Answer, ApiError},
    model,
};

/// Says which release answers, and where its files are.
pub(crate) async fn pointer(env: &Env) -> Answer {
    let built_in = model::built_in(env).await?;
    let choice = model::choice(env).await;
    let (release, files) = if let Some(release) = choice.release {
        let files = addresses(&release);
        (release, files)
    } else {
        let here = |(name, path): (String, String)| (name, format!("/{path}"));
        (built_in.id, built_in.files.into_iter().map(here).collect())
    };
    let canary = choice.canary.map(|canary| CanaryPointer {
        files: addresses(&canary.release),
        release: canary.release,
        share: canary.share,
        experiment: CANARY_EXPERIMENT.into(),
    });
    let response = error::json(&ModelPointer { release, files, canary })?;
    let headers = response.headers().clone();
    headers.set("cache-control", "no-store")?;
    open(&headers)?;
    Ok(response.with_headers(headers))
}

/// Serves one file of a release.
pub(crate) async fn file(env: &Env, release: &str, name: &str) -> Answer {
    let bytes = model::file(env, release, name).await?.ok_or(ApiError::NotFound)?;
    let headers = Headers::new();
    headers.set("content-type", assets::content_type(name))?;
    headers.set("cache-control", assets::FOR_EVER)?;
    headers.set("x-content-type-options", "nosniff")?;
    open(&headers)?;
    Ok(Response::from_bytes(bytes)?.with_headers(headers))
}

/// Any page may read it, as it may read the other files of the widget.
fn open(headers: &Headers) -> worker::Result<()> {
    headers.set("access-control-allow-origin", "*")?;
    headers.set("cross-origin-resource-policy", "cross-origin")
}

fn addresses(release: &ReleaseId) -> BTreeMap<String, String> {
    FILES.iter().map(|name| ((*name).to_owned(), format!("/m/{release}/{name}"))).collect()
}
