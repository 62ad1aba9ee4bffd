//! One rule: when, for whom, what, and within which limits; with who would match right now.

mod action;
mod deed;
mod fair;
pub(crate) mod limits;
mod save;
mod split;
mod summary;
mod triggers;

use leptos::prelude::*;
use shared::config::Config;

use super::{
    condition::{ConditionCard, Edited},
    matching::Matching,
};
use crate::state::derived::{derived, memo};
use crate::{
    api::{self, Published, Remote, remote},
    edit::{draft::Novelty, rule::RuleDraft},
    i18n::{Text, common, rules, t},
    state::{clock, route::NEW},
    ui::{
        choice::Labelled,
        empty::Empty,
        field::{Bound, Faults, TextField, bound},
        icon::Icon,
        page::{Card, PageHead},
        staged,
        switch::Switch,
    },
};

/// What the parts of the form share.
#[derive(Clone, Copy)]
pub(crate) struct RuleForm {
    /// What the fields say.
    pub(crate) draft: RwSignal<RuleDraft>,
    /// What was last published, to know whether something changed.
    pub(crate) saved: RwSignal<RuleDraft>,
    /// What is wrong.
    pub(crate) faults: Faults,
    /// Whether the condition's text or rows mean something yet.
    pub(crate) unfinished: RwSignal<bool>,
    /// Everything that is published, for offers and segments.
    pub(crate) config: Remote<Published>,
}

impl RuleForm {
    /// For whom it is.
    fn condition(self) -> Edited {
        let draft = self.draft;
        Edited {
            condition: memo(move || draft.with(|draft| draft.condition.clone())).into(),
            change: Callback::new(move |condition| {
                draft.update(|draft| draft.condition = condition);
            }),
            unfinished: self.unfinished,
            faults: self.faults,
            segments: derived(move || {
                self.published().map(|config| config.segments).unwrap_or_default()
            }),
        }
    }

    /// What is published, once it is known.
    pub(crate) fn published(self) -> Option<Config> {
        self.config.value().map(|published| published.config)
    }
}

/// An id for something new: its kind and the moment, so that two operators rarely take one id.
pub(crate) fn fresh_id(kind: &str) -> String {
    format!("{kind}-{:x}", clock::moment().unix_millis())
}

/// Shows the editor of a rule, or of one that is not made yet.
#[component]
pub(crate) fn RulePage(
    /// The rule's id, or `new`.
    id: String,
) -> impl IntoView {
    let config = remote(api::config);
    let novelty = if id == NEW { Novelty::New } else { Novelty::Published };
    let is_new = novelty == Novelty::New;
    let name: Text = if is_new { rules::NEW } else { rules::EDIT };
    let title = {
        let id = id.clone();
        derived(move || {
            let published = config.value();
            let rule = published.and_then(|published| {
                published.config.rules.into_iter().find(|rule| rule.id.as_str() == id)
            });
            rule.map_or_else(|| t(name)().to_owned(), |rule| rule.name)
        })
    };
    // Only the first answer fills the form: what is typed is not overwritten by what is published.
    let first = Memo::new(move |before: Option<&Option<Option<RuleDraft>>>| {
        if let Some(Some(found)) = before {
            return Some(found.clone());
        }
        config.value().map(|published| {
            if is_new {
                Some(RuleDraft::fresh(fresh_id("rule")))
            } else {
                published.config.rules.iter().find(|rule| rule.id.as_str() == id).map(RuleDraft::of)
            }
        })
    });
    view! {
        <PageHead title=title back=(rules::BACK, "#/rules")/>
        {staged::kept(config, 8, move || move || match first.get() {
            Some(Some(draft)) => view! { <Editor draft=draft novelty=novelty config=config/> }.into_any(),
            Some(None) => missing().into_any(),
            None => ().into_any(),
        })}
    }
}

fn missing() -> impl IntoView {
    view! {
        <div class="card">
            <Empty
                picture=Icon::Rules title=rules::MISSING hint=common::NOT_FOUND_HINT
                go=(rules::BACK, "#/rules")
            />
        </div>
    }
}

#[component]
fn Editor(draft: RuleDraft, novelty: Novelty, config: Remote<Published>) -> impl IntoView {
    let form = RuleForm {
        saved: RwSignal::new(draft.clone()),
        draft: RwSignal::new(draft),
        faults: RwSignal::new(Vec::new()),
        unfinished: RwSignal::new(false),
        config,
    };
    view! {
        <form class="editor" novalidate on:submit=move |event| {
            event.prevent_default();
            save::save(form, novelty);
        }>
            <div class="editor-main">
                <Basics form=form/>
                <triggers::Triggers form=form/>
                <ConditionCard
                    edited=form.condition() title=rules::FOR_WHOM hint=rules::FOR_WHOM_HINT
                />
                <action::ActionCard form=form/>
                <split::SplitCard form=form/>
                <limits::Limits form=form/>
            </div>
            <div class="editor-side">
                <summary::Summary form=form/>
                <Matching
                    condition=form.condition().condition unfinished=form.unfinished hint=rules::MATCH_NOTE
                />
            </div>
            <save::SaveBar form=form novelty=novelty/>
        </form>
    }
}

#[component]
fn Basics(form: RuleForm) -> impl IntoView {
    let RuleForm { draft, faults, .. } = form;
    let name: Bound = bound!(draft.name);
    view! {
        <Card title=rules::BASICS>
            <div class="card-body fields">
                <TextField label=rules::NAME value=name name="name" faults=faults example=rules::NAME_EXAMPLE/>
                <div class="field-row">
                    <TextField
                        label=rules::PRIORITY value=bound!(draft.priority) name="priority" faults=faults
                        inputmode="numeric" hint=rules::PRIORITY_HINT
                    />
                    <div class="field switch-field">
                        <Switch
                            label=derived(move || t(rules::ENABLE)().to_owned())
                            on=derived(move || draft.with(|draft| draft.enabled))
                            change=Callback::new(move |on| draft.update(|draft| draft.enabled = on))
                            labelled=Labelled::Above
                        />
                    </div>
                </div>
            </div>
        </Card>
    }
}
