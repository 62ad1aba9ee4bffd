//! Choosing one of several.

use leptos::prelude::*;

use super::field::{Bound, Faults, fault_line, fault_of, fresh_id};
use crate::i18n::{Text, t};
use crate::ui::list::Views as _;

/// Where the label of a control stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Labelled {
    /// In sight, above it or beside it.
    Above,
    /// For screen readers only, because the place says what it is.
    Unseen,
}

/// A list that opens.
#[component]
pub(crate) fn Select(
    /// What is chosen.
    label: Text,
    /// The value that is chosen.
    #[prop(into)]
    value: Bound,
    /// The choices: value and words. A view that is asked again when the language changes.
    options: Signal<Vec<(String, String)>>,
    /// Its name in the API, by which faults find it.
    #[prop(into)]
    name: String,
    /// What is wrong with the form.
    #[prop(optional)]
    faults: Option<Faults>,
    /// Where the label stands.
    #[prop(default = Labelled::Above)]
    labelled: Labelled,
) -> impl IntoView {
    let id = fresh_id(&name);
    let fault_id = format!("{id}-fault");
    let fault = fault_of(faults, name.clone());
    view! {
        <div class="field">
            <label for=id.clone() class:visually-hidden=labelled == Labelled::Unseen>{t(label)}</label>
            <select
                id=id
                name=name
                on:change=move |event| value.set(event_target_value(&event))
                aria-invalid=move || fault.get().is_some().then_some("true")
                aria-describedby=fault_id.clone()
            >
                {crate::ui::list::live(move || ({
                    let chosen = value.get();
                    let of_option = move |(key, words): (String, String)| {
                        let selected = key == chosen;
                        view! { <option value=key prop:selected=selected>{words}</option> }
                    };
                    options.get().into_iter().map(of_option).views()
                }).into_any())}
            </select>
            {(labelled == Labelled::Above).then(|| fault_line(fault_id, fault))}
        </div>
    }
}

/// A few choices side by side, all in sight.
#[component]
pub(crate) fn Segmented(
    /// What is chosen.
    label: Text,
    /// The value that is chosen.
    #[prop(into)]
    value: Bound,
    /// The choices: value and words.
    options: Vec<(&'static str, Text)>,
    /// Where the label stands.
    #[prop(default = Labelled::Above)]
    labelled: Labelled,
) -> impl IntoView {
    let group = fresh_id("choice");
    let option = move |(key, words): (&'static str, Text)| {
        let group = group.clone();
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=group
                    value=key
                    prop:checked=move || value.get() == key
                    on:change=move |_| value.set(key.to_owned())
                />
                <span>{t(words)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segmented">
            <legend class:visually-hidden=labelled == Labelled::Unseen>{t(label)}</legend>
            <div class="segments">{options.into_iter().map(option).views()}</div>
        </fieldset>
    }
}

/// Any of a few choices, as chips that are on or off.
#[component]
pub(crate) fn Chips(
    /// What is chosen.
    label: Text,
    /// The choices: value and words.
    options: Vec<(&'static str, Text)>,
    /// Whether a choice is on.
    on: Callback<&'static str, bool>,
    /// Called with the choice that is turned.
    turn: Callback<&'static str>,
    /// How to choose.
    #[prop(optional)]
    hint: Option<Text>,
) -> impl IntoView {
    let chip = move |(key, words): (&'static str, Text)| {
        view! {
            <label class="chip">
                <input type="checkbox" prop:checked=move || on.run(key) on:change=move |_| turn.run(key)/>
                <span>{t(words)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{t(label)}</legend>
            <div class="chips">{options.into_iter().map(chip).views()}</div>
            <p class="hint">{hint.map(t)}</p>
        </fieldset>
    }
}
