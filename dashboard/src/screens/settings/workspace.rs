//! The shop's name and colour, where the widget may run, and what counts as what.

use leptos::prelude::*;
use serde_json::Value;
use shared::settings::Settings;

use super::{Part, save_button};
use crate::{
    api::{Published, Remote},
    edit::settings::WorkspaceDraft,
    i18n::{settings, t},
    screens::hours,
    state::{derived::derived, figures, session},
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
    config: Remote<Published>,
    /// What is published.
    settings: Settings,
) -> impl IntoView {
    let part = Part::new(config);
    let draft = RwSignal::new(WorkspaceDraft::of(settings));
    let faults = part.faults;
    let any_origin = move || draft.with(|draft| draft.origins().iter().any(|origin| origin == "*"));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = draft.get_untracked();
        let currency = session::currency();
        part.publish(move |document| match document.get_mut("settings") {
            Some(Value::Object(settings)) => draft.write(settings, currency),
            _ => Ok(()),
        });
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
                {crate::ui::list::live(move || (any_origin().then(|| view! {
                    <p class="banner warn">{icon(Icon::Alert)} <span>{t(settings::ORIGINS_ANY)}</span></p>
                })).into_any())}
                <div class="field-row">
                    <TextField
                        label=settings::ZONE value=bound!(draft.zone) name="zone" faults=faults
                        hint=settings::ZONE_HINT list="zones"
                    />
                    {zones()}
                </div>
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
                {hours::hours(
                    settings::SERVICE_HOURS,
                    derived(move || draft.with(|draft| draft.hours.clone())),
                    Callback::new(move |hours| draft.update(|draft| draft.hours = hours)),
                    (derived(move || draft.with(|draft| draft.zone.clone())), faults),
                )}
                {save_button(part)}
            </form>
        </Card>
    }
}

/// The zones that the browser knows, offered while one is typed.
fn zones() -> impl IntoView {
    use crate::ui::list::Views as _;
    let option = |zone: String| view! { <option value=zone></option> };
    view! { <datalist id="zones">{figures::zones().into_iter().map(option).views()}</datalist> }
}
