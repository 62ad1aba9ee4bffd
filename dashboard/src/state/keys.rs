//! The keys that work everywhere: `/` searches, `?` helps, `j` and `k` walk a list, `r` answers.
//!
//! A page marks its parts for the keys: the search field with `data-search`, where an answer is written with `data-reply`,
//! each line of its list with `data-line`. Keys typed into a field are the field's.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// Listens as long as the page lives; `help` is opened by `?`.
pub(crate) fn listen(help: RwSignal<bool>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing() {
            return;
        }
        let used = match event.key().as_str() {
            "/" => focus_first("[data-search]"),
            "r" => focus_first("[data-reply] textarea"),
            "?" => {
                help.set(true);
                true
            }
            "j" => step(Step::Next),
            "k" => step(Step::Previous),
            _ => false,
        };
        if used {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

#[derive(Clone, Copy)]
enum Step {
    Next,
    Previous,
}

fn active() -> Option<Element> {
    document().active_element()
}

fn is_typing() -> bool {
    active().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            && element
                .get_attribute("type")
                .is_none_or(|kind| kind != "checkbox" && kind != "radio")
    })
}

fn focus_first(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

fn step(step: Step) -> bool {
    let Ok(lines) = document().query_selector_all("[data-line]") else { return false };
    let count = lines.length();
    let chosen = active();
    let at = (0..count).find(|index| {
        let line = lines.get(*index);
        line.zip(chosen.as_ref()).is_some_and(|(line, chosen)| line.contains(Some(chosen)))
    });
    let next = match (step, at) {
        (Step::Next, None) => 0,
        (Step::Next, Some(index)) => index.saturating_add(1).min(count.saturating_sub(1)),
        (Step::Previous, None) => count.saturating_sub(1),
        (Step::Previous, Some(index)) => index.saturating_sub(1),
    };
    let line = lines.get(next).and_then(|line| line.dyn_into::<HtmlElement>().ok());
    line.is_some_and(|line| {
        // A line of a table is reached through its link.
        let inside = line.query_selector("a, button").ok().flatten();
        let target = inside.and_then(|link| link.dyn_into::<HtmlElement>().ok()).unwrap_or(line);
        target.focus().is_ok()
    })
}
