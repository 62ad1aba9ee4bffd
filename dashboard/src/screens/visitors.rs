//! Who is in the shop: a list that updates as it happens.

mod filter;
pub(crate) mod line;

use leptos::prelude::*;
use shared::wire::admin::{VisitorSummary, Visitors as List};

use crate::state::derived::memo;
use crate::ui::list::{Views as _, keyed, live};
use crate::{
    api::{
        self, Remote,
        live::{self, Line, Listener},
        remote,
    },
    i18n::{common, t, tf, visitors},
    state::{place, rested::rested, route::Route},
    ui::{
        choice::{Labelled, Segmented},
        empty::Empty,
        icon::Icon,
        page::{PageHead, titled},
        search::Search,
        staged,
    },
};
use filter::Filter;

/// How many people the list keeps; the ones seen longest ago go first.
const KEPT_MAX: usize = 200;

/// Shows who was here lately.
#[component]
pub(crate) fn Visitors() -> impl IntoView {
    let list = remote(api::visitors);
    let live = live::listen(Listener {
        person: Callback::new(move |person| list.change(|list| take(list, person))),
        ask: Callback::new(move |()| list.ask_again()),
        inbox: None,
        looks_at: None,
    });
    let words = RwSignal::new(String::new());
    let filter = RwSignal::new(String::new());
    place::keep(
        [words, filter],
        |route| {
            let Route::Visitors { words, filter } = route else { return None };
            Some([words, filter])
        },
        |[words, filter]| Route::Visitors { words, filter },
    );
    view! {
        <PageHead title=titled(common::NAV_VISITORS) hint=visitors::HINT>
            <LiveLamp line=live/>
        </PageHead>
        <div class="toolbar">
            <Search hint=visitors::SEARCH_HINT words=words/>
            <Segmented
                label=visitors::FILTER value=filter options=Filter::OPTIONS.into() labelled=Labelled::Unseen
            />
        </div>
        {staged::kept(list, 8, move || view! { <Table list=list words=words filter=filter/> })}
    }
}

/// Puts a person who did something at the top.
fn take(list: &mut List, person: VisitorSummary) {
    list.visitors.retain(|known| known.profile != person.profile);
    let place = list.visitors.partition_point(|known| person.last_seen < known.last_seen);
    list.visitors.insert(place, person);
    list.visitors.truncate(KEPT_MAX);
}

/// How news arrive.
#[component]
fn LiveLamp(line: ReadSignal<Line>) -> impl IntoView {
    let words = move || match line.get() {
        Line::Live => visitors::LINE_LIVE,
        Line::Connecting => visitors::LINE_CONNECTING,
        Line::Polling => visitors::LINE_POLLING,
    };
    view! {
        <span class="lamp" class:on=move || line.get() == Line::Live role="status">
            <span class="lamp-dot" aria-hidden="true"></span>
            {move || t(words())()}
        </span>
    }
}

#[component]
fn Table(list: Remote<List>, words: RwSignal<String>, filter: RwSignal<String>) -> impl IntoView {
    let all = move || list.value().map(|list| list.visitors).unwrap_or_default();
    let found = memo(move || {
        let (words, filter) = (words.get(), Filter::of(&filter.get()));
        let fits = |person: &VisitorSummary| filter.passes(person) && filter::finds(person, &words);
        all().into_iter().filter(fits).collect::<Vec<_>>()
    });
    let is_empty = memo(move || all().is_empty());
    let count = move || {
        let (shown, of) = (found.with(Vec::len).to_string(), all().len().to_string());
        tf(visitors::COUNT, &[("n", &shown), ("of", &of)])
    };
    let person = move |profile: String| {
        Memo::new(move |before: Option<&Option<VisitorSummary>>| {
            let now = found.with(|found| {
                found.iter().find(|person| person.profile.as_str() == profile).cloned()
            });
            // A line on its way out keeps what it showed.
            now.or_else(|| before.cloned().flatten())
        })
    };
    let profiles = move || {
        found
            .with(|found| found.iter().map(|person| person.profile.to_string()).collect::<Vec<_>>())
    };
    view! {
        {live(move || (if is_empty.get() {
            nobody().into_any()
        } else {
            view! {
                <div class="card flush">
                    <div class="people">
                        <div class="people-head" aria-hidden="true">
                            <span>{t(visitors::PERSON)}</span>
                            <span>{t(visitors::WANTS)}</span>
                            <span>{t(visitors::AT)}</span>
                            <span class="number">{t(visitors::CART)}</span>
                            <span class="number">{t(visitors::SEEN)}</span>
                        </div>
                        <ul>
                            {keyed(profiles, move |profile| line::line(person(profile)))}
                        </ul>
                        {live(move || (found.with(Vec::is_empty).then(|| none_found(words, filter))).into_any())}
                    </div>
                </div>
            }
            .into_any()
        }).into_any())}
        <p class="muted small page-note" role="status">{move || (!is_empty.get()).then(count)}</p>
    }
}

fn nobody() -> impl IntoView {
    view! {
        <div class="card">
            <Empty
                picture=Icon::Visitors title=visitors::EMPTY hint=visitors::EMPTY_HINT
                go=(visitors::EMPTY_GO, "#/settings")
            />
        </div>
    }
}

fn none_found(words: RwSignal<String>, filter: RwSignal<String>) -> impl IntoView {
    let asked = rested(words.into());
    view! {
        <div class="empty">
            <p class="empty-title">{t(common::NO_MATCHES)}</p>
            {live(move || asked.with(|words: &String| by_id(words.trim())))}
            <button
                class="button"
                type="button"
                on:click=move |_| {
                    words.set(String::new());
                    filter.set(String::new());
                }
            >
                {t(common::CLEAR_SEARCH)}
            </button>
        </div>
    }
}

/// Who has exactly this id, whenever they were here.
fn by_id(id: &str) -> AnyView {
    if id.is_empty() {
        return ().into_any();
    }
    let asked = id.to_owned();
    let found = remote(move || api::find_visitors(&asked));
    live(move || {
        let Some(found) = found.value().map(|found| found.visitors) else { return ().into_any() };
        if found.is_empty() {
            return view! { <p class="muted">{t(visitors::FIND_NONE)}</p> }.into_any();
        }
        let person = |person: &VisitorSummary| {
            let profile = person.profile.to_string();
            let address = Route::Visitor { profile, decision: None }.address();
            view! { <p><a class="button" href=address>{line::called(person)}</a></p> }
        };
        view! {
            <p class="muted">{t(visitors::FIND_BY_ID)}</p>
            {found.iter().map(person).views()}
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    pub(super) fn person(profile: &str, last_seen: i64) -> VisitorSummary {
        serde_json::from_value(json!({
            "profile": profile, "first_seen": 0, "last_seen": last_seen, "online": true, "visits": 1,
            "cart_minor": 0, "orders": 0, "spend_minor": 0, "hesitation": 0, "holdout": false,
            "consented": false
        }))
        .unwrap()
    }

    fn order(list: &List) -> Vec<&str> {
        list.visitors.iter().map(|person| person.profile.as_str()).collect()
    }

    #[test]
    fn a_person_who_does_something_moves_to_the_top_once() {
        let mut list = List {
            visitors: vec![person("a", 30), person("b", 20), person("c", 10)],
            as_of: shared::time::Timestamp::from_unix_millis(30),
        };
        take(&mut list, person("c", 40));
        assert_eq!(order(&list), ["c", "a", "b"]);
        take(&mut list, person("d", 25));
        assert_eq!(order(&list), ["c", "a", "d", "b"]);
    }
}
