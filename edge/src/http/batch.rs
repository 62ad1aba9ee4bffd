//! `POST /v1/batch`, `/v1/track`, … : taking events in, in Segment's format.
//!
//! A 2xx means that every event is kept on disk, was kept before, or is named in `rejected`.

use std::{collections::BTreeMap, rc::Rc};

use serde::Deserialize;
use serde_json::{Map, Value};
use shared::{
    compiled::Compiled,
    event::{Arrival, Event, EventError},
    id::{AnonymousId, ProfileId, WorkspaceId, WriteKey},
    identity::{external::ExternalId, proof::Refusal},
    limits::BATCH_EVENTS_MAX,
    time::Timestamp,
    wire::{
        identity::NewIdentity,
        ingest::{BatchAnswer, Rejected},
    },
};
use worker::{Env, Request};

use super::{body, boot};
use crate::{
    auth::{self, VisitorToken},
    clock,
    durable::{
        directory,
        visitor::{self, Call, TakenIn},
    },
    error::{self, Answer, ApiError},
    identity, json,
};

/// People who can be found behind one browser in one request, each signed in after the other.
const PEOPLE_OF_A_BROWSER_MAX: usize = 4;

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
    let batch: Batch = json::read(&bytes)?;
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
    let (events, rejected) = read(env, &workspace, batch.batch, arrival).await?;
    let answer = keep(env, &workspace, events, own_token(req, env)?).await?;
    Ok(error::json(&BatchAnswer { rejected, ..answer })?)
}

/// Takes one event of the kind that the path names: `/v1/track` or `/v1/t`.
pub(crate) async fn single(req: &mut Request, env: &Env, kind: &'static str) -> Answer {
    let bytes = body::bytes(req).await?;
    let mut event: Map<String, Value> = json::read(&bytes)?;
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
    let event = one(env, &workspace, Value::Object(event), arrival).await?;
    let answer = keep(env, &workspace, vec![event], own_token(req, env)?).await?;
    Ok(error::json(&answer)?)
}

