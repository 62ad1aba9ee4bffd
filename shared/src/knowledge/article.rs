//! One article in one language.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    id::ArticleId,
    limits::{
        ANSWER_CHARS_MAX, ARTICLE_BODY_CHARS_MAX, ARTICLE_SYNONYMS_MAX, ARTICLE_TITLE_CHARS_MAX,
        ARTICLE_URL_LEN_BYTES_MAX,
    },
    text::Locale,
};

use super::Source;

/// An article as the shop wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawArticle")]
pub struct Article {
    // Invariant: every field is within its bound; title and body say something; the address is the shop's or the web's.
    id: ArticleId,
    locale: Locale,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    synonyms: Vec<String>,
    body: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    url: String,
}

/// What an article is read from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawArticle {
    id: ArticleId,
    locale: Locale,
    title: String,
    #[serde(default)]
    synonyms: Vec<String>,
    body: String,
    #[serde(default)]
    url: String,
}

/// Why a text is no article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ArticleError {
    /// The title is empty or too long.
    #[error("title has {chars} characters, not 1 to {ARTICLE_TITLE_CHARS_MAX}")]
    Title {
        /// Characters of the rejected title.
        chars: usize,
    },
    /// The body is empty or too long.
    #[error("body has {chars} characters, not 1 to {ARTICLE_BODY_CHARS_MAX}")]
    Body {
        /// Characters of the rejected body.
        chars: usize,
    },
    /// There are too many synonyms, or one is empty or longer than a title.
    #[error(
        "synonyms has {count} entries, not at most {ARTICLE_SYNONYMS_MAX}, each of 1 to {ARTICLE_TITLE_CHARS_MAX} characters"
    )]
    Synonyms {
        /// How many there are.
        count: usize,
    },
    /// The address is neither a path of the shop nor of the web.
    #[error(
        "url is {url:?}, not a path from / nor an address from https:// or http://, at most {ARTICLE_URL_LEN_BYTES_MAX} bytes"
    )]
    Url {
        /// The rejected address, cut off where it is long.
        url: String,
    },
}

impl ArticleError {
    /// The field that is wrong.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Title { .. } => "title",
            Self::Body { .. } => "body",
            Self::Synonyms { .. } => "synonyms",
            Self::Url { .. } => "url",
        }
    }
}

impl Article {
    /// An article, checked.
    ///
    /// # Errors
    ///
    /// [`ArticleError`], with the field that is out of its bound.
    pub fn new(
        (id, locale): (ArticleId, Locale),
        title: &str,
        synonyms: Vec<String>,
        body: &str,
        url: &str,
    ) -> Result<Self, ArticleError> {
        let (title, body, url) = (title.trim(), body.trim(), url.trim());
        let chars = title.chars().count();
        if !(1..=ARTICLE_TITLE_CHARS_MAX).contains(&chars) {
            return Err(ArticleError::Title { chars });
        }
        let chars = body.chars().count();
        if !(1..=ARTICLE_BODY_CHARS_MAX).contains(&chars) {
            return Err(ArticleError::Body { chars });
        }
        let is_word =
            |word: &String| (1..=ARTICLE_TITLE_CHARS_MAX).contains(&word.trim().chars().count());
        if ARTICLE_SYNONYMS_MAX < synonyms.len() || !synonyms.iter().all(is_word) {
            return Err(ArticleError::Synonyms { count: synonyms.len() });
        }
        if !is_address(url) {
            return Err(ArticleError::Url { url: url.chars().take(80).collect() });
        }
        Ok(Self {
            id,
            locale,
            title: title.to_string(),
            synonyms,
            body: body.to_string(),
            url: url.to_string(),
        })
    }

    /// Its name, the same in every language.
    #[must_use]
    pub const fn id(&self) -> &ArticleId {
        &self.id
    }

    /// The language it is in.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What people say for it.
    #[must_use]
    pub fn synonyms(&self) -> &[String] {
        &self.synonyms
    }

