//! Who is asking: a site by its write key, a visitor by their token, an operator by their
//! session, automation by the admin token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::{
    digest,
    id::{AnonymousId, DeviceKey, ProfileId, UserId, WorkspaceId, WriteKey},
    identity::external::ExternalId,
    time::Timestamp,
};
use worker::{Env, Request};

use crate::{
    config,
    error::{Answer, ApiError},
    settings,
};

/// Cookie of an operator's session. The prefix makes browsers insist on HTTPS (or loopback)
/// and on this host alone.
pub(crate) const SESSION_COOKIE: &str = "__Host-proffer";

/// Header that no other site can send without asking first (CORS), so that a request with it
/// comes from the dashboard.
const DASHBOARD_HEADER: &str = "x-proffer";

/// A visitor, proven by a token of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VisitorToken {
    /// The workspace it was made for.
    pub(crate) workspace: WorkspaceId,
    /// The person.
    pub(crate) anonymous_id: AnonymousId,
}

/// The workspace that a write key belongs to, by its form `pk_WORKSPACE_SUFFIX`.
///
/// The form only says where to look; [`site`] asks whether the workspace knows the key.
pub(crate) fn workspace_of(key: &WriteKey) -> Answer<WorkspaceId> {
    key.as_str()
        .strip_prefix("pk_")
        .and_then(|rest| rest.rsplit_once('_'))
        .and_then(|(workspace, _)| workspace.parse().ok())
        .ok_or(ApiError::Unauthenticated("this is not a write key; one looks like pk_main_…"))
}

/// The workspace of a write key, with its config, if the key is one of the workspace's.
pub(crate) async fn site(
    env: &Env,
    key: &WriteKey,
) -> Answer<(WorkspaceId, std::rc::Rc<shared::compiled::Compiled>)> {
    let workspace = workspace_of(key)?;
    let compiled = config::current(env, &workspace).await?;
    if compiled.config.settings.write_keys.contains(key) {
        Ok((workspace, compiled))
    } else {
        Err(ApiError::Unauthenticated("the workspace has no such write key"))
    }
}

/// The write key of HTTP Basic authentication, as Segment's libraries send it: the key is
/// the user name, the password is empty.
pub(crate) fn basic_key(req: &Request) -> Answer<Option<WriteKey>> {
    let Some(header) = req.headers().get("authorization")? else { return Ok(None) };
    let Some(encoded) = header.strip_prefix("Basic ") else { return Ok(None) };
    let decoded = base64::engine::general_purpose::STANDARD
        .decode(encoded.trim())
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(ApiError::Unauthenticated("the Authorization header is not valid Basic"))?;
    let name = decoded.split(':').next().unwrap_or_default();
    name.parse().map(Some).ok().ok_or(ApiError::Unauthenticated("the write key has bad characters"))
}

/// Makes the token of a visitor.
pub(crate) fn issue(env: &Env, visitor: &VisitorToken, now: Timestamp) -> Answer<String> {
    let key = settings::signing_key(env)?;
    let payload = format!("{}\n{}\n{}", visitor.workspace, visitor.anonymous_id, now.unix_millis());
    let proof = digest::hmac_hex(key.as_bytes(), signed(&payload).as_bytes());
    Ok(format!("{}.{proof}", URL_SAFE_NO_PAD.encode(payload)))
}

/// The person whose browser made this key: nobody can tell the person from the key without our own, nor the key
/// from the person.
pub(crate) fn name_of_device(
    env: &Env,
    workspace: &WorkspaceId,
    key: &DeviceKey,
) -> Answer<AnonymousId> {
    let ours = settings::signing_key(env)?;
    let name = digest::hmac_hex(ours.as_bytes(), format!("device\n{workspace}\n{key}").as_bytes());
    let digits: String = name.chars().take(32).collect();
    format!("a-{digits}").parse().ok().ok_or(ApiError::NotFound)
}

