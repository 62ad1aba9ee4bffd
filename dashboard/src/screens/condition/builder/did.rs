//! A row that asks how often somebody did something, and within how many days.

use leptos::prelude::*;

use crate::{
    edit::{
        draft::optional,
        group::{Did, Times},
    },
    explain::trigger::{self, KNOWN},
    i18n::{Text, rules, t},
    state::{derived::memo, locale},
    ui::{
        field::fresh_id,
        icon::{Icon, icon},
        list::{Views as _, live},
    },
};

/// Triggers that are no events: they cannot be counted.
const NO_EVENTS: [&str; 4] = ["message", "cart_lingered", "birthday", "replenishment_due"];

const TIMES: [(&str, Times, Text); 3] = [
    ("gte", Times::AtLeast, rules::DID_AT_LEAST),
    ("lte", Times::AtMost, rules::DID_AT_MOST),
    ("eq", Times::Exactly, rules::DID_EXACTLY),
];

/// The row while it is edited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct DidState {
    name: RwSignal<String>,
    times: RwSignal<Times>,
    count: RwSignal<String>,
    days: RwSignal<String>,
}

impl DidState {
    pub(super) fn of(did: &Did) -> Self {
        Self {
            name: RwSignal::new(did.name.clone()),
            times: RwSignal::new(did.times),
            count: RwSignal::new(did.count.to_string()),
            days: RwSignal::new(did.days.map(|days| days.to_string()).unwrap_or_default()),
        }
    }

    /// A row that asks for an order within the last month.
    pub(super) fn fresh() -> Self {
        Self::of(&Did {
            name: "Order Completed".to_owned(),
            times: Times::AtLeast,
            count: 1,
            days: Some(30),
        })
    }

    /// What the row means; none while it means nothing yet.
    pub(super) fn did(self) -> Option<Did> {
        let name = self.name.get().trim().to_owned();
        let (count, days) = (optional(&self.count.get()), optional(&self.days.get()));
        let days = days.ok().filter(|days| *days != Some(0))?;
        (!name.is_empty()).then_some(Did {
            name,
            times: self.times.get(),
            count: count.ok()??,
            days,
        })
    }
}

/// Draws the row.
pub(super) fn row_view(state: DidState, remove: Callback<()>) -> AnyView {
    let unfinished = memo(move || state.did().is_none());
    let events = fresh_id("events");
    let offered = KNOWN.iter().filter(|(known, _)| !NO_EVENTS.contains(known));
    let options = offered.map(|(known, _)| {
        view! { <option value=*known>{move || trigger::name(known, locale::current())}</option> }
    });
    let compared = move |(key, times, words): (&'static str, Times, Text)| {
        let chosen = move || state.times.get() == times;
        view! { <option value=key prop:selected=chosen>{t(words)}</option> }
    };
    let choose = move |event: leptos::ev::Event| {
        let key = event_target_value(&event);
        if let Some((_, times, _)) = TIMES.iter().find(|(known, ..)| *known == key) {
            state.times.set(*times);
        }
    };
    view! {
        <div class="row did" class:unfinished=move || unfinished.get()>
            <div class="row-attribute">
                <input
                    aria-label=t(rules::DID_EVENT) list=events.clone() autocomplete="off" spellcheck="false"
                    prop:value=move || state.name.get()
                    on:input=move |event| state.name.set(event_target_value(&event))
                />
                <datalist id=events>{options.views()}</datalist>
                <span class="muted small">
                    {move || state.name.with(|name| trigger::name(name, locale::current()))}
                </span>
            </div>
            <div class="row-operator">
                <select aria-label=t(rules::DID_TIMES) on:change=choose>
                    {TIMES.into_iter().map(compared).views()}
                </select>
            </div>
            <div class="row-value did-numbers">
                {number(state.count, rules::DID_COUNT, rules::DID_UNIT_TIMES, None)}
                {number(state.days, rules::DID_DAYS, rules::DID_UNIT_DAYS, Some(rules::DID_EVER))}
            </div>
            <button
                class="button small quiet only-icon row-remove" type="button"
                aria-label=t(rules::REMOVE_ROW) on:click=move |_| remove.run(())
            >
                {icon(Icon::Close)}
            </button>
            <p class="row-note small" role="status">
                {live(move || unfinished.get().then(|| t(rules::UNFINISHED)()).into_any())}
            </p>
        </div>
    }
    .into_any()
}

fn number(value: RwSignal<String>, label: Text, unit: Text, empty: Option<Text>) -> AnyView {
    view! {
        <span class="with-unit">
            <input
                aria-label=t(label) inputmode="numeric" autocomplete="off"
                placeholder=move || empty.map(|empty| t(empty)())
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <span class="unit" aria-hidden="true">{t(unit)}</span>
        </span>
    }
    .into_any()
}
