//! The pages, and what stands around them.

pub(crate) mod access;
pub(crate) mod article;
pub(crate) mod condition;
pub(crate) mod decision;
pub(crate) mod dry_run;
pub(crate) mod experiment;
pub(crate) mod experiments;
pub(crate) mod hours;
pub(crate) mod inbox;
pub(crate) mod knowledge;
pub(crate) mod label;
pub(crate) mod matching;
pub(crate) mod model;
pub(crate) mod offer;
pub(crate) mod offers;
pub(crate) mod overview;
pub(crate) mod products;
pub(crate) mod rule;
pub(crate) mod rules;
pub(crate) mod segment;
pub(crate) mod segments;
pub(crate) mod settings;
pub(crate) mod unknown;
pub(crate) mod versions;
pub(crate) mod visitor;
pub(crate) mod visitors;

use leptos::prelude::*;
use shared::text::Locale;

use crate::state::derived::memo;
use crate::{
    i18n::{common, t},
    state::{
        keys, place,
        route::Route,
        session::{self, Access},
    },
    ui::{help::Help, notices::Notices, sidebar::Sidebar, staged},
};

/// The whole dashboard: behind the sign-in, the navigation and the page.
#[component]
pub(crate) fn Dashboard() -> impl IntoView {
    let stage = memo(|| match session::access() {
        Access::SignedIn(_) => Stage::Inside,
        Access::Checking => Stage::Checking,
        Access::SetUp => Stage::SetUp,
        Access::SignedOut => Stage::SignIn,
        Access::Failed(failure) => Stage::Failed(failure),
    });
    view! {
        {move || match stage.get() {
            Stage::Inside => view! { <Inside/> }.into_any(),
            Stage::Checking => view! { <main class="alone">{staged::waiting(3)}</main> }.into_any(),
            Stage::SetUp => view! { <access::SetUp/> }.into_any(),
            Stage::SignIn => view! { <access::SignIn/> }.into_any(),
            Stage::Failed(failure) => {
                let again = Callback::new(|()| session::begin());
                view! { <main class="alone">{staged::failed(failure, again)}</main> }.into_any()
            }
        }}
        <Notices/>
    }
}

/// Which of the outermost views is shown; a new session of the same person changes nothing.
#[derive(Debug, Clone, PartialEq)]
enum Stage {
    Checking,
    SetUp,
    SignIn,
    Inside,
    Failed(crate::api::Failure),
}

/// Navigation and page, for who is signed in.
#[component]
fn Inside() -> impl IntoView {
    let help = RwSignal::new(false);
    keys::listen(help);
    // The page is drawn anew when it is another page, not when a decision opens in front of it.
    let page = memo(|| Page::of(place::current()));
    view! {
        <a class="skip" href="#main" on:click=|event| {
            event.prevent_default();
            focus_main();
        }>{t(common::SKIP)}</a>
        <div class="frame">
            <Sidebar help=help/>
            <main id="main" tabindex="-1">{move || page.get().draw()}</main>
        </div>
        <Help open=help/>
    }
}

fn focus_main() {
    use wasm_bindgen::JsCast as _;
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(main.focus());
    }
}

/// The page that a route shows; what only changes its content is left out.
#[derive(Debug, Clone, PartialEq)]
enum Page {
    Overview,
    Visitors,
    Rules,
    Offers,
    Unknown,
    Studio(Studio),
}

/// The pages to work in.
#[derive(Debug, Clone, PartialEq)]
enum Studio {
    Inbox,
    Visitor(String),
    Rule(String),
    Offer(String),
    Products,
    Segments,
    Segment { id: String, from: String },
    Experiments,
    Experiment(String),
    Versions,
    Knowledge,
    Article { locale: Locale, id: String, from: String },
    Model,
    Settings,
}

impl Page {
    fn of(route: Route) -> Self {
        Self::Studio(match route {
            Route::Overview { .. } => return Self::Overview,
            Route::Visitors { .. } => return Self::Visitors,
            Route::Rules { .. } => return Self::Rules,
            Route::Offers { .. } => return Self::Offers,
            Route::Unknown => return Self::Unknown,
            Route::Inbox { .. } => Studio::Inbox,
            Route::Visitor { profile, .. } => Studio::Visitor(profile),
            Route::Rule { id } => Studio::Rule(id),
            Route::Offer { id } => Studio::Offer(id),
            Route::Products { .. } => Studio::Products,
            Route::Segments { .. } => Studio::Segments,
            Route::Segment { id, from } => Studio::Segment { id, from },
            Route::Experiments => Studio::Experiments,
            Route::Experiment { key, .. } => Studio::Experiment(key),
            Route::Versions { .. } => Studio::Versions,
            Route::Knowledge { .. } => Studio::Knowledge,
            Route::Article { locale, id, from } => Studio::Article { locale, id, from },
            Route::Model => Studio::Model,
            Route::Settings => Studio::Settings,
        })
    }

    fn draw(self) -> AnyView {
        match self {
            Self::Overview => view! { <overview::Overview/> }.into_any(),
            Self::Visitors => view! { <visitors::Visitors/> }.into_any(),
            Self::Rules => view! { <rules::Rules/> }.into_any(),
            Self::Offers => view! { <offers::Offers/> }.into_any(),
            Self::Unknown => view! { <unknown::Unknown/> }.into_any(),
            Self::Studio(page) if cfg!(feature = "studio") => page.draw(),
            // The other module is on its way: see `place`.
            Self::Studio(_) => ().into_any(),
        }
    }
}

impl Studio {
    fn draw(self) -> AnyView {
        match self {
            Self::Inbox => view! { <inbox::Inbox/> }.into_any(),
            Self::Visitor(profile) => view! { <visitor::Visitor profile=profile/> }.into_any(),
            Self::Rule(id) => view! { <rule::RulePage id=id/> }.into_any(),
            Self::Offer(id) => view! { <offer::OfferPage id=id/> }.into_any(),
            Self::Products => view! { <products::Products/> }.into_any(),
            Self::Segments => view! { <segments::Segments/> }.into_any(),
            Self::Segment { id, from } => {
                view! { <segment::SegmentPage id=id from=from/> }.into_any()
            }
            Self::Experiments => view! { <experiments::Experiments/> }.into_any(),
            Self::Experiment(key) => view! { <experiment::ExperimentPage key=key/> }.into_any(),
            Self::Versions => view! { <versions::Versions/> }.into_any(),
            Self::Knowledge => view! { <knowledge::Knowledge/> }.into_any(),
            Self::Article { locale, id, from } => {
                view! { <article::ArticlePage locale=locale id=id from=from/> }.into_any()
            }
            Self::Model => view! { <model::Model/> }.into_any(),
            Self::Settings => view! { <settings::Settings/> }.into_any(),
        }
    }
}
