//! The intent model: what it did, what people say to it, which release answers.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use intent::{Model, manifest::Manifest};
use serde::Deserialize;
use serde_json::Value;
use shared::{
    id::{MessageId, ProfileId},
    intent::{Label, Source},
    learning::{Correction, TrainingRow, Utterance, key},
    limits::RELEASE_LEN_BYTES_MAX,
    release::{Choice, FILES},
    wire::model::{Labelled, ModelPage, PostRelease, PutLabel, Release, Waiting},
};
use worker::{Env, Request, Response};

use super::Caller;
use crate::{
    clock, config,
    durable::{
        learning::{self, Call, Learnt, Pointed},
        visitor,
    },
    error::{self, Answer, ApiError},
    http::body,
    json, knowledge, model,
};

/// A sentence that any model must answer.
const PROBE: &str = "太贵了，有没有优惠";

/// Everything the page of the model shows.
pub(super) async fn show(env: &Env, caller: &Caller) -> Answer {
    let workspace = &caller.workspace;
    let Learnt::<Value> { report, queue } = learning::ask(env, workspace, &Call::Report).await?;
    let Pointed { now, former } = learning::ask(env, workspace, &Call::Pointer).await?;
    let releases: Vec<Release> = learning::ask(env, workspace, &Call::Releases).await?;
    let built_in = model::built_in(env).await?.id;
    let queue = queue.into_iter().filter_map(waiting).collect();
    Ok(error::json(&ModelPage { report, queue, built_in, now, former, releases })?)
}

fn waiting(utterance: Utterance) -> Option<Waiting> {
    let words = utterance.words?;
    Some(Waiting {
        profile: words.profile,
        message: words.message,
        text: words.text,
        label: utterance.label,
        score: utterance.score,
        rejected: utterance.rejected,
        at: utterance.at,
    })
}

/// Keeps what an operator says a message is about.
pub(super) async fn label(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let PutLabel { profile, message, label } = body::json(req).await?;
    let label = match label {
        Some(text) => Some(known_label(&text)?),
        None => None,
    };
    let call = visitor::Call::Utterance { message };
    let utterance: Utterance = visitor::ask(env, &caller.workspace, &profile, call).await?;
    let correction =
        label.map(|label| Correction { label, by: caller.by.clone(), at: clock::now() });
    let call = Call::Correct { utterance: Box::new(utterance), correction };
    let () = learning::ask(env, &caller.workspace, &call).await?;
    Ok(Response::empty()?.with_status(204))
}

fn known_label(text: &str) -> Answer<Label> {
    Label::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Label::ALL.into_iter().map(Label::as_str).collect();
        let shown: String = text.chars().take(64).collect();
        ApiError::Invalid {
            code: "unknown_label",
            path: "$.label".into(),
            detail: format!("label is {shown:?}, not one of {}", known.join(", ")),
        }
    })
}

/// The rows of the training file, one a line.
pub(super) async fn corrections(env: &Env, caller: &Caller) -> Answer {
    let rows: Vec<TrainingRow> = learning::ask(env, &caller.workspace, &Call::Corrections).await?;
    let mut lines = String::new();
    for row in rows {
        lines.push_str(&serde_json::to_string(&row)?);
        lines.push('\n');
    }
    let response = Response::ok(lines)?;
    let headers = worker::Headers::new();
    headers.set("content-type", "application/x-ndjson")?;
    headers.set("cache-control", "no-store")?;
    Ok(response.with_headers(headers))
}

