//! What the shop knows: articles, each version of them, and the index by which they are found.
//!
//! An article is never changed: writing it adds a version. The newest is in the index (FTS5, BM25), cut into terms by
//! [`shared::knowledge::index_text`], as questions are: `SQLite`'s own tokenizers know no Chinese words. What its phrases mean
//! lies beside it, with the release of the model that said so.

use serde::{Deserialize, Serialize};
use shared::{
    id::{ArticleId, ReleaseId},
    knowledge::{Article, Candidate, Hit, Vector, index_text, query_terms, rank},
    limits::ARTICLES_MAX,
    text::Locale,
    time::Timestamp,
    wire::knowledge::{ArticleDetail, ArticleLine, ArticleVersion, Articles},
};
use worker::{Response, SqlStorageValue as Value};

use super::Workspace;
use crate::{
    clock,
    durable::{self, sql},
    error::{Answer, ApiError},
    knowledge::{Meant, Question},
};

pub(super) const MIGRATION: &str = "CREATE TABLE articles (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL,
        locale TEXT NOT NULL,
        version INTEGER NOT NULL,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        is_live INTEGER NOT NULL,
        json TEXT,
        release TEXT,
        meaning BLOB,
        UNIQUE (id, locale, version)
     );
     CREATE INDEX live_articles ON articles (id, locale) WHERE is_live = 1;
     CREATE VIRTUAL TABLE articles_found USING fts5 (locale UNINDEXED, title, synonyms, body);";

/// What can be asked about what the shop knows, with the type of the answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Call {
    /// Every article: [`Articles`].
    Articles,
    /// One article with its versions: [`ArticleDetail`].
    Article { id: ArticleId, locale: Locale },
    /// Write articles: `Vec<bool>`, of each whether it changed.
    PutArticles { all: Vec<Meant>, by: String },
    /// Take an article out: `()`.
    DeleteArticle { id: ArticleId, locale: Locale, by: String },
    /// What the articles say to a question, best first: `Vec<`[`Hit`]`>`.
    Find { question: Question },
    /// Articles whose meaning by a release is not known: `Vec<`[`Article`]`>`.
    Unmeant { release: ReleaseId, limit: u16 },
    /// Keep what articles mean: `u32`, how many are still without.
    Mean { all: Vec<Meant>, release: ReleaseId },
}

/// What a term in the title, in the synonyms and in the body counts.
const WEIGHTS: &str = "0.0, 6.0, 5.0, 1.0";

/// Articles that share the most words with a question, among which meaning decides.
const CANDIDATES: i64 = 20;

/// Most hits of one search.
const HITS_MAX: u16 = 20;

/// Versions that a detail names.
const VERSIONS_SHOWN: i64 = 50;

/// The newest version of an article that is not taken out.
struct Live {
    n: i64,
    json: String,
}

impl Workspace {
    pub(super) fn answer_about_knowledge(&self, call: Call) -> worker::Result<Response> {
        match call {
            Call::Articles => {
                let all: Answer<Articles> = self.articles();
                durable::answer(all)
            }
            Call::Article { id, locale } => {
                let detail: Answer<ArticleDetail> = self.article(&id, locale);
                durable::answer(detail)
            }
            Call::PutArticles { all, by } => durable::answer(self.put_articles(&all, &by)),
            Call::DeleteArticle { id, locale, by } => {
                durable::answer(self.delete_article(&id, locale, &by))
            }
            Call::Find { question } => {
                let hits: Answer<Vec<Hit>> = self.find(&question);
                durable::answer(hits)
            }
            Call::Unmeant { release, limit } => {
                let articles: Answer<Vec<Article>> = self.unmeant(&release, limit);
                durable::answer(articles)
            }
            Call::Mean { all, release } => durable::answer(self.mean(&all, &release)),
        }
    }

    /// Every article in its newest version.
    fn articles(&self) -> Answer<Articles> {
        let rows = self.sql()?.rows(
            "SELECT json, version, at, by FROM articles WHERE is_live = 1 ORDER BY id, locale",
            vec![],
        )?;
        let line = |row: &Vec<Value>| {
            let article: Article = sql::from_json(&row.first().and_then(sql::text)?).ok()?;
            let (version, at, by) = stamp(row)?;
            let (id, locale) = (article.id().clone(), article.locale());
            Some(ArticleLine { id, locale, title: article.title().to_owned(), version, at, by })
        };
        Ok(Articles { articles: rows.iter().filter_map(line).collect() })
    }

