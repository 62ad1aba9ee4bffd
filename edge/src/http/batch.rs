//! `POST /v1/batch`, `/v1/track`, … : taking events in, in Segment's format.
//!
//! A 2xx means that every event is kept on disk, was kept before, or is named in `rejected`.

use std::{collections::BTreeMap, rc::Rc};

use serde::Deserialize;
use serde_json::{Map, Value};
use shared::{
    compiled::Compiled,
    event::{Arrival, Event},
    id::{ProfileId, WorkspaceId, WriteKey},
    limits::BATCH_EVENTS_MAX,
    time::Timestamp,
    wire::ingest::{BatchAnswer, Rejected},
};
use worker::{Env, Request};

use super::body;
use crate::{
    auth, clock,
    durable::{
        directory,
        visitor::{self, Call, TakenIn},
    },
    error::{self, Answer, ApiError},
};

/// The body of `/v1/batch`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "Segment's word")]
struct Batch {
    batch: Vec<Value>,
    #[serde(default)]
    write_key: Option<WriteKey>,
    #[serde(default)]
    sent_at: Option<String>,
    #[serde(default)]
    context: Option<Value>,
}

/// Takes a batch in.
pub(crate) async fn batch(req: &mut Request, env: &Env) -> Answer {
    let bytes = body::bytes(req).await?;
    let batch: Batch = serde_json::from_slice(&bytes)?;
    if BATCH_EVENTS_MAX < batch.batch.len() {
        return Err(ApiError::Invalid {
            code: "too_many_events",
            path: "$.batch".into(),
            detail: format!("has {} events, more than {BATCH_EVENTS_MAX}", batch.batch.len()),
        });
    }
    let (workspace, _) = site(req, env, batch.write_key).await?;
    let now = clock::now();
    let arrival = Arrival {
        received_at: now,
        sent_at: batch.sent_at.as_deref().and_then(Timestamp::parse_rfc3339),
        context: batch.context.as_ref(),
    };
    let (events, rejected) = read(batch.batch, arrival);
    let answer = keep(req, env, &workspace, events, rejected).await?;
    Ok(error::json(&answer)?)
}

/// Takes one event of the kind that the path names: `/v1/track` or `/v1/t`.
pub(crate) async fn single(req: &mut Request, env: &Env, kind: &'static str) -> Answer {
    let bytes = body::bytes(req).await?;
    let mut event: Map<String, Value> = serde_json::from_slice(&bytes)?;
    event.insert("type".into(), kind.into());
    let key = match event.remove("writeKey") {
        Some(Value::String(key)) => Some(
            key.parse()
                .ok()
                .ok_or(ApiError::Unauthenticated("the write key has bad characters"))?,
        ),
        Some(_) | None => None,
    };
    let (workspace, _) = site(req, env, key).await?;
    let sent_at = event.get("sentAt").and_then(Value::as_str).and_then(Timestamp::parse_rfc3339);
    let arrival = Arrival { received_at: clock::now(), sent_at, context: None };
    let event = Event::parse(Value::Object(event), arrival).map_err(|error| ApiError::Invalid {
        code: error.code,
        path: format!("${}", error.path),
        detail: error.detail,
    })?;
    let answer = keep(req, env, &workspace, vec![event], vec![]).await?;
    Ok(error::json(&answer)?)
}

async fn site(
    req: &Request,
    env: &Env,
    in_body: Option<WriteKey>,
) -> Answer<(WorkspaceId, Rc<Compiled>)> {
    let key = match in_body {
        Some(key) => key,
        None => auth::basic_key(req)?
            .ok_or(ApiError::Unauthenticated("send the write key as writeKey or by Basic auth"))?,
    };
    auth::site(env, &key).await
}

/// Checks each event; a bad one is named and the others go on.
fn read(batch: Vec<Value>, arrival: Arrival<'_>) -> (Vec<Event>, Vec<Rejected>) {
    let (mut events, mut rejected) = (Vec::new(), Vec::new());
    for (index, event) in batch.into_iter().enumerate() {
        match Event::parse(event, arrival) {
            Ok(event) => events.push(event),
            Err(error) => rejected.push(Rejected {
                index: u32::try_from(index).unwrap_or(u32::MAX),
                code: error.code.into(),
                path: format!("$.batch[{index}]{}", error.path),
                detail: error.detail,
            }),
        }
    }
    (events, rejected)
}

/// Hands the events to the people they are about.
async fn keep(
    req: &Request,
    env: &Env,
    workspace: &WorkspaceId,
    events: Vec<Event>,
    rejected: Vec<Rejected>,
) -> Answer<BatchAnswer> {
    let reader = own_token(req, env)?;
    let mut answer =
        BatchAnswer { success: true, accepted: 0, duplicates: 0, rejected, cards: vec![] };
    let people = by_person(env, workspace, events).await?;
    let taken = people.into_iter().map(|(profile, events)| async move {
        let taken: Answer<TakenIn> =
            visitor::ask(env, workspace, &profile, Call::TakeIn { events }).await;
        (profile, taken)
    });
    for (profile, taken) in futures_util::future::join_all(taken).await {
        let taken = taken?;
        answer.accepted = answer.accepted.saturating_add(taken.accepted);
        answer.duplicates = answer.duplicates.saturating_add(taken.duplicates);
        if reader.as_ref().is_some_and(|reader| *reader == profile) {
            answer.cards.extend(taken.cards);
        }
    }
    Ok(answer)
}

/// The person whose own token the request carries, if it does: only they are shown cards.
fn own_token(req: &Request, env: &Env) -> Answer<Option<ProfileId>> {
    let header = req.headers().get("authorization")?.unwrap_or_default();
    let Some(token) = header.strip_prefix("Bearer ") else { return Ok(None) };
    Ok(auth::read_token(env, token)?.and_then(|visitor| visitor.anonymous_id.as_str().parse().ok()))
}

/// The events by person. An anonymous id is a person's own name; who is known only by the
/// merchant's id is looked up.
async fn by_person(
    env: &Env,
    workspace: &WorkspaceId,
    events: Vec<Event>,
) -> Answer<BTreeMap<ProfileId, Vec<Event>>> {
    let mut people: BTreeMap<ProfileId, Vec<Event>> = BTreeMap::new();
    for event in events {
        let profile = match (&event.anonymous_id, &event.user_id) {
            (Some(anonymous), _) => anonymous.as_str().parse().ok(),
            (None, Some(user)) => {
                let known = directory::find(env, workspace, &directory::user_key(user)).await?;
                known.or_else(|| format!("user:{user}").parse().ok())
            }
            (None, None) => None,
        };
        let Some(profile) = profile else { continue };
        people.entry(profile).or_default().push(event);
    }
    Ok(people)
}
