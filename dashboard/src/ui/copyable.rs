//! Something to copy.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use super::icon::{Icon, icon};
use crate::{
    i18n::{Text, common, t},
    state::notices,
};

/// Shows code with a button that copies it.
#[component]
pub(crate) fn Copyable(
    /// What it is.
    label: Text,
    /// The code.
    #[prop(into)]
    code: Signal<String>,
) -> impl IntoView {
    let copy = move |_| {
        let text = code.get_untracked();
        spawn_local(async move {
            let clipboard = window().navigator().clipboard();
            // Refused without a permission: the code is there to be selected by hand.
            if JsFuture::from(clipboard.write_text(&text)).await.is_ok() {
                notices::done(t(common::COPIED)());
            }
        });
    };
    view! {
        <figure class="copyable">
            <figcaption>
                <span>{t(label)}</span>
                <button class="button small quiet" type="button" on:click=copy>
                    {icon(Icon::Copy)} {t(common::COPY)}
                </button>
            </figcaption>
            <pre tabindex="0" role="region" aria-label=t(label)><code>{move || code.get()}</code></pre>
        </figure>
    }
}
