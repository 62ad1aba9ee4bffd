//! What an experiment says so far: what to do, the people of each group, and how far the groups are apart.
//!
//! Everything of the edge's answer that the page reads is read here and in [`crate::explain::verdict`].

mod decision;
mod lift;
mod people;

use core::time::Duration;

use leptos::prelude::*;
use shared::{
    report::experiment::{ExperimentResults, VariationResult},
    stats::Analysis,
};

use super::ExperimentForm;
use crate::{
    api::{self, remote},
    explain::{Figures as _, variation},
    i18n::{experiments, t, tf},
    state::{clock, figures::figures, locale},
    ui::{
        choice::{Labelled, Segmented},
        empty::Empty,
        icon::Icon,
        page::Card,
        staged,
    },
};

/// How often the results are asked for while the page is open.
const AGAIN: Duration = Duration::from_secs(30);

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// The share of people who ordered.
    Conversion,
    /// Revenue a person.
    Revenue,
}

impl Measure {
    fn of(choice: &str) -> Self {
        if choice == "revenue" { Self::Revenue } else { Self::Conversion }
    }

    fn analysis(self, results: &ExperimentResults) -> &Analysis {
        match self {
            Self::Conversion => &results.conversion,
            Self::Revenue => &results.revenue,
        }
    }
}

/// The results, as often as they change.
pub(super) fn results(form: ExperimentForm) -> AnyView {
    let key = form.saved.with_untracked(|saved| saved.key.clone());
    let results = remote(move || api::experiment_results(&key));
    clock::every(AGAIN, move || results.ask_again());
    let measure = RwSignal::new(String::new());
    let as_table = RwSignal::new(false);
    view! {
        <div class="results">
            {staged::staged(results, 8, move |mut results: ExperimentResults| {
                if form.is_holdout() {
                    name_sides(&mut results);
                }
                shown(form, &results, measure, as_table)
            })}
        </div>
    }
    .into_any()
}

/// Names the two sides of a holdout, which nobody gave names to.
fn name_sides(results: &mut ExperimentResults) {
    let names = [experiments::HOLDOUT_IN, experiments::HOLDOUT_OTHERS];
    for (variation, name) in results.variations.iter_mut().zip(names) {
        t(name)().clone_into(&mut variation.name);
    }
}

fn shown(
    form: ExperimentForm,
    results: &ExperimentResults,
    measure: RwSignal<String>,
    as_table: RwSignal<bool>,
) -> AnyView {
    if results.variations.iter().all(|variation| variation.people == 0) {
        return view! {
            <Card title=experiments::RESULTS>
                <Empty
                    picture=Icon::Visitors title=experiments::NOBODY hint=experiments::NOBODY_HINT
                />
            </Card>
        }
        .into_any();
    }
    let options =
        vec![("", experiments::METRIC_CONVERSION), ("revenue", experiments::METRIC_REVENUE)];
    let as_of = tf(experiments::AS_OF, &[("moment", &figures().moment(results.as_of))]);
    let chosen = Measure::of(&measure.get());
    let decisions = decision::decisions(form, results, chosen);
    view! {
        <Card
            title=experiments::RESULTS
            aside=(move || view! {
                <Segmented
                    label=experiments::METRIC value=measure options=options.clone()
                    labelled=Labelled::Unseen
                />
            }).into()
        >
            <div class="card-body">
                {decisions}
                <p class="muted small">{as_of}</p>
            </div>
        </Card>
        <div class="grid">
            {people::people(form, results)}
            {lift::lift(results, chosen, as_table)}
        </div>
    }
    .into_any()
}

/// What operators call a group; one that is called by its number has no name.
fn called(variation: &VariationResult) -> String {
    let number = usize::try_from(variation.id).unwrap_or_default();
    let given = Some(variation.name.as_str()).filter(|name| *name != number.to_string());
    variation::name(number, given, locale::current())
}

/// A lift in words, with its sign.
fn signed(lift: f64) -> String {
    let sign = if 0.0 < lift { "+" } else { "" };
    [sign, &figures().percent(lift)].concat()
}

/// A probability in words.
fn probability(p: f64) -> String {
    if p < 0.0001 {
        "< 0.0001".to_owned()
    } else {
        figures().number((p * 10_000.0).round() / 10_000.0)
    }
}

/// The word for a group that nobody is in yet.
fn nobody_in(variation: &VariationResult) -> String {
    tf(experiments::NONE_HINT, &[("name", &called(variation))])
}