/// Takes a release in: checks that it is whole and answers, and stores its files under its name.
pub(super) async fn publish(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let PostRelease { files } = body::large_json(req, RELEASE_LEN_BYTES_MAX).await?;
    let [onnx, vocabulary, manifest] = FILES.map(|name| decoded(&files, name));
    let (onnx, vocabulary, manifest) = (onnx?, vocabulary?, manifest?);
    check(&onnx, &vocabulary, &manifest)?;
    let id = model::name_of(&manifest)?;
    for (name, bytes) in FILES.into_iter().zip([&onnx, &vocabulary, &manifest]) {
        config::put_release_file(env, id.as_str(), name, bytes).await?;
    }
    let measured: Measured = json::read(&manifest)?;
    let bytes = [&onnx, &vocabulary, &manifest].iter().map(|file| file.len()).sum::<usize>();
    let release = Release {
        id,
        at: clock::now(),
        by: caller.by.clone(),
        bytes: u64::try_from(bytes).unwrap_or(u64::MAX),
        metrics: measured.metrics,
    };
    let kept: Release = learning::ask(env, &caller.workspace, &Call::Publish { release }).await?;
    Ok(error::json(&kept)?)
}

/// What a training run measured; the page shows it as it is.
#[derive(Deserialize)]
struct Measured {
    #[serde(default)]
    metrics: Value,
}

fn decoded(files: &BTreeMap<String, String>, name: &str) -> Answer<Vec<u8>> {
    let path = || format!("$.files['{name}']");
    let encoded = files.get(name).ok_or_else(|| ApiError::Invalid {
        code: "missing_file",
        path: path(),
        detail: format!("the release has no {name}"),
    })?;
    STANDARD.decode(encoded).map_err(|error| ApiError::Invalid {
        code: "invalid_base64",
        path: path(),
        detail: error.to_string(),
    })
}

/// Refuses what browsers could not load, and what is not what was trained.
fn check(onnx: &[u8], vocabulary: &[u8], manifest: &[u8]) -> Answer<()> {
    let wrong = |detail: String| ApiError::Invalid {
        code: "invalid_release",
        path: "$.files".into(),
        detail,
    };
    let parsed = Manifest::parse(manifest).map_err(|error| wrong(error.to_string()))?;
    parsed.check_files(onnx, vocabulary).map_err(|error| wrong(error.to_string()))?;
    parsed.check_digests(onnx, vocabulary).map_err(|error| wrong(error.to_string()))?;
    let model =
        Model::load(onnx, vocabulary, manifest).map_err(|error| wrong(error.to_string()))?;
    if model.read(PROBE).source == Source::Model {
        Ok(())
    } else {
        Err(wrong("the network loads but does not answer".into()))
    }
}

/// Chooses what answers.
pub(super) async fn point(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let choice: Choice = body::json(req).await?;
    let by = caller.by.clone();
    chosen(env, caller, &Call::Point { choice, by }).await
}

/// Goes back to what answered before.
pub(super) async fn roll_back(env: &Env, caller: &Caller) -> Answer {
    chosen(env, caller, &Call::RollBack { by: caller.by.clone() }).await
}

async fn chosen(env: &Env, caller: &Caller, call: &Call) -> Answer {
    let Pointed { now, .. } = learning::ask(env, &caller.workspace, call).await?;
    model::chosen(now.clone());
    // Articles mean nothing to another release until it has read them; what is left is read by the next request for it.
    if let Err(error) = knowledge::refresh(env, &caller.workspace).await {
        worker::console_warn!("articles keep the meaning of the former release: {error}");
    }
    Ok(error::json(&now)?)
}

/// The labels that people gave to a person's messages.
pub(super) async fn labels_of(
    env: &Env,
    caller: &Caller,
    profile: &ProfileId,
    messages: Vec<MessageId>,
) -> Answer<Vec<Labelled>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<String> = messages.iter().map(|message| key(profile, message)).collect();
    let call = Call::Corrected { keys: keys.clone() };
    let found: Vec<(String, Label)> = learning::ask(env, &caller.workspace, &call).await?;
    let label_of = |key: &String| found.iter().find(|(known, _)| known == key);
    Ok(messages
        .into_iter()
        .zip(keys)
        .filter_map(|(message, key)| {
            let (_, label) = label_of(&key)?;
            Some(Labelled { message, label: *label })
        })
        .collect())
}
