//! One row of the builder: attribute, operator, value.

use leptos::prelude::*;

use super::{super::Edited, value::value_view};
use crate::state::derived::memo;
use crate::ui::list::Views as _;
use crate::{
    edit::{
        group::Row,
        row::{self, field, operator_name, operators},
    },
    explain::attribute::{self, KNOWN, Kind, PORTRAIT},
    i18n::{rules, t},
    ui::icon::{Icon, icon},
};

/// The choice that stands for an attribute that is typed.
const OTHER: &str = "*";

/// A row while it is edited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct RowState {
    /// The attribute.
    pub(super) path: RwSignal<String>,
    /// The operator.
    pub(super) operator: RwSignal<String>,
    /// What the value's field says.
    pub(super) text: RwSignal<String>,
}

impl RowState {
    pub(super) fn of(row: &Row) -> Self {
        Self {
            path: RwSignal::new(row.path.clone()),
            operator: RwSignal::new(row.operator.clone()),
            text: RwSignal::new(row::text(&row.value)),
        }
    }

    /// A row that is not filled in yet; a yes-or-no starts with yes.
    pub(super) fn fresh(path: &str, operator: &str) -> Self {
        let text = if attribute::kind(path) == Kind::YesNo { "true" } else { "" };
        Self {
            path: RwSignal::new(path.to_owned()),
            operator: RwSignal::new(operator.to_owned()),
            text: RwSignal::new(text.to_owned()),
        }
    }

    /// What the row means; none while it means nothing yet.
    pub(super) fn row(self) -> Option<Row> {
        let (path, operator) = (self.path.get(), self.operator.get());
        let value = row::value(field(attribute::kind(&path), &operator), &self.text.get())?;
        (!path.trim().is_empty()).then_some(Row { path, operator, value })
    }

    /// Takes another attribute; the operator and value stay where they still make sense.
    fn take_path(self, path: String) {
        let kind = attribute::kind(&path);
        let operator = self.operator.get_untracked();
        let operator = if operators(kind).contains(&operator.as_str()) {
            operator
        } else {
            operators(kind).first().copied().unwrap_or("=").to_owned()
        };
        if attribute::kind(&self.path.get_untracked()) != kind {
            let text = if kind == Kind::YesNo { "true" } else { "" };
            self.text.set(text.to_owned());
        }
        self.path.set(path);
        self.operator.set(operator);
    }

    fn take_operator(self, operator: String) {
        let kind = attribute::kind(&self.path.get_untracked());
        let before = field(kind, &self.operator.get_untracked());
        let after = field(kind, &operator);
        if before != after {
            let text = if after == row::Field::YesNo { "true" } else { "" };
            self.text.set(text.to_owned());
        }
        self.operator.set(operator);
    }
}

/// Draws the row.
pub(super) fn row_view(state: RowState, edited: Edited, remove: Callback<()>) -> impl IntoView {
    let unfinished = memo(move || state.row().is_none());
    let tall = memo(move || {
        field(attribute::kind(&state.path.get()), &state.operator.get()) == row::Field::List
    });
    view! {
        <div class="row" class:tall=move || tall.get() class:unfinished=move || unfinished.get()>
            <div class="row-attribute">{attribute_view(state)}</div>
            <div class="row-operator">{operator_view(state)}</div>
            <div class="row-value">{value_view(state, edited)}</div>
            <button
                class="button small quiet only-icon row-remove" type="button"
                aria-label=t(rules::REMOVE_ROW) on:click=move |_| remove.run(())
            >
                {icon(Icon::Close)}
            </button>
            <p class="row-note small" role="status">
                {crate::ui::list::live(move || (unfinished.get().then(|| t(rules::UNFINISHED)())).into_any())}
            </p>
        </div>
    }
}

fn attribute_view(state: RowState) -> impl IntoView {
    let typed = memo(move || attribute::known(&state.path.get()).is_none());
    let option = move |attribute: &attribute::Attribute| {
        let path = attribute.path;
        let chosen = move || state.path.with(|chosen| chosen == path);
        let name = attribute.name;
        view! { <option value=path prop:selected=chosen>{t(name)}</option> }
    };
    view! {
        <select
            aria-label=t(rules::ATTRIBUTE)
            on:change=move |event| {
                let chosen = event_target_value(&event);
                let path = if chosen == OTHER { "event.properties.".to_owned() } else { chosen };
                state.take_path(path);
            }
        >
            <optgroup label=t(rules::ATTRIBUTES_NOW)>
                {KNOWN.iter().filter(|one| !one.path.starts_with(PORTRAIT)).map(option).views()}
            </optgroup>
            <optgroup label=t(rules::ATTRIBUTES_PORTRAIT)>
                {KNOWN.iter().filter(|one| one.path.starts_with(PORTRAIT)).map(option).views()}
            </optgroup>
            <option value=OTHER prop:selected=move || typed.get()>{t(rules::ATTRIBUTE_OTHER)}</option>
        </select>
        <Show when=move || typed.get()>
            <input
                class="code"
                aria-label=t(rules::ATTRIBUTE_PATH)
                spellcheck="false"
                prop:value=move || state.path.get()
                on:change=move |event| state.take_path(event_target_value(&event))
            />
        </Show>
    }
}

fn operator_view(state: RowState) -> impl IntoView {
    let kind = memo(move || attribute::kind(&state.path.get()));
    let option = move |operator: &'static str| {
        let chosen = move || state.operator.with(|chosen| chosen == operator);
        view! { <option value=operator prop:selected=chosen>{t(operator_name(operator))}</option> }
    };
    view! {
        <select
            aria-label=t(rules::OPERATOR)
            on:change=move |event| state.take_operator(event_target_value(&event))
        >
            {crate::ui::list::live(move || (operators(kind.get()).iter().copied().map(option).views()).into_any())}
        </select>
    }
}
