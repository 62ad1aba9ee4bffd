//! Segments: who is in each, who would be, and those that can be taken as they are.
//!
//! Publishing and deleting a segment goes with every other change of the config
//! (`PUT segments/{id}`, `DELETE segments/{id}`).

use shared::{
    condition::Condition,
    segment::{
        Segment,
        count::{Inside, Preview, SAMPLE_MAX},
        ready_made,
    },
    text::Locale,
    time::Timestamp,
    wire::admin::{
        SegmentDetail, SegmentPreview, SegmentPreviewRequest, SegmentStanding, Segments,
        VisitorSummary,
    },
};
use worker::{Env, Request};

use super::Caller;
use crate::{
    clock, config,
    durable::{
        ledger,
        visitor::{self, Call},
        workspace,
    },
    error::{self, Answer, ApiError},
    http::body,
};

/// People of whom a draft is asked that looks at events nobody asked about before: each is
/// asked in person. A request of a Worker may make a thousand such calls.
const ASKED_MAX: usize = 200;

/// People asked at a time.
const ASKED_AT_ONCE: usize = 20;

/// People that are listed to say how many there are.
const LISTED_MAX: u32 = 20_000;

pub(super) async fn list(env: &Env, caller: &Caller) -> Answer {
    let config = config::current(env, &caller.workspace).await?;
    let now = clock::now();
    let counts = ledger::segments(env, &caller.workspace, now).await?;
    let segments = config.config.segments.iter().map(|segment| SegmentStanding {
        segment: segment.clone(),
        text: text_of(segment),
        count: counts.inside.get(&segment.id).copied().unwrap_or_default(),
    });
    let known: Vec<&str> =
        config.config.segments.iter().map(|segment| segment.id.as_str()).collect();
    let ready_made =
        ready_made().into_iter().filter(|made| !known.contains(&made.id.as_str())).collect();
    Ok(error::json(&Segments {
        segments: segments.collect(),
        of: counts.of,
        ready_made,
        as_of: now,
    })?)
}

pub(super) async fn detail(env: &Env, caller: &Caller, id: &str) -> Answer {
    let config = config::current(env, &caller.workspace).await?;
    let segment = config.config.segments.iter().find(|segment| segment.id.as_str() == id);
    let segment = segment.ok_or(ApiError::NotFound)?;
    let now = clock::now();
    let counts = ledger::segments(env, &caller.workspace, now).await?;
    let people = ledger::members(env, &caller.workspace, &segment.id, now).await?;
    Ok(error::json(&SegmentDetail {
        segment: segment.clone(),
        text: text_of(segment),
        count: counts.inside.get(&segment.id).copied().unwrap_or_default(),
        of: counts.of,
        people,
        as_of: now,
    })?)
}

/// Who would be in a segment that is not published.
pub(super) async fn preview(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let request: SegmentPreviewRequest = body::json(req).await?;
    let condition = drafted(request)?;
    let json = condition.to_value();
    let now = clock::now();
    let asks_about_events = !condition.measures().is_empty();
    let preview = if asks_about_events {
        ask_people(env, caller, &json, now).await?
    } else {
        let config = config::current(env, &caller.workspace).await?;
        let asked = (&json, &config.config.settings);
        let found = ledger::matching(env, &caller.workspace, asked, now).await?;
        Preview {
            matched: found.matched.into(),
            looked_at: found.of.into(),
            of: found.of.into(),
            sample: found.people.into_iter().map(|person| (person.last_seen, person)).collect(),
        }
    };
    Ok(error::json(&SegmentPreview {
        text: condition.to_text().ok(),
        condition: json,
        matched: preview.matched,
        looked_at: preview.looked_at,
        of: preview.of,
        estimate: preview.estimate(),
        people: preview.sample.into_iter().map(|(_, person)| person).collect(),
        as_of: now,
    })?)
}

/// Learns from what came of gifts since the last look, and says what was learned.
pub(super) async fn learning(env: &Env, caller: &Caller) -> Answer {
    workspace::relay(env, &caller.workspace, workspace::Call::Learn).await
}

/// Counts the workspace's customers anew, for the fifths of RFM.
pub(super) async fn population(env: &Env, caller: &Caller) -> Answer {
    workspace::relay(env, &caller.workspace, workspace::Call::RollUp).await
}

/// Asks the people seen last, each in person.
async fn ask_people(
    env: &Env,
    caller: &Caller,
    condition: &serde_json::Value,
    now: Timestamp,
) -> Answer<Preview<VisitorSummary>> {
    let period = (Timestamp::default(), now);
    let people = ledger::people(env, &caller.workspace, period, LISTED_MAX).await?;
    let of = u64::try_from(people.len()).unwrap_or(u64::MAX);
    let mut preview = Preview { of, ..Preview::default() };
    let asked: Vec<VisitorSummary> = people.into_iter().take(ASKED_MAX).collect();
    for some in asked.chunks(ASKED_AT_ONCE) {
        let answers = some.iter().map(|person| {
            let call = Call::Meets { condition: condition.clone() };
            visitor::ask::<bool>(env, &caller.workspace, &person.profile, call)
        });
        let answers = futures_util::future::join_all(answers).await;
        for (person, meets) in some.iter().zip(answers) {
            let inside = if meets? { Inside::Yes } else { Inside::No };
            preview.note(inside, person.last_seen, || person.clone());
        }
    }
    debug_assert!(preview.sample.len() <= SAMPLE_MAX, "a preview shows a sample");
    Ok(preview)
}

/// The condition that a request drafts, in either spelling.
fn drafted(request: SegmentPreviewRequest) -> Answer<Condition> {
    match request {
        SegmentPreviewRequest::Condition { condition } => {
            Condition::parse(&condition).map_err(|error| ApiError::condition(&error))
        }
        SegmentPreviewRequest::Text { text } => {
            Condition::from_text(&text).map_err(|error| ApiError::Invalid {
                code: "invalid_condition",
                path: "$.text".into(),
                detail: error.describe(Locale::En),
            })
        }
    }
}

fn text_of(segment: &Segment) -> Option<String> {
    Condition::parse(&segment.condition).ok()?.to_text().ok()
}
