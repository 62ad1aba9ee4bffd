//! One experiment: what it says so far, how it is set up, and how many people it takes.

mod form;
mod planner;
mod results;
mod save;
mod standing;

use leptos::prelude::*;
use serde_json::Value;

use self::planner::Planner;
use super::{
    condition::{ConditionCard, Edited},
    rule::fresh_id,
};
use crate::{
    api::{self, Published, Remote, remote},
    edit::{
        draft::Novelty,
        experiment::{self, ExperimentDraft, Standing},
    },
    i18n::{Text, common, experiments, t, tf},
    state::{
        derived::{derived, memo},
        route::NEW,
    },
    ui::{empty::Empty, field::Faults, icon::Icon, list::live, page::PageHead, staged},
};

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct ExperimentForm {
    /// What the fields say.
    draft: RwSignal<ExperimentDraft>,
    /// What was last published, to know whether something changed.
    saved: RwSignal<ExperimentDraft>,
    /// What is wrong.
    faults: Faults,
    /// Whether the condition's text or rows mean something yet.
    unfinished: RwSignal<bool>,
    /// Everything that is published.
    config: Remote<Published>,
    /// Whether it is published itself.
    novelty: Novelty,
    /// How many people it takes.
    planner: Planner,
}

impl ExperimentForm {
    /// The experiment as it is published; null while it is not.
    fn published(self) -> Value {
        let key = self.saved.with(|saved| saved.key.clone());
        let config = self.config.value().map(|published| published.config);
        config.and_then(|config| experiment::find(&config, &key)).unwrap_or_default()
    }

    /// Whether it is a scenario beside its holdout, which has no settings of its own.
    fn is_holdout(self) -> bool {
        self.saved.with_untracked(|saved| experiment::is_holdout(&saved.key))
    }

    /// Who may take part.
    fn condition(self) -> Edited {
        let (draft, config) = (self.draft, self.config);
        Edited {
            condition: memo(move || draft.with(|draft| draft.condition.clone())).into(),
            change: Callback::new(move |condition| {
                draft.update(|draft| draft.condition = condition);
            }),
            unfinished: self.unfinished,
            faults: self.faults,
            segments: derived(move || {
                config.value().map(|published| published.config.segments).unwrap_or_default()
            }),
        }
    }
}

/// What operators call where an experiment stands.
pub(crate) const fn said(standing: Standing) -> Text {
    match standing {
        Standing::Running => experiments::RUNNING,
        Standing::Draft => experiments::DRAFT,
        Standing::Stopped => experiments::STOPPED,
    }
}

/// Shows an experiment, or the form of one that is not made yet.
#[component]
pub(crate) fn ExperimentPage(
    /// The experiment's key, or `new`.
    key: String,
) -> impl IntoView {
    let config = remote(api::config);
    let is_new = key == NEW;
    let novelty = if is_new { Novelty::New } else { Novelty::Published };
    let find =
        move |key: &str| config.value().map(|published| experiment::find(&published.config, key));
    let of = key.clone();
    let title = derived(move || match find(&of).flatten() {
        Some(one) => called(&one),
        None => t(if is_new { experiments::NEW } else { common::NAV_EXPERIMENTS })().to_owned(),
    });
    // Only the first answer fills the form: what is typed is not overwritten by what is published.
    let first = Memo::new(move |before: Option<&Option<Option<ExperimentDraft>>>| {
        if let Some(Some(found)) = before {
            return Some(found.clone());
        }
        let found = find(&key)?;
        Some(if is_new {
            Some(ExperimentDraft::fresh(fresh_id("experiment")))
        } else {
            found.as_ref().map(ExperimentDraft::of)
        })
    });
    view! {
        <PageHead title=title back=(experiments::BACK, "#/experiments")/>
        {staged::kept(config, 8, move || move || match first.get() {
            Some(Some(draft)) => editor(draft, novelty, config),
            Some(None) => missing(),
            None => ().into_any(),
        })}
    }
}

fn missing() -> AnyView {
    view! {
        <div class="card">
            <Empty
                picture=Icon::Experiments title=experiments::MISSING hint=common::NOT_FOUND_HINT
                go=(experiments::BACK, "#/experiments")
            />
        </div>
    }
    .into_any()
}

/// What operators call an experiment, or the comparison of a scenario with its holdout.
pub(crate) fn called(one: &Value) -> String {
    let name = experiment::name(one);
    if experiment::is_holdout(experiment::key(one)) {
        tf(experiments::HOLDOUT_OF, &[("name", name)])
    } else {
        name.to_owned()
    }
}

fn editor(draft: ExperimentDraft, novelty: Novelty, config: Remote<Published>) -> AnyView {
    let form = ExperimentForm {
        saved: RwSignal::new(draft.clone()),
        draft: RwSignal::new(draft),
        faults: RwSignal::new(Vec::new()),
        unfinished: RwSignal::new(false),
        config,
        novelty,
        planner: Planner::new(),
    };
    if form.is_holdout() {
        return holdout(form);
    }
    let standing = memo(move || experiment::standing(&form.published()));
    let is_published = novelty == Novelty::Published;
    view! {
        {is_published.then(|| standing::standing(form))}
        {live(move || match standing.get() {
            Standing::Running | Standing::Stopped if is_published => results::results(form),
            Standing::Running | Standing::Stopped | Standing::Draft => ().into_any(),
        })}
        <form class="editor" novalidate on:submit=move |event| {
            event.prevent_default();
            save::save(form);
        }>
            <div class="editor-main">
                {form::basics(form)}
                {form::groups(form)}
                <ConditionCard
                    edited=form.condition() title=experiments::WHO hint=experiments::WHO_HINT
                />
                {form::exclusion(form)}
            </div>
            <div class="editor-side">{planner::planner(form)}</div>
            {save::bar(form)}
        </form>
    }
    .into_any()
}

/// A scenario beside its holdout: what it says so far, and where it is set.
fn holdout(form: ExperimentForm) -> AnyView {
    view! {
        <p class="hint">
            {t(experiments::HOLDOUT_HINT)} " " <a class="link" href="#/settings">{t(experiments::HOLDOUT_SETTINGS)}</a>
        </p>
        {results::results(form)}
    }
    .into_any()
}
