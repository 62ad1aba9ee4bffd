//! Which of the articles that were found fits best, and whether it answers the question.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{Article, Source, Vector, query_terms, terms};
use crate::limits::{
    ANSWER_CLOSENESS_MIN, ANSWER_COVER_MIN, ANSWER_LEAD_MIN, ASK_CLOSENESS_MIN, ASK_COVER_MIN,
    EXACT_CLOSENESS_MIN, MEANING_WEIGHT,
};

/// An article that shares a word with a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The article.
    pub article: Article,
    /// How well its words fit, by BM25; more is better.
    pub words: f64,
    /// What its phrases mean; none where nobody worked that out.
    pub phrases: Vec<Vector>,
}

/// An article that was found for a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Which article.
    pub source: Source,
    /// What the assistant would say from it.
    pub answer: String,
    /// How well it fits: its words as a share of the best fit, and what it means.
    pub score: f64,
    /// The share of the question's terms that the article has, from 0 to 1.
    pub cover: f64,
    /// How nearly the closest of its phrases means the question, up to 1; none where nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closeness: Option<f64>,
}

impl Hit {
    /// Whether the question is one of the article's own phrases.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.closeness.is_some_and(|close| EXACT_CLOSENESS_MIN <= close)
    }
}

/// What the assistant does with what was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice<'a> {
    /// This answers the question.
    Answer(&'a Hit),
    /// One of these may be meant: ask which.
    Ask(Vec<&'a Hit>),
    /// Nothing fits.
    Nothing,
}

/// The candidates as hits, best first, at most `limit`.
///
/// A candidate's score is its BM25 as a share of the best one's, and [`MEANING_WEIGHT`] times its closeness.
#[must_use]
pub fn rank(
    question: &str,
    meaning: Option<&Vector>,
    candidates: &[Candidate],
    limit: usize,
) -> Vec<Hit> {
    let most = candidates.iter().map(|candidate| candidate.words).fold(f64::MIN_POSITIVE, f64::max);
    let mut hits: Vec<Hit> = candidates
        .iter()
        .map(|candidate| {
            let article = &candidate.article;
            let closeness = meaning.and_then(|meaning| {
                let close = candidate.phrases.iter().map(|phrase| meaning.closeness(phrase));
                close.reduce(f64::max)
            });
            let said = [article.title(), &article.synonyms().join("\n"), article.body()].join("\n");
            Hit {
                source: article.source(),
                answer: article.answer(),
                score: candidate.words / most + MEANING_WEIGHT * closeness.unwrap_or_default(),
                cover: cover(question, &said),
                closeness,
            }
        })
        .collect();
    hits.sort_by(|one, other| other.score.total_cmp(&one.score));
    hits.truncate(limit);
    hits
}

/// What to do with what was found, best first.
///
/// An answer means, or else says, what the question does, and stands out from the next best: where two articles fit alike,
/// the person knows better which they mean.
#[must_use]
pub fn choose(found: &[Hit]) -> Choice<'_> {
    let Some(best) = found.first() else { return Choice::Nothing };
    let next = found.get(1).map_or(0.0, |next| next.score);
    // Who says an article's own words means it, whatever else is near: so a touch on a choice is answered.
    let leads = best.is_exact() || ANSWER_LEAD_MIN <= best.score - next;
    let is_sure = match best.closeness {
        Some(close) => ANSWER_CLOSENESS_MIN <= close,
        None => ANSWER_COVER_MIN <= best.cover,
    };
    if is_sure && leads {
        return Choice::Answer(best);
    }
    let near: Vec<&Hit> = found.iter().filter(|hit| is_near(hit)).collect();
    if near.is_empty() { Choice::Nothing } else { Choice::Ask(near) }
}

/// Whether it is worth asking about.
fn is_near(hit: &Hit) -> bool {
    match hit.closeness {
        Some(close) => ASK_CLOSENESS_MIN <= close,
        None => ASK_COVER_MIN <= hit.cover,
    }
}

