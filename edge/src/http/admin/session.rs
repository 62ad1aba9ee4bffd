//! First-run set-up, signing in and out.

use shared::wire::admin::{Session, Setup, SetupState, SignIn};
use worker::{Env, Request, Response};

use crate::{
    auth::{self, SESSION_COOKIE},
    durable::workspace::{self, Call, SignedIn},
    error::{self, Answer, ApiError},
    http::body,
    settings::own_workspace,
};

/// How long the cookie lives, in seconds: as long as the session.
const COOKIE_SECS: u32 = 12 * 60 * 60;

pub(super) async fn setup_state(env: &Env) -> Answer {
    let needed = workspace::ask(env, &own_workspace()?, Call::SetupNeeded).await?;
    Ok(error::json(&SetupState { needed })?)
}

pub(super) async fn set_up(req: &mut Request, env: &Env) -> Answer {
    let setup: Setup = body::json(req).await?;
    if !auth::is_admin_token(env, &setup.token)? {
        return Err(ApiError::Unauthenticated("the set-up token is not right"));
    }
    let Setup { email, name, password, .. } = setup;
    let call = Call::Setup { email, name, password };
    let signed_in: SignedIn = workspace::ask(env, &own_workspace()?, call).await?;
    with_cookie(&signed_in)
}

pub(super) async fn sign_in(req: &mut Request, env: &Env) -> Answer {
    // A form of another site cannot send this header, nor sign somebody in unawares.
    auth::session_token(req)?;
    let SignIn { email, password } = body::json(req).await?;
    let call = Call::SignIn { email, password };
    let signed_in: SignedIn = workspace::ask(env, &own_workspace()?, call).await?;
    with_cookie(&signed_in)
}

pub(super) async fn sign_out(req: &Request, env: &Env) -> Answer {
    if let Some(token) = auth::session_token(req)? {
        let _: () = workspace::ask(env, &own_workspace()?, Call::SignOut { token }).await?;
    }
    let response = Response::empty()?.with_status(204);
    response.headers().set("set-cookie", &cookie("", 0))?;
    Ok(response)
}

pub(super) async fn show(req: &Request, env: &Env) -> Answer {
    let token = auth::session_token(req)?.ok_or(ApiError::Unauthenticated("sign in first"))?;
    let session: Session = workspace::ask(env, &own_workspace()?, Call::Session { token }).await?;
    Ok(error::json(&session)?)
}

fn with_cookie(signed_in: &SignedIn) -> Answer {
    let response = error::json(&signed_in.session)?;
    response.headers().set("set-cookie", &cookie(&signed_in.token, COOKIE_SECS))?;
    Ok(response)
}

fn cookie(token: &str, secs: u32) -> String {
    format!("{SESSION_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={secs}")
}
