//! The question for consent, asked in the chat of a visitor who has not answered it yet.

use leptos::prelude::*;

use super::{click, flag};
use crate::{
    port::Choice,
    session::{Gesture, View},
    shell::gesture,
    words::Words,
};

const YES: Choice = Choice { analytics: true, marketing: true, at: None, notice: None };
const NO: Choice = Choice { analytics: false, marketing: false, at: None, notice: None };

/// A slim question above the composer. It can be ignored: the chat works either way.
#[component]
pub fn Notice(
    /// What to draw from.
    view: RwSignal<View>,
    /// The language.
    words: &'static Words,
) -> impl IntoView {
    view! {
        <section class="notice" hidden=flag(view, |view| view.consent.is_some())>
            <p>{words.consent_ask}</p>
            <button on:click=click(|| gesture(Gesture::Chooses(NO)))>{words.consent_no}</button>
            <button class="main" on:click=click(|| gesture(Gesture::Chooses(YES)))>{words.consent_yes}</button>
        </section>
    }
}
