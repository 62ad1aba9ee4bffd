//! Publishing a rule, deleting it, and taking that back.

use leptos::{prelude::*, task::spawn_local};
use shared::rule::{Rule, fairness::JUSTIFICATION_CHARS_MIN};

use super::RuleForm;
use crate::{
    api,
    edit::{
        draft::{Fault, Novelty},
        rule::RuleDraft,
    },
    i18n::{common, rules, t, tf},
    screens::dry_run::{self, Rehearsal},
    state::{derived::derived, locale, notices, place, route::Route},
    ui::icon::{Icon, icon},
};

/// The bar at the foot of the form.
#[component]
pub(super) fn SaveBar(
    /// The form.
    form: RuleForm,
    /// Whether the rule exists only here.
    novelty: Novelty,
) -> impl IntoView {
    let is_new = novelty == Novelty::New;
    let changed =
        move || is_new || form.draft.with(|draft| form.saved.with(|saved| draft != saved));
    let delete_it = move |_| delete(form);
    let rehearsal = RwSignal::new(None::<Rehearsal>);
    let rehearse = Callback::new(move |()| {
        if let Some(rule) = read(form) {
            form.faults.set(Vec::new());
            let (change, name) = (api::put_rule_change(&rule), rule.name);
            rehearsal.set(Some(Rehearsal { change, rule: Some((rule.id.to_string(), name)) }));
        }
    });
    // The rule that is rehearsed may be new: it is called by the name it has here.
    let config = derived(move || {
        let mut config = form.published()?;
        if let Ok(rule) = form.draft.with(RuleDraft::rule) {
            config.rules.retain(|known| known.id != rule.id);
            config.rules.push(rule);
        }
        Some(config)
    });
    view! {
        <div class="save-bar">
            {(!is_new).then(|| view! {
                <button class="button quiet danger" type="button" on:click=delete_it>
                    {icon(Icon::Delete)} <span>{t(common::DELETE)}</span>
                </button>
            })}
            <span class="save-note muted small" role="status">
                {crate::ui::list::live(move || (changed().then(|| t(common::UNSAVED)())).into_any())}
            </span>
            {dry_run::button(rehearse)}
            <a class="button" href="#/rules">{t(common::CANCEL)}</a>
            <button class="button primary" type="submit" disabled=move || !changed()>{t(common::SAVE)}</button>
        </div>
        {dry_run::drawer(rehearsal, config)}
    }
}

/// The rule that the form means; none, with what is wrong marked, where it means none.
fn read(form: RuleForm) -> Option<Rule> {
    let draft = form.draft.get_untracked();
    let mut faults = Vec::new();
    if form.unfinished.get_untracked() {
        faults.push(Fault::here("condition", rules::FAULT_CONDITION));
    }
    let segments = untrack(move || form.published()).map(|config| config.segments);
    let is_short = draft.justification.trim().chars().count() < JUSTIFICATION_CHARS_MIN;
    if is_short && draft.guess(&segments.unwrap_or_default()).is_some() {
        faults.push(Fault::here("justification", rules::FAULT_JUSTIFICATION));
    }
    match draft.rule() {
        Ok(rule) if faults.is_empty() => return Some(rule),
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    refuse(form, faults);
    None
}

/// Publishes what the form means, or says what is wrong with it.
pub(super) fn save(form: RuleForm, novelty: Novelty) {
    let Some(rule) = read(form) else { return };
    form.faults.set(Vec::new());
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::put_rule(&rule).await {
            Ok(published) => {
                let hash: String = published.hash.chars().take(12).collect();
                form.config.put(published);
                form.saved.set(RuleDraft::of(&rule));
                form.draft.set(RuleDraft::of(&rule));
                notices::done(tf(common::PUBLISHED, &[("hash", &hash)]));
                if novelty == Novelty::New && place::current_untracked() == begun {
                    place::go_instead(&Route::Rule { id: rule.id.to_string() });
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

fn refuse(form: RuleForm, faults: Vec<Fault>) {
    form.faults.set(faults);
    notices::failed(t(rules::FAULT_FORM)());
}

/// Takes the published rule out; the notice can bring it back as it was.
fn delete(form: RuleForm) {
    let id = form.saved.with_untracked(|saved| saved.id.clone());
    let published = form.config.value().map(|published| published.config.rules).unwrap_or_default();
    let Some(rule) = published.into_iter().find(|rule| rule.id.as_str() == id) else { return };
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::delete_rule(rule.id.as_str()).await {
            Ok(_) => {
                place::go_from(&begun, &Route::rules());
                let said = tf(rules::DELETED, &[("name", &rule.name)]);
                let undo = Callback::new(move |()| restore(rule.clone()));
                notices::done_with(said, t(common::UNDO)().to_owned(), undo);
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}

fn restore(rule: Rule) {
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::put_rule(&rule).await {
            Ok(_) => {
                notices::done(tf(rules::RESTORED, &[("name", &rule.name)]));
                place::go_from(&begun, &Route::Rule { id: rule.id.to_string() });
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
