//! Revenue by day, and the part of it that is credited to a delivery.

use leptos::prelude::*;
use shared::{money::Currency, report::Day};

use crate::{
    explain::Figures as _,
    i18n::{common, overview, t},
    state::{
        figures::{figures, minor_float},
        session,
    },
    ui::{
        chart::{
            trend::{Frame, Point, trend},
            with_table::{table, table_switch},
        },
        page::Card,
    },
};

/// The trend, as a chart or as a table. A single day has no trend, and is a table.
#[component]
pub(crate) fn TrendCard(
    /// The days, oldest first.
    days: Vec<Day>,
    /// Currency of the amounts.
    currency: Currency,
) -> impl IntoView {
    let as_table = RwSignal::new(days.len() < 2);
    let has_choice = 1 < days.len();
    view! {
        <Card
            title=overview::TREND hint=overview::TREND_HINT class="wide"
            aside=(move || has_choice.then(|| table_switch(as_table))).into()
        >
            {crate::ui::list::live(move || (if as_table.get() {
                lines(&days, currency).into_any()
            } else {
                picture(&days, currency).into_any()
            }).into_any())}
        </Card>
    }
}

fn picture(days: &[Day], currency: Currency) -> impl IntoView + use<> {
    let points = days
        .iter()
        .map(|day| Point {
            day: figures().day(&day.date),
            whole: minor_float(day.revenue_minor),
            whole_words: figures().money(day.revenue_minor, currency),
            part: minor_float(day.attributed_minor),
            part_words: figures().money(day.attributed_minor, currency),
        })
        .collect();
    let frame = Frame {
        label: format!("{}. {}", t(overview::TREND)(), t(overview::TREND_HINT)()),
        whole: t(overview::ALL_REVENUE)().to_owned(),
        part: t(overview::ATTRIBUTED)().to_owned(),
        tick: |amount| figures().money_short(amount, session::currency()),
    };
    trend(frame, points)
}

fn lines(days: &[Day], currency: Currency) -> impl IntoView + use<> {
    let head = [
        common::DAY,
        overview::STEP_VISITS,
        overview::STEP_INTENTS,
        overview::STEP_OFFERS,
        overview::STEP_CLICKS,
        overview::STEP_ORDERS,
        overview::ALL_REVENUE,
        overview::ATTRIBUTED,
    ]
    .map(|text| t(text)().to_owned());
    let lines = days
        .iter()
        .rev()
        .map(|day| {
            let funnel = day.funnel;
            let counts =
                [funnel.visits, funnel.intents, funnel.offers, funnel.clicks, funnel.orders];
            let mut line = vec![figures().day(&day.date)];
            line.extend(counts.map(|count| figures().count(count)));
            line.push(figures().money(day.revenue_minor, currency));
            line.push(figures().money(day.attributed_minor, currency));
            line
        })
        .collect();
    table(t(overview::TREND)().to_owned(), head.into(), lines)
}
