//! The whole panel, in one language.

use leptos::{ev, prelude::*};
use shared::text::Locale;

use super::{
    composer::Composer, flag, header::Header, messages::Messages, notice::Notice, privacy::Privacy,
};
use crate::{
    session::{Gesture, View},
    shell::gesture,
    words::Words,
};

/// The chat as a dialog. Escape closes it; where the focus goes then is the page's business.
#[component]
pub fn Panel(
    /// What to draw from.
    view: RwSignal<View>,
    /// What is written and not yet sent.
    draft: RwSignal<String>,
    /// The shop's origin, for its pictures and pages.
    origin: String,
    /// The language, for amounts and times.
    locale: Locale,
    /// The language.
    words: &'static Words,
) -> impl IntoView {
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
    view! {
        <section class="panel" role="dialog" aria-label=words.chat on:keydown=on_key>
            <Header view words private/>
            <p class="banner" role="status" hidden=flag(view, |view| !view.is_offline)>{words.offline}</p>
            <Messages view words origin locale/>
            <Notice view words/>
            <Composer words draft/>
            <Privacy view words private/>
        </section>
    }
}
