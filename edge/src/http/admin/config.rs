//! Rules, offers, segments, experiments and holdout: reading, changing, publishing.

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::{config::Change, id::OfferId, stock::Totals};
use worker::{Env, Method, Request};

use super::Caller;
use crate::{
    durable::{
        stock,
        workspace::{self, Call},
    },
    error::{self, Answer, ApiError},
    http::body,
};

pub(super) async fn show(env: &Env, caller: &Caller) -> Answer {
    workspace::relay(env, &caller.workspace, Call::Config).await
}

/// What has become of an offer's coupons so far.
pub(super) async fn stock(env: &Env, caller: &Caller, offer: &str) -> Answer {
    let offer: OfferId = offer.parse().ok().ok_or(ApiError::NotFound)?;
    let totals: Totals = stock::totals(env, &caller.workspace, &offer).await?;
    Ok(error::json(&totals)?)
}

/// Makes the change that method and path name, and answers with what is now in force.
pub(super) async fn change(
    req: &mut Request,
    env: &Env,
    caller: &Caller,
    (kind, id): (&str, &str),
) -> Answer {
    let by = caller.by.clone();
    let call = match (req.method(), kind) {
        (Method::Put, _) => Call::Change { change: put(req, kind, id).await?, by },
        (Method::Delete, _) => Call::Change { change: delete(kind, id)?, by },
        _ => return Err(ApiError::MethodNotAllowed),
    };
    workspace::relay(env, &caller.workspace, call).await
}

async fn put(req: &mut Request, kind: &str, id: &str) -> Answer<Change> {
    let json: Value = body::json(req).await?;
    let named = json.get("id").or_else(|| json.get("key")).and_then(Value::as_str);
    if !id.is_empty() && named != Some(id) {
        return Err(ApiError::Invalid {
            code: "id_mismatch",
            path: "$.id".into(),
            detail: format!("the path names {id}, the body {}", named.unwrap_or("nothing")),
        });
    }
    Ok(match kind {
        "config" => Change::Config { config: read(&json)? },
        "rules" => Change::PutRule { rule: read(&json)? },
        "offers" => Change::PutOffer { offer: read(&json)? },
        "segments" => Change::PutSegment { segment: read(&json)? },
        "experiments" => Change::PutExperiment { experiment: json },
        "band" => Change::PutBand { band: read(&json)? },
        "playbooks" => Change::PutPlaybooks { playbooks: read(&json)? },
        "holdout" => Change::PutHoldout { holdout: read(&json)? },
        _ => return Err(ApiError::NotFound),
    })
}

fn delete(kind: &str, id: &str) -> Answer<Change> {
    let id = id.to_owned();
    Ok(match kind {
        "rules" => Change::DeleteRule { id },
        "offers" => Change::DeleteOffer { id },
        "segments" => Change::DeleteSegment { id },
        "experiments" => Change::DeleteExperiment { id },
        _ => return Err(ApiError::NotFound),
    })
}

/// A value of a known form; what does not fit is named.
fn read<T: DeserializeOwned>(value: &Value) -> Answer<T> {
    shared::json::read(value).map_err(|error| ApiError::Invalid {
        code: "invalid_body",
        path: "$".into(),
        detail: error.to_string(),
    })
}