    /// One article with its versions.
    fn article(&self, id: &ArticleId, locale: Locale) -> Answer<ArticleDetail> {
        let live = self.live(id, locale)?.ok_or(ApiError::NotFound)?;
        let article: Article = sql::from_json(&live.json)?;
        let rows = self.sql()?.rows(
            "SELECT json, version, at, by FROM articles WHERE id = ? AND locale = ?
             ORDER BY version DESC LIMIT ?",
            vec![named(id), tag(locale), Value::Integer(VERSIONS_SHOWN)],
        )?;
        let version = |row: &Vec<Value>| {
            let (version, at, by) = stamp(row)?;
            let article = row.first().and_then(sql::text);
            let article = article.and_then(|json| sql::from_json(&json).ok());
            Some(ArticleVersion { version, at, by, article })
        };
        let versions = rows.iter().filter_map(version).collect();
        Ok(ArticleDetail { answer: article.answer(), article, versions })
    }

    /// Writes articles; one that says this already is left as it is. Says of each whether it changed.
    fn put_articles(&self, all: &[Meant], by: &str) -> Answer<Vec<bool>> {
        all.iter().map(|meant| self.put_article(meant, by)).collect()
    }

    fn put_article(&self, meant: &Meant, by: &str) -> Answer<bool> {
        let (sql, article) = (self.sql()?, &meant.article);
        let json = sql::to_json(article)?;
        let before = self.live(article.id(), article.locale())?;
        if before.as_ref().is_some_and(|live| Value::String(live.json.clone()) == json) {
            return Ok(false);
        }
        if before.is_none() && i64::from(ARTICLES_MAX) <= self.count_articles()? {
            return Err(ApiError::Conflict(format!(
                "there are {ARTICLES_MAX} articles already: take one out first"
            )));
        }
        self.retire(before.as_ref())?;
        let n = self.add((article.id(), article.locale()), by, Some(json))?;
        sql.run(
            "INSERT INTO articles_found (rowid, locale, title, synonyms, body) VALUES (?, ?, ?, ?, ?)",
            vec![
                Value::Integer(n),
                tag(article.locale()),
                Value::String(index_text(article.title())),
                Value::String(index_text(&article.synonyms().join("\n"))),
                Value::String(index_text(article.body())),
            ],
        )?;
        self.keep_meaning(n, meant)?;
        Ok(true)
    }

    /// Takes an article out; its versions stay.
    fn delete_article(&self, id: &ArticleId, locale: Locale, by: &str) -> Answer<()> {
        let before = self.live(id, locale)?.ok_or(ApiError::NotFound)?;
        self.retire(Some(&before))?;
        self.add((id, locale), by, None)?;
        Ok(())
    }

    /// The articles that share something with a question, best first.
    fn find(&self, question: &Question) -> Answer<Vec<Hit>> {
        // Terms are letters and digits; between quotes none of them is an operator.
        let terms: Vec<String> =
            query_terms(&question.text).iter().map(|term| format!("\"{term}\"")).collect();
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.sql()?.rows(
            &format!(
                "SELECT articles.json, bm25(articles_found, {WEIGHTS}) AS fit, articles.release, articles.meaning
                 FROM articles_found JOIN articles ON articles.n = articles_found.rowid
                 WHERE articles_found MATCH ? AND articles_found.locale = ?
                 ORDER BY fit LIMIT ?"
            ),
            vec![
                Value::String(terms.join(" OR ")),
                tag(question.locale),
                Value::Integer(CANDIDATES),
            ],
        )?;
        let meaning = question.meaning.as_ref();
        let release = meaning.map(|(release, _)| release.as_str());
        let candidates: Vec<Candidate> =
            rows.iter().filter_map(|row| candidate(row, release)).collect();
        let limit = usize::from(question.limit.clamp(1, HITS_MAX));
        Ok(rank(&question.text, meaning.map(|(_, vector)| vector), &candidates, limit))
    }

    /// Articles whose meaning by a release is not known, at most `limit`.
    fn unmeant(&self, release: &ReleaseId, limit: u16) -> Answer<Vec<Article>> {
        let texts = self.sql()?.texts(
            "SELECT json FROM articles WHERE is_live = 1 AND release IS NOT ? ORDER BY n LIMIT ?",
            vec![Value::String(release.to_string()), Value::Integer(limit.into())],
        )?;
        texts.iter().map(|json| Ok(sql::from_json(json)?)).collect()
    }

    /// Keeps what articles mean; says how many are still without, by that release.
    fn mean(&self, all: &[Meant], release: &ReleaseId) -> Answer<u32> {
        for meant in all {
            let live = self.live(meant.article.id(), meant.article.locale())?;
            // Written anew meanwhile, it came with its own meaning.
            let json = sql::to_json(&meant.article)?;
            if let Some(live) = live.filter(|live| Value::String(live.json.clone()) == json) {
                self.keep_meaning(live.n, meant)?;
            }
        }
        let rows = self.sql()?.rows(
            "SELECT COUNT(*) FROM articles WHERE is_live = 1 AND release IS NOT ?",
            vec![Value::String(release.to_string())],
        )?;
        let left = rows.first().and_then(|row| row.first().and_then(sql::integer));
        Ok(left.and_then(|left| u32::try_from(left).ok()).unwrap_or_default())
    }

