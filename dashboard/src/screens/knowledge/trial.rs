//! A question tried on the articles: what the assistant would say, and what came near.

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    intent::Language,
    knowledge::Hit,
    text::Locale,
    wire::knowledge::{Found, Verdict},
};

use super::{lines, side};
use crate::{
    api::{self, Failure},
    explain::Figures as _,
    i18n::{Text, knowledge, t, tf},
    state::{derived::derived, figures::figures, locale, route::Route},
    ui::{field::TextField, list::live},
};

/// What came of the last question.
#[derive(Clone)]
enum Came {
    Nothing,
    Looking,
    Found(Locale, Found),
    Failed(Failure),
}

/// The card.
pub(super) fn trial() -> AnyView {
    let (question, came) = (RwSignal::new(String::new()), RwSignal::new(Came::Nothing));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = question.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        let spoken = if Language::of(&text) == Language::En { Locale::En } else { Locale::ZhCn };
        came.set(Came::Looking);
        spawn_local(async move {
            let found = match api::find_articles(&text, spoken).await {
                Ok(found) => Came::Found(spoken, found),
                Err(failure) => Came::Failed(failure),
            };
            // Gone with the page it was on.
            let _gone = came.try_set(found);
        });
    };
    let word = derived(move || {
        let looking = came.with(|came| matches!(came, Came::Looking));
        t(if looking { knowledge::TRYING } else { knowledge::TRY_GO })()
    });
    let form = view! {
        <form class="card-body fields" on:submit=submit>
            <TextField
                label=knowledge::QUESTION value=question name="question"
                example=knowledge::QUESTION_EXAMPLE
            />
            <button class="button" type="submit">{word}</button>
        </form>
        <div role="status">{live(move || came.with(shown))}</div>
    };
    side(knowledge::TRY, knowledge::TRY_HINT, form.into_any())
}

fn shown(came: &Came) -> AnyView {
    match came {
        Came::Nothing | Came::Looking => ().into_any(),
        Came::Failed(failure) => {
            view! { <p class="banner inside">{failure.line(locale::current())}</p> }.into_any()
        }
        Came::Found(spoken, found) => {
            let (class, word) = verdict(found.verdict);
            let hits = if found.hits.is_empty() {
                view! { <p class="muted card-note">{t(knowledge::NO_HITS)}</p> }.into_any()
            } else {
                lines(found.hits.iter().map(|hit| line(*spoken, hit)))
            };
            view! {
                <p class="card-note"><span class=class data-verdict="">{t(word)}</span></p>
                {hits}
            }
            .into_any()
        }
    }
}

const fn verdict(verdict: Verdict) -> (&'static str, Text) {
    match verdict {
        Verdict::Answer => ("badge good", knowledge::VERDICT_ANSWER),
        Verdict::Ask => ("badge warn", knowledge::VERDICT_ASK),
        Verdict::Nothing => ("badge outline", knowledge::VERDICT_NOTHING),
    }
}

fn line(spoken: Locale, hit: &Hit) -> AnyView {
    let (name, share) = match hit.closeness {
        Some(closeness) => (knowledge::CLOSE, closeness.clamp(0.0, 1.0)),
        None => (knowledge::SHARES, hit.cover),
    };
    let percent = figures().percent(share);
    let says = tf(name, &[("n", &percent)]);
    let address = Route::article(spoken, hit.source.article.as_str()).address();
    view! {
        <li class="line">
            <span class="line-main">
                <a href=address><strong>{hit.source.title.clone()}</strong></a>
                <span class="muted small clip-two">{hit.answer.clone()}</span>
            </span>
            <span class="closeness">
                <span class="muted small">{says}</span>
                <span class="closeness-bar" aria-hidden="true"><i style=format!("width:{:.0}%", share * 100.0)></i></span>
            </span>
        </li>
    }
    .into_any()
}
