//! What can go wrong, and the one table from error to status and public text.
//!
//! Nothing else in the Worker builds an error response. The detail of an internal error goes
//! to the log, never to the caller.

use serde::Serialize;
use shared::{
    compiled::ConfigError, condition::ConditionError, conversation::Refused, id::ProfileId,
    wire::problem::Problem,
};
use thiserror::Error;
use worker::{Headers, Response};

use crate::durable::visitor::MOVED;

/// The code of a problem that names the colleague who has a conversation.
const ASSIGNED: &str = "assigned";

/// What a handler answers.
pub(crate) type Answer<T = Response> = Result<T, ApiError>;

/// Why a request is not answered as asked.
#[derive(Debug, Error)]
pub(crate) enum ApiError {
    /// The body is not JSON, or not of the expected form.
    #[error("{detail}")]
    BadJson { detail: String },
    /// A value is not acceptable.
    #[error("{path}: {detail}")]
    Invalid { code: &'static str, path: String, detail: String },
    /// The body is larger than the bound, after decompression.
    #[error("body is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: usize },
    /// Nobody, or nobody we know, asks.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// The request may come from another site.
    #[error("{0}")]
    Forbidden(&'static str),
    /// There is no such thing, or not for this caller: the answers are the same.
    #[error("no such thing")]
    NotFound,
    /// There is such a path, but not with this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// Something is in the way that the caller can clear.
    #[error("{0}")]
    Conflict(String),
    /// A colleague has the conversation: who.
    #[error("{0} has this conversation")]
    Assigned(String),
    /// The caller tried too often.
    #[error("{0}")]
    TooMany(&'static str),
    /// The merchant's server did not vouch for somebody: a proof of identity does not hold.
    #[error("{path}: {detail}")]
    NotProven { code: &'static str, path: String, detail: String },
    /// The person turned out to be somebody else, whose object must be asked. Never leaves the Worker.
    #[error("{0}")]
    Moved(ProfileId),
    /// A Durable Object refused; its problem is passed on as it is.
    #[error("{}", .0.detail)]
    Relayed(Problem),
    /// Our own fault, or the runtime's.
    #[error("{0}")]
    Internal(#[from] worker::Error),
}

impl ApiError {
    /// The table: status, stable code, title.
    const fn row(&self) -> (u16, &'static str, &'static str) {
        match self {
            Self::Relayed(_) => (502, "relayed", "A part of the service refused"),
            Self::BadJson { .. } => (400, "invalid_json", "The body could not be read"),
            Self::Invalid { code, .. } => (422, code, "A value is not acceptable"),
            Self::TooLarge { .. } => (413, "too_large", "The body is too large"),
            Self::Unauthenticated(_) => (401, "unauthenticated", "Sign in or send a valid key"),
            Self::NotProven { code, .. } => (401, code, "The proof of identity does not hold"),
            Self::Moved(_) => (421, MOVED, "The person turned out to be somebody else"),
            Self::Forbidden(_) => (403, "forbidden", "Not allowed from here"),
            Self::NotFound => (404, "not_found", "There is no such thing"),
            Self::MethodNotAllowed => (405, "method_not_allowed", "Not with this method"),
            Self::Conflict(_) => (409, "conflict", "Something is in the way"),
            Self::Assigned(_) => (409, ASSIGNED, "A colleague has this conversation"),
            Self::TooMany(_) => (429, "too_many", "Too many attempts"),
            Self::Internal(_) => (500, "internal", "Something went wrong on our side"),
        }
    }

    /// The error as RFC 9457 has it.
    pub(crate) fn problem(&self) -> Problem {
        if let Self::Relayed(problem) = self {
            return problem.clone();
        }
        let (status, code, title) = self.row();
        let (detail, path) = match self {
            Self::Invalid { path, detail, .. } | Self::NotProven { path, detail, .. } => {
                (detail.clone(), path.clone())
            }
            Self::Internal(_) | Self::NotFound | Self::MethodNotAllowed => {
                (String::new(), String::new())
            }
            Self::Relayed(_)
            | Self::BadJson { .. }
            | Self::TooMany(_)
            | Self::TooLarge { .. }
            | Self::Unauthenticated(_)
            | Self::Forbidden(_)
            | Self::Moved(_)
            | Self::Conflict(_) => (self.to_string(), String::new()),
            Self::Assigned(colleague) => (colleague.clone(), String::new()),
        };
        Problem { code: code.into(), title: title.into(), status, detail, path }
    }

    /// The answer that says so.
    pub(crate) fn into_response(self) -> worker::Result<Response> {
        if let Self::Internal(error) = &self {
            worker::console_error!("request failed: {error}");
        }
        let problem = self.problem();
        let headers = Headers::new();
        headers.set("content-type", "application/problem+json")?;
        Ok(json(&problem)?.with_status(problem.status).with_headers(headers))
    }
}

impl ApiError {
    /// A condition in a request that cannot be read.
    pub(crate) fn condition(error: &ConditionError) -> Self {
        Self::Invalid {
            code: "invalid_condition",
            path: "$.condition".into(),
            detail: error.to_string(),
        }
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotAhead { .. } => Self::Invalid {
                code: "invalid_until",
                path: "$.until".into(),
                detail: refused.to_string(),
            },
            // These name a state that the caller did not expect.
            Refused::NothingToHandBack { .. }
            | Refused::NothingToSnooze { .. }
            | Refused::ResolvedAlready => Self::Conflict(refused.to_string()),
        }
    }
}

impl From<ConfigError> for ApiError {
    fn from(error: ConfigError) -> Self {
        Self::Invalid { code: "invalid_config", path: error.path, detail: error.detail }
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        Self::BadJson { detail: error.to_string() }
    }
}

/// A JSON answer, written in Rust: values never pass through JavaScript's own JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> worker::Result<Response> {
    let text =
        serde_json::to_vec(value).map_err(|error| worker::Error::RustError(error.to_string()))?;
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    Ok(Response::from_bytes(text)?.with_headers(headers))
}

/// An answer whose JSON was written elsewhere in Rust.
pub(crate) fn json_text(text: &str) -> worker::Result<Response> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    Ok(Response::ok(text)?.with_headers(headers))
}
