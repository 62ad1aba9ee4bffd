//! The privacy settings: each purpose by itself, changed at any time.

use leptos::prelude::*;

use super::{click, flag};
use crate::{
    port::Choice,
    session::{Gesture, View},
    shell::gesture,
    words::Words,
};

/// A sheet over the conversation with one switch a purpose.
#[component]
pub fn Privacy(
    /// What to draw from.
    view: RwSignal<View>,
    /// The language.
    words: &'static Words,
    /// Whether it is shown.
    private: RwSignal<bool>,
) -> impl IntoView {
    let choice = move || view.with(|view| view.consent.unwrap_or_default());
    let switch = move |title: &'static str,
                       more: &'static str,
                       is_on: fn(Choice) -> bool,
                       flip: fn(Choice) -> Choice| {
        view! {
            <label>
                <span><b>{title}</b><small>{more}</small></span>
                <input type="checkbox" role="switch" prop:checked=flag(move || is_on(choice()))
                    on:click=click(move || gesture(Gesture::Chooses(flip(choice()))))/>
            </label>
        }
    };
    view! {
        <section class="sheet" role="dialog" aria-label=words.privacy hidden=flag(move || !private.get())>
            <h2>{words.consent_title}</h2>
            {switch(words.consent_analytics, words.consent_analytics_more, |choice| choice.analytics,
                |choice| Choice { analytics: !choice.analytics, ..choice })}
            {switch(words.consent_marketing, words.consent_marketing_more, |choice| choice.marketing,
                |choice| Choice { marketing: !choice.marketing, ..choice })}
            <p>{words.consent_chat}</p>
            <button class="main" on:click=click(move || private.set(false))>{words.done}</button>
        </section>
    }
}
