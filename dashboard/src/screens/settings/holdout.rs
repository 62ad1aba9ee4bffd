//! Who is held out of all marketing.

use leptos::prelude::*;
use shared::config::HoldoutSettings;

use super::{Part, save_button};
use crate::{
    api::{self, Published, Remote},
    edit::settings::HoldoutDraft,
    i18n::{settings, t},
    ui::{
        field::{TextField, bound},
        icon::{Icon, icon},
        page::Card,
    },
};

/// Share and seed of the holdout.
#[component]
pub(super) fn Holdout(
    /// Where what is published goes.
    config: Remote<Published>,
    /// What is published.
    published: HoldoutSettings,
) -> impl IntoView {
    let part = Part::new(config);
    let draft = RwSignal::new(HoldoutDraft::of(&published));
    let seed = StoredValue::new(published.seed);
    let drawn_anew = move || draft.with(|draft| seed.with_value(|seed| draft.seed.trim() != seed));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match draft.get_untracked().holdout() {
            Ok(holdout) => {
                part.send(Box::pin(async move { api::put_holdout(&holdout).await.map(Some) }));
            }
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
                {crate::ui::list::live(move || (drawn_anew().then(|| view! {
                    <p class="banner warn">{icon(Icon::Alert)} <span>{t(settings::SEED_WARN)}</span></p>
                })).into_any())}
                {save_button(part)}
            </form>
        </Card>
    }
}
