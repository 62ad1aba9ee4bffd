//! The funnel: visit, intent, offer, click, order.

use leptos::prelude::*;
use shared::report::Funnel;

use crate::{
    explain::Figures as _,
    i18n::{Text, overview, t},
    state::figures::{figures, float},
    ui::{
        chart::{
            funnel::{Step, funnel},
            with_table::{table, table_switch},
        },
        page::Card,
    },
};

/// People at each step, as a band or as a table.
#[component]
pub(crate) fn FunnelCard(
    /// People at each step.
    funnel: Funnel,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    view! {
        <Card
            title=overview::FUNNEL hint=overview::FUNNEL_HINT class="wide"
            aside=(move || table_switch(as_table)).into()
        >
            {crate::ui::list::live(move || (if as_table.get() { lines(funnel).into_any() } else { picture(funnel).into_any() }).into_any())}
        </Card>
    }
}

fn steps(funnel: Funnel) -> [(Text, u64); 5] {
    [
        (overview::STEP_VISITS, funnel.visits),
        (overview::STEP_INTENTS, funnel.intents),
        (overview::STEP_OFFERS, funnel.offers),
        (overview::STEP_CLICKS, funnel.clicks),
        (overview::STEP_ORDERS, funnel.orders),
    ]
}

/// The share of a step in another, as a percentage; a dash where there is nothing to share.
fn share(count: u64, of: u64) -> String {
    if of == 0 { "–".to_owned() } else { figures().percent(float(count) / float(of)) }
}

fn picture(counts: Funnel) -> impl IntoView {
    let mut before = None;
    let steps: Vec<Step> = steps(counts)
        .into_iter()
        .map(|(name, count)| {
            let share = before.map(|before| share(count, before)).unwrap_or_default();
            before = Some(count);
            Step {
                name: t(name)().to_owned(),
                count: figures().count(count),
                value: float(count),
                share,
            }
        })
        .collect();
    let label: Vec<String> =
        steps.iter().map(|step| format!("{} {}", step.name, step.count)).collect();
    funnel(format!("{}: {}", t(overview::FUNNEL)(), label.join(" → ")), &steps)
}

fn lines(counts: Funnel) -> impl IntoView {
    let mut before = counts.visits;
    let lines = steps(counts)
        .into_iter()
        .map(|(name, count)| {
            let line = vec![
                t(name)().to_owned(),
                figures().count(count),
                share(count, before),
                share(count, counts.visits),
            ];
            before = count;
            line
        })
        .collect();
    let head = [overview::STEP, overview::PEOPLE, overview::OF_PREVIOUS, overview::OF_VISITS]
        .map(|text| t(text)().to_owned());
    table(t(overview::FUNNEL)().to_owned(), head.into(), lines)
}