/// One event by itself: what is wrong with it is the answer.
pub(super) async fn one(
    env: &Env,
    workspace: &WorkspaceId,
    event: Value,
    arrival: Arrival<'_>,
) -> Answer<Event> {
    let checked = checked(env, workspace, event, arrival).await?;
    checked.map_err(|Problem { code, path, detail, is_unproven }| {
        let path = format!("${path}");
        if is_unproven {
            ApiError::NotProven { code, path, detail }
        } else {
            ApiError::Invalid { code, path, detail }
        }
    })
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
async fn read(
    env: &Env,
    workspace: &WorkspaceId,
    batch: Vec<Value>,
    arrival: Arrival<'_>,
) -> Answer<(Vec<Event>, Vec<Rejected>)> {
    let (mut events, mut rejected) = (Vec::new(), Vec::new());
    for (index, event) in batch.into_iter().enumerate() {
        match checked(env, workspace, event, arrival).await? {
            Ok(event) => events.push(event),
            Err(problem) => rejected.push(Rejected {
                index: u32::try_from(index).unwrap_or(u32::MAX),
                code: problem.code.into(),
                path: format!("$.batch[{index}]{}", problem.path),
                detail: problem.detail,
            }),
        }
    }
    Ok((events, rejected))
}

/// Why an event is not taken in.
struct Problem {
    code: &'static str,
    path: String,
    detail: String,
    /// Whether a proof of identity did not hold.
    is_unproven: bool,
}

/// One event, checked, with the proof that it carries.
async fn checked(
    env: &Env,
    workspace: &WorkspaceId,
    mut event: Value,
    arrival: Arrival<'_>,
) -> Answer<Result<Event, Problem>> {
    let proven = match identity::check(env, workspace, &event).await? {
        Ok(proven) => proven,
        Err(Refusal { code, path, detail }) => {
            return Ok(Err(Problem { code, path, detail, is_unproven: true }));
        }
    };
    // A token says by itself who it is about.
    if let (Some(proven), Some(fields)) = (&proven, event.as_object_mut()) {
        fields.insert("userId".into(), proven.user.as_str().into());
    }
    let parsed = Event::parse(event, arrival).map(|event| Event { proven, ..event });
    Ok(parsed.map_err(|EventError { code, path, detail }| Problem {
        code,
        path,
        detail,
        is_unproven: false,
    }))
}

/// Hands the events to the people they are about.
///
/// `reader` is the person who asks, if they have shown a token of theirs: only they are shown cards, and told who they are from
/// now on.
pub(super) async fn keep(
    env: &Env,
    workspace: &WorkspaceId,
    events: Vec<Event>,
    reader: Option<ProfileId>,
) -> Answer<BatchAnswer> {
    let mut answer = BatchAnswer {
        success: true,
        accepted: 0,
        duplicates: 0,
        rejected: vec![],
        cards: vec![],
        identity: None,
    };
    let mut readers: Vec<ProfileId> = reader.into_iter().collect();
    let mut people = by_person(env, workspace, events).await?;
    // Who signs in as somebody else in the same browser is another person, and so may be the next.
    for _ in 0..PEOPLE_OF_A_BROWSER_MAX {
        let taken = people.into_iter().map(|(profile, events)| async move {
            let taken: Answer<TakenIn> =
                visitor::ask(env, workspace, &profile, Call::TakeIn { events }).await;
            (profile, taken)
        });
        let mut strange: Vec<Event> = Vec::new();
        for (profile, taken) in futures_util::future::join_all(taken).await {
            let taken = taken?;
            answer.accepted = answer.accepted.saturating_add(taken.accepted);
            answer.duplicates = answer.duplicates.saturating_add(taken.duplicates);
            if readers.contains(&profile) {
                answer.cards.extend(taken.cards);
                let other = signed_in(env, workspace, &taken.strange)?;
                readers.extend(other.as_ref().map(boot::profile_of).transpose()?);
                let known = other.map(|other| new_identity(env, workspace, other)).transpose()?;
                answer.identity = known.or(answer.identity);
            }
            strange.extend(taken.strange);
        }
        if strange.is_empty() {
            break;
        }
        for event in &mut strange {
            event.anonymous_id = Some(other(env, workspace, event)?);
        }
        people = by_person(env, workspace, strange).await?;
    }
    Ok(answer)
}

/// Who the browser is from now on, if somebody has signed in there with a proof.
fn signed_in(env: &Env, workspace: &WorkspaceId, strange: &[Event]) -> Answer<Option<AnonymousId>> {
    let signed_in = strange.iter().rev().find(|event| event.proven.is_some());
    signed_in.map(|event| other(env, workspace, event)).transpose()
}

/// The person that another customer is in the browser of an event.
fn other(env: &Env, workspace: &WorkspaceId, event: &Event) -> Answer<AnonymousId> {
    match (&event.anonymous_id, &event.user_id) {
        (Some(browser), Some(user)) => auth::name_of_other(env, workspace, (browser, user)),
        // Events of nobody's browser are kept by the id that they name, and so are never strange there.
        _ => Err(ApiError::NotFound),
    }
}

fn new_identity(
    env: &Env,
    workspace: &WorkspaceId,
    anonymous_id: AnonymousId,
) -> Answer<NewIdentity> {
    let name = anonymous_id.to_string();
    let visitor = VisitorToken { workspace: workspace.clone(), anonymous_id };
    let token = auth::issue(env, &visitor, clock::now())?;
    Ok(NewIdentity { token, anonymous_id: name })
}

/// The person whose own token the request carries, if it does.
fn own_token(req: &Request, env: &Env) -> Answer<Option<ProfileId>> {
    let header = req.headers().get("authorization")?.unwrap_or_default();
    let Some(token) = header.strip_prefix("Bearer ") else { return Ok(None) };
    Ok(auth::read_token(env, token)?.and_then(|visitor| visitor.anonymous_id.as_str().parse().ok()))
}

/// The events by person. An anonymous id is a person's own name; who is known only by an id in another system is looked
/// up, once a request.
async fn by_person(
    env: &Env,
    workspace: &WorkspaceId,
    events: Vec<Event>,
) -> Answer<BTreeMap<ProfileId, Vec<Event>>> {
    let mut people: BTreeMap<ProfileId, Vec<Event>> = BTreeMap::new();
    let mut found: BTreeMap<ExternalId, ProfileId> = BTreeMap::new();
    for event in events {
        let profile = match (&event.anonymous_id, named(&event)) {
            (Some(anonymous), _) => anonymous.as_str().parse().ok(),
            (None, Some(id)) if found.contains_key(&id) => found.get(&id).cloned(),
            (None, Some(id)) => {
                let name = auth::name_of_id(env, workspace, &id)?;
                let profile = directory::found(env, workspace, &id, &name).await?;
                found.insert(id, profile.clone());
                Some(profile)
            }
            (None, None) => None,
        };
        let Some(profile) = profile else { continue };
        people.entry(profile).or_default().push(event);
    }
    Ok(people)
}

/// The id that an event of no browser is kept by: the customer's number, else the strongest it lists.
fn named(event: &Event) -> Option<ExternalId> {
    let user = event.user_id.as_ref().map(ExternalId::user);
    user.or_else(|| event.context.listed_ids().min().cloned())
}
