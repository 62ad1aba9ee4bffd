//! Where an experiment stands, which rules it splits, and the switch.

use leptos::{prelude::*, task::spawn_local};

use super::{ExperimentForm, said};
use crate::{
    api,
    edit::experiment::{self, Standing},
    i18n::{experiments, t, tf},
    state::{derived::memo, locale, notices, route::Route},
    ui::{
        icon::{Icon, icon},
        list::{Views as _, live},
    },
};

/// The strip above the page.
pub(super) fn standing(form: ExperimentForm) -> AnyView {
    let standing = memo(move || experiment::standing(&form.published()));
    view! {
        <section class="card experiment-head">
            <span class="badge" class:good=move || standing.get() == Standing::Running>
                {move || t(said(standing.get()))()}
            </span>
            {live(move || users(form))}
            <button class="button" type="button" on:click=move |_| turn(form)>
                {move || t(match standing.get() {
                    Standing::Running => experiments::STOP,
                    Standing::Draft | Standing::Stopped => experiments::START,
                })()}
            </button>
        </section>
    }
    .into_any()
}

/// The rules that it splits; without one nobody gets in, and that is the next step.
fn users(form: ExperimentForm) -> AnyView {
    let key = form.saved.with(|saved| saved.key.clone());
    let rules = form.config.value().map(|published| published.config.rules).unwrap_or_default();
    let users = experiment::users(&rules, &key);
    if users.is_empty() {
        return view! {
            <p class="experiment-users warn">
                {icon(Icon::Alert)}
                <span>
                    {t(experiments::UNUSED)} " "
                    <a class="link" href="#/rules">{t(experiments::UNUSED_GO)}</a>
                </span>
            </p>
        }
        .into_any();
    }
    let links = users.into_iter().map(|rule| {
        let address = Route::Rule { id: rule.id.to_string() }.address();
        view! { <a class="link" href=address>{rule.name.clone()}</a> }
    });
    view! {
        <p class="experiment-users">
            <span class="muted">{t(experiments::USED_BY)}</span> {links.views()}
        </p>
    }
    .into_any()
}

/// Starts what does not run and stops what does; where that is refused, it stays as it was.
fn turn(form: ExperimentForm) {
    let now = untrack(move || form.published());
    let (to, said) = match experiment::standing(&now) {
        Standing::Running => (Standing::Stopped, experiments::ENDED),
        Standing::Draft | Standing::Stopped => (Standing::Running, experiments::STARTED),
    };
    let name = experiment::name(&now).to_owned();
    let written = experiment::turned(now, to);
    spawn_local(async move {
        match api::put_experiment(experiment::key(&written), &written).await {
            Ok(published) => {
                form.config.put(published);
                notices::done(tf(said, &[("name", &name)]));
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
