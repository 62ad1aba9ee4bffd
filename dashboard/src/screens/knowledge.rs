//! What the shop knows: the articles, a question to try on them, and the questions that nothing answered.

mod open;
mod trial;

use leptos::prelude::*;
use shared::{
    text::Locale,
    wire::knowledge::{ArticleLine, Articles},
};

use crate::{
    api::{self, Remote, remote},
    explain::period,
    i18n::{common, knowledge, t, tf},
    state::{clock, locale, place, route::Route},
    ui::{
        choice::{Labelled, Segmented},
        empty::Empty,
        icon::{Icon, icon},
        list::{Views as _, live},
        page::{Card, PageHead, titled},
        search::{self, Search},
        staged,
    },
};

/// Shows what the shop knows.
#[component]
pub(crate) fn Knowledge() -> impl IntoView {
    let articles = remote(api::articles);
    let words = RwSignal::new(String::new());
    let spoken = RwSignal::new(untrack(locale::current).tag().to_owned());
    place::keep(
        [words],
        |route| if let Route::Knowledge { words } = route { Some([words]) } else { None },
        |[words]| Route::Knowledge { words },
    );
    view! {
        <PageHead title=titled(common::NAV_KNOWLEDGE) hint=knowledge::HINT>
            <a class="button primary" href=Route::new_article(locale::current(), "").address()>
                {icon(Icon::Add)} {t(knowledge::NEW)}
            </a>
        </PageHead>
        <div class="knowledge">
            <div class="knowledge-main">
                <div class="toolbar">
                    <Search hint=knowledge::SEARCH_HINT words=words/>
                    <Segmented
                        label=knowledge::SHOW value=spoken labelled=Labelled::Unseen
                        options=vec![("zh-CN", knowledge::ZH), ("en", knowledge::EN), ("", knowledge::EVERY)]
                    />
                </div>
                {staged::kept(articles, 8, move || list(articles, words, spoken))}
            </div>
            <div class="knowledge-side">
                {trial::trial()}
                {open::open()}
            </div>
        </div>
    }
}

fn list(articles: Remote<Articles>, words: RwSignal<String>, spoken: RwSignal<String>) -> AnyView {
    live(move || {
        let all = articles.value().map(|known| known.articles).unwrap_or_default();
        if all.is_empty() {
            return view! {
                <div class="card">
                    <Empty picture=Icon::Knowledge title=knowledge::EMPTY hint=knowledge::EMPTY_HINT/>
                </div>
            }
            .into_any();
        }
        let (words, spoken) = (words.get(), spoken.get());
        let fits = |line: &&ArticleLine| {
            let told =
                [line.id.as_str(), &line.title, line.locale.tag(), t(language(line.locale))()];
            (spoken.is_empty() || spoken == line.locale.tag())
                && search::finds(&words, &told.join(" "))
        };
        let found: Vec<AnyView> = all.iter().filter(fits).map(line).collect();
        let count = tf(
            knowledge::COUNT,
            &[("n", &found.len().to_string()), ("of", &all.len().to_string())],
        );
        if found.is_empty() {
            return view! {
                <div class="card empty"><p class="empty-title">{t(common::NO_MATCHES)}</p></div>
            }
            .into_any();
        }
        view! {
            <p class="muted small count" role="status">{count}</p>
            <ul class="card lines">{found}</ul>
        }
        .into_any()
    })
}

/// The name of a language.
pub(super) const fn language(locale: Locale) -> crate::i18n::Text {
    match locale {
        Locale::ZhCn => knowledge::ZH,
        Locale::En => knowledge::EN,
    }
}

fn line(line: &ArticleLine) -> AnyView {
    let ago = period::ago(line.at, clock::now(), locale::current());
    let stamp = tf(knowledge::VERSION_N, &[("n", &line.version.to_string()), ("ago", &ago)]);
    let address = Route::article(line.locale, line.id.as_str()).address();
    view! {
        <li class="line" data-line="">
            <span class="line-main">
                <a href=address><strong>{line.title.clone()}</strong></a>
                <span class="muted small">{line.id.to_string()} " · " {stamp}</span>
            </span>
            <span class="badge outline">{t(language(line.locale))}</span>
        </li>
    }
    .into_any()
}

/// A card of the page's side; its parts are the same everywhere.
fn side(title: crate::i18n::Text, hint: crate::i18n::Text, content: AnyView) -> AnyView {
    view! { <Card title=title hint=hint>{content}</Card> }.into_any()
}

/// Views one after the other.
fn lines(all: impl Iterator<Item = AnyView>) -> AnyView {
    view! { <ul class="lines">{all.views()}</ul> }.into_any()
}
