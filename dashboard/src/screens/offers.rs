//! All offers that rules can give.

use core::time::Duration;

use leptos::prelude::*;
use shared::{
    config::Config,
    money::Minor,
    offer::Offer,
    rule::{Action, Rule},
};

use crate::{
    api::{self, Published, Remote, remote},
    explain::{Figures as _, benefit, period},
    i18n::{common, offers, t, tf},
    state::{figures::figures, locale, place, route::Route, session},
    ui::{
        empty::Empty,
        icon::{Icon, icon},
        page::{PageHead, titled},
        search::{self, Search},
        staged,
    },
};

/// Shows the offers.
#[component]
pub(crate) fn Offers() -> impl IntoView {
    let config = remote(api::config);
    let words = RwSignal::new(String::new());
    place::keep(
        [words],
        |route| if let Route::Offers { words } = route { Some([words]) } else { None },
        |[words]| Route::Offers { words },
    );
    view! {
        <PageHead title=titled(common::NAV_OFFERS) hint=offers::HINT>
            <a class="button primary" href="#/offers/new">{icon(Icon::Add)} {t(offers::NEW)}</a>
        </PageHead>
        <div class="toolbar"><Search hint=offers::SEARCH_HINT words=words/></div>
        {staged::kept(config, 6, move || view! { <Table config=config words=words/> })}
    }
}

/// The names of the rules that give an offer, in any variation.
pub(crate) fn givers(rules: &[Rule], offer: &str) -> Vec<String> {
    let gives = |action: &Action| matches!(action, Action::Offer { offer: given } if given.as_str() == offer);
    rules
        .iter()
        .filter(|rule| {
            let split = rule.experiment.iter().flat_map(|split| &split.actions);
            core::iter::once(&rule.action).chain(split).any(gives)
        })
        .map(|rule| rule.name.clone())
        .collect()
}

#[component]
fn Table(config: Remote<Published>, words: RwSignal<String>) -> impl IntoView {
    move || {
        let Some(Config { offers: all, rules, .. }) =
            config.value().map(|published| published.config)
        else {
            return ().into_any();
        };
        if all.is_empty() {
            return view! {
                <div class="card">
                    <Empty
                        picture=Icon::Offers title=offers::EMPTY hint=offers::EMPTY_HINT
                        go=(offers::NEW, "#/offers/new")
                    />
                </div>
            }
            .into_any();
        }
        let words = words.get();
        let fits = |offer: &&Offer| {
            let (zh, en) = crate::edit::words::both(&offer.title);
            search::finds(&words, &[offer.id.as_str(), &zh, &en].join(" "))
        };
        let found: Vec<AnyView> =
            all.iter().filter(fits).map(|offer| tile(offer, &rules)).collect();
        if found.is_empty() {
            return view! {
                <div class="card empty"><p class="empty-title">{t(common::NO_MATCHES)}</p></div>
            }
            .into_any();
        }
        view! { <ul class="tiles">{found}</ul> }.into_any()
    }
}

fn tile(offer: &Offer, rules: &[Rule]) -> AnyView {
    let (locale, currency) = (locale::current(), session::currency());
    let min = match offer.min_spend_minor {
        Minor::ZERO => t(offers::NO_MIN)().to_owned(),
        amount => figures().money(amount, currency),
    };
    let used = givers(rules, offer.id.as_str()).len().to_string();
    let pair = |name, value: String| view! { <div><dt>{t(name)}</dt><dd>{value}</dd></div> };
    view! {
        <li class="tile" data-line="">
            <a href=Route::Offer { id: offer.id.to_string() }.address()>
                <span class="tile-benefit">{benefit::benefit(offer.benefit, currency, &figures())}</span>
                <strong class="tile-title">{offer.title.get(locale).to_owned()}</strong>
                <span class="muted small clip-two">{offer.body.get(locale).to_owned()}</span>
            </a>
            <dl>
                {pair(offers::MIN_SPEND, min)}
                {pair(offers::VALID, period::length(Duration::from_secs(offer.valid_secs.into()), locale))}
                {pair(offers::USED_BY, tf(offers::USED_BY_N, &[("n", &used)]))}
            </dl>
        </li>
    }
    .into_any()
}
