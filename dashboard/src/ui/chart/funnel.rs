//! A funnel: people at each step, as one band that narrows.

use leptos::prelude::*;

use super::scale;

/// One step as the funnel shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    /// What the step is.
    pub(crate) name: String,
    /// How many came so far, in words.
    pub(crate) count: String,
    /// The same as a number.
    pub(crate) value: f64,
    /// The share of the step before, in words; empty for the first.
    pub(crate) share: String,
}

/// Draws the steps side by side; on a narrow screen one under the other.
pub(crate) fn funnel(label: String, steps: &[Step]) -> impl IntoView + use<> {
    let most = steps.iter().map(|step| step.value).fold(0.0, f64::max);
    let height = move |value: f64| scale::share(value, 0.0, most);
    let columns: Vec<AnyView> = steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let here = height(step.value);
            let next = index.checked_add(1).and_then(|next| steps.get(next));
            let there = next.map_or(here, |next| height(next.value));
            column(step.clone(), here, there)
        })
        .collect();
    view! { <div class="funnel" role="img" aria-label=label>{columns}</div> }
}

fn column(step: Step, here: f64, there: f64) -> AnyView {
    let Step { name, count, share, .. } = step;
    view! {
        <div class="funnel-step">
            <span class="funnel-name">{name}</span>
            <span class="funnel-count">{count}</span>
            <span class="funnel-share">{if share.is_empty() { "\u{a0}".to_owned() } else { share }}</span>
            <svg class="funnel-band" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                <path d=band(here, there)></path>
            </svg>
            <span class="funnel-bar" aria-hidden="true">
                <span style:width=format!("{}%", here.max(0.5))></span>
            </span>
        </div>
    }
    .into_any()
}

/// A band around the middle, level for most of its width, then easing to the next step's height.
fn band(here: f64, there: f64) -> String {
    // A step that nobody reached is still a line, so that the funnel does not look cut off.
    let (here, there) = (here.max(1.5), there.max(1.5));
    let (top, low) = (50.0 - here / 2.0, 50.0 + here / 2.0);
    let (next_top, next_low) = (50.0 - there / 2.0, 50.0 + there / 2.0);
    format!(
        "M0 {top:.2}H52C76 {top:.2} 76 {next_top:.2} 100 {next_top:.2}V{next_low:.2}C76 {next_low:.2} 76 {low:.2} 52 {low:.2}H0Z"
    )
}
