//! `GET /v1/stream`: the socket over which a visitor hears at once.

use worker::{Env, Request};

use super::boot;
use crate::{
    auth,
    durable::visitor,
    error::{Answer, ApiError},
};

/// Passes the socket on to the person's own object, which keeps it while it sleeps.
pub(crate) async fn connect(req: &Request, env: &Env) -> Answer {
    let is_upgrade =
        req.headers().get("upgrade")?.is_some_and(|kind| kind.eq_ignore_ascii_case("websocket"));
    if !is_upgrade {
        return Err(ApiError::Invalid {
            code: "not_a_websocket",
            path: "upgrade".into(),
            detail: "connect with a WebSocket".into(),
        });
    }
    let offered = req.headers().get(visitor::PROTOCOL_HEADER)?.unwrap_or_default();
    let mut offered = offered.split(',').map(str::trim);
    let token = offered
        .next()
        .filter(|protocol| *protocol == visitor::PROTOCOL)
        .and_then(|_| offered.next())
        .ok_or(ApiError::Unauthenticated(
            "offer the protocols proffer.v1 and the token of /v1/boot",
        ))?;
    let token = auth::read_token(env, token)?
        .ok_or(ApiError::Unauthenticated("the visitor's token is not valid"))?;
    let profile = boot::profile_of(&token.anonymous_id)?;
    // The token stays here: the object need not know it.
    let headers = req.headers().clone();
    headers.set(visitor::PROTOCOL_HEADER, visitor::PROTOCOL)?;
    let name = visitor::name(&token.workspace, &profile);
    Ok(visitor::socket(env, &name, (headers, "")).await?)
}
