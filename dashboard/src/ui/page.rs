//! The head of a page: where we are, what it is about, what can be done.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::i18n::{Text, common, t};
use crate::state::derived::derived;

/// A page's head. Gives the browser's tab the same title.
#[component]
pub(crate) fn PageHead(
    /// What the page is.
    #[prop(into)]
    title: Signal<String>,
    /// What it is about.
    #[prop(optional)]
    hint: Option<Text>,
    /// Where its list is, for a page of one thing.
    #[prop(optional)]
    back: Option<(Text, &'static str)>,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    Effect::new(move |_| {
        let tab = [title.get().as_str(), " · ", t(common::BRAND)()].concat();
        document().set_title(&tab);
    });
    view! {
        <header class="page-head">
            <div class="page-words">
                {back.map(|(words, address)| view! {
                    <a class="back" href=address>{icon(Icon::Back)} {t(words)}</a>
                })}
                <h1 tabindex="-1">{title}</h1>
                {hint.map(|hint| view! { <p class="muted">{t(hint)}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}

/// The title of a page that is always called the same.
pub(crate) fn titled(text: Text) -> Signal<String> {
    derived(move || t(text)().to_owned())
}

/// A part of a page with a heading.
#[component]
pub(crate) fn Card(
    /// What it shows.
    title: Text,
    /// How to read it.
    #[prop(optional)]
    hint: Option<Text>,
    /// What stands beside the heading.
    #[prop(optional)]
    aside: Option<ViewFn>,
    /// More names for the style sheet.
    #[prop(optional)]
    class: &'static str,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    view! {
        <section class=["card ", class].concat()>
            <header class="card-head">
                <div>
                    <h2>{t(title)}</h2>
                    {hint.map(|hint| view! { <p class="muted small">{t(hint)}</p> })}
                </div>
                {aside.map(|aside| aside.run())}
            </header>
            {children()}
        </section>
    }
}
