//! One amount and what it is made of, as a bar in parts with the figure of each below it.

use leptos::prelude::*;

use super::scale;
use crate::ui::list::Views as _;

/// What a part stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    /// Used up.
    Gone,
    /// Promised.
    Held,
    /// Still there.
    Left,
}

/// One part.
pub(crate) struct Part {
    /// What it stands for.
    pub(crate) share: Share,
    /// What it is.
    pub(crate) name: String,
    /// How much, in words.
    pub(crate) words: String,
    /// How much.
    pub(crate) value: f64,
}

/// Draws the bar with its parts; the figures below are its table.
pub(crate) fn stack(name: &str, total: &str, parts: &[Part]) -> AnyView {
    let whole: f64 = parts.iter().map(|part| part.value).sum();
    let class = |share| match share {
        Share::Gone => "gone",
        Share::Held => "held",
        Share::Left => "left",
    };
    let bar = |part: &Part| {
        let width = format!("{:.2}%", scale::share(part.value, 0.0, whole));
        view! { <span class=class(part.share) style:width=width></span> }
    };
    let figure = |part: &Part| {
        view! {
            <div class=["stack-part ", class(part.share)].concat()>
                <dt>{part.name.clone()}</dt>
                <dd>{part.words.clone()}</dd>
            </div>
        }
    };
    view! {
        <div class="stack">
            <p class="stack-head"><span>{name.to_owned()}</span> <strong>{total.to_owned()}</strong></p>
            <span class="stack-bar" aria-hidden="true">{parts.iter().map(bar).views()}</span>
            <dl class="stack-parts">{parts.iter().map(figure).views()}</dl>
        </div>
    }
    .into_any()
}
