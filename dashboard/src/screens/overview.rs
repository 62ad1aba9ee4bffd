//! The overview: funnel, revenue beside the holdout, trend, rules, and what was held back.

mod arms;
mod funnel;
mod held;
mod results;
mod trend;

pub(crate) use arms::write_minor;
pub(crate) use results::name as rule_name;

use leptos::prelude::*;
use shared::report;

use crate::state::derived::memo;
use crate::ui::list::Views as _;
use crate::{
    api::{self, remote},
    i18n::{common, overview, t},
    state::{
        place,
        route::{RANGES, Route},
    },
    ui::{
        empty::Empty,
        icon::Icon,
        page::{PageHead, titled},
        staged,
    },
};

/// Shows the figures of the date range in the address.
#[component]
pub(crate) fn Overview() -> impl IntoView {
    let days = memo(|| place::current().days().unwrap_or(7));
    let figures = remote(move || api::overview(days.get()));
    let names = remote(api::config);
    let rules =
        memo(move || names.value().map(|published| published.config.rules).unwrap_or_default());
    view! {
        <PageHead title=titled(common::NAV_OVERVIEW) hint=overview::HINT>
            <RangeChoice days=days/>
        </PageHead>
        {staged::staged(figures, 8, move |figures: report::Overview| {
            if figures.funnel.visits == 0 && figures.treated.people == 0 && figures.holdout.people == 0 {
                return nothing_yet();
            }
            view! {
                <div class="grid">
                    <funnel::FunnelCard funnel=figures.funnel/>
                    <arms::ArmsCard
                        treated=figures.treated holdout=figures.holdout lift=figures.lift
                        currency=figures.currency
                    />
                    <trend::TrendCard days=figures.by_day currency=figures.currency/>
                    <results::ResultsCard results=figures.rules rules=rules currency=figures.currency/>
                    <held::HeldCard counts=figures.suppressions/>
                </div>
                <p class="muted small page-note">{t(overview::DAYS_UTC)}</p>
            }
            .into_any()
        })}
    }
}

fn nothing_yet() -> AnyView {
    view! {
        <div class="card">
            <Empty
                picture=Icon::Overview
                title=overview::EMPTY
                hint=overview::EMPTY_HINT
                go=(overview::EMPTY_GO, "#/settings")
            />
        </div>
    }
    .into_any()
}

/// The date ranges, each a link, so that one can be kept and shared.
#[component]
fn RangeChoice(days: Memo<u16>) -> impl IntoView {
    let words = |range: u16| match range {
        1 => overview::RANGE_1,
        30 => overview::RANGE_30,
        _ => overview::RANGE_7,
    };
    let link = move |range: u16| {
        let here = move || (days.get() == range).then_some("true");
        view! {
            <a class="segment-link" href=Route::Overview { days: range }.address() aria-current=here>
                {t(words(range))}
            </a>
        }
    };
    view! {
        <nav class="segments" aria-label=t(overview::RANGE)>{RANGES.into_iter().map(link).views()}</nav>
    }
}
