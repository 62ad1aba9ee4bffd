//! On or off.

use leptos::prelude::*;

use super::choice::Labelled;

/// A switch that says what it turns on. It shows `on` and asks for the opposite: where the edge
/// refuses, it stays as it was.
#[component]
pub(crate) fn Switch(
    /// What it turns on.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called with what is asked for.
    change: Callback<bool>,
    /// Where the label stands.
    #[prop(default = Labelled::Unseen)]
    labelled: Labelled,
) -> impl IntoView {
    view! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || on.get()
                on:change=move |event| change.run(event_target_checked(&event))
            />
            <span class="switch-track" aria-hidden="true"></span>
            <span class:visually-hidden=labelled == Labelled::Unseen>{move || label.get()}</span>
        </label>
    }
}
