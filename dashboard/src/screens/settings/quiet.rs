//! When people are left in peace.

use leptos::prelude::*;
use shared::{channel::Channel, quiet_hours::QuietHours};

use super::{Part, save_button};
use crate::{
    api::{Published, Remote},
    edit::{quiet::QuietDraft, settings::channel_of},
    explain::channel,
    i18n::{settings, t},
    state::derived::derived,
    ui::{
        choice::{Chips, Labelled},
        field::{LongField, TimeField, bound},
        list::live,
        page::Card,
        switch::Switch,
    },
};

/// Quiet hours with their channels and zones.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
pub(super) fn Quiet(
    /// Where what is published goes.
    config: Remote<Published>,
    /// What is published.
    published: Option<QuietHours>,
) -> impl IntoView {
    let part = Part::new(config);
    let draft = RwSignal::new(QuietDraft::of(published.as_ref()));
    let faults = part.faults;
    let on = derived(move || draft.with(|draft| draft.on));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = draft.get_untracked();
        part.publish(move |document| {
            document.insert("quiet_hours".to_owned(), draft.write()?);
            Ok(())
        });
    };
    // The chat never wakes anybody.
    let disturbing = Channel::ALL.into_iter().filter(|channel| channel.interrupts());
    let options: Vec<_> =
        disturbing.map(|channel| (channel.name(), channel::name(channel))).collect();
    let is_chosen = Callback::new(move |name: &'static str| {
        let channel = channel_of(name);
        draft.with(|draft| channel.is_some_and(|channel| draft.channels.contains(&channel)))
    });
    let turn = Callback::new(move |name: &'static str| {
        if let Some(channel) = channel_of(name) {
            draft.update(|draft| draft.turn(channel));
        }
    });
    view! {
        <Card title=settings::QUIET hint=settings::QUIET_HINT>
            <form class="card-body fields" novalidate on:submit=save>
                <Switch
                    label=derived(move || t(settings::QUIET_ON)().to_owned()) on=on
                    change=Callback::new(move |on| draft.update(|draft| draft.on = on))
                    labelled=Labelled::Above
                />
                {live(move || on.get().then(|| view! {
                    <div class="field-row">
                        <TimeField
                            label=crate::i18n::rules::HOURS_FROM value=bound!(draft.from)
                            name="quiet_hours.from" faults=faults
                        />
                        <TimeField
                            label=crate::i18n::rules::HOURS_TO value=bound!(draft.to)
                            name="quiet_hours.to" faults=faults
                        />
                    </div>
                    <Chips
                        label=settings::QUIET_CHANNELS options=options.clone() on=is_chosen turn=turn
                        hint=settings::QUIET_CHANNELS_HINT
                    />
                    <LongField
                        label=settings::QUIET_ZONES value=bound!(draft.zones) name="quiet_hours.zones"
                        faults=faults hint=settings::QUIET_ZONES_HINT rows=3 kind="code"
                    />
                }).into_any())}
                {save_button(part)}
            </form>
        </Card>
    }
}
