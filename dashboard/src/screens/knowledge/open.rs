//! Questions that neither a rule nor an article answered, each one step from an article.

use leptos::prelude::*;
use shared::{
    intent::Language,
    text::Locale,
    wire::knowledge::{OpenQuestion, Unanswered},
};

use super::lines;
use crate::{
    api::{self, remote},
    explain::{intent, period},
    i18n::{knowledge, t, tf},
    state::{clock, locale, route::Route},
    ui::{page::Card, staged},
};

/// The card.
pub(super) fn open() -> AnyView {
    let open = remote(api::unanswered);
    view! { <Card title=knowledge::OPEN>{staged::staged(open, 4, |open: Unanswered| shown(&open))}</Card> }
        .into_any()
}

fn shown(open: &Unanswered) -> AnyView {
    if open.count == 0 {
        return view! { <p class="muted card-note">{t(knowledge::OPEN_EMPTY)}</p> }.into_any();
    }
    let hint = tf(knowledge::OPEN_HINT, &[("n", &open.count.to_string())]);
    view! {
        <p class="muted small card-note">{hint}</p>
        {lines(open.questions.iter().map(line))}
    }
    .into_any()
}

fn line(question: &OpenQuestion) -> AnyView {
    let spoken = if question.lang == Language::En { Locale::En } else { Locale::ZhCn };
    let address = Route::new_article(spoken, &question.text).address();
    let who = Route::Visitor { profile: question.profile.to_string(), decision: None }.address();
    let label = intent::name(question.label.as_str(), locale::current());
    let ago = period::ago(question.at, clock::now(), locale::current());
    view! {
        <li class="line">
            <span class="line-main">
                <a href=who><strong class="clip-two">{question.text.clone()}</strong></a>
                <span class="muted small">{label} " · " {ago}</span>
            </span>
            <a class="button small" href=address>{t(knowledge::WRITE_ONE)}</a>
        </li>
    }
    .into_any()
}
