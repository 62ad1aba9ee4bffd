//! What operators and their tools say about articles, and what they hear.
//!
//! | request, under `/v1/admin/` | answer |
//! |---|---|
//! | `GET knowledge` | [`Articles`] |
//! | `GET knowledge/{locale}/{id}` | [`ArticleDetail`] |
//! | `PUT knowledge/{locale}/{id}` [`PutArticle`], `DELETE knowledge/{locale}/{id}` | [`ArticleDetail`], 204 |
//! | `POST knowledge/import` [`Import`] | [`Imported`] |
//! | `POST knowledge/refresh` | [`Refreshed`] |
//! | `GET knowledge/find?q=&locale=&limit=` | [`Found`] |
//! | `GET knowledge/unanswered` | [`Unanswered`] |

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    id::{ArticleId, MessageId, ProfileId},
    intent::{Label, Language},
    knowledge::{Article, Hit},
    text::Locale,
    time::Timestamp,
};

/// Every article, by id and language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Articles {
    /// One line each.
    pub articles: Vec<ArticleLine>,
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleLine {
    /// Its name.
    pub id: ArticleId,
    /// Its language.
    pub locale: Locale,
    /// What it is called.
    pub title: String,
    /// How often it was written, from 1.
    pub version: u32,
    /// When it was written last.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// One article with its past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleDetail {
    /// What it says.
    pub article: Article,
    /// What the assistant says from it.
    pub answer: String,
    /// Its versions, newest first, each with what it said.
    pub versions: Vec<ArticleVersion>,
}

/// What an article said once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleVersion {
    /// Its number, from 1.
    pub version: u32,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What it said; none where it was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Article>,
}

/// Writes an article, new or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutArticle {
    /// What it is called.
    pub title: String,
    /// What people say for it.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// What it says, in Markdown; the first paragraph is what the assistant says.
    pub body: String,
    /// Where the whole of it can be read.
    #[serde(default)]
    pub url: String,
}

/// Takes many articles in at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// Markdown files, at most 50 at once.
    pub files: Vec<ImportFile>,
}

/// One Markdown file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportFile {
    /// The article's id: the file's name without its ending.
    pub id: String,
    /// Its language.
    pub locale: Locale,
    /// What the file says.
    pub text: String,
}

/// What became of an import: what is wrong with one file keeps no other out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Articles that are new or changed now.
    pub written: u32,
    /// Articles that said this already.
    pub unchanged: u32,
    /// Files that are no articles.
    pub refused: Vec<RefusedFile>,
}

/// A file that is no article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFile {
    /// Its place in the request, from 0.
    pub file: u32,
    /// What it was to be called.
    pub id: String,
    /// What is wrong with it.
    pub detail: String,
}

/// What the articles say to a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The articles, best first.
    pub hits: Vec<Hit>,
    /// What the assistant would do with them.
    pub verdict: Verdict,
}

/// What the assistant would do with what was found, but for what the message is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Answer with the first.
    Answer,
    /// Ask which one is meant.
    Ask,
    /// Pass the question on to a human.
    Nothing,
}

/// What is left after articles were looked at by the release of the model that answers now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refreshed {
    /// Articles whose meaning is not known yet: ask again.
    pub left: u32,
}

/// Questions that neither a rule nor an article answered, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    /// The questions.
    pub questions: Vec<OpenQuestion>,
    /// How many there were in the last twelve weeks, those without words too.
    pub count: u32,
}

/// A question that was passed on to a human.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The words, masked; only of people who agreed to analytics.
    pub text: String,
    /// The language it is in.
    pub lang: Language,
    /// What it was taken for.
    pub label: Label,
    /// When it was asked.
    pub at: Timestamp,
    /// Who asked.
    pub profile: ProfileId,
    /// Which message it is.
    pub message: MessageId,
}
