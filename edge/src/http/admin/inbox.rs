//! The inbox: who of the shop has which conversation, and what colleagues say to each other about it.

use shared::{
    id::ProfileId,
    wire::inbox::{Colleague, InboxStep, NewOperator, PutCannedReply},
};
use worker::{Env, Method, Request};

use super::{Caller, people};
use crate::{
    durable::{
        desk::{self, Call},
        workspace,
    },
    error::{self, Answer, ApiError},
    http::body,
    json,
};

/// Answers `inbox/…`, `canned-replies/…` and `operators`.
pub(super) async fn route(req: &mut Request, env: &Env, caller: &Caller, parts: &[&str]) -> Answer {
    let call = match (req.method(), parts) {
        (Method::Get, ["inbox"]) => return list(env, caller).await,
        (Method::Get, ["operators"]) => return operators(env, caller, None).await,
        (Method::Post, ["operators"]) => {
            let new: NewOperator = body::json(req).await?;
            return operators(env, caller, Some(new)).await;
        }
        (Method::Post, ["inbox", profile]) => {
            let step: InboxStep = body::json(req).await?;
            Call::Step { profile: people::named(profile)?, by: caller.by.clone(), step }
        }
        (Method::Put, ["canned-replies", id]) => {
            let PutCannedReply { text } = body::json(req).await?;
            Call::Can { id: (*id).to_owned(), text: Some(text) }
        }
        (Method::Delete, ["canned-replies", id]) => Call::Can { id: (*id).to_owned(), text: None },
        _ => return Err(ApiError::NotFound),
    };
    Ok(error::json_text(&desk::text(env, &caller.workspace, &call).await?)?)
}

async fn list(env: &Env, caller: &Caller) -> Answer {
    let conversations = desk::text(env, &caller.workspace, &Call::List).await?;
    let call = workspace::Call::Operators { new: None };
    let colleagues: Vec<Colleague> = workspace::ask(env, &caller.workspace, call).await?;
    let colleagues = json::write(&colleagues)?;
    // The last fields of the document that the desk wrote without them.
    let rest = [",\"colleagues\":", &colleagues, ",\"me\":", &json::write(&caller.by)?, "}"];
    Ok(error::json_text(&[conversations, rest.concat()].concat())?)
}

async fn operators(env: &Env, caller: &Caller, new: Option<NewOperator>) -> Answer {
    workspace::relay(env, &caller.workspace, workspace::Call::Operators { new }).await
}

/// Takes the conversation for whoever is about to answer; refused where a colleague has it.
pub(super) async fn take(
    env: &Env,
    caller: &Caller,
    (profile, take_over): (&ProfileId, bool),
) -> Answer<()> {
    if !caller.is_operator() {
        return Ok(());
    }
    let call = Call::Answering { profile: profile.clone(), by: caller.by.clone(), take_over };
    desk::ask(env, &caller.workspace, &call).await
}
