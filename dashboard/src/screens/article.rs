//! One article in one language: its words, beside what the assistant will say from it, and what it said before.

mod save;

use leptos::prelude::*;
use shared::{
    text::Locale,
    wire::knowledge::{ArticleDetail, ArticleVersion},
};

use super::{knowledge::language, versions::by};
use crate::{
    api::{self, Failure, Stage, remote},
    edit::{article::ArticleDraft, draft::Novelty},
    explain::Figures as _,
    i18n::{Text, common, knowledge, t},
    state::{
        derived::{derived, memo},
        figures::figures,
        route::NEW,
    },
    ui::{
        empty::Empty,
        field::{Faults, LongField, TextField, bound},
        icon::Icon,
        list::{Views as _, live},
        page::{Card, PageHead},
        staged,
    },
};

/// What the parts of the form share.
#[derive(Clone, Copy)]
struct ArticleForm {
    locale: Locale,
    novelty: Novelty,
    draft: RwSignal<ArticleDraft>,
    saved: RwSignal<ArticleDraft>,
    faults: Faults,
    versions: RwSignal<Vec<ArticleVersion>>,
}

/// Shows the editor of an article, or of one that is not written yet.
#[component]
pub(crate) fn ArticlePage(
    /// Its language.
    locale: Locale,
    /// The article's id, or `new`.
    id: String,
    /// What a new one is to be called.
    from: String,
) -> impl IntoView {
    let is_new = id == NEW;
    let name: Text = if is_new { knowledge::NEW } else { knowledge::EDIT };
    if is_new {
        let draft = ArticleDraft { title: from, ..ArticleDraft::default() };
        return view! {
            <PageHead title=derived(move || head(name, locale)) back=(knowledge::BACK, "#/knowledge")/>
            {editor(ArticleForm::of(locale, draft, Vec::new(), Novelty::New))}
        }
        .into_any();
    }
    let known = remote(move || api::article(locale, &id));
    let is_gone = memo(
        move || matches!(known.core().stage(), Stage::Failed(Failure::Problem(problem)) if problem.status == 404),
    );
    view! {
        <PageHead title=derived(move || head(name, locale)) back=(knowledge::BACK, "#/knowledge")/>
        {live(move || if is_gone.get() {
            missing()
        } else {
            staged::kept(known, 8, move || {
                let detail = known.value();
                detail.map(|ArticleDetail { article, versions, .. }| {
                    let draft = ArticleDraft::of(&article);
                    editor(ArticleForm::of(locale, draft, versions, Novelty::Published))
                })
            })
        })}
    }
    .into_any()
}

fn head(name: Text, locale: Locale) -> String {
    [t(name)(), " · ", t(language(locale))()].concat()
}

fn missing() -> AnyView {
    view! {
        <div class="card">
            <Empty
                picture=Icon::Knowledge title=knowledge::MISSING hint=common::NOT_FOUND_HINT
                go=(knowledge::BACK, "#/knowledge")
            />
        </div>
    }
    .into_any()
}

impl ArticleForm {
    fn of(
        locale: Locale,
        draft: ArticleDraft,
        versions: Vec<ArticleVersion>,
        novelty: Novelty,
    ) -> Self {
        Self {
            locale,
            novelty,
            saved: RwSignal::new(draft.clone()),
            draft: RwSignal::new(draft),
            faults: RwSignal::new(Vec::new()),
            versions: RwSignal::new(versions),
        }
    }
}

fn editor(form: ArticleForm) -> AnyView {
    view! {
        <form class="editor" novalidate on:submit=move |event| {
            event.prevent_default();
            save::save(form);
        }>
            <div class="editor-main">{words(form)}</div>
            <div class="editor-side">{preview(form)} {versions(form)}</div>
            {save::bar(form)}
        </form>
    }
    .into_any()
}

fn words(form: ArticleForm) -> AnyView {
    let ArticleForm { draft, faults, novelty, .. } = form;
    view! {
        <Card title=knowledge::WORDS>
            <div class="card-body fields">
                {(novelty == Novelty::New).then(|| view! {
                    <TextField
                        label=knowledge::ID value=bound!(draft.id) name="id" faults=faults hint=knowledge::ID_HINT
                    />
                })}
                <TextField
                    label=knowledge::TITLE value=bound!(draft.title) name="title" faults=faults
                    hint=knowledge::TITLE_HINT
                />
                <LongField
                    label=knowledge::BODY value=bound!(draft.body) name="body" faults=faults rows=10
                    hint=knowledge::BODY_HINT
                />
                <LongField
                    label=knowledge::SYNONYMS value=bound!(draft.synonyms) name="synonyms" faults=faults
                    rows=6 hint=knowledge::SYNONYMS_HINT
                />
                <TextField
                    label=knowledge::URL value=bound!(draft.url) name="url" faults=faults
                    hint=knowledge::URL_HINT
                />
            </div>
        </Card>
    }
    .into_any()
}

/// What the assistant says: the same code as at the edge.
fn preview(form: ArticleForm) -> AnyView {
    let ArticleForm { draft, locale, .. } = form;
    let said = memo(move || {
        let mut draft = draft.get();
        // It may not have a name yet.
        if draft.id.trim().is_empty() {
            NEW.clone_into(&mut draft.id);
        }
        draft.article(locale).ok().map(|article| (article.answer(), article.title().to_owned()))
    });
    view! {
        <Card title=knowledge::PREVIEW>
            <div class="card-body talk-preview">
                {live(move || match said.get() {
                    Some((answer, title)) => view! {
                        <p class="talk-text">{answer}</p>
                        <p class="muted small">{t(knowledge::SOURCE)} " " {title}</p>
                    }
                    .into_any(),
                    None => view! { <p class="muted">{t(knowledge::PREVIEW_EMPTY)}</p> }.into_any(),
                })}
            </div>
        </Card>
    }
    .into_any()
}

/// What it said before; its words can be taken back into the form.
fn versions(form: ArticleForm) -> AnyView {
    live(move || {
        let all = form.versions.get();
        if all.is_empty() {
            return ().into_any();
        }
        let line = move |version: ArticleVersion| {
            let stamp = [&by(&version.by), " · ", &figures().moment(version.at)].concat();
            let name = version.article.as_ref().map_or_else(
                || t(knowledge::VERSION_OUT)().to_owned(),
                |article| article.title().to_owned(),
            );
            let take = version.article.map(|article| {
                let draft = form.draft;
                let take = move |_| draft.set(ArticleDraft::of(&article));
                view! {
                    <button class="button small" type="button" on:click=take>{t(knowledge::VERSION_USE)}</button>
                }
            });
            view! {
                <li class="line">
                    <span class="line-main">
                        <strong>{version.version.to_string()} " · " {name}</strong>
                        <span class="muted small">{stamp}</span>
                    </span>
                    {take}
                </li>
            }
        };
        view! {
            <Card title=knowledge::VERSIONS>
                <ul class="lines">{all.into_iter().map(line).views()}</ul>
            </Card>
        }
        .into_any()
    })
}
