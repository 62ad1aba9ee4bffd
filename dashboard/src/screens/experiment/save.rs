//! Publishing an experiment, deleting it, and taking that back.

use leptos::{prelude::*, task::spawn_local};
use serde_json::{Value, json};

use super::ExperimentForm;
use crate::{
    api,
    edit::{
        draft::{Fault, Novelty},
        experiment::{self, ExperimentDraft},
    },
    i18n::{common, experiments, facts, rules, t, tf},
    state::{locale, notices, place, route::Route},
    ui::{
        icon::{Icon, icon},
        list::live,
    },
};

/// The bar at the foot of the form.
pub(super) fn bar(form: ExperimentForm) -> AnyView {
    let is_new = form.novelty == Novelty::New;
    let changed =
        move || is_new || form.draft.with(|draft| form.saved.with(|saved| draft != saved));
    view! {
        <div class="save-bar">
            {(!is_new).then(|| view! {
                <button class="button quiet danger" type="button" on:click=move |_| delete(form)>
                    {icon(Icon::Delete)} <span>{t(common::DELETE)}</span>
                </button>
            })}
            <span class="save-note muted small" role="status">
                {live(move || changed().then(|| t(common::UNSAVED)()).into_any())}
            </span>
            <a class="button" href="#/experiments">{t(common::CANCEL)}</a>
            <button class="button primary" type="submit" disabled=move || !changed()>{t(common::SAVE)}</button>
        </div>
    }
    .into_any()
}

/// Publishes what the form means, or says what is wrong with it. A new one is a draft until it is started.
pub(super) fn save(form: ExperimentForm) {
    let draft = form.draft.get_untracked();
    let before = match form.novelty {
        Novelty::New => json!({"variations": [0, 1], "hashVersion": 2, "status": "draft"}),
        Novelty::Published => untrack(move || form.published()),
    };
    let mut faults = Vec::new();
    if form.unfinished.get_untracked() {
        faults.push(Fault::here("condition", experiments::FAULT_CONDITION));
    }
    let is_known = form.config.value().is_some_and(|published| {
        published.config.experiments.iter().any(|one| experiment::key(one) == draft.key.trim())
    });
    if form.novelty == Novelty::New && is_known {
        faults.push(Fault::here("key", experiments::FAULT_KEY_TAKEN));
    }
    let written = match draft.write(before) {
        Ok(written) if faults.is_empty() => written,
        Ok(_) => return refuse(form, faults),
        Err(more) => {
            faults.extend(more);
            return refuse(form, faults);
        }
    };
    form.faults.set(Vec::new());
    let begun = place::current_untracked();
    spawn_local(async move {
        let key = experiment::key(&written).to_owned();
        match api::put_experiment(&key, &written).await {
            Ok(published) => {
                let hash: String = published.hash.chars().take(12).collect();
                form.config.put(published);
                form.saved.set(ExperimentDraft::of(&written));
                form.draft.set(ExperimentDraft::of(&written));
                notices::done(tf(common::PUBLISHED, &[("hash", &hash)]));
                if form.novelty == Novelty::New && place::current_untracked() == begun {
                    let lift = form.planner.lift.get_untracked();
                    place::go_instead(&Route::Experiment { key, lift });
                }
            }
            Err(failure) => {
                if !failure.path().is_empty() {
                    form.faults.set(vec![Fault::there(failure.path(), failure.detail())]);
                }
                notices::failed(failure.line(locale::current()));
            }
        }
    });
}

fn refuse(form: ExperimentForm, faults: Vec<Fault>) {
    form.faults.set(faults);
    notices::failed(t(rules::FAULT_FORM)());
}

/// Takes the published experiment out, unless a rule is split by it; the notice can bring it back.
fn delete(form: ExperimentForm) {
    let known = untrack(move || form.published());
    let key = experiment::key(&known).to_owned();
    let rules = untrack(move || form.config.value()).map(|published| published.config.rules);
    let rules = rules.unwrap_or_default();
    let users = experiment::users(&rules, &key);
    if !users.is_empty() {
        let names: Vec<&str> = users.into_iter().map(|rule| rule.name.as_str()).collect();
        let names = names.join(t(facts::LIST_AND)());
        notices::failed(tf(experiments::IN_USE, &[("names", &names)]));
        return;
    }
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::delete_experiment(&key).await {
            Ok(_) => {
                place::go_from(&begun, &Route::Experiments);
                let said = tf(experiments::DELETED, &[("name", experiment::name(&known))]);
                let undo = Callback::new(move |()| restore(known.clone()));
                notices::done_with(said, t(common::UNDO)().to_owned(), undo);
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}

fn restore(known: Value) {
    let begun = place::current_untracked();
    spawn_local(async move {
        let key = experiment::key(&known).to_owned();
        match api::put_experiment(&key, &known).await {
            Ok(_) => {
                notices::done(tf(experiments::RESTORED, &[("name", experiment::name(&known))]));
                place::go_from(&begun, &Route::Experiment { key, lift: String::new() });
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
