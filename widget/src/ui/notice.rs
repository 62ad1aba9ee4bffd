//! The question for consent, asked in the chat of a visitor who has not answered it yet.

use leptos::prelude::*;

use super::{click, flag};
use crate::{
    port::Choice,
    session::{Gesture, View},
    shell::gesture,
    words::Words,
};

/// A slim question above the composer. It can be ignored: the chat works either way.
#[component]
pub fn Notice(
    /// What to draw from.
    view: RwSignal<View>,
    /// The language.
    words: &'static Words,
) -> impl IntoView {
    let choose = |is_yes: bool| {
        gesture(Gesture::Chooses(Choice { analytics: is_yes, marketing: is_yes }));
    };
    view! {
        <section class="notice" hidden=flag(move || view.with(|view| view.consent.is_some()))>
            <p>{words.consent_ask}</p>
            <button on:click=click(move || choose(false))>{words.consent_no}</button>
            <button class="main" on:click=click(move || choose(true))>{words.consent_yes}</button>
        </section>
    }
}
