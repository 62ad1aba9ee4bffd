//! How an experiment is set up: its name, its groups, and what it must not meet.

use leptos::prelude::*;

use super::ExperimentForm;
use crate::{
    edit::{
        draft::Novelty,
        experiment::{self, Standing},
    },
    explain::variation,
    i18n::{Text, experiments, t, tf},
    state::{
        derived::{derived, memo},
        locale,
    },
    ui::{
        field::{Bound, TextField, bound, fault_line, fault_of, fresh_id},
        icon::{Icon, icon},
        list::{Views as _, live},
        page::Card,
    },
};

/// Fewest groups: the control and one other.
const GROUPS_MIN: usize = 2;

/// Most groups that the form offers; the API takes more.
const GROUPS_MAX: usize = 8;

/// Name and key.
pub(super) fn basics(form: ExperimentForm) -> AnyView {
    let ExperimentForm { draft, faults, .. } = form;
    let is_new = form.novelty == Novelty::New;
    let key = draft.with_untracked(|draft| draft.key.clone());
    view! {
        <Card title=experiments::SET_UP>
            <div class="card-body fields">
                <div class="field-row">
                    <TextField
                        label=experiments::NAME value=bound!(draft.name) name="name" faults=faults
                        example=experiments::NAME_EXAMPLE
                    />
                    {if is_new {
                        view! {
                            <TextField
                                label=experiments::KEY value=bound!(draft.key) name="key" faults=faults
                                hint=experiments::KEY_HINT
                            />
                        }
                        .into_any()
                    } else {
                        view! {
                            <div class="field">
                                <span class="field-name">{t(experiments::KEY)}</span>
                                <code class="field-fixed">{key}</code>
                            </div>
                        }
                        .into_any()
                    }}
                </div>
            </div>
        </Card>
    }
    .into_any()
}

/// The groups with their shares, and how many take part at all.
pub(super) fn groups(form: ExperimentForm) -> AnyView {
    let ExperimentForm { draft, faults, .. } = form;
    let published = untrack(move || form.published());
    if experiment::has_ranges(&published) {
        return view! {
            <Card title=experiments::GROUPS>
                <p class="muted card-note">{t(experiments::RANGES)}</p>
            </Card>
        }
        .into_any();
    }
    let is_running = memo(move || {
        form.novelty == Novelty::Published
            && experiment::standing(&form.published()) == Standing::Running
    });
    let count = memo(move || draft.with(|draft| draft.variations.len()));
    let fault = fault_of(Some(faults), "weights".to_owned());
    view! {
        <Card title=experiments::GROUPS hint=experiments::GROUPS_HINT>
            <div class="card-body fields">
                <div class="groups">
                    {live(move || (0..count.get()).map(|number| group(form, number)).views().into_any())}
                </div>
                {fault_line(fresh_id("weights-fault"), fault)}
                <div class="group-foot">
                    <button
                        class="button small" type="button"
                        disabled=move || GROUPS_MAX <= count.get()
                        on:click=move |_| draft.update(experiment::ExperimentDraft::add)
                    >
                        {icon(Icon::Add)} {t(experiments::ADD)}
                    </button>
                    <button
                        class="button small quiet" type="button"
                        disabled=move || count.get() <= GROUPS_MIN
                        on:click=move |_| draft.update(experiment::ExperimentDraft::remove)
                    >
                        {t(experiments::REMOVE)}
                    </button>
                </div>
                <div class="field-row">
                    <TextField
                        label=experiments::COVERAGE unit="%" value=bound!(draft.coverage) name="coverage"
                        faults=faults inputmode="decimal" hint=experiments::COVERAGE_HINT
                    />
                </div>
                {live(move || is_running.get().then(|| view! {
                    <p class="note">{icon(Icon::Alert)} <span>{t(experiments::CHANGE_WARN)}</span></p>
                }).into_any())}
            </div>
        </Card>
    }
    .into_any()
}

