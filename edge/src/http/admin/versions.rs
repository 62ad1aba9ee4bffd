//! Published versions: the list, one of them, what changed, and the way back.

use worker::{Env, Request};

use super::{Caller, number};
use crate::{
    durable::workspace::{self, Call},
    error::{Answer, ApiError},
};

pub(super) async fn list(req: &Request, env: &Env, caller: &Caller) -> Answer {
    let call = Call::Versions { limit: number(req, "limit", 50)? };
    workspace::relay(env, &caller.workspace, call).await
}

pub(super) async fn detail(env: &Env, caller: &Caller, version: &str) -> Answer {
    let call = Call::Version { version: numbered(version)? };
    workspace::relay(env, &caller.workspace, call).await
}

pub(super) async fn diff(req: &Request, env: &Env, caller: &Caller, version: &str) -> Answer {
    let from = numbered(version)?;
    let to = number(req, "to", 0)?;
    if to == 0 {
        return Err(ApiError::Invalid {
            code: "invalid_version",
            path: "to".into(),
            detail: "to names the version to compare with, from 1".into(),
        });
    }
    let call = Call::Diff { from, to: to.into() };
    workspace::relay(env, &caller.workspace, call).await
}

pub(super) async fn restore(env: &Env, caller: &Caller, version: &str) -> Answer {
    let call = Call::Restore { version: numbered(version)?, by: caller.by.clone() };
    workspace::relay(env, &caller.workspace, call).await
}

fn numbered(version: &str) -> Answer<u32> {
    version.parse().ok().ok_or(ApiError::NotFound)
}
