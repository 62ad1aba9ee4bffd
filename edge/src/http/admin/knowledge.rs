//! What the shop knows: reading, writing and importing articles, and trying a question on them.

use shared::{
    id::ArticleId,
    intent::Language,
    knowledge::{Article, ArticleError, Choice, Hit, choose, read_markdown},
    text::Locale,
    wire::knowledge::{
        Found, Import, ImportFile, Imported, PutArticle, Refreshed, RefusedFile, Verdict,
    },
};
use worker::{Env, Method, Request, Response};

use super::{Caller, number};
use crate::{
    durable::{
        learning,
        workspace::{self, about, knowledge::Call},
    },
    error::{self, Answer, ApiError},
    http::{body, messages},
    knowledge::{self, Question},
};

/// Files of one import: each costs some twenty runs of the model.
const FILES_MAX: usize = 50;

/// Answers what is under `knowledge`.
pub(super) async fn route(req: &mut Request, env: &Env, caller: &Caller, parts: &[&str]) -> Answer {
    match (req.method(), parts) {
        (Method::Get, ["knowledge"]) => {
            workspace::relay(env, &caller.workspace, about(Call::Articles)).await
        }
        (Method::Get, ["knowledge", "find"]) => find(req, env, caller).await,
        (Method::Get, ["knowledge", "unanswered"]) => {
            learning::relay(env, &caller.workspace, &learning::Call::Unanswered).await
        }
        (Method::Post, ["knowledge", "import"]) => import(req, env, caller).await,
        (Method::Post, ["knowledge", "refresh"]) => {
            let left = knowledge::refresh(env, &caller.workspace).await?;
            Ok(error::json(&Refreshed { left })?)
        }
        (Method::Get, ["knowledge", locale, id]) => {
            let (id, locale) = named(id, locale)?;
            workspace::relay(env, &caller.workspace, about(Call::Article { id, locale })).await
        }
        (Method::Put, ["knowledge", locale, id]) => put(req, env, caller, named(id, locale)?).await,
        (Method::Delete, ["knowledge", locale, id]) => {
            let (id, locale) = named(id, locale)?;
            let call = Call::DeleteArticle { id, locale, by: caller.by.clone() };
            let () = workspace::ask(env, &caller.workspace, about(call)).await?;
            Ok(Response::empty()?.with_status(204))
        }
        (
            _,
            ["knowledge"]
            | ["knowledge", "find" | "import" | "refresh" | "unanswered"]
            | ["knowledge", _, _],
        ) => Err(ApiError::MethodNotAllowed),
        _ => Err(ApiError::NotFound),
    }
}

async fn put(
    req: &mut Request,
    env: &Env,
    caller: &Caller,
    (id, locale): (ArticleId, Locale),
) -> Answer {
    let PutArticle { title, synonyms, body, url } = body::json(req).await?;
    let article = Article::new((id.clone(), locale), &title, synonyms, &body, &url);
    let meant = knowledge::meant(env, article.map_err(|error| refused(&error))?).await;
    let call = Call::PutArticles { all: vec![meant], by: caller.by.clone() };
    let _changed: Vec<bool> = workspace::ask(env, &caller.workspace, about(call)).await?;
    workspace::relay(env, &caller.workspace, about(Call::Article { id, locale })).await
}

async fn find(req: &Request, env: &Env, caller: &Caller) -> Answer {
    let url = req.url()?;
    let value = |wanted: &str| {
        url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    let text = value("q").unwrap_or_default();
    messages::check_text(&text)?;
    let locale = match value("locale") {
        Some(tag) => Locale::closest(&tag),
        None if Language::of(&text) == Language::En => Locale::En,
        None => Locale::ZhCn,
    };
    let question = Question::of(env, &text, locale, number(req, "limit", 3)?).await;
    let hits: Vec<Hit> =
        workspace::ask(env, &caller.workspace, about(Call::Find { question })).await?;
    let verdict = match choose(&hits) {
        Choice::Answer(_) => Verdict::Answer,
        Choice::Ask(_) => Verdict::Ask,
        Choice::Nothing => Verdict::Nothing,
    };
    Ok(error::json(&Found { hits, verdict })?)
}

/// Takes Markdown files in, each by itself: what is wrong with one keeps no other out.
async fn import(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let Import { files } = body::json(req).await?;
    if FILES_MAX < files.len() {
        return Err(ApiError::Invalid {
            code: "invalid_import",
            path: "$.files".into(),
            detail: format!("files has {} entries, not at most {FILES_MAX}", files.len()),
        });
    }
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    for (place, file) in files.into_iter().enumerate() {
        match read(&file) {
            Ok(article) => all.push(knowledge::meant(env, article).await),
            Err(detail) => {
                let file_number = u32::try_from(place).unwrap_or(u32::MAX);
                wrong.push(RefusedFile { file: file_number, id: file.id, detail });
            }
        }
    }
    let call = Call::PutArticles { all, by: caller.by.clone() };
    let changed: Vec<bool> = workspace::ask(env, &caller.workspace, about(call)).await?;
    let count = |wanted: bool| {
        let count = changed.iter().filter(|changed| **changed == wanted).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    Ok(error::json(&Imported { written: count(true), unchanged: count(false), refused: wrong })?)
}

fn read(file: &ImportFile) -> Result<Article, String> {
    let id: ArticleId = file.id.parse().map_err(|error| format!("id: {error}"))?;
    read_markdown((id, file.locale), &file.text).map_err(|error| error.to_string())
}

/// The article that a path names.
fn named(id: &str, locale: &str) -> Answer<(ArticleId, Locale)> {
    let locale = [Locale::ZhCn, Locale::En].into_iter().find(|known| known.tag() == locale);
    id.parse().ok().zip(locale).ok_or(ApiError::NotFound)
}

fn refused(error: &ArticleError) -> ApiError {
    ApiError::Invalid {
        code: "invalid_article",
        path: ["$.", error.field()].concat(),
        detail: error.to_string(),
    }
}
