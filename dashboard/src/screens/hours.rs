//! Hours of the week, by the clock of the shop.

use leptos::prelude::*;
use shared::zone::Weekday;

use crate::{
    edit::hours::HoursDraft,
    explain::channel,
    i18n::{Text, rules, t, tf},
    state::derived::derived,
    ui::{
        choice::{Chips, Labelled},
        field::{Bound, Faults, TimeField},
        list::live,
        switch::Switch,
    },
};

/// The days of the week as choices.
const DAYS: [(&str, Weekday); 7] = [
    (Weekday::Monday.name(), Weekday::Monday),
    (Weekday::Tuesday.name(), Weekday::Tuesday),
    (Weekday::Wednesday.name(), Weekday::Wednesday),
    (Weekday::Thursday.name(), Weekday::Thursday),
    (Weekday::Friday.name(), Weekday::Friday),
    (Weekday::Saturday.name(), Weekday::Saturday),
    (Weekday::Sunday.name(), Weekday::Sunday),
];

fn day_of(name: &str) -> Option<Weekday> {
    DAYS.iter().find(|(known, _)| *known == name).map(|(_, day)| *day)
}

/// A switch that limits something to hours, and the hours. `draft` is what the form says, `change` hears what it is to say.
pub(crate) fn hours(
    label: Text,
    draft: Signal<HoursDraft>,
    change: Callback<HoursDraft>,
    (zone, faults): (Signal<String>, Faults),
) -> AnyView {
    let edit = move |edit: &dyn Fn(&mut HoursDraft)| {
        let mut hours = draft.get_untracked();
        edit(&mut hours);
        change.run(hours);
    };
    let limited = derived(move || draft.with(|hours| hours.limited));
    let days = DAYS.map(|(name, day)| (name, channel::day(day))).to_vec();
    let on = Callback::new(move |name| {
        draft.with(|hours| day_of(name).is_some_and(|day| hours.days.contains(&day)))
    });
    let turn = Callback::new(move |name| {
        if let Some(day) = day_of(name) {
            edit(&|hours| hours.turn(day));
        }
    });
    let from = Bound::new(
        move || draft.with(|hours| hours.from.clone()),
        move |text: String| edit(&|hours| hours.from.clone_from(&text)),
    );
    let to = Bound::new(
        move || draft.with(|hours| hours.to.clone()),
        move |text: String| edit(&|hours| hours.to.clone_from(&text)),
    );
    view! {
        <Switch
            label=derived(move || t(label)().to_owned()) on=limited
            change=Callback::new(move |on| edit(&|hours| hours.limited = on)) labelled=Labelled::Above
        />
        {live(move || limited.get().then(|| view! {
            <div class="fields inset">
                <Chips label=rules::HOURS_DAYS options=days.clone() on=on turn=turn hint=rules::HOURS_DAYS_HINT/>
                <div class="field-row">
                    <TimeField label=rules::HOURS_FROM value=from name="hours.from" faults=faults/>
                    <TimeField label=rules::HOURS_TO value=to name="hours.to" faults=faults/>
                </div>
                <p class="hint">{move || tf(rules::HOURS_HINT, &[("zone", &zone.get())])}</p>
            </div>
        }).into_any())}
    }
    .into_any()
}
