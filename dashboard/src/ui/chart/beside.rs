//! Two amounts of each thing, one below the other: as it is, and as it would be.

use leptos::prelude::*;

use super::scale;
use crate::ui::list::Views as _;

/// The two amounts of one thing.
pub(crate) struct Pair {
    /// What it is.
    pub(crate) name: String,
    /// How much it is.
    pub(crate) before: f64,
    /// The same in words.
    pub(crate) before_words: String,
    /// How much it would be.
    pub(crate) after: f64,
    /// The same in words.
    pub(crate) after_words: String,
}

/// Draws the pairs on one scale; the legend names the two sides.
pub(crate) fn beside((before, after): (&str, &str), pairs: Vec<Pair>) -> AnyView {
    let most = pairs.iter().map(|pair| pair.before.max(pair.after)).fold(0.0, f64::max);
    let bar = move |class: &'static str, value: f64, words: String| {
        // What is nothing is still a line, so that its place can be seen.
        let width = format!("{:.1}%", scale::share(value, 0.0, most).max(0.6));
        view! {
            <span class="beside-bar">
                <span class="beside-track" aria-hidden="true"><span class=class style:width=width></span></span>
                <span class="bar-count">{words}</span>
            </span>
        }
    };
    let line = move |pair: Pair| {
        view! {
            <li class="beside-line">
                <span class="bar-name">{pair.name}</span>
                {bar("whole", pair.before, pair.before_words)}
                {bar("part", pair.after, pair.after_words)}
            </li>
        }
    };
    view! {
        <div class="legend">
            <span class="legend-whole">{before.to_owned()}</span>
            <span class="legend-part">{after.to_owned()}</span>
        </div>
        <ul class="beside">{pairs.into_iter().map(line).views()}</ul>
    }
    .into_any()
}
