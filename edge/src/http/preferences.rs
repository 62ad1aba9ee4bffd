//! `/v1/preferences`: how often, over what and by what a person wants to be reached.

use shared::preference::Preferences;
use worker::{Env, Request};

use super::{body, boot};
use crate::{
    auth,
    durable::visitor::{self, Call},
    error::{self, Answer, ApiError},
};

/// What the person asked for so far.
pub(crate) async fn show(req: &Request, env: &Env) -> Answer {
    let token = auth::visitor(env, req)?;
    let profile = boot::profile_of(&token.anonymous_id)?;
    let known: Preferences =
        visitor::ask(env, &token.workspace, &profile, Call::Preferences).await?;
    Ok(error::json(&known)?)
}

/// What holds from now on, in place of everything before.
pub(crate) async fn set(req: &mut Request, env: &Env) -> Answer {
    let token = auth::visitor(env, req)?;
    let preferences: Preferences = body::json(req).await?;
    preferences.check().map_err(|error| ApiError::Invalid {
        code: "invalid_preferences",
        path: "$.weekly_max".into(),
        detail: error.to_string(),
    })?;
    let profile = boot::profile_of(&token.anonymous_id)?;
    let call = Call::Prefer { preferences };
    let known: Preferences = visitor::ask(env, &token.workspace, &profile, call).await?;
    Ok(error::json(&known)?)
}
