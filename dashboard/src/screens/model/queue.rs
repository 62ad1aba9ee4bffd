//! What is most worth a person's label, a batch at a time.
//!
//! A batch stays as it is while it is worked on: a line that is labelled says so in its place, and nothing moves under
//! the hand.

use leptos::prelude::*;
use shared::wire::model::{ModelPage, Waiting};

use crate::ui::list::{Views as _, live};
use crate::{
    api::Remote,
    explain::{Figures as _, intent},
    i18n::{model, t, tf},
    screens::label,
    state::{figures::figures, locale, route::Route},
    ui::page::Card,
};

/// The queue with a picker for each line.
pub(super) fn queue(page: Remote<ModelPage>) -> AnyView {
    let waiting = move || page.value().map(|page| page.queue).unwrap_or_default();
    let batch = RwSignal::new(untrack(waiting));
    let saved = Callback::new(move |()| page.ask_again());
    view! {
        <Card
            title=model::QUEUE hint=model::QUEUE_HINT class="wide"
            aside=(move || view! {
                <button
                    class="button small quiet" type="button"
                    on:click=move |_| batch.set(untrack(waiting))
                >
                    {t(model::QUEUE_MORE)}
                </button>
            }).into()
        >
            {live(move || {
                let batch = batch.get();
                if batch.is_empty() {
                    return view! { <p class="muted card-note">{t(model::QUEUE_EMPTY)}</p> }.into_any();
                }
                let lines = batch.into_iter().map(|waiting| line(waiting, saved));
                view! { <ul class="label-queue">{lines.views()}</ul> }.into_any()
            })}
        </Card>
    }
    .into_any()
}

fn line(waiting: Waiting, told: Callback<()>) -> AnyView {
    let (profile, message) = (waiting.profile.to_string(), waiting.message.to_string());
    let address = Route::Visitor { profile: profile.clone(), decision: None }.address();
    let sure = figures().percent(waiting.score.as_f64());
    let name = intent::name(waiting.label.as_str(), locale::current());
    let mut read = format!("{name} · {sure}");
    if waiting.rejected {
        read.push_str(" · ");
        read.push_str(t(model::UNKNOWN)());
    }
    let chosen = RwSignal::new(waiting.label.as_str().to_owned());
    let given = RwSignal::new(String::new());
    let saved = Callback::new(move |label: String| {
        given.set(label);
        told.run(());
    });
    let by_person = live(move || {
        let label = given.get();
        (!label.is_empty()).then(|| {
            let label = intent::name(&label, locale::current());
            view! { <span class="badge good">{tf(model::CORRECTED, &[("label", &label)])}</span> }
        })
        .into_any()
    });
    view! {
        <li class="label-line" data-line="">
            <div class="label-words">
                <p class="quote">{waiting.text}</p>
                <p class="muted small">
                    <span class="badge intent">{read}</span>
                    " " {by_person} " "
                    <a href=address>{t(model::OPEN)}</a> " · " {figures().moment(waiting.at)}
                </p>
            </div>
            {label::control((profile, message), chosen, None, saved)}
        </li>
    }
    .into_any()
}
