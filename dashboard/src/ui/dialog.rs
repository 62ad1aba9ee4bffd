//! A panel in front of the page. The browser keeps the focus inside, closes it on Escape and
//! gives the focus back.

use leptos::{html, prelude::*};

use super::icon::{Icon, icon};
use crate::i18n::{common, t};

/// A dialog that is open as long as it is on the page.
#[component]
pub(crate) fn Dialog(
    /// What it is called.
    #[prop(into)]
    title: Signal<String>,
    /// `dialog` in the middle, `drawer` at the side.
    #[prop(default = "dialog")]
    kind: &'static str,
    /// Called when it is closed.
    close: Callback<()>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = element.get()
            && !dialog.open()
        {
            // Only refused for a dialog that is open already or is not on the page.
            drop(dialog.show_modal());
        }
    });
    view! {
        <dialog
            class=kind
            node_ref=element
            aria-label=move || title.get()
            on:close=move |_| close.run(())
            on:click=move |event| {
                // A click beside the panel is a click on the dialog itself.
                if event.target() == event.current_target() {
                    close.run(());
                }
            }
        >
            <div class="dialog-inside">
                <header class="dialog-head">
                    <h2 tabindex="-1" autofocus=true>{move || title.get()}</h2>
                    <button
                        class="button quiet only-icon"
                        type="button"
                        aria-label=t(common::CLOSE)
                        on:click=move |_| close.run(())
                    >
                        {icon(Icon::Close)}
                    </button>
                </header>
                <div class="dialog-body">{children()}</div>
            </div>
        </dialog>
    }
}
