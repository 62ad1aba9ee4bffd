//! An article while it is edited.

use shared::{
    knowledge::{Article, ArticleError},
    text::Locale,
    wire::knowledge::PutArticle,
};

use super::draft::Fault;
use crate::i18n::knowledge;

/// What the fields of the form say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ArticleDraft {
    /// The article's id; fixed once it exists.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) title: String,
    /// Other ways to ask, one a line.
    pub(crate) synonyms: String,
    /// What it says.
    pub(crate) body: String,
    /// Where the whole of it is.
    pub(crate) url: String,
}

impl ArticleDraft {
    /// The form of an article that exists.
    pub(crate) fn of(article: &Article) -> Self {
        Self {
            id: article.id().to_string(),
            title: article.title().to_owned(),
            synonyms: article.synonyms().join("\n"),
            body: article.body().to_owned(),
            url: article.source().url,
        }
    }

    /// The article that the form means: checked as the edge will check it.
    ///
    /// # Errors
    ///
    /// What is wrong, with its field.
    pub(crate) fn article(&self, locale: Locale) -> Result<Article, Vec<Fault>> {
        let id = self.id.trim().parse();
        let id = id.map_err(|_no_id| vec![Fault::here("id", knowledge::FAULT_ID)])?;
        Article::new((id, locale), &self.title, self.synonyms(), &self.body, &self.url)
            .map_err(|error| vec![fault(&error)])
    }

    /// What is sent.
    pub(crate) fn put(&self) -> PutArticle {
        PutArticle {
            title: self.title.trim().to_owned(),
            synonyms: self.synonyms(),
            body: self.body.trim().to_owned(),
            url: self.url.trim().to_owned(),
        }
    }

    fn synonyms(&self) -> Vec<String> {
        let lines = self.synonyms.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }
}

/// What is wrong, in the language of the page; what a later version adds is said in the edge's own words.
fn fault(error: &ArticleError) -> Fault {
    let text = match error.field() {
        "title" => knowledge::FAULT_TITLE,
        "body" => knowledge::FAULT_BODY,
        "synonyms" => knowledge::FAULT_SYNONYMS,
        "url" => knowledge::FAULT_URL,
        field => return Fault::there(&["$.", field].concat(), error.to_string()),
    };
    Fault::here(error.field(), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ArticleDraft {
        ArticleDraft {
            id: "refund-time".into(),
            title: "退款多久到账".into(),
            synonyms: "到账\n\n  钱什么时候退 ".into(),
            body: "三天内。".into(),
            url: "/help".into(),
        }
    }

    #[test]
    fn a_form_means_the_article_it_was_made_of() {
        let article = draft().article(Locale::ZhCn).unwrap();
        assert_eq!(article.synonyms(), ["到账", "钱什么时候退"]);
        assert_eq!(ArticleDraft::of(&article).article(Locale::ZhCn).unwrap(), article);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let field = |draft: ArticleDraft| draft.article(Locale::En).unwrap_err()[0].field.clone();
        assert_eq!(field(ArticleDraft { id: "a b".into(), ..draft() }), "id");
        assert_eq!(field(ArticleDraft { title: " ".into(), ..draft() }), "title");
        assert_eq!(field(ArticleDraft { body: String::new(), ..draft() }), "body");
        assert_eq!(field(ArticleDraft { url: "javascript:x".into(), ..draft() }), "url");
    }

    #[test]
    fn what_is_sent_is_what_the_edge_reads() {
        let sent = serde_json::to_value(draft().put()).unwrap();
        assert_eq!(serde_json::from_value::<PutArticle>(sent).unwrap(), draft().put());
    }
}
