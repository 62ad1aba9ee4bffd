//! What the installation was started with: secrets and the name of the workspace.

use shared::id::WorkspaceId;
use worker::Env;

use crate::error::{Answer, ApiError};

/// Secret that proves ownership of the installation: first-run set-up and automation.
const ADMIN_TOKEN: &str = "ADMIN_TOKEN";

/// Secret that signs visitors' tokens and makes coupon codes.
const SIGNING_KEY: &str = "SIGNING_KEY";

/// Shortest secret that is accepted, in bytes; shorter ones can be guessed.
const SECRET_LEN_MIN: usize = 32;

/// The workspace that a sign-in without a name means.
const WORKSPACE: &str = "main";

/// The tenant of this installation's operators.
pub(crate) fn own_workspace() -> Answer<WorkspaceId> {
    WORKSPACE.parse().ok().ok_or(ApiError::NotFound)
}

/// The admin token, if one is set and long enough.
pub(crate) fn admin_token(env: &Env) -> Answer<String> {
    secret(env, ADMIN_TOKEN)
}

/// The key that signs visitors' tokens.
pub(crate) fn signing_key(env: &Env) -> Answer<String> {
    secret(env, SIGNING_KEY)
}

fn secret(env: &Env, name: &str) -> Answer<String> {
    let value = env.secret(name).map(|secret| secret.to_string()).unwrap_or_default();
    if value.len() < SECRET_LEN_MIN {
        return Err(ApiError::Internal(worker::Error::RustError(format!(
            "secret {name} has {} bytes, fewer than {SECRET_LEN_MIN}; set it with `wrangler secret put {name}`",
            value.len()
        ))));
    }
    Ok(value)
}
