//! One segment: its name and condition, beside who is in it right now.

mod save;

use leptos::prelude::*;
use shared::segment::ready_made::ready_made;

use super::{
    condition::{ConditionCard, Edited},
    matching::Matching,
    rule::fresh_id,
};
use crate::{
    api::{self, Published, Remote, remote},
    edit::{draft::Novelty, segment::SegmentDraft},
    explain::Figures as _,
    i18n::{common, segments, t},
    state::{
        derived::{derived, memo},
        figures::figures,
        locale,
        route::NEW,
    },
    ui::{
        empty::Empty,
        field::{Faults, TextField, bound},
        icon::Icon,
        page::{Card, PageHead},
        staged,
    },
};

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct SegmentForm {
    /// What the fields say.
    draft: RwSignal<SegmentDraft>,
    /// What was last published, to know whether something changed.
    saved: RwSignal<SegmentDraft>,
    /// What is wrong.
    faults: Faults,
    /// Whether the condition's text or rows mean something yet.
    unfinished: RwSignal<bool>,
    /// Everything that is published.
    config: Remote<Published>,
    /// Whether it is published itself.
    novelty: Novelty,
}

impl SegmentForm {
    fn condition(self) -> Edited {
        let Self { draft, config, .. } = self;
        Edited {
            condition: memo(move || draft.with(|draft| draft.condition.clone())).into(),
            change: Callback::new(move |condition| {
                draft.update(|draft| draft.condition = condition);
            }),
            unfinished: self.unfinished,
            faults: self.faults,
            // A segment cannot be a part of itself.
            segments: derived(move || {
                let all = config.value().map(|published| published.config.segments);
                let own = draft.with_untracked(|draft| draft.id.clone());
                let others = all.unwrap_or_default().into_iter();
                others.filter(|segment| segment.id.as_str() != own).collect()
            }),
        }
    }
}

/// Shows the editor of a segment, or of one that is not made yet.
#[component]
pub(crate) fn SegmentPage(
    /// The segment's id, or `new`.
    id: String,
    /// The ready-made one that a new segment starts from; empty for none.
    from: String,
) -> impl IntoView {
    let config = remote(api::config);
    let is_new = id == NEW;
    let novelty = if is_new { Novelty::New } else { Novelty::Published };
    let of = id.clone();
    let title =
        derived(
            move || {
                if is_new { t(segments::NEW)().to_owned() } else { figures().segment(&of) }
            },
        );
    // Only the first answer fills the form: what is typed is not overwritten by what is published.
    let first = Memo::new(move |before: Option<&Option<Option<SegmentDraft>>>| {
        if let Some(Some(found)) = before {
            return Some(found.clone());
        }
        config.value().map(|published| {
            let all = published.config.segments;
            if !is_new {
                return all.iter().find(|known| known.id.as_str() == id).map(SegmentDraft::of);
            }
            let ready = ready_made().into_iter().find(|ready| ready.id == from);
            let mut draft = ready.map_or_else(
                || SegmentDraft::fresh(fresh_id("segment")),
                |ready| SegmentDraft::from_ready_made(&ready, untrack(locale::current)),
            );
            if all.iter().any(|known| known.id.as_str() == draft.id) {
                draft.id = fresh_id("segment");
            }
            Some(draft)
        })
    });
    view! {
        <PageHead title=title back=(segments::BACK, "#/segments")/>
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
                picture=Icon::Segments title=segments::MISSING hint=common::NOT_FOUND_HINT
                go=(segments::BACK, "#/segments")
            />
        </div>
    }
    .into_any()
}

fn editor(draft: SegmentDraft, novelty: Novelty, config: Remote<Published>) -> AnyView {
    let form = SegmentForm {
        saved: RwSignal::new(draft.clone()),
        draft: RwSignal::new(draft),
        faults: RwSignal::new(Vec::new()),
        unfinished: RwSignal::new(false),
        config,
        novelty,
    };
    let edited = form.condition();
    view! {
        <form class="editor" novalidate on:submit=move |event| {
            event.prevent_default();
            save::save(form);
        }>
            <div class="editor-main">
                {basics(form)}
                <ConditionCard edited=edited title=segments::WHO hint=segments::WHO_HINT/>
            </div>
            <div class="editor-side">
                <Matching
                    condition=edited.condition unfinished=form.unfinished hint=segments::PREVIEW_NOTE
                />
            </div>
            {save::bar(form)}
        </form>
    }
    .into_any()
}

fn basics(form: SegmentForm) -> AnyView {
    let SegmentForm { draft, faults, .. } = form;
    let id = draft.with_untracked(|draft| draft.id.clone());
    view! {
        <Card title=segments::BASICS>
            <div class="card-body fields">
                <div class="field-row">
                    <TextField
                        label=segments::NAME value=bound!(draft.name) name="name" faults=faults
                        example=segments::NAME_EXAMPLE
                    />
                    {if form.novelty == Novelty::New {
                        view! {
                            <TextField
                                label=segments::ID value=bound!(draft.id) name="id" faults=faults
                                hint=segments::ID_HINT
                            />
                        }
                        .into_any()
                    } else {
                        view! {
                            <div class="field">
                                <span class="field-name">{t(segments::ID)}</span>
                                <code class="field-fixed">{id}</code>
                            </div>
                        }
                        .into_any()
                    }}
                </div>
            </div>
        </Card>
    }
    .into_any()
}
