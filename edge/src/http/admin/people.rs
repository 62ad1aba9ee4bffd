//! People: who is here, one in full, why they got what they got, who would match.

use serde_json::Value;
use shared::{
    conversation::{Message, Status},
    decision::Decision,
    id::ProfileId,
    time::Timestamp,
    wire::admin::{Conduct, MatchAnswer, MatchRequest, Reply, Visitors},
};
use worker::{Env, Request};

use super::{Caller, find, inbox, model, number};
use crate::{
    clock, config,
    durable::{
        ledger,
        visitor::{self, Call, Detailed, Heard},
    },
    error::{self, Answer, ApiError},
    http::{body, messages},
    json,
};

/// People in one list.
const PEOPLE_MAX: u16 = 500;

pub(super) async fn list(req: &Request, env: &Env, caller: &Caller) -> Answer {
    let url = req.url()?;
    if let Some((_, id)) = url.query_pairs().find(|(name, _)| name == "find") {
        return find::answer(env, caller, id.trim()).await;
    }
    let limit = number(req, "limit", 50)?.clamp(1, PEOPLE_MAX);
    let now = clock::now();
    let period = (Timestamp::default(), now);
    let visitors = ledger::people(env, &caller.workspace, period, limit.into()).await?;
    Ok(error::json(&Visitors { visitors, as_of: now })?)
}

pub(super) async fn detail(env: &Env, caller: &Caller, profile: &str) -> Answer {
    let profile = named(profile)?;
    let Detailed { said, json, .. } =
        visitor::ask(env, &caller.workspace, &profile, Call::Detail).await?;
    let labels = model::labels_of(env, caller, &profile, said).await?;
    if labels.is_empty() {
        return Ok(error::json_text(&json)?);
    }
    // The last field of the document that the person's object wrote without it.
    let document = json.strip_suffix('}').unwrap_or(&json);
    Ok(error::json_text(&[document, ",\"labels\":", &json::write(&labels)?, "}"].concat())?)
}

pub(super) async fn explain(env: &Env, caller: &Caller, profile: &str, id: &str) -> Answer {
    let call = Call::Explain { id: id.to_owned() };
    let decision: Decision = visitor::ask(env, &caller.workspace, &named(profile)?, call).await?;
    Ok(error::json(&decision)?)
}

pub(super) async fn reply(req: &mut Request, env: &Env, caller: &Caller, profile: &str) -> Answer {
    let Reply { id, text, take_over } = body::json(req).await?;
    messages::check_text(&text)?;
    let profile = known(env, caller, profile).await?;
    inbox::take(env, caller, (&profile, take_over)).await?;
    let heard: Heard =
        visitor::ask(env, &caller.workspace, &profile, Call::Reply { id, text }).await?;
    let message: Message = heard.messages.into_iter().next().ok_or(ApiError::NotFound)?;
    Ok(error::json(&message)?)
}

pub(super) async fn conduct(
    req: &mut Request,
    env: &Env,
    caller: &Caller,
    profile: &str,
) -> Answer {
    let conduct: Conduct = body::json(req).await?;
    let profile = known(env, caller, profile).await?;
    let status: Status =
        visitor::ask(env, &caller.workspace, &profile, Call::Conduct { conduct }).await?;
    Ok(error::json(&status)?)
}

pub(super) async fn matching(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let MatchRequest { condition } = body::json(req).await?;
    check(&condition)?;
    let config = config::current(env, &caller.workspace).await?;
    let asked = (&condition, &config.config.settings);
    let found = ledger::matching(env, &caller.workspace, asked, clock::now()).await?;
    let answer = MatchAnswer { matched: found.matched, of: found.of, people: found.people };
    Ok(error::json(&answer)?)
}

/// Refuses here what every ledger would refuse.
fn check(condition: &Value) -> Answer<()> {
    match shared::condition::Condition::parse(condition) {
        Ok(_) => Ok(()),
        Err(error) => Err(ApiError::Invalid {
            code: "invalid_condition",
            path: "$.condition".into(),
            detail: error.to_string(),
        }),
    }
}

/// The person that a path names, where there is one: nobody is made by being written to.
async fn known(env: &Env, caller: &Caller, profile: &str) -> Answer<ProfileId> {
    let profile = named(profile)?;
    let _: Detailed = visitor::ask(env, &caller.workspace, &profile, Call::Detail).await?;
    Ok(profile)
}

/// The person that a path names.
pub(super) fn named(profile: &str) -> Answer<ProfileId> {
    profile.parse().ok().ok_or(ApiError::NotFound)
}
