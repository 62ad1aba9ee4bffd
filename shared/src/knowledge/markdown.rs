//! Articles as files: Markdown with a head between two lines of `---`.
//!
//! ```text
//! ---
//! title: 退款多久到账
//! synonyms: 钱什么时候退, 到账
//! url: /help/refunds
//! ---
//! 我们收到商品后 3 个工作日内原路退回。
//! ```
//!
//! Without a head, the title is the first heading (`# …`).

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use thiserror::Error;

use super::{Article, ArticleError};
use crate::{id::ArticleId, text::Locale};

/// Why a file is no article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MarkdownError {
    /// The head has no end.
    #[error("the head that begins with --- has no second ---")]
    Head,
    /// A line of the head is not `name: value` with a name that we know.
    #[error("line {line} of the head is {text:?}, not title:, synonyms: or url:")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What it says, cut off where it is long.
        text: String,
    },
    /// There is neither a title in a head nor a heading.
    #[error("title is missing: neither `title:` in the head nor a line `# …`")]
    Title,
    /// What was read is out of bounds.
    #[error(transparent)]
    Article(#[from] ArticleError),
}

/// Reads an article from a Markdown file.
///
/// # Errors
///
/// [`MarkdownError`], with the line or the field.
pub fn read_markdown(named: (ArticleId, Locale), file: &str) -> Result<Article, MarkdownError> {
    let file = file.strip_prefix('\u{feff}').unwrap_or(file).replace("\r\n", "\n");
    let (mut title, mut synonyms, mut url) = (String::new(), Vec::new(), String::new());
    let mut body = file.as_str();
    if let Some(rest) = file.strip_prefix("---\n") {
        let (head, after) = rest
            .split_once("\n---\n")
            .or_else(|| rest.strip_suffix("\n---").map(|head| (head, "")))
            .ok_or(MarkdownError::Head)?;
        body = after;
        for (place, line) in head.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let unknown = || MarkdownError::Line {
                // The first `---` is line 1.
                line: place.saturating_add(2),
                text: line.chars().take(80).collect(),
            };
            let (name, value) = line.split_once(':').ok_or_else(unknown)?;
            match name.trim() {
                "title" => title = value.trim().to_string(),
                "url" => url = value.trim().to_string(),
                "synonyms" => synonyms = words(value),
                _ => return Err(unknown()),
            }
        }
    }
    if title.is_empty() {
        let (first, rest) = body.trim_start().split_once('\n').unwrap_or((body.trim(), ""));
        title = first.strip_prefix("# ").ok_or(MarkdownError::Title)?.trim().to_string();
        body = rest;
    }
    Ok(Article::new(named, &title, synonyms, body, &url)?)
}

/// Words between commas, of whichever kind.
fn words(list: &str) -> Vec<String> {
    let parts = list.split([',', '，', '、', ';', '；']).map(str::trim);
    parts.filter(|word| !word.is_empty()).map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> Result<Article, MarkdownError> {
        read_markdown(("a".parse().unwrap(), Locale::ZhCn), file)
    }

    #[test]
    fn a_head_names_title_synonyms_and_address() {
        let file = "---\r\ntitle: 退款\r\nsynonyms: 到账, 退钱、原路\r\nurl: /help\r\n---\r\n\r\n三天内。\r\n";
        let article = read(file).unwrap();
        assert_eq!((article.title(), article.body()), ("退款", "三天内。"));
        assert_eq!(article.synonyms(), ["到账", "退钱", "原路"]);
        assert_eq!(article.source().url, "/help");
    }

    #[test]
    fn without_a_head_the_first_heading_is_the_title() {
        let article = read("# 退款\n\n三天内。").unwrap();
        assert_eq!((article.title(), article.body()), ("退款", "三天内。"));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        assert_eq!(read("---\ntitle: x\n三天"), Err(MarkdownError::Head));
        assert_eq!(
            read("---\ntitle: x\ncolour: red\n---\nx"),
            Err(MarkdownError::Line { line: 3, text: "colour: red".into() })
        );
        assert_eq!(read("三天内。"), Err(MarkdownError::Title));
        assert_eq!(read("# x\n"), Err(MarkdownError::Article(ArticleError::Body { chars: 0 })));
    }
}
