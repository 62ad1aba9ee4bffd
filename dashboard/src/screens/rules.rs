//! All rules, in the order in which they are tried.

mod line;

use leptos::prelude::*;
use shared::{report::RuleReport, rule::Rule};

use crate::state::derived::memo;
use crate::ui::list::keyed;
use crate::{
    api::{self, Published, Remote, Stage, remote},
    explain::{condition, trigger},
    i18n::{common, rules, t},
    state::{figures::figures, locale, place, route::Route, session},
    ui::{
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
    place::keep(
        [words],
        |route| if let Route::Rules { words } = route { Some([words]) } else { None },
        |[words]| Route::Rules { words },
    );
    let no_figures = move || matches!(figures.core().stage(), Stage::Failed(_) | Stage::Stale(..));
    let reports = memo(move || figures.value().map(|overview| overview.rules));
    view! {
        <PageHead title=titled(common::NAV_RULES) hint=rules::HINT>
            <a class="button primary" href="#/rules/new">{icon(Icon::Add)} {t(rules::NEW)}</a>
        </PageHead>
        <div class="toolbar"><Search hint=rules::SEARCH_HINT words=words/></div>
        {crate::ui::list::live(move || (no_figures().then(|| view! {
            <div class="banner" role="status">
                {icon(Icon::Alert)} <span class="banner-text">{t(rules::NO_FIGURES)}</span>
                <button class="button small" type="button" on:click=move |_| figures.ask_again()>
                    {t(common::RETRY)}
                </button>
            </div>
        })).into_any())}
        {staged::kept(config, 8, move || view! { <Table config=config reports=reports words=words/> })}
    }
}

/// The rules by priority, those that are found by the words.
fn found(published: &Published, words: &str) -> Vec<Rule> {
    let mut rules: Vec<Rule> = published.config.rules.clone();
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
) -> impl IntoView {
    let shown = memo(move || {
        let words = words.get();
        config.value().map(|published| found(&published, &words)).unwrap_or_default()
    });
    let is_empty = move || config.value().is_none_or(|published| published.config.rules.is_empty());
    let ids = move || {
        shown.with(|shown| shown.iter().map(|rule| rule.id.to_string()).collect::<Vec<_>>())
    };
    let rule = move |id: String| {
        Memo::new(move |before: Option<&Option<Rule>>| {
            let now = shown.with(|shown| shown.iter().find(|rule| rule.id.as_str() == id).cloned());
            now.or_else(|| before.cloned().flatten())
        })
    };
    move || {
        if is_empty() {
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
                    <ul>
                        {keyed(ids, move |id| line::line(rule(id), config, reports))}
                    </ul>
                    {crate::ui::list::live(move || (shown.with(Vec::is_empty).then(|| view! {
                        <div class="empty"><p class="empty-title">{t(common::NO_MATCHES)}</p></div>
                    })).into_any())}
                </div>
            </div>
        }
        .into_any()
    }
}
