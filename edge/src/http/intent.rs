//! `POST /v1/intent`: reads a text for a caller that has no model of its own.

use shared::wire::widget::IntentRequest;
use worker::{Env, Request};

use super::{body, messages};
use crate::{
    auth,
    error::{self, Answer},
    model,
};

/// Reads one text.
pub(crate) async fn answer(req: &mut Request, env: &Env) -> Answer {
    let asked: IntentRequest = body::json(req).await?;
    auth::site(env, &asked.write_key).await?;
    messages::check_text(&asked.text)?;
    Ok(error::json(&model::read(env, &asked.text, None).await)?)
}
