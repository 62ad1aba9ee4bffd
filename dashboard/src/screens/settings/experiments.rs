//! The experiments: whether each runs, and how people are split.

use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;

use super::{Part, save_button};
use crate::state::derived::{derived, memo};
use crate::ui::list::Views as _;
use crate::{
    api::{self, Published, Remote},
    edit::experiment::{self, ExperimentDraft, Standing},
    i18n::{Text, experiments, t, tf},
    state::{locale, notices},
    ui::{
        field::{Bound, TextField, bound, fault_line, fault_text, fresh_id},
        icon::{Icon, icon},
        page::Card,
    },
};

/// Every experiment with its switch and its shares.
#[component]
pub(super) fn Experiments(
    /// Where what is published goes.
    config: Remote<Published>,
) -> impl IntoView {
    let all = memo(move || {
        config.value().map(|published| published.config.experiments).unwrap_or_default()
    });
    // A form is drawn anew when there is another experiment, not when one of them changes.
    let keys = memo(move || {
        all.with(|all| all.iter().map(|one| experiment::key(one).to_owned()).collect::<Vec<_>>())
    });
    view! {
        <Card title=experiments::TITLE hint=experiments::HINT>
            {crate::ui::list::live(move || ({
                let keys = keys.get();
                if keys.is_empty() {
                    return view! { <p class="muted card-note">{t(experiments::EMPTY)}</p> }.into_any();
                }
                keys.into_iter().map(|key| one(key, config, all)).views().into_any()
            }).into_any())}
        </Card>
    }
}

fn one(key: String, config: Remote<Published>, all: Memo<Vec<Value>>) -> AnyView {
    let now = derived(move || {
        all.with(|all| all.iter().find(|one| experiment::key(one) == key).cloned())
            .unwrap_or_default()
    });
    let first = now.get_untracked();
    let part = Part::new(config);
    let faults = part.faults;
    let draft = RwSignal::new(ExperimentDraft::of(&first));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match draft.get_untracked().write(now.get_untracked()) {
            Ok(written) => part.send(Box::pin(async move {
                api::put_experiment(experiment::key(&written), &written).await.map(Some)
            })),
            Err(found) => faults.set(found),
        }
    };
    let standing = memo(move || now.with(experiment::standing));
    let group = fresh_id("weights");
    let described = group.clone();
    view! {
        <form class="experiment" novalidate on:submit=save>
            <header class="experiment-head">
                <h3>{move || now.with(|now| experiment::name(now).to_owned())}</h3>
                <span class="badge" class:good=move || standing.get() == Standing::Running>
                    {move || t(said(standing.get()))()}
                </span>
                <button class="button small" type="button" on:click=move |_| turn(now.get_untracked(), config)>
                    {move || t(if standing.get() == Standing::Running { experiments::STOP } else { experiments::START })()}
                </button>
            </header>
            {if experiment::has_ranges(&first) {
                view! { <p class="muted small">{t(experiments::RANGES)}</p> }.into_any()
            } else {
                let weights = experiment::variations(&first).into_iter().enumerate();
                view! {
                    <fieldset class="weights" aria-describedby=described>
                        <legend>{t(experiments::WEIGHTS)}</legend>
                        <div class="weights-row">
                            {weights.map(|(number, name)| weight(draft, number, name)).views()}
                        </div>
                        {fault_line(group, derived(move || fault_text(faults, "weights")))}
                    </fieldset>
                    <div class="field-row">
                        <TextField
                            label=experiments::COVERAGE unit="%" value=bound!(draft.coverage) name="coverage"
                            faults=faults inputmode="decimal"
                        />
                    </div>
                    {crate::ui::list::live(move || ((standing.get() == Standing::Running).then(|| view! {
                        <p class="note">{icon(Icon::Alert)} <span>{t(experiments::CHANGE_WARN)}</span></p>
                    })).into_any())}
                    {save_button(part)}
                }
                .into_any()
            }}
        </form>
    }
    .into_any()
}

const fn said(standing: Standing) -> Text {
    match standing {
        Standing::Running => experiments::RUNNING,
        Standing::Draft => experiments::DRAFT,
        Standing::Stopped => experiments::STOPPED,
    }
}

/// The share of one variation; the first is the control.
fn weight(draft: RwSignal<ExperimentDraft>, number: usize, name: Option<String>) -> AnyView {
    let called = derived(move || match (&name, number) {
        (Some(name), _) => name.clone(),
        (None, 0) => t(experiments::CONTROL)().to_owned(),
        (None, _) => tf(experiments::VARIATION, &[("n", &number.to_string())]),
    });
    let value = Bound::new(
        move || draft.with(|draft| draft.weights.get(number).cloned().unwrap_or_default()),
        move |text| {
            draft.update(|draft| {
                if let Some(weight) = draft.weights.get_mut(number) {
                    *weight = text;
                }
            });
        },
    );
    let id = fresh_id("weight");
    view! {
        <div class="field">
            <label for=id.clone()>{move || called.get()}</label>
            <span class="with-unit">
                <input
                    id=id inputmode="decimal" autocomplete="off"
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <span class="unit" aria-hidden="true">"%"</span>
            </span>
        </div>
    }
    .into_any()
}

/// Starts what does not run and stops what does; where that is refused, it stays as it was.
fn turn(now: Value, config: Remote<Published>) {
    let (to, said) = match experiment::standing(&now) {
        Standing::Running => (Standing::Stopped, experiments::ENDED),
        Standing::Draft | Standing::Stopped => (Standing::Running, experiments::STARTED),
    };
    let name = experiment::name(&now).to_owned();
    let written = experiment::turned(now, to);
    spawn_local(async move {
        match api::put_experiment(experiment::key(&written), &written).await {
            Ok(published) => {
                config.put(published);
                notices::done(tf(said, &[("name", &name)]));
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
