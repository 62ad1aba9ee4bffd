//! Published versions: the list, one of them, what changed, and the way back.

use shared::wire::admin::{PublishedConfig, Version, VersionDetail, VersionDiff, Versions};
use worker::{Env, Request};

use super::{Caller, number};
use crate::{
    durable::workspace::{self, Call},
    error::{self, Answer, ApiError},
};

pub(super) async fn list(req: &Request, env: &Env, caller: &Caller) -> Answer {
    let call = Call::Versions { limit: number(req, "limit", 50)? };
    let versions: Vec<Version> = workspace::ask(env, &caller.workspace, call).await?;
    Ok(error::json(&Versions { versions })?)
}

pub(super) async fn detail(env: &Env, caller: &Caller, version: &str) -> Answer {
    let call = Call::Version { version: numbered(version)? };
    let detail: VersionDetail = workspace::ask(env, &caller.workspace, call).await?;
    Ok(error::json(&detail)?)
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
    let changes = workspace::ask(env, &caller.workspace, call).await?;
    Ok(error::json(&VersionDiff { changes })?)
}

pub(super) async fn restore(env: &Env, caller: &Caller, version: &str) -> Answer {
    let call = Call::Restore { version: numbered(version)?, by: caller.by.clone() };
    let published: PublishedConfig = workspace::ask(env, &caller.workspace, call).await?;
    Ok(error::json(&published)?)
}

fn numbered(version: &str) -> Answer<u32> {
    version.parse().ok().ok_or(ApiError::NotFound)
}
