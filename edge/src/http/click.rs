//! `GET /c/{token}`: a link in a message was followed.
//!
//! The token names workspace, person, delivery and target, and is signed by us, so that it
//! can neither be guessed nor be made to lead elsewhere.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::{
    delivery::Interaction,
    digest,
    event::{Arrival, Event},
    id::{DeliveryId, ProfileId, WorkspaceId},
};
use worker::{Env, Headers, Response};

use crate::{
    address, clock,
    durable::visitor::{self, Call, TakenIn},
    error::{Answer, ApiError},
    json, settings,
};

/// What a link says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    /// The tenant.
    #[serde(rename = "w")]
    pub(crate) workspace: WorkspaceId,
    /// The person.
    #[serde(rename = "p")]
    pub(crate) profile: ProfileId,
    /// What was sent to them.
    #[serde(rename = "d")]
    pub(crate) delivery: DeliveryId,
    /// Where it leads.
    #[serde(rename = "u")]
    pub(crate) url: String,
}

/// Makes the token of a link.
pub(crate) fn token(env: &Env, link: &Link) -> Answer<String> {
    let key = settings::signing_key(env)?;
    let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(link)?);
    let proof = digest::hmac_hex(key.as_bytes(), format!("link\n{payload}").as_bytes());
    Ok(format!("{payload}.{}", proof.get(..32).unwrap_or(&proof)))
}

/// Notes the click, then leads on. A click that cannot be noted still leads on.
pub(crate) async fn follow(env: &Env, token: &str) -> Answer {
    let link = read(env, token)?;
    let target = address::absolute(&link.url).ok_or(ApiError::NotFound)?;
    let event = json!({
        "type": "track", "event": Interaction::Clicked.event_name(),
        "messageId": format!("click-{}", link.delivery), "anonymousId": link.profile,
        "properties": { "delivery_id": link.delivery },
    });
    let arrival = Arrival { received_at: clock::now(), sent_at: None, context: None };
    if let Ok(event) = Event::parse(event, arrival) {
        let noted: Answer<TakenIn> =
            visitor::ask(env, &link.workspace, &link.profile, Call::TakeIn { events: vec![event] })
                .await;
        if let Err(error) = noted {
            worker::console_error!("a click was not noted: {error}");
        }
    }
    let headers = Headers::new();
    headers.set("location", &target)?;
    Ok(Response::empty()?.with_status(302).with_headers(headers))
}

fn read(env: &Env, token: &str) -> Answer<Link> {
    let key = settings::signing_key(env)?;
    let (payload, proof) = token.split_once('.').ok_or(ApiError::NotFound)?;
    let expected = digest::hmac_hex(key.as_bytes(), format!("link\n{payload}").as_bytes());
    // Half the digits are enough for a link, and are compared through a second HMAC so that
    // the time taken says nothing.
    let sealed =
        digest::hmac_hex(key.as_bytes(), expected.get(..32).unwrap_or_default().as_bytes());
    if !digest::is_hmac_hex(key.as_bytes(), proof.as_bytes(), &sealed) {
        return Err(ApiError::NotFound);
    }
    let bytes = URL_SAFE_NO_PAD.decode(payload).ok().ok_or(ApiError::NotFound)?;
    json::read(&bytes).ok().ok_or(ApiError::NotFound)
}