    /// What it says, in Markdown.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// What the assistant says from it: the first paragraph, up to [`ANSWER_CHARS_MAX`] characters and there to the end of a
    /// sentence. An article should open with its answer.
    #[must_use]
    pub fn answer(&self) -> String {
        let paragraph = self.body.split("\n\n").find(|part| !part.trim().is_empty());
        let paragraph = paragraph.unwrap_or_default();
        let plain: String = paragraph.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
        let plain = plain.trim();
        if plain.chars().count() <= ANSWER_CHARS_MAX {
            return plain.to_string();
        }
        let short: String = plain.chars().take(ANSWER_CHARS_MAX).collect();
        let ends = |(at, c): (usize, char)| {
            matches!(c, '。' | '！' | '？' | '.' | '!' | '?')
                .then(|| at.saturating_add(c.len_utf8()))
        };
        let end = short.char_indices().filter_map(ends).next_back();
        let whole = end.and_then(|end| short.get(..end)).map(ToString::to_string);
        whole.unwrap_or_else(|| [short.as_str(), "…"].concat())
    }

    /// What it is compared by where meaning counts: its title, each synonym, and its answer.
    #[must_use]
    pub fn phrases(&self) -> Vec<String> {
        let said = [self.title.clone()].into_iter().chain(self.synonyms.iter().cloned());
        said.chain([self.answer()]).collect()
    }

    /// What an answer from it names.
    #[must_use]
    pub fn source(&self) -> Source {
        Source { article: self.id.clone(), title: self.title.clone(), url: self.url.clone() }
    }
}

/// Whether a visitor may be sent there: nothing that runs, nothing on another machine than it says.
fn is_address(url: &str) -> bool {
    let is_path = url.starts_with('/') && !url.starts_with("//") && !url.contains('\\');
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_plain = url.len() <= ARTICLE_URL_LEN_BYTES_MAX
        && !url.chars().any(|c| c.is_control() || c.is_whitespace());
    is_plain && (url.is_empty() || is_path || is_web)
}

impl TryFrom<RawArticle> for Article {
    type Error = ArticleError;

    fn try_from(raw: RawArticle) -> Result<Self, ArticleError> {
        let RawArticle { id, locale, title, synonyms, body, url } = raw;
        Self::new((id, locale), &title, synonyms, &body, &url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn article(body: &str, url: &str) -> Result<Article, ArticleError> {
        let id = ("refund-time".parse().unwrap(), Locale::En);
        Article::new(id, "Refunds", vec!["money back".into()], body, url)
    }

    #[test]
    fn the_assistant_says_the_first_paragraph_and_not_more() {
        let said = article("Within 3 days.\nOften sooner.\n\n- Details", "").unwrap().answer();
        assert_eq!(said, "Within 3 days. Often sooner.");
    }

    #[test]
    fn a_long_paragraph_is_cut_at_the_end_of_a_sentence() {
        let long = "第一句。".to_string() + &"很长".repeat(ANSWER_CHARS_MAX);
        assert_eq!(article(&long, "").unwrap().answer(), "第一句。");
        let endless = "长".repeat(ANSWER_CHARS_MAX + 1);
        assert_eq!(article(&endless, "").unwrap().answer().chars().count(), ANSWER_CHARS_MAX + 1);
    }

    #[test]
    fn an_address_that_runs_something_is_refused() {
        for url in
            ["javascript:alert(1)", "//evil.example", "data:text/html,x", "/a b", "/\\evil.example"]
        {
            assert!(matches!(article("x", url), Err(ArticleError::Url { .. })), "{url}");
        }
        for url in ["", "/shop/policy.html", "https://shop.example/help"] {
            assert!(article("x", url).is_ok(), "{url}");
        }
    }

    #[test]
    fn what_is_stored_is_read_back_through_the_same_door() {
        let known = article("x", "/help").unwrap();
        let json = serde_json::to_string(&known).unwrap();
        assert_eq!(serde_json::from_str::<Article>(&json).unwrap(), known);
        let error = serde_json::from_str::<Article>(&json.replace("\"x\"", "\" \"")).unwrap_err();
        assert!(error.to_string().contains("body has 0 characters"), "{error}");
    }
}
