//! The top of the panel: whose chat this is, who answers, privacy and close.

use leptos::prelude::*;

use super::{
    click,
    icon::{CLOSE, Icon, SHIELD, SPARK},
    text,
};
use crate::{
    session::{Gesture, View},
    shell::gesture,
    words::{self, Words},
};

/// Name of the shop and who answers. Says plainly when that is a machine.
#[component]
pub fn Header(
    /// What to draw from.
    view: RwSignal<View>,
    /// The language.
    words: &'static Words,
    /// Whether the privacy settings are shown.
    private: RwSignal<bool>,
) -> impl IntoView {
    let name = text(view, |view| {
        let shop = &view.shop;
        if shop.is_empty() { words::words(view.locale).chat.to_owned() } else { shop.clone() }
    });
    let who = text(view, |view| {
        let words = words::words(view.locale);
        if view.with_human { words.with_human } else { words.replies_at_once }.to_owned()
    });
    view! {
        <header>
            <div class="face"><Icon path=SPARK/></div>
            <div class="who"><h1>{name}</h1><p>{who}</p></div>
            <button class="bare" aria-label=words.privacy title=words.privacy
                on:click=click(move || private.update(|shown| *shown = !*shown))>
                <Icon path=SHIELD/>
            </button>
            <button class="bare" aria-label=words.close title=words.close
                on:click=click(move || gesture(Gesture::Closes))>
                <Icon path=CLOSE/>
            </button>
        </header>
    }
}
