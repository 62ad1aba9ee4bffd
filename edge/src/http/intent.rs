//! `POST /v1/intent`: reads a text for a caller that has no model of its own.

use shared::{
    intent::{IntentReading, Label, Language, Score, Source},
    wire::widget::IntentRequest,
};
use worker::{Env, Request};

use super::{body, messages};
use crate::{
    auth,
    error::{self, Answer},
};

/// Reads one text.
pub(crate) async fn answer(req: &mut Request, env: &Env) -> Answer {
    let asked: IntentRequest = body::json(req).await?;
    auth::site(env, &asked.write_key).await?;
    messages::check_text(&asked.text)?;
    Ok(error::json(&read(env, &asked.text).await)?)
}

/// What a text says.
pub(crate) async fn read(_env: &Env, text: &str) -> IntentReading {
    IntentReading {
        label: Label::OutOfScope,
        score: Score::ZERO,
        alternatives: vec![],
        flags: std::collections::BTreeSet::new(),
        entities: vec![],
        lang: Language::of(text),
        source: Source::Keywords,
        model: String::new(),
    }
}
