//! How an experiment splits the rule: which one, and what each variation does.

use leptos::prelude::*;

use super::{
    RuleForm,
    deed::{Deeds, action_fields},
};
use crate::{
    edit::{
        experiment,
        rule::{RuleDraft, SplitDraft},
    },
    explain::variation,
    i18n::{experiments, rules, t, tf},
    state::{
        derived::{derived, memo},
        locale,
        route::Route,
    },
    ui::{
        choice::Select,
        field::{Bound, fault_line, fault_of, fresh_id},
        list::{Views as _, live},
        page::Card,
    },
};

/// The experiment with an action for each variation.
#[component]
pub(super) fn SplitCard(
    /// The form.
    form: RuleForm,
) -> impl IntoView {
    let draft = form.draft;
    let known = move || form.published().map(|config| config.experiments).unwrap_or_default();
    let key = memo(move || draft.with(|draft| draft.split.as_ref().map(|split| split.key.clone())));
    let chosen = Bound::new(
        move || key.get().unwrap_or_default(),
        move |key| {
            let variations = untrack(known)
                .iter()
                .find(|one| experiment::key(one) == key)
                .map_or(0, |one| experiment::variations(one).len());
            draft.update(|draft| choose(draft, key, variations));
        },
    );
    let options = derived(move || {
        let none = (String::new(), t(rules::SPLIT_NONE)().to_owned());
        let named = known()
            .into_iter()
            .map(|one| (experiment::key(&one).to_owned(), experiment::name(&one).to_owned()));
        core::iter::once(none).chain(named).collect::<Vec<_>>()
    });
    let count = memo(move || {
        draft.with(|draft| draft.split.as_ref().map_or(0, |split| split.actions.len()))
    });
    let fault = fault_of(Some(form.faults), "experiment".to_owned());
    view! {
        <Card title=rules::SPLIT hint=rules::SPLIT_HINT>
            <div class="card-body fields">
                <Select label=rules::SPLIT_BY value=chosen options=options name="experiment.key"/>
                {fault_line(fresh_id("experiment-fault"), fault)}
                {live(move || match key.get() {
                    None => view! {
                        <p class="muted small">
                            <a class="link" href="#/experiments/new">{t(experiments::NEW)}</a>
                        </p>
                    }
                    .into_any(),
                    Some(key) => variations(form, &key, count.get()),
                })}
            </div>
        </Card>
    }
}

/// Takes another experiment: the variations that both have keep what they do.
fn choose(draft: &mut RuleDraft, key: String, variations: usize) {
    if key.is_empty() {
        draft.split = None;
        return;
    }
    let mut fresh = SplitDraft::fresh(key, variations, &draft.action);
    if let Some(split) = draft.split.take() {
        for (place, kept) in fresh.actions.iter_mut().zip(split.actions) {
            *place = kept;
        }
    }
    draft.split = Some(fresh);
}

fn variations(form: RuleForm, key: &str, count: usize) -> AnyView {
    let experiments = untrack(move || form.published()).map(|config| config.experiments);
    let one = experiments.unwrap_or_default().into_iter().find(|one| experiment::key(one) == key);
    let names = one.as_ref().map(experiment::variations).unwrap_or_default();
    let address = Route::Experiment { key: key.to_owned(), lift: String::new() }.address();
    let experiment = one.as_ref().map_or(key, experiment::name).to_owned();
    let part = move |number: usize| {
        let name = names.get(number).cloned().flatten();
        let called = derived(move || variation::name(number, name.as_deref(), locale::current()));
        view! {
            <fieldset class="variation">
                <legend>{move || called.get()}</legend>
                {action_fields(Deeds { form, variation: Some(number) })}
            </fieldset>
        }
    };
    view! {
        <p class="muted small">
            {t(rules::SPLIT_OUTSIDE)} " "
            <a class="link" href=address>{move || tf(rules::SPLIT_OPEN, &[("name", &experiment)])}</a>
        </p>
        {(0..count).map(part).views()}
    }
    .into_any()
}
