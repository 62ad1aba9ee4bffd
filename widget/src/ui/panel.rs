//! The whole panel: a dialog of its own, drawn anew when the language changes.

use leptos::{ev, prelude::*};

use super::{
    composer::Composer, flag, header::Header, messages::Messages, notice::Notice, privacy::Privacy,
};
use crate::{
    session::Gesture,
    shell::{Shown, gesture},
    words::words,
};

/// The chat as a dialog. Escape closes it; where the focus goes then is the page's business.
#[component]
pub fn Panel(
    /// What to draw from.
    shown: Shown,
    /// The shop's origin, for its pictures and pages.
    origin: StoredValue<String>,
) -> impl IntoView {
    let view = shown.view;
    let locale = Memo::new(move |_| view.with(|view| view.locale));
    let private = RwSignal::new(false);
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            if private.get_untracked() {
                private.set(false);
            } else {
                gesture(Gesture::Closes);
            }
        }
    };
    move || {
        let words = words(locale.get());
        view! {
            <main role="dialog" aria-label=words.chat on:keydown=on_key>
                <Header view words private/>
                <p class="banner" role="status" hidden=flag(move || view.with(|view| !view.is_offline))>
                    {words.offline}
                </p>
                <Messages view words origin locale=locale.get_untracked()/>
                <Notice view words/>
                <Composer focus=shown.focus words/>
                <Privacy view words private/>
            </main>
        }
    }
}
