//! The notices at the edge of the page.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::ui::list::keyed;
use crate::{
    i18n::{common, t},
    state::notices::{self, Notice, Tone},
};

/// Shows the notices; screen readers hear each when it comes.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    let keys = || notices::shown().iter().map(|notice| notice.key.to_string()).collect();
    view! {
        <div class="notices" role="status" aria-live="polite">
            {keyed(keys, |key| notices::find(&key).map(one))}
        </div>
    }
}

fn one(notice: Notice) -> impl IntoView {
    let Notice { key, tone, text, action } = notice;
    let picture = match tone {
        Tone::Done => Icon::Done,
        Tone::Failed => Icon::Alert,
    };
    view! {
        <div class="notice" class:failed=tone == Tone::Failed>
            {icon(picture)}
            <span class="notice-text">{text}</span>
            {action.map(|(word, deed)| view! {
                <button
                    class="button small"
                    type="button"
                    on:click=move |_| {
                        notices::dismiss(key);
                        deed.run(());
                    }
                >
                    {word}
                </button>
            })}
            <button
                class="button small quiet only-icon"
                type="button"
                aria-label=t(common::CLOSE)
                on:click=move |_| notices::dismiss(key)
            >
                {icon(Icon::Close)}
            </button>
        </div>
    }
}