    fn keep_meaning(&self, n: i64, meant: &Meant) -> Answer<()> {
        let Some((release, phrases)) = &meant.meaning else { return Ok(()) };
        let bytes: Vec<u8> = phrases.iter().flat_map(Vector::bytes).collect();
        self.sql()?.run(
            "UPDATE articles SET release = ?, meaning = ? WHERE n = ?",
            vec![Value::String(release.to_string()), Value::Blob(bytes), Value::Integer(n)],
        )?;
        Ok(())
    }

    fn live(&self, id: &ArticleId, locale: Locale) -> Answer<Option<Live>> {
        let rows = self.sql()?.rows(
            "SELECT n, json FROM articles WHERE id = ? AND locale = ? AND is_live = 1",
            vec![named(id), tag(locale)],
        )?;
        Ok(rows.first().and_then(|row| {
            let n = row.first().and_then(sql::integer)?;
            Some(Live { n, json: row.get(1).and_then(sql::text)? })
        }))
    }

    fn retire(&self, before: Option<&Live>) -> Answer<()> {
        let Some(live) = before else { return Ok(()) };
        let sql = self.sql()?;
        sql.run(
            "UPDATE articles SET is_live = 0, meaning = NULL WHERE n = ?",
            vec![Value::Integer(live.n)],
        )?;
        sql.run("DELETE FROM articles_found WHERE rowid = ?", vec![Value::Integer(live.n)])?;
        Ok(())
    }

    /// Adds a version, and says in which row.
    fn add(
        &self,
        (id, locale): (&ArticleId, Locale),
        by: &str,
        json: Option<Value>,
    ) -> Answer<i64> {
        let is_live = Value::Integer(json.is_some().into());
        let rows = self.sql()?.rows(
            "INSERT INTO articles (id, locale, version, at, by, is_live, json)
             SELECT ?1, ?2, 1 + COALESCE(MAX(version), 0), ?3, ?4, ?5, ?6
             FROM articles WHERE id = ?1 AND locale = ?2 RETURNING n",
            vec![
                named(id),
                tag(locale),
                Value::Integer(clock::now().unix_millis()),
                Value::String(by.to_owned()),
                is_live,
                json.unwrap_or(Value::Null),
            ],
        )?;
        let n = rows.first().and_then(|row| row.first().and_then(sql::integer));
        n.ok_or_else(|| ApiError::Internal("an article has no row".into()))
    }

    fn count_articles(&self) -> Answer<i64> {
        let rows = self.sql()?.rows("SELECT COUNT(*) FROM articles WHERE is_live = 1", vec![])?;
        Ok(rows.first().and_then(|row| row.first().and_then(sql::integer)).unwrap_or_default())
    }
}

/// An article that was found; what it means counts only by the release that read the question.
fn candidate(row: &[Value], release: Option<&str>) -> Option<Candidate> {
    let article: Article = sql::from_json(&row.first().and_then(sql::text)?).ok()?;
    // SQLite's BM25 is below zero, and the better the lower.
    let words = match row.get(1) {
        Some(Value::Float(fit)) => -fit,
        _ => 0.0,
    };
    let is_same = release.is_some() && row.get(2).and_then(sql::text).as_deref() == release;
    let phrases = match row.get(3) {
        Some(Value::Blob(bytes)) if is_same => phrases(bytes, article.phrases().len()),
        _ => Vec::new(),
    };
    Some(Candidate { article, words, phrases })
}

/// The vectors of so many phrases, one after the other.
fn phrases(bytes: &[u8], count: usize) -> Vec<Vector> {
    let each = bytes.len().checked_div(count).unwrap_or_default().max(1);
    bytes.chunks_exact(each).map(Vector::from_bytes).collect()
}

fn named(id: &ArticleId) -> Value {
    Value::String(id.to_string())
}

fn tag(locale: Locale) -> Value {
    Value::String(locale.tag().to_owned())
}

/// Number, time and author of a version, from the columns after its JSON.
fn stamp(row: &[Value]) -> Option<(u32, Timestamp, String)> {
    let version = u32::try_from(row.get(1).and_then(sql::integer)?).ok()?;
    let at = Timestamp::from_unix_millis(row.get(2).and_then(sql::integer)?);
    Some((version, at, row.get(3).and_then(sql::text)?))
}
