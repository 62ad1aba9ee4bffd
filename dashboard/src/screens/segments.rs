//! The segments: who is in each right now, and ready-made ones to start from.

mod library;

use leptos::prelude::*;
use shared::{config::Config, segment::Segment, wire::admin};

use crate::{
    api::{self, Remote, Stage, remote},
    edit,
    explain::{Figures as _, condition},
    i18n::{common, facts, segments, t, tf},
    state::{
        clock,
        derived::memo,
        figures::{figures, float},
        locale, place,
        route::Route,
        session,
    },
    ui::{
        chart::scale,
        empty::Empty,
        icon::{Icon, icon},
        list::{keyed, live},
        page::{PageHead, titled},
        search::{self, Search},
        staged,
    },
};

/// Shows the segments.
#[component]
pub(crate) fn Segments() -> impl IntoView {
    let config = remote(api::config);
    let words = RwSignal::new(String::new());
    place::keep(
        [words],
        |route| if let Route::Segments { words } = route { Some([words]) } else { None },
        |[words]| Route::Segments { words },
    );
    let known = memo(move || config.value().map(|published| published.config));
    let counts = remote(|| {
        // Counted anew with every tick: people come and go.
        clock::now();
        api::segment_counts()
    });
    view! {
        <PageHead title=titled(common::NAV_SEGMENTS) hint=segments::HINT>
            <a class="button primary" href="#/segments/new">{icon(Icon::Add)} {t(segments::NEW)}</a>
        </PageHead>
        <div class="toolbar"><Search hint=segments::SEARCH_HINT words=words/></div>
        {staged::kept(config, 8, move || view! {
            {list(known, counts, words)}
            {library::library(known)}
        })}
    }
}

fn list(
    known: Memo<Option<Config>>,
    counts: Remote<admin::Segments>,
    words: RwSignal<String>,
) -> AnyView {
    let shown = memo(move || {
        let words = words.get();
        known.with(|known| {
            let all = known.as_ref().map(|config| config.segments.as_slice()).unwrap_or_default();
            all.iter().filter(|segment| finds(segment, &words)).cloned().collect::<Vec<_>>()
        })
    });
    let is_empty = memo(move || {
        known.with(|known| known.as_ref().is_none_or(|config| config.segments.is_empty()))
    });
    let ids = move || {
        shown.with(|shown| shown.iter().map(|segment| segment.id.to_string()).collect::<Vec<_>>())
    };
    live(move || {
        if is_empty.get() {
            return view! {
                <div class="card">
                    <Empty
                        picture=Icon::Segments title=segments::EMPTY hint=segments::EMPTY_HINT
                        go=(segments::NEW, "#/segments/new")
                    />
                </div>
            }
            .into_any();
        }
        view! {
            <div class="card flush">
                <ul class="segment-list">{keyed(ids, move |id| line(&id, known, counts))}</ul>
                {live(move || shown.with(Vec::is_empty).then(|| view! {
                    <div class="empty"><p class="empty-title">{t(common::NO_MATCHES)}</p></div>
                }).into_any())}
            </div>
        }
        .into_any()
    })
}

fn finds(segment: &Segment, words: &str) -> bool {
    let who = condition::say(&segment.condition, session::currency(), &figures());
    let name = figures().segment(segment.id.as_str());
    search::finds(words, &[segment.id.as_str(), &segment.name, &name, &who].join(" "))
}

fn line(id: &str, known: Memo<Option<Config>>, counts: Remote<admin::Segments>) -> AnyView {
    let found = known.with_untracked(|known| {
        let config = known.as_ref()?;
        let segment = config.segments.iter().find(|segment| segment.id.as_str() == id)?;
        Some((segment.clone(), edit::segment::users(config, segment)))
    });
    let Some((segment, users)) = found else { return ().into_any() };
    let address = Route::Segment { id: id.to_owned(), from: String::new() }.address();
    let of = segment.id.clone();
    let count = memo(move || {
        let counts = counts.value()?;
        let standing = counts.segments.iter().find(|standing| standing.segment.id == of)?;
        Some((standing.count, counts.of))
    });
    let who = {
        let asked = segment.condition.clone();
        move || condition::say(&asked, session::currency(), &figures())
    };
    let id = id.to_owned();
    let used = move || {
        if users.is_empty() {
            t(segments::UNUSED)().to_owned()
        } else {
            let names = users.join(facts::LIST_AND.say(locale::current()));
            tf(segments::USED_BY, &[("names", &names)])
        }
    };
    view! {
        <li class="segment-line" data-line="">
            <a href=address>
                <span class="segment-words">
                    <strong>{move || figures().segment(&id)}</strong>
                    <span class="small clip-two">{who}</span>
                    <span class="muted small">{used}</span>
                </span>
                <span class="segment-count">
                    {live(move || match counts.core().stage() {
                        Stage::Loading => view! { <span class="muted small">{t(segments::COUNTING)}</span> }.into_any(),
                        Stage::Failed(_) => view! { <span class="muted small">{t(segments::NO_COUNT)}</span> }.into_any(),
                        Stage::Ready(()) | Stage::Stale((), _) => counted(count.get()),
                    })}
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// How many are in it, of how many, as a bar with its figures.
fn counted(answer: Option<(u64, u64)>) -> AnyView {
    let Some((inside, of)) = answer else { return ().into_any() };
    let share = if of == 0 { 0.0 } else { float(inside) / float(of) };
    let width = format!("{:.1}%", scale::share(share, 0.0, 1.0));
    let of = tf(
        segments::INSIDE_OF,
        &[("share", &figures().percent(share)), ("of", &figures().count(of))],
    );
    view! {
        <strong>{tf(segments::INSIDE, &[("n", &figures().count(inside))])}</strong>
        <span class="progress-track" aria-hidden="true"><span class="treated" style:width=width></span></span>
        <span class="muted small">{of}</span>
    }
    .into_any()
}
