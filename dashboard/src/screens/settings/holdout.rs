//! Who is held out of all marketing, and of single scenarios.

mod scenarios;

use leptos::prelude::*;
use shared::{bucket::Holdout as OfEverything, experiment::Holdouts};

use self::scenarios::Scenarios;
use super::{Part, save_button};
use crate::{
    api::{self, Published, Remote},
    edit::settings::{HoldoutDraft, ScenarioDraft},
    i18n::{settings, t},
    ui::{
        field::{TextField, bound},
        icon::{Icon, icon},
        page::Card,
    },
};

/// Share and seed of the holdout, and the holdouts of scenarios.
#[component]
pub(super) fn Holdout(
    /// Where what is published goes.
    config: Remote<Published>,
    /// What is published.
    published: Holdouts,
) -> impl IntoView {
    let part = Part::new(config);
    let draft = RwSignal::new(HoldoutDraft::of(&published));
    let scenarios = Scenarios::new(ScenarioDraft::all(&published));
    let seed = StoredValue::new(published.seed);
    let drawn_anew = move || draft.with(|draft| seed.with_value(|seed| draft.seed.trim() != seed));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (global, scenarios) = (draft.get_untracked().holdout(), scenarios.read());
        part.faults.set(global.as_ref().err().cloned().unwrap_or_default());
        if let (Ok(OfEverything { seed, share }), Some(scenarios)) = (global, scenarios) {
            let holdouts = Holdouts { seed, share, scenarios };
            part.send(Box::pin(async move { api::put_holdouts(&holdouts).await.map(Some) }));
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
                {crate::ui::list::live(move || (drawn_anew().then(|| view! {
                    <p class="banner warn">{icon(Icon::Alert)} <span>{t(settings::SEED_WARN)}</span></p>
                })).into_any())}
                {scenarios::scenarios(scenarios)}
                {save_button(part)}
            </form>
        </Card>
    }
}
