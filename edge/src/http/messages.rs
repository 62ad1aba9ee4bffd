//! `POST /v1/messages`: the visitor says something, and is answered.

use shared::{
    limits::MESSAGE_LEN_CHARS_MAX,
    text::Locale,
    wire::widget::{SendMessage, SendMessageAnswer},
};
use worker::{Env, Request};

use super::{body, boot};
use crate::{
    auth,
    durable::visitor::{self, Call, Heard},
    error::{self, Answer, ApiError},
    knowledge, model,
};

/// Takes a message in. Sent twice with one id it is stored once and answered the same.
pub(crate) async fn send(req: &mut Request, env: &Env) -> Answer {
    let token = auth::visitor(env, req)?;
    let said: SendMessage = body::json(req).await?;
    check_text(&said.text)?;
    // Understood on the visitor's own device where that was possible.
    let reading = match said.intent {
        Some(reading) => reading,
        None => model::read(env, &said.text, Some(token.anonymous_id.as_str())).await,
    };
    let locale = said.locale.as_deref().map(Locale::closest);
    let articles =
        knowledge::for_message(env, &token.workspace, &said.text, (&reading, locale)).await;
    let call = Call::Hear {
        id: said.id,
        text: said.text,
        modality: said.modality,
        heard: said.confidence,
        intent: reading,
        locale,
        articles,
    };
    let profile = boot::profile_of(&token.anonymous_id)?;
    let heard: Heard = visitor::ask(env, &token.workspace, &profile, call).await?;
    let mut messages = heard.messages.into_iter();
    let message = messages.next().ok_or(ApiError::NotFound)?;
    Ok(error::json(&SendMessageAnswer { message, replies: messages.collect() })?)
}

/// A text that somebody can have typed.
pub(crate) fn check_text(text: &str) -> Answer<()> {
    let chars = text.chars().count();
    if text.trim().is_empty() || MESSAGE_LEN_CHARS_MAX < chars {
        return Err(ApiError::Invalid {
            code: "invalid_text",
            path: "$.text".into(),
            detail: format!("text has {chars} characters, not 1 to {MESSAGE_LEN_CHARS_MAX}"),
        });
    }
    Ok(())
}
