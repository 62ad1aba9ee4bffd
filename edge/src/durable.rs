//! Durable Objects: each is the single writer of one thing.
//!
//! They speak JSON over `fetch` among themselves: `POST` with the name of the call as path.
//! [`call`] is the one place that sends such a call, [`answer`] the one that frames the reply.

mod channel;
pub(crate) mod desk;
pub(crate) mod directory;
pub(crate) mod learning;
pub(crate) mod ledger;
pub(crate) mod sql;
pub(crate) mod stock;
pub(crate) mod visitor;
pub(crate) mod workspace;

use serde::{Serialize, de::DeserializeOwned};
use shared::wire::problem::Problem;
use worker::{Env, Headers, Request, Response};

use crate::{
    error::{self, Answer, ApiError},
    json,
};

/// The kinds of object, by their binding in `wrangler.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One person.
    Visitor,
    /// One tenant.
    Workspace,
    /// External ids of one tenant, one shard.
    Directory,
    /// What reports count: one tenant, month and shard.
    Ledger,
    /// The operators of one tenant, live.
    Desk,
    /// What one tenant's messages teach.
    Learning,
    /// How much of one limited offer is left.
    Stock,
}

impl Kind {
    const fn binding(self) -> &'static str {
        match self {
            Self::Visitor => "VISITOR",
            Self::Workspace => "WORKSPACE",
            Self::Directory => "DIRECTORY",
            Self::Ledger => "LEDGER",
            Self::Desk => "DESK",
            Self::Learning => "LEARNING",
            Self::Stock => "STOCK",
        }
    }
}

/// The object's own handle, for a request that is passed on as it is (a `WebSocket`).
pub(crate) fn stub(env: &Env, kind: Kind, name: &str) -> worker::Result<worker::durable::Stub> {
    env.durable_object(kind.binding())?.id_from_name(name)?.get_stub()
}

/// Asks an object, and reads its answer.
///
/// # Errors
///
/// [`ApiError::Relayed`] with the problem that the object answered with.
pub(crate) async fn call<T: Serialize, A: DeserializeOwned>(
    env: &Env,
    kind: Kind,
    name: &str,
    (path, body): (&str, &T),
) -> Answer<A> {
    Ok(shared::json::parse(&call_text(env, kind, name, (path, body)).await?)?)
}

/// Asks an object whose answer is passed on as it is: it is not read here only to be written again.
///
/// # Errors
///
/// As [`call`].
pub(crate) async fn relay<T: Serialize>(
    env: &Env,
    kind: Kind,
    name: &str,
    (path, body): (&str, &T),
) -> Answer {
    Ok(error::json_text(&call_text(env, kind, name, (path, body)).await?)?)
}

/// Asks an object; the answer is its JSON.
///
/// # Errors
///
/// As [`call`].
pub(crate) async fn call_text<T: Serialize>(
    env: &Env,
    kind: Kind,
    name: &str,
    (path, body): (&str, &T),
) -> Answer<String> {
    let body = json::write(body)?;
    let (status, text) = channel::post(stub(env, kind, name)?, path, &body).await?;
    if status < 400 {
        return Ok(text);
    }
    Err(match shared::json::parse::<Problem>(&text) {
        Ok(problem) => ApiError::Relayed(problem),
        Err(_) => ApiError::Internal(worker::Error::RustError(format!(
            "{kind:?} answered {status} to {path}"
        ))),
    })
}

/// The call that a request to an object carries: its name, and its body read as JSON.
pub(crate) async fn received<T: DeserializeOwned>(mut req: Request) -> Answer<T> {
    Ok(json::read(&req.bytes().await?)?)
}

/// Frames what an object answers.
pub(crate) fn answer<T: Serialize>(result: Answer<T>) -> worker::Result<Response> {
    match result {
        Ok(value) => {
            let text =
                json::write(&value).map_err(|error| worker::Error::RustError(error.to_string()))?;
            Ok(Response::ok(text)?.with_headers(Headers::new()))
        }
        Err(error) => error.into_response(),
    }
}

/// Answers a socket that is of no use here.
pub(crate) fn refuse() -> worker::Result<Response> {
    ApiError::NotFound.into_response()
}
