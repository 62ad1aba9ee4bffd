//! The people of each group beside the share that was planned, and whether the split is sound.

use leptos::prelude::*;
use shared::{report::experiment::ExperimentResults, stats::SampleRatio};

use super::{ExperimentForm, called, probability};
use crate::{
    edit::experiment::ExperimentDraft,
    explain::Figures as _,
    i18n::{experiments, t, tf},
    screens::experiment::form::group_letter,
    state::figures::{figures, float},
    ui::{list::Views as _, page::Card},
};

/// The card.
pub(super) fn people(form: ExperimentForm, results: &ExperimentResults) -> AnyView {
    let all = results.variations.iter().fold(0_u64, |sum, one| sum.saturating_add(one.people));
    let published = ExperimentDraft::of(&untrack(move || form.published()));
    let planned = |number: usize| {
        let group = published.variations.get(number);
        group.and_then(|group| group.weight.parse::<f64>().ok()).unwrap_or_default() / 100.0
    };
    let line = |(number, one): (usize, &shared::report::experiment::VariationResult)| {
        let share = if all == 0 { 0.0 } else { float(one.people) / float(all) };
        let planned = planned(number);
        let says = tf(
            experiments::PLANNED_OF,
            &[
                ("n", &figures().count(one.people)),
                ("share", &figures().percent(share)),
                ("planned", &figures().percent(planned)),
            ],
        );
        let percent = |share: f64| format!("{:.2}%", share * 100.0);
        view! {
            <li class="split-line">
                <span class="group-mark" aria-hidden="true">{group_letter(number)}</span>
                <span class="split-words">
                    <strong>{called(one)}</strong>
                    <span class="muted small">{says}</span>
                </span>
                <span class="split-track" aria-hidden="true">
                    <span class="part" style:width=percent(share)></span>
                    <span class="split-planned" style:left=percent(planned)></span>
                </span>
            </li>
        }
    };
    let lines = results.variations.iter().enumerate().map(line).views();
    let sound = split(results.conversion.sample_ratio);
    view! {
        <Card title=experiments::PEOPLE hint=experiments::PEOPLE_HINT class="half">
            <ul class="split">{lines}</ul>
            <div class="card-body">{sound}</div>
        </Card>
    }
    .into_any()
}

/// Whether people were shared out as planned.
fn split(ratio: Option<SampleRatio>) -> AnyView {
    let (class, says) = match ratio {
        None => ("badge warn", t(experiments::SRM_UNKNOWN)().to_owned()),
        Some(ratio) => {
            let p = probability(ratio.p_value);
            if ratio.is_mismatch() {
                ("badge bad", tf(experiments::SRM_BAD, &[("p", &p)]))
            } else {
                ("badge good", tf(experiments::SRM_OK, &[("p", &p)]))
            }
        }
    };
    view! { <p><span class=class>{says}</span></p> }.into_any()
}
