//! How often a person may be contacted.

use leptos::prelude::*;
use serde_json::Value;
use shared::{channel::Channel, rule::Class};

use super::{Part, save_button};
use crate::state::derived::derived;
use crate::ui::list::keyed;
use crate::{
    api::{Published, Remote, class_name},
    edit::{
        draft::Fault,
        settings::{CapDraft, channel_of, class_of},
    },
    explain::channel,
    i18n::{common, facts, settings, t},
    screens::rule::limits::{unit_of, units},
    ui::{
        choice::{Labelled, Select},
        field::{Bound, Faults, TextField, bound},
        icon::{Icon, icon},
        page::Card,
    },
};

/// One cap while it is edited, with what is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Cap {
    key: u32,
    draft: RwSignal<CapDraft>,
    faults: Faults,
}

/// The caps; every one of them must be kept.
#[component]
pub(super) fn Frequency(
    /// Where what is published goes.
    config: Remote<Published>,
    /// The caps that are published, as the edge wrote them.
    published: Vec<Value>,
) -> impl IntoView {
    let part = Part::new(config);
    let next = StoredValue::new(0_u32);
    let make = move |draft: CapDraft| {
        next.update_value(|next| *next = next.wrapping_add(1));
        Cap {
            key: next.get_value(),
            draft: RwSignal::new(draft),
            faults: RwSignal::new(Vec::new()),
        }
    };
    let caps: Vec<Cap> = published.into_iter().map(|cap| make(CapDraft::of(&cap))).collect();
    let caps = RwSignal::new(caps);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let read = |cap: &Cap| {
            let rule = cap.draft.get_untracked().cap();
            cap.faults.set(rule.as_ref().err().cloned().into_iter().collect::<Vec<Fault>>());
            rule.ok()
        };
        let rules: Vec<_> = caps.get_untracked().iter().map(read).collect();
        if let Some(rules) = rules.into_iter().collect::<Option<Vec<_>>>() {
            part.publish(move |document| {
                document.insert("frequency_rules".to_owned(), Value::Array(rules));
                Ok(())
            });
        }
    };
    let remove =
        Callback::new(move |key: u32| caps.update(|caps| caps.retain(|cap| cap.key != key)));
    view! {
        <Card title=settings::FREQUENCY hint=settings::FREQUENCY_HINT>
            <form class="card-body fields" novalidate on:submit=save>
                {crate::ui::list::live(move || (caps.with(Vec::is_empty).then(|| view! {
                    <p class="muted">{t(settings::FREQUENCY_EMPTY)}</p>
                })).into_any())}
                {keyed(
                    move || caps.with(|caps| caps.iter().map(|cap| cap.key.to_string()).collect()),
                    move |key| {
                        let all = caps.get_untracked();
                        all.into_iter().find(|cap| cap.key.to_string() == key).map(|cap| one(cap, remove))
                    },
                )}
                <button
                    class="button small"
                    type="button"
                    on:click=move |_| caps.update(|caps| caps.push(make(CapDraft::fresh())))
                >
                    {icon(Icon::Add)} {t(settings::FREQUENCY_ADD)}
                </button>
                {save_button(part)}
            </form>
        </Card>
    }
}

fn one(cap: Cap, remove: Callback<u32>) -> impl IntoView {
    let Cap { key, draft, faults } = cap;
    let class = Bound::new(
        move || draft.with(|draft| draft.class.map(class_name).unwrap_or_default().to_owned()),
        move |choice| draft.update(|draft| draft.class = class_of(&choice)),
    );
    let choice = |key: &str, text| (key.to_owned(), t(text)().to_owned());
    let classes = derived(move || {
        vec![
            choice(class_name(Class::Marketing), facts::CLASS_MARKETING),
            choice(class_name(Class::Service), facts::CLASS_SERVICE),
            choice("", settings::FREQUENCY_ANY),
        ]
    });
    let over = Bound::new(
        move || draft.with(|draft| draft.channel.map(Channel::name).unwrap_or_default().to_owned()),
        move |choice| draft.update(|draft| draft.channel = channel_of(&choice)),
    );
    let channels = derived(move || {
        let all = choice("", settings::FREQUENCY_ALL);
        let one = |known: Channel| choice(known.name(), channel::name(known));
        core::iter::once(all).chain(Channel::ALL.map(one)).collect()
    });
    let unit = Bound::new(
        move || draft.with(|draft| draft.unit.secs().to_string()),
        move |choice| draft.update(|draft| draft.unit = unit_of(&choice)),
    );
    view! {
        <div class="cap">
            <Select label=settings::FREQUENCY_CLASS value=class options=classes name="class"/>
            <Select label=settings::FREQUENCY_CHANNEL value=over options=channels name="channel"/>
            <TextField
                label=settings::FREQUENCY_MAX value=bound!(draft.touches_max) name="touches_max"
                faults=faults inputmode="numeric"
            />
            <div class="joined">
                <TextField
                    label=settings::FREQUENCY_WINDOW value=bound!(draft.window) name="window_secs"
                    faults=faults inputmode="numeric"
                />
                <Select label=common::UNIT value=unit options=units() name="unit" labelled=Labelled::Unseen/>
            </div>
            <button
                class="button small quiet only-icon" type="button"
                aria-label=t(settings::FREQUENCY_REMOVE) on:click=move |_| remove.run(key)
            >
                {icon(Icon::Close)}
            </button>
        </div>
    }
}
