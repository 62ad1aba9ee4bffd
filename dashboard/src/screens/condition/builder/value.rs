//! The value of a row: a number, a text, yes or no, or some of a list.

use leptos::prelude::*;

use super::{super::Edited, row::RowState};
use crate::state::derived::{derived, memo};
use crate::ui::list::{Views as _, keyed};
use crate::{
    edit::row::{self, Field, field},
    explain::{
        Figures as _,
        attribute::{self, Kind},
        intent,
    },
    i18n::{facts, rules, t},
    state::{figures::figures, session},
};

/// Draws the field that suits the attribute and the operator.
pub(super) fn value_view(state: RowState, edited: Edited) -> impl IntoView {
    let shape = memo(move || {
        let kind = attribute::kind(&state.path.get());
        (kind, field(kind, &state.operator.get()))
    });
    move || match shape.get() {
        (_, Field::YesNo) => yes_no(state).into_any(),
        (Kind::Intents, Field::List) => intents(state).into_any(),
        (Kind::Segments, Field::List) => segments(state, edited).into_any(),
        (kind, Field::Number) => number(state, kind).into_any(),
        (_, Field::Words) => line(state, "text").into_any(),
        (_, Field::List) => list(state).into_any(),
    }
}

fn line(state: RowState, inputmode: &'static str) -> impl IntoView {
    view! {
        <input
            aria-label=t(rules::VALUE)
            placeholder=t(rules::VALUE)
            inputmode=inputmode
            autocomplete="off"
            prop:value=move || state.text.get()
            on:input=move |event| state.text.set(event_target_value(&event))
        />
    }
}

/// A number, with its currency where it is money.
fn number(state: RowState, kind: Kind) -> impl IntoView {
    let unit = (kind == Kind::Amount).then(|| session::currency().as_str().to_owned());
    view! {
        <span class="with-unit">
            {line(state, "decimal")}
            {unit.map(|unit| view! { <span class="unit" aria-hidden="true">{unit}</span> })}
        </span>
    }
}

fn list(state: RowState) -> impl IntoView {
    view! {
        <input
            aria-label=t(rules::VALUE)
            placeholder=t(rules::VALUE_HINT)
            autocomplete="off"
            prop:value=move || state.text.get()
            on:input=move |event| state.text.set(event_target_value(&event))
        />
    }
}

fn yes_no(state: RowState) -> impl IntoView {
    let option = move |value: &'static str, words| {
        let chosen = move || state.text.with(|text| text == value);
        view! { <option value=value prop:selected=chosen>{t(words)}</option> }
    };
    view! {
        <select
            aria-label=t(rules::VALUE)
            on:change=move |event| state.text.set(event_target_value(&event))
        >
            {option("true", facts::YES)} {option("false", facts::NO)}
        </select>
    }
}

fn intents(state: RowState) -> impl IntoView {
    let words = intent::WORDS
        .into_iter()
        .map(|(word, text)| (word.to_owned(), derived(move || t(text)().to_owned())));
    picked(state, words.collect())
}

/// The segments of the workspace: conditions name them by id, operators by name.
fn segments(state: RowState, edited: Edited) -> impl IntoView {
    let names = edited.segments.get();
    let words: Vec<(String, Signal<String>)> = names
        .into_iter()
        .map(|segment| {
            let id = segment.id.to_string();
            let name = derived(move || figures().segment(segment.id.as_str()));
            (id, name)
        })
        .collect();
    if words.is_empty() { list(state).into_any() } else { picked(state, words).into_any() }
}

/// Some of a list: what is taken stands there with a way to take it away, the rest is a menu.
fn picked(state: RowState, words: Vec<(String, Signal<String>)>) -> impl IntoView {
    let all = StoredValue::new(words);
    let taken = memo(move || {
        state.text.with(|text| row::list(text).into_iter().map(str::to_owned).collect::<Vec<_>>())
    });
    let write = move |words: Vec<String>| state.text.set(words.join(", "));
    let name = move |word: &str| {
        let found = all
            .with_value(|all| all.iter().find(|(known, _)| known == word).map(|(_, name)| *name));
        found.map_or_else(|| intent::name(word, crate::state::locale::current()), |name| name.get())
    };
    let chip = move |word: String| {
        let shown = word.clone();
        view! {
            <button
                class="chip taken" type="button"
                on:click=move |_| write(taken.get_untracked().into_iter().filter(|known| *known != word).collect())
            >
                {crate::ui::list::live(move || (name(&shown)).into_any())} <span aria-hidden="true">"×"</span>
                <span class="visually-hidden">{t(rules::REMOVE_ROW)}</span>
            </button>
        }
    };
    let option = move |(word, name): (String, Signal<String>)| {
        let hidden = {
            let word = word.clone();
            move || taken.with(|taken| taken.contains(&word))
        };
        view! { <option value=word disabled=hidden>{move || name.get()}</option> }
    };
    view! {
        <div class="picked">
            {keyed(move || taken.get(), chip)}
            <select
                aria-label=t(rules::VALUE)
                prop:value=""
                on:change=move |event| {
                    let mut words = taken.get_untracked();
                    let word = event_target_value(&event);
                    if !word.is_empty() && !words.contains(&word) {
                        words.push(word);
                    }
                    write(words);
                    reset(&event);
                }
            >
                <option value="">{t(rules::TRIGGER_ADD)} "…"</option>
                {all.get_value().into_iter().map(option).views()}
            </select>
        </div>
    }
}

/// The menu goes back to its invitation.
fn reset(event: &leptos::ev::Event) {
    let menu: web_sys::HtmlSelectElement = event_target(event);
    menu.set_value("");
}