/// One group; the first is the control.
fn group(form: ExperimentForm, number: usize) -> AnyView {
    let draft = form.draft;
    let read = move |of: fn(&experiment::VariationDraft) -> &String| {
        draft.with(|draft| draft.variations.get(number).map(of).cloned().unwrap_or_default())
    };
    let name = Bound::new(
        move || read(|group| &group.name),
        move |text| {
            draft.update(|draft| {
                if let Some(group) = draft.variations.get_mut(number) {
                    group.name = text;
                }
            });
        },
    );
    let weight = Bound::new(
        move || read(|group| &group.weight),
        move |text| {
            draft.update(|draft| {
                if let Some(group) = draft.variations.get_mut(number) {
                    group.weight = text;
                }
            });
        },
    );
    let called = derived(move || variation::name(number, None, locale::current()));
    let field = move |label: Text, value: Bound, unit: Option<&'static str>| {
        let id = fresh_id("group");
        let mode = if unit.is_some() { "decimal" } else { "text" };
        let example = move || unit.is_none().then(|| called.get());
        view! {
            <div class="field">
                <label for=id.clone()>
                    <span class="visually-hidden">{move || called.get()} " · "</span> {t(label)}
                </label>
                <span class="with-unit">
                    <input
                        id=id inputmode=mode autocomplete="off" placeholder=example
                        prop:value=move || value.get()
                        on:input=move |event| value.set(event_target_value(&event))
                    />
                    <span class="unit" aria-hidden="true">{unit}</span>
                </span>
            </div>
        }
    };
    view! {
        <div class="group-line" class:control=number == 0>
            <span class="group-mark" aria-hidden="true">{group_letter(number)}</span>
            {field(experiments::GROUP_NAME, name, None)}
            {field(experiments::WEIGHT, weight, Some("%"))}
        </div>
    }
    .into_any()
}

/// The groups as letters, as experimenters know them: A is the control.
pub(super) fn group_letter(number: usize) -> String {
    let letter = u8::try_from(number).ok().and_then(|number| b'A'.checked_add(number));
    let letter = letter.filter(u8::is_ascii_uppercase).map(char::from);
    letter.map_or_else(|| number.to_string(), String::from)
}

/// The group of experiments that must not meet the same person.
pub(super) fn exclusion(form: ExperimentForm) -> AnyView {
    let ExperimentForm { draft, faults, .. } = form;
    let has_group = memo(move || draft.with(|draft| !draft.group.trim().is_empty()));
    let taken = memo(move || {
        let all = form.config.value().map(|published| published.config.experiments);
        draft.with(|draft| experiment::taken(&all.unwrap_or_default(), &draft.group, &draft.key))
    });
    let fault = fault_of(Some(faults), "namespace".to_owned());
    view! {
        <Card title=experiments::EXCLUSION hint=experiments::EXCLUSION_HINT>
            <div class="card-body fields">
                <div class="field-row">
                    <TextField
                        label=experiments::EXCLUSION_NAME value=bound!(draft.group) name="group"
                        example=experiments::EXCLUSION_NONE
                    />
                    {live(move || has_group.get().then(|| view! {
                        <div class="field-row">
                            <TextField
                                label=experiments::EXCLUSION_FROM unit="%" value=bound!(draft.group_from)
                                name="group_from" inputmode="decimal"
                            />
                            <TextField
                                label=experiments::EXCLUSION_TO unit="%" value=bound!(draft.group_to)
                                name="group_to" inputmode="decimal"
                            />
                        </div>
                    }).into_any())}
                </div>
                {fault_line(fresh_id("exclusion-fault"), fault)}
                {live(move || {
                    let line = |(name, from, to): (String, String, String)| {
                        let parts = [("name", name.as_str()), ("from", &from), ("to", &to)];
                        view! { <p class="muted small">{tf(experiments::EXCLUSION_TAKEN, &parts)}</p> }
                    };
                    taken.get().into_iter().map(line).views().into_any()
                })}
            </div>
        </Card>
    }
    .into_any()
}
