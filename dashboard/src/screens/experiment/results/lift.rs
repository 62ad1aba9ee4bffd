//! How far each group is from the control: as intervals on one scale, or as a table.

use leptos::prelude::*;
use shared::{
    money::Currency,
    report::experiment::{ExperimentResults, VariationResult},
    stats::{Comparison, Reading},
};

use super::{Measure, called, probability, signed};
use crate::{
    explain::{
        Figures as _,
        verdict::{self, Beside},
    },
    i18n::{experiments, t, tf},
    screens::overview::write_minor,
    state::figures::{figures, float, minor_float},
    ui::{
        chart::{
            interval::{Interval, interval_on, room},
            with_table::{table, table_switch},
        },
        list::Views as _,
        page::Card,
    },
};

/// The card.
pub(super) fn lift(
    results: &ExperimentResults,
    measure: Measure,
    as_table: RwSignal<bool>,
) -> AnyView {
    let found = verdict::beside(results, measure.analysis(results), 0);
    let drawn = if as_table.get() { lines(results, &found, measure) } else { chart(&found) };
    let note = (measure == Measure::Revenue)
        .then(|| view! { <p class="card-foot muted small">{t(experiments::ADJUSTED)}</p> });
    view! {
        <Card
            title=experiments::DIFFERENCE hint=experiments::DIFFERENCE_HINT class="half"
            aside=(move || table_switch(as_table)).into()
        >
            {drawn}
            {note}
        </Card>
    }
    .into_any()
}

fn interval_of(beside: &Beside) -> Option<Interval> {
    let (middle, low, high) = beside.comparison.as_ref().and_then(verdict::lift)?;
    Some(Interval { middle, low, high })
}

fn chart(found: &[Beside]) -> AnyView {
    let intervals: Vec<Interval> = found.iter().filter_map(interval_of).collect();
    let ends = room(&intervals);
    let line = |beside: &Beside| {
        let name = called(&beside.variation);
        let drawn = match interval_of(beside) {
            None => view! { <p class="muted small">"–"</p> }.into_any(),
            Some(found) => {
                let label = tf(
                    experiments::INTERVAL_LABEL,
                    &[
                        ("name", &name),
                        ("lift", &signed(found.middle)),
                        ("low", &signed(found.low)),
                        ("high", &signed(found.high)),
                    ],
                );
                let ends_words = format!("{} … {}", signed(found.low), signed(found.high));
                view! {
                    <p class="lift-words"><strong>{signed(found.middle)}</strong> <span class="muted small">{ends_words}</span></p>
                    {interval_on(label, found, ends)}
                }
                .into_any()
            }
        };
        view! { <div class="lift-line"><p class="bar-name">{name}</p> {drawn}</div> }
    };
    view! { <div class="card-body">{found.iter().map(line).views()}</div> }.into_any()
}

fn lines(results: &ExperimentResults, found: &[Beside], measure: Measure) -> AnyView {
    let rate = match measure {
        Measure::Conversion => experiments::RATE,
        Measure::Revenue => experiments::PER_PERSON,
    };
    let head = [
        experiments::GROUP,
        crate::i18n::overview::PEOPLE,
        experiments::ORDERED,
        rate,
        experiments::CHANGE,
        experiments::RANGE,
        experiments::P_VALUE,
        experiments::CHANCE,
    ]
    .map(|text| t(text)().to_owned());
    let rows = results
        .variations
        .iter()
        .map(|one| {
            let beside = found.iter().find(|beside| beside.variation.id == one.id);
            let mut row = vec![
                called(one),
                figures().count(one.people),
                figures().count(one.converted),
                amount(one, measure, results.currency),
            ];
            row.extend(compared(beside.and_then(|beside| beside.comparison.as_ref())));
            row
        })
        .collect();
    table(t(experiments::DIFFERENCE)().to_owned(), head.into(), rows).into_any()
}

/// The share of people who ordered, or what a person brought; a dash without anybody.
fn amount(one: &VariationResult, measure: Measure, currency: Currency) -> String {
    if one.people == 0 {
        return "–".to_owned();
    }
    match measure {
        Measure::Conversion => figures().percent(float(one.converted) / float(one.people)),
        Measure::Revenue => {
            write_minor(minor_float(one.revenue_minor) / float(one.people), currency)
        }
    }
}

/// Lift, interval, p-value and chance to win; dashes where nothing was measured.
fn compared(comparison: Option<&Comparison>) -> [String; 4] {
    let dash = || "–".to_owned();
    match comparison.map(|comparison| &comparison.reading) {
        Some(Reading::Measured(measured)) => {
            let interval = measured.sequential.interval;
            [
                signed(measured.effect.lift),
                format!("{} … {}", signed(interval.low), signed(interval.high)),
                probability(measured.p_value_adjusted),
                figures().percent(measured.bayesian.chance_to_win),
            ]
        }
        Some(Reading::NoResult { .. }) | None => [dash(), dash(), dash(), dash()],
    }
}
