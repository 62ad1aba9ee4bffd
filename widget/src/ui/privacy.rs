//! The privacy settings: each purpose by itself, changed at any time.

use leptos::prelude::*;

use super::{Flag, click, flag};
use crate::{
    port::Choice,
    session::{Gesture, View},
    shell::gesture,
    words::Words,
};

/// One purpose: its words, whether it is allowed, and what a click makes of the choice.
type Purpose = (&'static str, &'static str, fn(&View) -> bool, fn(Choice) -> Choice);

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
    let purposes: [Purpose; 2] = [
        (
            words.consent_analytics,
            words.consent_analytics_more,
            |view| view.consent.is_some_and(|choice| choice.analytics),
            |choice| Choice { analytics: !choice.analytics, ..choice },
        ),
        (
            words.consent_marketing,
            words.consent_marketing_more,
            |view| view.consent.is_some_and(|choice| choice.marketing),
            |choice| Choice { marketing: !choice.marketing, ..choice },
        ),
    ];
    let switch = |(title, more, is_on, flip): Purpose| {
        let choose = move || {
            let choice = view.get_untracked().consent.unwrap_or_default();
            gesture(Gesture::Chooses(flip(choice)));
        };
        view! {
            <label>
                <span><b>{title}</b><small>{more}</small></span>
                <input type="checkbox" role="switch" prop:checked=flag(view, is_on) on:click=click(choose)/>
            </label>
        }
    };
    let is_away: Flag = Box::new(move || !private.get());
    view! {
        <section class="sheet" role="dialog" aria-label=words.privacy hidden=is_away>
            <h2>{words.consent_title}</h2>
            {Vec::from(purposes.map(switch))}
            <p>{words.consent_chat}</p>
            <button class="main" on:click=click(move || private.set(false))>{words.done}</button>
        </section>
    }
}
