//! All rules, in the order in which they are tried: a band for each priority, with what is in whose way.

mod band;
mod line;
mod method;

use leptos::prelude::*;
use shared::{
    report::RuleReport,
    rule::{Rule, conflict::conflicts},
};

use crate::state::derived::memo;
use crate::ui::list::{keyed, live};
use crate::{
    api::{self, Published, Remote, Stage, remote},
    explain::{condition, trigger},
    i18n::{common, rules, t},
    state::{figures::figures, locale, place, route::Route, session},
    ui::{
        choice::{Labelled, Segmented},
        empty::Empty,
        icon::{Icon, icon},
        page::{PageHead, titled},
        search::{self, Search},
        staged,
    },
};

/// The period of the figures beside the rules, in days.
const DAYS: u16 = 30;

/// Shows the rules with what each did.
#[component]
pub(crate) fn Rules() -> impl IntoView {
    let config = remote(api::config);
    let figures = remote(|| api::overview(DAYS));
    let words = RwSignal::new(String::new());
    let filter = RwSignal::new(String::new());
    place::keep(
        [words, filter],
        |route| {
            let Route::Rules { words, filter } = route else { return None };
            Some([words, filter])
        },
        |[words, filter]| Route::Rules { words, filter },
    );
    let filters = vec![
        ("", rules::FILTER_ALL),
        ("on", rules::FILTER_ON),
        ("conflicts", rules::FILTER_CONFLICTS),
    ];
    let no_figures = move || matches!(figures.core().stage(), Stage::Failed(_) | Stage::Stale(..));
    let reports = memo(move || figures.value().map(|overview| overview.rules));
    view! {
        <PageHead title=titled(common::NAV_RULES) hint=rules::HINT>
            <a class="button" href="#/versions">{icon(Icon::Versions)} {t(rules::VERSIONS)}</a>
            <a class="button primary" href="#/rules/new">{icon(Icon::Add)} {t(rules::NEW)}</a>
        </PageHead>
        <div class="toolbar">
            <Search hint=rules::SEARCH_HINT words=words/>
            <Segmented label=rules::FILTER value=filter options=filters labelled=Labelled::Unseen/>
        </div>
        {live(move || (no_figures().then(|| view! {
            <div class="banner" role="status">
                {icon(Icon::Alert)} <span class="banner-text">{t(rules::NO_FIGURES)}</span>
                <button class="button small" type="button" on:click=move |_| figures.ask_again()>
                    {t(common::RETRY)}
                </button>
            </div>
        })).into_any())}
        {staged::kept(config, 8, move || view! { <Table config=config reports=reports words=words filter=filter/> })}
    }
}

/// The rules that are found, by priority.
fn found(all: &[Rule], words: &str, wanted: &dyn Fn(&Rule) -> bool) -> Vec<Rule> {
    let mut rules: Vec<Rule> = all.iter().filter(|rule| wanted(rule)).cloned().collect();
    rules.sort_by(|left, right| {
        right.priority.cmp(&left.priority).then_with(|| left.id.cmp(&right.id))
    });
    rules.retain(|rule| {
        let triggers: Vec<String> =
            rule.triggers.iter().map(|name| trigger::name(name, locale::current())).collect();
        let who = condition::say(&rule.condition, session::currency(), &figures());
        let said = [rule.name.as_str(), rule.id.as_str(), &triggers.join(" "), &who].join(" ");
        search::finds(words, &said)
    });
    rules
}

#[component]
fn Table(
    config: Remote<Published>,
    reports: Memo<Option<Vec<RuleReport>>>,
    words: RwSignal<String>,
    filter: RwSignal<String>,
) -> impl IntoView {
    let all =
        memo(move || config.value().map(|published| published.config.rules).unwrap_or_default());
    let conflicts = memo(move || all.with(|all| conflicts(all)));
    let shown = memo(move || {
        let (words, filter) = (words.get(), filter.get());
        conflicts.with(|conflicts| {
            let wanted = |rule: &Rule| match filter.as_str() {
                "on" => rule.enabled,
                "conflicts" => conflicts.iter().any(|found| found.concerns(rule.id.as_str())),
                _ => true,
            };
            all.with(|all| found(all, &words, &wanted))
        })
    });
    let is_empty = memo(move || all.with(Vec::is_empty));
    // One band for each priority; a rule that moves from one to another is drawn anew.
    let bands = move || {
        let mut bands: Vec<String> =
            shown.with(|shown| shown.iter().map(|rule| rule.priority.to_string()).collect());
        bands.dedup();
        bands
    };
    let told = band::Told { config, reports, all, conflicts, shown };
    move || {
        if is_empty.get() {
            return view! {
                <div class="card">
                    <Empty
                        picture=Icon::Rules title=rules::EMPTY hint=rules::EMPTY_HINT
                        go=(rules::NEW, "#/rules/new")
                    />
                </div>
            }
            .into_any();
        }
        view! {
            <div class="card flush">
                <div class="rule-list">
                    <div class="rule-head" aria-hidden="true">
                        <span class="number">{t(rules::PRIORITY)}</span>
                        <span>{t(rules::RULE)}</span>
                        <span class="number">{t(rules::DELIVERED)}</span>
                        <span class="number">{t(rules::CLICKED)}</span>
                        <span class="number">{t(rules::ORDERS)}</span>
                        <span></span>
                    </div>
                    {keyed(bands, move |priority| band::band(&priority, told))}
                    {live(move || shown.with(Vec::is_empty).then(|| none_found(filter)).into_any())}
                </div>
            </div>
        }
        .into_any()
    }
}

/// Nothing fits; that there are no conflicts is good news.
fn none_found(filter: RwSignal<String>) -> AnyView {
    if filter.get() == "conflicts" {
        return view! {
            <Empty picture=Icon::Done title=rules::NO_CONFLICTS hint=rules::NO_CONFLICTS_HINT/>
        }
        .into_any();
    }
    view! { <div class="empty"><p class="empty-title">{t(common::NO_MATCHES)}</p></div> }.into_any()
}
