//! The shop's name and colour, where the widget may run, and what counts as what.

use leptos::prelude::*;
use shared::{config::Config, wire::admin::PublishedConfig};

use super::{Part, save_button};
use crate::{
    api::Remote,
    edit::settings::WorkspaceDraft,
    i18n::{settings, t},
    state::session,
    ui::{
        field::{LongField, TextField, bound},
        icon::{Icon, icon},
        page::Card,
    },
};

/// Name, colour, origins and thresholds.
#[component]
pub(super) fn Workspace(
    /// Where what is published goes.
    config: Remote<PublishedConfig>,
    /// What is published.
    published: Config,
) -> impl IntoView {
    let part = Part::new(config);
    let draft = RwSignal::new(WorkspaceDraft::of(published.settings));
    let faults = part.faults;
    let any_origin = move || draft.with(|draft| draft.origins().iter().any(|origin| origin == "*"));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = draft.get_untracked();
        part.publish(move |config| draft.write(config));
    };
    view! {
        <Card title=settings::WORKSPACE>
            <form class="card-body fields" novalidate on:submit=save>
                <div class="field-row">
                    <TextField label=settings::SHOP_NAME value=bound!(draft.name) name="name" faults=faults/>
                    <TextField
                        label=settings::COLOUR value=bound!(draft.colour) name="primary_colour"
                        faults=faults
                    />
                </div>
                <LongField
                    label=settings::ORIGINS value=bound!(draft.origins) name="allowed_origins"
                    faults=faults hint=settings::ORIGINS_HINT rows=3 kind="code"
                />
                {move || any_origin().then(|| view! {
                    <p class="banner warn">{icon(Icon::Alert)} <span>{t(settings::ORIGINS_ANY)}</span></p>
                })}
                <div class="field-row">
                    <TextField
                        label=settings::ABANDONED value=bound!(draft.abandoned) name="cart_abandoned_secs"
                        faults=faults inputmode="numeric"
                    />
                    <TextField
                        label=settings::HIGH_VALUE unit=session::currency().as_str() value=bound!(draft.high_value) name="high_value_minor"
                        faults=faults inputmode="decimal" hint=settings::HIGH_VALUE_HINT
                    />
                </div>
                {save_button(part)}
            </form>
        </Card>
    }
}
