//! Amounts as bars, one below the other, each with its name and its figure.

use leptos::prelude::*;

use super::scale;
use crate::ui::list::Views as _;

/// One bar.
pub(crate) struct Bar {
    /// What it is.
    pub(crate) name: String,
    /// How much, in words.
    pub(crate) words: String,
    /// How much.
    pub(crate) value: f64,
    /// The part of it that is drawn darker.
    pub(crate) part: f64,
}

/// Draws the bars; the longest stands for `most`.
pub(crate) fn bars(bars: Vec<Bar>, most: f64) -> AnyView {
    let width = move |value: f64| format!("{:.1}%", scale::share(value, 0.0, most));
    let line = move |bar: Bar| {
        view! {
            <li class="bar-line">
                <span class="bar-name">{bar.name}</span>
                <span class="bar-count">{bar.words}</span>
                <span class="bar-track two" aria-hidden="true">
                    <span style:width=width(bar.part)></span>
                    <span style:width=width(bar.value - bar.part)></span>
                </span>
            </li>
        }
    };
    view! { <ul class="bars">{bars.into_iter().map(line).views()}</ul> }.into_any()
}
