//! `POST /v1/boot`: the first request of a chat frame.

use serde_json::json;
use shared::{
    conversation::Message,
    digest,
    event::Arrival,
    id::{AnonymousId, DeviceKey, ProfileId, WorkspaceId},
    limits::DEVICE_KEY_LEN_BYTES_MIN,
    wire::{
        identity::SignIn,
        widget::{BootAnswer, BootRequest},
    },
};
use worker::{Env, Request};

use super::{batch, body, cors};
use crate::{
    auth::{self, VisitorToken},
    chance, clock,
    durable::visitor::{self, Call},
    error::{self, Answer, ApiError},
};

/// Says who the frame is. A token of ours goes on being the same person; anything else
/// starts a new one.
pub(crate) async fn boot(req: &mut Request, env: &Env) -> Answer {
    let asked: BootRequest = body::json(req).await?;
    let (workspace, config) = auth::site(env, &asked.write_key).await?;
    let settings = &config.config.settings;
    if !cors::is_allowed(req, &settings.allowed_origins)? {
        return Err(ApiError::Forbidden("the workspace does not know this origin"));
    }
    let known = match asked.token.as_deref() {
        Some(token) => auth::read_token(env, token)?.filter(|known| known.workspace == workspace),
        None => None,
    };
    let (mut anonymous_id, mut messages) = match known {
        Some(known) => {
            let profile = profile_of(&known.anonymous_id)?;
            let messages: Vec<Message> =
                visitor::ask(env, &workspace, &profile, Call::Messages).await?;
            (known.anonymous_id, messages)
        }
        None => match &asked.device_key {
            Some(key) => first_name(env, &workspace, key).await?,
            None => (new_name()?, Vec::new()),
        },
    };
    if let Some(sign_in) = &asked.identity {
        let own = anonymous_id.clone();
        anonymous_id = signed_in(env, (&workspace, own), sign_in).await?;
        let profile = profile_of(&anonymous_id)?;
        messages = visitor::ask(env, &workspace, &profile, Call::Messages).await?;
    }
    let visitor = VisitorToken { workspace, anonymous_id };
    let answer = BootAnswer {
        token: auth::issue(env, &visitor, clock::now())?,
        anonymous_id: visitor.anonymous_id,
        shop: settings.name.clone(),
        notice: settings.notice,
        primary_colour: settings.primary_colour.clone(),
        messages,
    };
    Ok(error::json(&answer)?)
}

/// Signs a customer in, and says who the browser is from then on: another person, if somebody else was signed in there.
async fn signed_in(
    env: &Env,
    (workspace, anonymous_id): (&WorkspaceId, AnonymousId),
    sign_in: &SignIn,
) -> Answer<AnonymousId> {
    let proof = json!({ "identifier_hash": sign_in.identifier_hash, "token": sign_in.token });
    // The same sign-in twice is one event.
    let content = format!("{anonymous_id}\n{}", serde_json::to_string(sign_in)?);
    let event = json!({
        "type": "identify", "anonymousId": anonymous_id, "userId": sign_in.user_id,
        "messageId": format!("boot-{}", digest::sha256_hex(content.as_bytes())),
        "traits": sign_in.traits, "identity": proof,
    });
    let arrival = Arrival { received_at: clock::now(), sent_at: None, context: None };
    let event = batch::one(env, workspace, event, arrival).await?;
    let reader = profile_of(&anonymous_id)?;
    let answer = batch::keep(env, workspace, vec![event], Some(reader)).await?;
    Ok(match answer.identity {
        Some(other) => other.anonymous_id.parse().ok().ok_or(ApiError::NotFound)?,
        None => anonymous_id,
    })
}

/// The person behind an anonymous id.
pub(crate) fn profile_of(anonymous_id: &AnonymousId) -> Answer<ProfileId> {
    anonymous_id.as_str().parse().ok().ok_or(ApiError::NotFound)
}

/// The person of a browser that was never answered, or whose answer was lost: always the same for the same key.
async fn first_name(
    env: &Env,
    workspace: &WorkspaceId,
    key: &DeviceKey,
) -> Answer<(AnonymousId, Vec<Message>)> {
    if key.as_str().len() < DEVICE_KEY_LEN_BYTES_MIN {
        return Err(ApiError::Invalid {
            code: "device_key_too_short",
            path: "$.deviceKey".into(),
            detail: format!("a device key has at least {DEVICE_KEY_LEN_BYTES_MIN} characters"),
        });
    }
    let anonymous_id = auth::name_of_device(env, workspace, key)?;
    let messages =
        visitor::ask(env, workspace, &profile_of(&anonymous_id)?, Call::Messages).await?;
    Ok((anonymous_id, messages))
}

fn new_name() -> Answer<AnonymousId> {
    format!("a-{}", chance::name()?).parse().ok().ok_or(ApiError::NotFound)
}
