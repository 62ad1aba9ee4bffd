//! Nothing to show, and the next step.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::i18n::{Text, t};

/// Says that there is nothing, why, and what to do.
#[component]
pub(crate) fn Empty(
    /// A picture of what is missing.
    picture: Icon,
    /// What is missing.
    title: Text,
    /// Why, or how to get it.
    hint: Text,
    /// The next step: the words and where they lead.
    #[prop(optional)]
    go: Option<(Text, &'static str)>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-picture">{icon(picture)}</span>
            <p class="empty-title">{t(title)}</p>
            <p class="muted">{t(hint)}</p>
            {go.map(|(words, address)| view! { <a class="button" href=address>{t(words)}</a> })}
        </div>
    }
}
