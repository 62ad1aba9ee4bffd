//! Within which limits a rule works: how often for one person, and from when to when.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::time::Timestamp;

use super::RuleForm;
use crate::state::derived::derived;
use crate::{
    edit::{rule::RuleDraft, unit::Unit},
    i18n::{Text, common, rules, t},
    screens,
    state::figures,
    ui::{
        choice::{Labelled, Select},
        field::{Bound, TextField, bound, fault_line, fault_text, fresh_id},
        list::live,
        page::Card,
    },
};

/// The units in which a time is typed, as a choice.
pub(crate) fn units() -> Signal<Vec<(String, String)>> {
    derived(|| {
        let words = |unit: Unit| match unit {
            Unit::Minutes => common::UNIT_MINUTES,
            Unit::Hours => common::UNIT_HOURS,
            Unit::Days => common::UNIT_DAYS,
        };
        Unit::ALL.map(|unit| (unit.secs().to_string(), t(words(unit))().to_owned())).to_vec()
    })
}

/// The unit that a choice stands for.
pub(crate) fn unit_of(choice: &str) -> Unit {
    Unit::ALL.into_iter().find(|unit| unit.secs().to_string() == choice).unwrap_or(Unit::Minutes)
}

/// Cooldown, times, schedule and hours.
#[component]
pub(super) fn Limits(
    /// The form.
    form: RuleForm,
) -> impl IntoView {
    let RuleForm { draft, faults, .. } = form;
    let unit = Bound::new(
        move || draft.with(|draft| draft.cooldown_unit.secs().to_string()),
        move |choice| draft.update(|draft| draft.cooldown_unit = unit_of(&choice)),
    );
    view! {
        <Card title=rules::LIMITS>
            <div class="card-body fields">
                <div class="field-row">
                    <div class="joined">
                        <TextField
                            label=rules::COOLDOWN value=bound!(draft.cooldown) name="cooldown_secs"
                            faults=faults inputmode="numeric"
                        />
                        <Select label=common::UNIT value=unit options=units() name="cooldown_unit" labelled=Labelled::Unseen/>
                    </div>
                    <TextField
                        label=rules::TIMES_MAX value=bound!(draft.times_max) name="times_max"
                        faults=faults inputmode="numeric" example=rules::TIMES_NONE
                    />
                </div>
                <div class="field-row">
                    <Moment
                        form=form label=rules::STARTS name="starts_at"
                        get=|draft| draft.starts_at set=|draft, at| draft.starts_at = at
                    />
                    <Moment
                        form=form label=rules::ENDS name="ends_at"
                        get=|draft| draft.ends_at set=|draft, at| draft.ends_at = at
                    />
                </div>
                {hours(form)}
                {scenario(form)}
            </div>
        </Card>
    }
}

/// Which scenario the rule belongs to, of those that hold people out; the one it has stays to be chosen.
fn scenario(form: RuleForm) -> AnyView {
    let RuleForm { draft, .. } = form;
    let known = move || {
        let published = form.published();
        let scenarios = published.map(|config| config.holdout.scenarios).unwrap_or_default();
        let mut names: BTreeSet<String> = scenarios.keys().map(ToString::to_string).collect();
        names.insert(draft.with(|draft| draft.scenario.clone()));
        names.remove("");
        names
    };
    let options = derived(move || {
        let none = (String::new(), t(rules::SCENARIO_NONE)().to_owned());
        core::iter::once(none).chain(known().into_iter().map(|name| (name.clone(), name))).collect()
    });
    live(move || {
        if known().is_empty() {
            return ().into_any();
        }
        view! {
            <div class="field-row">
                <Select label=rules::SCENARIO value=bound!(draft.scenario) options=options name="scenario"/>
                <p class="hint">{t(rules::SCENARIO_HINT)}</p>
            </div>
        }
        .into_any()
    })
}

/// In which hours of the week, by the clock of the shop.
fn hours(form: RuleForm) -> AnyView {
    let RuleForm { draft, faults, .. } = form;
    let zone = derived(move || {
        let zone = form.published().map(|config| config.settings.zone.as_str().to_owned());
        zone.unwrap_or_default()
    });
    screens::hours::hours(
        rules::HOURS,
        derived(move || draft.with(|draft| draft.hours.clone())),
        Callback::new(move |hours| draft.update(|draft| draft.hours = hours)),
        (zone, faults),
    )
}

/// A day and a time, in the browser's time zone.
#[component]
fn Moment(
    form: RuleForm,
    label: Text,
    name: &'static str,
    get: fn(&RuleDraft) -> Option<Timestamp>,
    set: fn(&mut RuleDraft, Option<Timestamp>),
) -> impl IntoView {
    let id = fresh_id(name);
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let described = format!("{hint_id} {fault_id}");
    let draft = form.draft;
    let fault = derived(move || fault_text(form.faults, name));
    let shown = move || draft.with(get).map(figures::moment_to_field).unwrap_or_default();
    let change = move |event: leptos::ev::Event| {
        let at = figures::moment_of_field(&event_target_value(&event));
        draft.update(|draft| set(draft, at));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{t(label)}</label>
            <input
                id=id
                type="datetime-local"
                prop:value=shown
                on:change=change
                aria-invalid=move || fault.get().is_some().then_some("true")
                aria-describedby=described
            />
            <p class="hint" id=hint_id>{t(rules::ANY_TIME)}</p>
            {fault_line(fault_id, fault)}
        </div>
    }
}
