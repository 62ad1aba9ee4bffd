//! Segments that a shop can take as they are.

use leptos::prelude::*;
use shared::{
    config::Config,
    segment::ready_made::{ReadyMade, ready_made},
};

use crate::{
    edit::segment::condition_of,
    explain::condition,
    i18n::{segments, t},
    state::{
        figures::figures,
        locale,
        route::{NEW, Route},
        session,
    },
    ui::{
        icon::{Icon, icon},
        list::{Views as _, live},
    },
};

/// The shelf; what the shop has already is marked.
pub(super) fn library(known: Memo<Option<Config>>) -> AnyView {
    let tiles = move || {
        let taken = known.with(|known| {
            let all = known.as_ref().map(|config| config.segments.as_slice()).unwrap_or_default();
            all.iter()
                .map(|segment| (segment.id.to_string(), segment.condition.clone()))
                .collect::<Vec<_>>()
        });
        let is_taken = |ready: &ReadyMade| {
            let condition = condition_of(ready);
            taken.iter().any(|(id, known)| *id == ready.id || *known == condition)
        };
        ready_made().iter().map(|ready| tile(ready, is_taken(ready))).views().into_any()
    };
    view! {
        <section class="library">
            <header class="library-head">
                <h2>{t(segments::LIBRARY)}</h2>
                <p class="muted small">{t(segments::LIBRARY_HINT)}</p>
            </header>
            <ul class="tiles">{live(tiles)}</ul>
        </section>
    }
    .into_any()
}

#[expect(clippy::fn_params_excessive_bools, reason = "what the badge says")]
fn tile(ready: &ReadyMade, taken: bool) -> AnyView {
    let locale = locale::current();
    let who = condition::say(&condition_of(ready), session::currency(), &figures());
    let address = Route::Segment { id: NEW.to_owned(), from: ready.id.clone() }.address();
    let name = ready.name.get(locale).to_owned();
    let label = format!("{} {name}", t(segments::TAKE)());
    view! {
        <li class="tile library-tile">
            <div class="library-words">
                <strong class="tile-title">{name}</strong>
                <span class="muted small">{ready.about.get(locale).to_owned()}</span>
                <span class="small">{who}</span>
            </div>
            <p class="library-deed">
                {if taken {
                    view! { <span class="badge">{t(segments::TAKEN)}</span> }.into_any()
                } else {
                    view! {
                        <a class="button small" href=address aria-label=label>{icon(Icon::Add)} {t(segments::TAKE)}</a>
                    }
                    .into_any()
                }}
            </p>
        </li>
    }
    .into_any()
}
