//! Who is held out of all marketing, and the experiments.

use leptos::prelude::*;
use serde_json::Value;
use shared::{config::Config, wire::admin::PublishedConfig};

use super::{Part, save_button};
use crate::{
    api::{self, Remote},
    edit::settings::HoldoutDraft,
    explain::Figures as _,
    i18n::{settings, t},
    state::figures::{figures, float},
    ui::{
        chart::with_table::table,
        field::{TextField, bound},
        icon::{Icon, icon},
        page::Card,
    },
};

/// Share and seed of the holdout.
#[component]
pub(super) fn Holdout(
    /// Where what is published goes.
    config: Remote<PublishedConfig>,
    /// What is published.
    published: Config,
) -> impl IntoView {
    let part = Part::new(config);
    let draft = RwSignal::new(HoldoutDraft::of(&published.holdout));
    let seed = StoredValue::new(published.holdout.seed);
    let drawn_anew = move || draft.with(|draft| seed.with_value(|seed| draft.seed.trim() != seed));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match draft.get_untracked().holdout() {
            Ok(holdout) => part.send(async move { api::put_holdout(&holdout).await.map(Some) }),
            Err(faults) => part.faults.set(faults),
        }
    };
    let faults = part.faults;
    view! {
        <Card title=settings::HOLDOUT hint=settings::HOLDOUT_HINT>
            <form class="card-body fields" novalidate on:submit=save>
                <div class="field-row">
                    <TextField
                        label=settings::SHARE unit="%" value=bound!(draft.share) name="share" faults=faults
                        inputmode="decimal"
                    />
                    <TextField
                        label=settings::SEED value=bound!(draft.seed) name="seed" faults=faults
                        hint=settings::SEED_HINT
                    />
                </div>
                {move || drawn_anew().then(|| view! {
                    <p class="banner warn">{icon(Icon::Alert)} <span>{t(settings::SEED_WARN)}</span></p>
                })}
                {save_button(part)}
            </form>
        </Card>
    }
}

/// The experiments, to look at; they are changed through the API.
#[component]
pub(super) fn Experiments(
    /// What is published.
    published: Config,
) -> impl IntoView {
    let experiments = published.experiments;
    view! {
        <Card title=settings::EXPERIMENTS hint=settings::EXPERIMENTS_HINT>
            {move || if experiments.is_empty() {
                view! { <p class="muted card-note">{t(settings::EXPERIMENTS_EMPTY)}</p> }.into_any()
            } else {
                let head = [
                    settings::EXPERIMENT_KEY, settings::EXPERIMENT_VARIATIONS, settings::EXPERIMENT_COVERAGE,
                ];
                let lines = experiments
                    .iter()
                    .map(|experiment| line(&serde_json::to_value(experiment).unwrap_or_default()))
                    .collect();
                let head = head.map(|text| t(text)().to_owned());
                table(t(settings::EXPERIMENTS)().to_owned(), head.into(), lines).into_any()
            }}
        </Card>
    }
}

/// Key, variations and coverage; GrowthBook covers everybody where nothing else is said.
fn line(experiment: &Value) -> Vec<String> {
    let key = experiment.get("key").and_then(Value::as_str).unwrap_or_default();
    let variations = experiment.get("variations").and_then(Value::as_array).map_or(0, Vec::len);
    let coverage = experiment.get("coverage").and_then(Value::as_f64).unwrap_or(1.0);
    vec![
        key.to_owned(),
        figures().number(float(u64::try_from(variations).unwrap_or_default())),
        figures().percent(coverage),
    ]
}