/// The person that another customer is in somebody's browser: always the same for the same two, so that nobody is made twice.
pub(crate) fn name_of_other(
    env: &Env,
    workspace: &WorkspaceId,
    (browser, user): (&AnonymousId, &UserId),
) -> Answer<AnonymousId> {
    let ours = settings::signing_key(env)?;
    let text = format!("other\n{workspace}\n{browser}\n{user}");
    let name = digest::hmac_hex(ours.as_bytes(), text.as_bytes());
    let digits: String = name.chars().take(32).collect();
    format!("a-{digits}").parse().ok().ok_or(ApiError::NotFound)
}

/// The person for whom events are kept that name nothing but this id. A customer's number is their name; of everything else a
/// name is made that does not show it, because names come into reports.
pub(crate) fn name_of_id(env: &Env, workspace: &WorkspaceId, id: &ExternalId) -> Answer<ProfileId> {
    if let Some(user) = id.as_user() {
        return format!("user:{user}").parse().ok().ok_or(ApiError::NotFound);
    }
    let ours = settings::signing_key(env)?;
    let text = format!("id\n{workspace}\n{}\n{}", id.kind_text(), id.value());
    let name = digest::hmac_hex(ours.as_bytes(), text.as_bytes());
    let digits: String = name.chars().take(32).collect();
    format!("{}-{digits}", id.kind().as_str()).parse().ok().ok_or(ApiError::NotFound)
}

/// Reads a visitor's token; `None` if it is not ours.
pub(crate) fn read_token(env: &Env, token: &str) -> Answer<Option<VisitorToken>> {
    let key = settings::signing_key(env)?;
    let Some((payload, proof)) = token.split_once('.') else { return Ok(None) };
    let payload =
        URL_SAFE_NO_PAD.decode(payload).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(payload) = payload else { return Ok(None) };
    if !digest::is_hmac_hex(key.as_bytes(), signed(&payload).as_bytes(), proof) {
        return Ok(None);
    }
    let mut parts = payload.split('\n');
    let visitor = parts.next().zip(parts.next()).and_then(|(workspace, anonymous_id)| {
        Some(VisitorToken {
            workspace: workspace.parse().ok()?,
            anonymous_id: anonymous_id.parse().ok()?,
        })
    });
    Ok(visitor)
}

/// The visitor of a request with `Authorization: Bearer`.
pub(crate) fn visitor(env: &Env, req: &Request) -> Answer<VisitorToken> {
    let header = req.headers().get("authorization")?.unwrap_or_default();
    let token = header
        .strip_prefix("Bearer ")
        .ok_or(ApiError::Unauthenticated("send the token of /v1/boot as a bearer token"))?;
    read_token(env, token)?.ok_or(ApiError::Unauthenticated("the visitor's token is not valid"))
}

/// Whether the request carries the admin token.
pub(crate) fn is_admin(env: &Env, req: &Request) -> Answer<bool> {
    match req.headers().get("authorization")? {
        Some(header) => match header.strip_prefix("Bearer ") {
            Some(token) => is_admin_token(env, token),
            None => Ok(false),
        },
        None => Ok(false),
    }
}

/// Whether this is the admin token, in constant time.
pub(crate) fn is_admin_token(env: &Env, token: &str) -> Answer<bool> {
    let known = settings::admin_token(env)?;
    let proof = digest::hmac_hex(known.as_bytes(), known.as_bytes());
    Ok(digest::is_hmac_hex(known.as_bytes(), token.as_bytes(), &proof))
}

/// The session token in the cookie of a request that comes from the dashboard.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for a request that changes something without the dashboard's
/// header: another site may have made the browser send it.
pub(crate) fn session_token(req: &Request) -> Answer<Option<String>> {
    let changes = !matches!(req.method(), worker::Method::Get | worker::Method::Head);
    if changes && req.headers().get(DASHBOARD_HEADER)?.is_none() {
        return Err(ApiError::Forbidden("send the header X-Proffer: 1"));
    }
    let cookies = req.headers().get("cookie")?.unwrap_or_default();
    Ok(cookies.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == SESSION_COOKIE && !value.is_empty()).then(|| value.to_owned())
    }))
}

/// A token of ours is only a token, never any other text we sign.
fn signed(payload: &str) -> String {
    format!("visitor\n{payload}")
}
