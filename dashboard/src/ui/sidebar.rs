//! The navigation: at the side on a wide screen, at the foot on a narrow one.

use leptos::{prelude::*, task::spawn_local};
use shared::text::Locale;

use super::icon::{Icon, icon};
use crate::state::derived::memo;
use crate::ui::list::Views as _;
use crate::{
    api,
    i18n::{Text, common, t},
    state::{
        locale, notices, place,
        route::Section,
        session,
        theme::{self, Theme},
    },
};

const fn face(section: Section) -> (Icon, Text) {
    match section {
        Section::Overview => (Icon::Overview, common::NAV_OVERVIEW),
        Section::Inbox => (Icon::Message, common::NAV_INBOX),
        Section::Visitors => (Icon::Visitors, common::NAV_VISITORS),
        Section::Rules => (Icon::Rules, common::NAV_RULES),
        Section::Offers => (Icon::Offers, common::NAV_OFFERS),
        Section::Products => (Icon::Bag, common::NAV_PRODUCTS),
        Section::Segments => (Icon::Segments, common::NAV_SEGMENTS),
        Section::Experiments => (Icon::Experiments, common::NAV_EXPERIMENTS),
        Section::Knowledge => (Icon::Knowledge, common::NAV_KNOWLEDGE),
        Section::Model => (Icon::Model, common::NAV_MODEL),
        Section::Settings => (Icon::Settings, common::NAV_SETTINGS),
    }
}

/// Leads to the sections; a telephone shows the first ones and unfolds the others. At its foot are the account, the language and the theme.
#[component]
pub(crate) fn Sidebar(
    /// Opens the help.
    help: RwSignal<bool>,
) -> impl IntoView {
    let chosen = memo(|| place::current().section());
    let unfolded = RwSignal::new(false);
    // Wherever somebody went, they have chosen.
    Effect::new(move |_| {
        place::current();
        unfolded.set(false);
    });
    let link = move |section: Section| {
        let (picture, words) = face(section);
        let here = move || (chosen.get() == Some(section)).then_some("page");
        let more = Section::MORE.contains(&section);
        view! {
            <li class:nav-more=more>
                <a class="nav-link" href=section.address() aria-current=here>
                    {icon(picture)} <span>{t(words)}</span>
                </a>
            </li>
        }
    };
    view! {
        <aside class="sidebar">
            <div class="brand">
                <span class="brand-mark" aria-hidden="true">{icon(Icon::Decision)}</span>
                <span class="brand-words">
                    <strong>{t(common::BRAND)}</strong>
                    <span class="muted small">
                        {crate::ui::list::live(move || (session::session().map(|session| session.workspace)).into_any())}
                    </span>
                </span>
            </div>
            <nav aria-label=t(common::NAV) class:unfolded=move || unfolded.get()>
                <ul>
                    {Section::FIRST.into_iter().map(link).views()}
                    <li class="nav-unfold">
                        <button
                            class="nav-link" type="button"
                            class:chosen=move || chosen.get().is_some_and(|chosen| Section::MORE.contains(&chosen))
                            aria-expanded=move || unfolded.get().to_string()
                            on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)
                        >
                            {icon(Icon::More)} <span>{t(common::NAV_MORE)}</span>
                        </button>
                    </li>
                    {Section::MORE.into_iter().map(link).views()}
                </ul>
            </nav>
            <Account help=help/>
        </aside>
    }
}

/// Who is signed in, and how the page looks.
#[component]
fn Account(help: RwSignal<bool>) -> impl IntoView {
    let sign_out = move |_| {
        spawn_local(async move {
            match api::sign_out().await {
                Ok(()) => session::ended(),
                Err(failure) => notices::failed(failure.line(locale::current())),
            }
        });
    };
    view! {
        <details class="account">
            <summary>
                <span class="visually-hidden">{t(common::ACCOUNT)}</span>
                <span class="avatar" aria-hidden="true">{initial}</span>
                <span class="account-words">
                    <span class="account-name">
                        {crate::ui::list::live(move || (session::session().map(|session| session.name)).into_any())}
                    </span>
                    <span class="muted small">
                        {crate::ui::list::live(move || (session::session().map(|session| session.email)).into_any())}
                    </span>
                </span>
            </summary>
            <div class="account-menu">
                <LanguageButton/>
                <ThemeChoice/>
                <button class="menu-item" type="button" on:click=move |_| help.set(true)>
                    {icon(Icon::Keyboard)} {t(common::HELP)}
                </button>
                <button class="menu-item" type="button" on:click=sign_out>
                    {icon(Icon::SignOut)} {t(common::SIGN_OUT)}
                </button>
            </div>
        </details>
    }
}

fn initial() -> String {
    let name = session::session().map(|session| session.name).unwrap_or_default();
    name.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
}

/// Switches to the other language; says so in that language.
#[component]
pub(crate) fn LanguageButton() -> impl IntoView {
    let other = move || match locale::current() {
        Locale::ZhCn => Locale::En,
        Locale::En => Locale::ZhCn,
    };
    view! {
        <button
            class="menu-item"
            type="button"
            lang=move || other().tag()
            on:click=move |_| locale::switch(other())
        >
            {icon(Icon::Language)} {t(common::LANGUAGE_OTHER)}
        </button>
    }
}

/// Goes on to the next theme: system, light, dark.
#[component]
pub(crate) fn ThemeChoice() -> impl IntoView {
    let words = move || match theme::current() {
        Theme::Auto => common::THEME_AUTO,
        Theme::Light => common::THEME_LIGHT,
        Theme::Dark => common::THEME_DARK,
    };
    let next = move |_| {
        theme::choose(match theme::current() {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        });
    };
    view! {
        <button class="menu-item" type="button" on:click=next>
            {icon(Icon::Theme)} {t(common::THEME)}
            <span class="muted menu-value">{move || t(words())()}</span>
        </button>
    }
}
