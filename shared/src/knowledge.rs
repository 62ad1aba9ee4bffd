//! What the shop knows: articles that the assistant answers from, and finding the right one.
//!
//! An [`Article`] is in one language; the same id in another language is its translation. The assistant never writes
//! facts of its own: what it says from an article are the article's own first sentences ([`Article::answer`]), with the
//! article as their [`Source`].
//!
//! Finding has three steps. The index (full text, BM25) finds articles by the [terms](terms()) that a question shares with
//! title, synonyms and body; [`rank`] orders them by that and by what they mean ([`Vector`]); [`choose`] says whether the best of
//! them is an answer, or which few to ask about. A wrong answer costs more than a question back.
//!
//! Source: product brief, section 三 (智能问答).

mod article;
mod choose;
mod markdown;
mod terms;
mod vector;

use alloc::string::String;

use serde::{Deserialize, Serialize};

pub use self::{
    article::{Article, ArticleError},
    choose::{Candidate, Choice, Hit, choose, rank},
    markdown::{MarkdownError, read_markdown},
    terms::{index_text, query_terms, terms},
    vector::{Vector, VectorError},
};
use crate::id::ArticleId;

/// Where an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Which article.
    pub article: ArticleId,
    /// What it is called, in the language of the answer.
    pub title: String,
    /// Where the whole of it can be read; empty if nowhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
}
