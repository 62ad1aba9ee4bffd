//! The holdouts of single scenarios: a line each.

use std::collections::{BTreeMap, btree_map::Entry};

use leptos::prelude::*;
use shared::{bucket::Holdout, id::ScenarioId};

use crate::{
    edit::{draft::Fault, settings::ScenarioDraft},
    i18n::{settings, t},
    screens::rule::fresh_id,
    ui::{
        field::{Faults, TextField, bound},
        icon::{Icon, icon},
        list::keyed,
    },
};

/// The lines of the form.
#[derive(Clone, Copy)]
pub(super) struct Scenarios {
    all: RwSignal<Vec<Line>>,
    next: StoredValue<u32>,
}

/// One scenario while it is edited, with what is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Line {
    key: u32,
    draft: RwSignal<ScenarioDraft>,
    faults: Faults,
}

impl Scenarios {
    /// A line for each that is published.
    pub(super) fn new(published: Vec<ScenarioDraft>) -> Self {
        let scenarios = Self { all: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        for draft in published {
            scenarios.add(draft);
        }
        scenarios
    }

    fn add(self, draft: ScenarioDraft) {
        self.next.update_value(|next| *next = next.wrapping_add(1));
        let line = Line {
            key: self.next.get_value(),
            draft: RwSignal::new(draft),
            faults: RwSignal::new(Vec::new()),
        };
        self.all.update(|all| all.push(line));
    }

    /// What the lines mean; none where one of them is wrong, which it says itself then.
    pub(super) fn read(self) -> Option<BTreeMap<ScenarioId, Holdout>> {
        let (mut found, mut is_good) = (BTreeMap::new(), true);
        for line in self.all.get_untracked() {
            let read = line.draft.get_untracked().holdout();
            let put = read.and_then(|(name, holdout)| match found.entry(name) {
                Entry::Vacant(free) => {
                    free.insert(holdout);
                    Ok(())
                }
                Entry::Occupied(_) => Err(Fault::here("scenario", settings::FAULT_SCENARIO_TWICE)),
            });
            is_good &= put.is_ok();
            line.faults.set(put.err().into_iter().collect());
        }
        is_good.then_some(found)
    }
}

/// The lines, and a button for one more.
pub(super) fn scenarios(scenarios: Scenarios) -> AnyView {
    let Scenarios { all, .. } = scenarios;
    let remove = Callback::new(move |key: u32| all.update(|all| all.retain(|one| one.key != key)));
    view! {
        <fieldset class="fields">
            <legend>{t(settings::SCENARIOS)}</legend>
            <p class="hint">{t(settings::SCENARIOS_HINT)}</p>
            {keyed(
                move || all.with(|all| all.iter().map(|one| one.key.to_string()).collect()),
                move |key| {
                    let all = all.get_untracked();
                    all.into_iter().find(|one| one.key.to_string() == key).map(|one| line(one, remove))
                },
            )}
            <button
                class="button small" type="button"
                on:click=move |_| scenarios.add(ScenarioDraft::fresh(fresh_id("holdout")))
            >
                {icon(Icon::Add)} {t(settings::SCENARIO_ADD)}
            </button>
        </fieldset>
    }
    .into_any()
}

fn line(Line { key, draft, faults }: Line, remove: Callback<u32>) -> impl IntoView {
    view! {
        <div class="scenario">
            <TextField
                label=settings::SCENARIO value=bound!(draft.name) name="scenario" faults=faults
                example=settings::SCENARIO_EXAMPLE
            />
            <TextField
                label=settings::SHARE unit="%" value=bound!(draft.share) name="share" faults=faults
                inputmode="decimal"
            />
            <button
                class="button small quiet only-icon" type="button"
                aria-label=t(settings::SCENARIO_REMOVE) on:click=move |_| remove.run(key)
            >
                {icon(Icon::Close)}
            </button>
        </div>
    }
}
