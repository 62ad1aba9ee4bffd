//! What the shop knows about a message, asked before the person hears it; and what its articles mean.
//!
//! The person's object decides what is said; it cannot wait for another object in its turn, so what the tenant's
//! articles have to say comes along with the message. A question is a bad reason to lose a message: where the articles cannot
//! be had, nothing is known.
//!
//! What a phrase means is worked out here, by the intent model, for articles when they are written and for questions when
//! they are asked. Where no model is, words alone find articles.

use serde::{Deserialize, Serialize};
use shared::{
    id::{ReleaseId, WorkspaceId},
    intent::{IntentReading, Language, mask::mask},
    knowledge::{Article, Hit, Vector},
    limits::ASKED_BACK_MAX,
    text::Locale,
};
use worker::Env;

use crate::{
    durable::workspace::{self, about, knowledge::Call},
    error::Answer,
    model,
};

/// Articles whose meaning is worked out in one request, at most: each is some twenty runs of the model.
const REFRESHED_MAX: u16 = 60;

/// An article with what its phrases mean.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Meant {
    /// The article.
    pub(crate) article: Article,
    /// Which release of the model says so, and what; none where no model is.
    pub(crate) meaning: Option<(ReleaseId, Vec<Vector>)>,
}

/// A question, as articles are asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Question {
    /// Its words, masked.
    pub(crate) text: String,
    /// The language to answer in.
    pub(crate) locale: Locale,
    /// What it means, and by which release.
    pub(crate) meaning: Option<(ReleaseId, Vector)>,
    /// How many articles are wanted.
    pub(crate) limit: u16,
}

impl Question {
    /// A question with what it means.
    pub(crate) async fn of(env: &Env, text: &str, locale: Locale, limit: u16) -> Self {
        let text = mask(text).into_owned();
        let meaning = model::meanings(env, core::slice::from_ref(&text)).await;
        let meaning = meaning.and_then(|(release, all)| Some((release, all.into_iter().next()?)));
        Self { text, locale, meaning, limit }
    }
}

/// An article with what it means.
pub(crate) async fn meant(env: &Env, article: Article) -> Meant {
    let meaning = model::meanings(env, &article.phrases()).await;
    Meant { article, meaning }
}

/// What the tenant's articles say to a message, best first. Who greets, complains or wants a human asks nothing of them.
pub(crate) async fn for_message(
    env: &Env,
    workspace: &WorkspaceId,
    text: &str,
    (reading, locale): (&IntentReading, Option<Locale>),
) -> Vec<Hit> {
    if !reading.label.asks() {
        return Vec::new();
    }
    let locale = match reading.lang {
        Language::Zh => Locale::ZhCn,
        Language::En => Locale::En,
        Language::Other => locale.unwrap_or_default(),
    };
    let limit = u16::try_from(ASKED_BACK_MAX).unwrap_or(u16::MAX);
    let question = Question::of(env, text, locale, limit).await;
    match workspace::ask(env, workspace, about(Call::Find { question })).await {
        Ok(found) => found,
        Err(error) => {
            worker::console_warn!("the articles cannot be asked: {error}");
            Vec::new()
        }
    }
}

/// Works out what articles mean by the release that answers now, where that was not done; says how many are left.
pub(crate) async fn refresh(env: &Env, workspace: &WorkspaceId) -> Answer<u32> {
    let Some((release, _)) = model::meanings(env, &[]).await else { return Ok(0) };
    let call = Call::Unmeant { release: release.clone(), limit: REFRESHED_MAX };
    let articles: Vec<Article> = workspace::ask(env, workspace, about(call)).await?;
    let mut all = Vec::with_capacity(articles.len());
    for article in articles {
        all.push(meant(env, article).await);
    }
    workspace::ask(env, workspace, about(Call::Mean { all, release })).await
}