/// The share of a question's terms that a text has, from 0 to 1; 0 for a question that says nothing.
fn cover(question: &str, text: &str) -> f64 {
    let wanted = query_terms(question);
    let known = terms(text);
    let found = wanted.iter().filter(|term| known.contains(term)).count();
    if wanted.is_empty() { 0.0 } else { count(found) / count(wanted.len()) }
}

/// A question has few terms.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;
    use alloc::vec;

    fn candidate(id: &str, words: f64, phrases: &[[f32; 2]]) -> Candidate {
        let named = (id.parse().unwrap(), Locale::ZhCn);
        let article = Article::new(named, "退款多久到账", vec![], "退款三天内到账。", "").unwrap();
        let phrases = phrases.iter().filter_map(|phrase| Vector::of(phrase)).collect();
        Candidate { article, words, phrases }
    }

    fn names(hits: &[Hit]) -> Vec<&str> {
        hits.iter().map(|hit| hit.source.article.as_str()).collect()
    }

    #[test]
    fn meaning_goes_before_words_and_words_decide_where_nobody_knows_the_meaning() {
        let both = [
            candidate("words", 9.0, &[[0.0, 1.0]]),
            candidate("means", 4.0, &[[0.0, 1.0], [1.0, 0.1]]),
        ];
        let meaning = Vector::of(&[1.0, 0.0]).unwrap();
        assert_eq!(names(&rank("退款", Some(&meaning), &both, 3)), ["means", "words"]);
        assert_eq!(names(&rank("退款", None, &both, 3)), ["words", "means"]);
        assert_eq!(rank("退款", None, &both, 1).len(), 1);
        assert_eq!(rank("退款", Some(&meaning), &[], 3), []);
    }

    #[test]
    fn what_means_the_question_and_stands_out_answers_it() {
        let meaning = Vector::of(&[1.0, 0.0]).unwrap();
        let hits = rank("退款", Some(&meaning), &[candidate("a", 5.0, &[[1.0, 0.0]])], 3);
        assert_eq!(choose(&hits), Choice::Answer(&hits[0]));
        let alike = [candidate("a", 5.0, &[[1.0, 0.5]]), candidate("b", 5.0, &[[1.0, 0.5]])];
        let hits = rank("退款", Some(&meaning), &alike, 3);
        assert_eq!(choose(&hits), Choice::Ask(hits.iter().collect()));
        let own = [candidate("a", 5.0, &[[1.0, 0.0]]), candidate("b", 5.0, &[[1.0, 0.01]])];
        let hits = rank("退款", Some(&meaning), &own, 3);
        assert_eq!(choose(&hits), Choice::Answer(&hits[0]), "its own words");
        let one_far = [candidate("a", 5.0, &[[1.0, 0.9]]), candidate("b", 5.0, &[[0.0, 1.0]])];
        let hits = rank("退款", Some(&meaning), &one_far, 3);
        assert_eq!(choose(&hits), Choice::Ask(vec![&hits[0]]), "only what is near");
        let far = [candidate("a", 5.0, &[[0.0, 1.0]])];
        assert_eq!(choose(&rank("退款", Some(&meaning), &far, 3)), Choice::Nothing);
        assert_eq!(choose(&[]), Choice::Nothing);
    }

    #[test]
    fn where_nobody_knows_the_meaning_the_shared_words_decide() {
        let hits = rank("退款到账", None, &[candidate("a", 5.0, &[])], 3);
        assert_eq!(choose(&hits), Choice::Answer(&hits[0]));
        let hits = rank("发票抬头写错", None, &[candidate("a", 5.0, &[])], 3);
        assert_eq!(choose(&hits), Choice::Nothing);
    }

    #[test]
    fn a_text_covers_the_part_of_a_question_that_it_has() {
        // Of 退款, 款到, 到哪, 退, 款, 到, 哪 the text has 退款, 退, 款, 到.
        let share = cover("退款到哪", "退款三天内到账");
        assert!((share - 4.0 / 7.0).abs() < 1e-9, "{share}");
        assert!(cover("你好", "退款").abs() < 1e-9);
    }
}
