//! Saving an article, taking it out, and taking that back.

use leptos::{prelude::*, task::spawn_local};
use shared::text::Locale;

use super::ArticleForm;
use crate::{
    api,
    edit::{
        article::ArticleDraft,
        draft::{Fault, Novelty},
    },
    i18n::{common, knowledge, t, tf},
    state::{locale, notices, place, route::Route},
    ui::{
        icon::{Icon, icon},
        list::live,
    },
};

/// The bar at the foot of the form.
pub(super) fn bar(form: ArticleForm) -> AnyView {
    let is_new = form.novelty == Novelty::New;
    let changed =
        move || is_new || form.draft.with(|draft| form.saved.with(|saved| draft != saved));
    view! {
        <div class="save-bar">
            {(!is_new).then(|| view! {
                <button class="button quiet danger" type="button" on:click=move |_| delete(form)>
                    {icon(Icon::Delete)} <span>{t(common::DELETE)}</span>
                </button>
            })}
            <span class="save-note muted small" role="status">
                {live(move || (changed().then(|| t(common::UNSAVED)())).into_any())}
            </span>
            <a class="button" href="#/knowledge">{t(common::CANCEL)}</a>
            <button class="button primary" type="submit" disabled=move || !changed()>{t(common::SAVE)}</button>
        </div>
    }
    .into_any()
}

/// Saves what the form means, or says what is wrong with it.
pub(super) fn save(form: ArticleForm) {
    let draft = form.draft.get_untracked();
    let article = match draft.article(form.locale) {
        Ok(article) => article,
        Err(faults) => {
            form.faults.set(faults);
            notices::failed(t(knowledge::FAULT)());
            return;
        }
    };
    form.faults.set(Vec::new());
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::put_article(form.locale, article.id().as_str(), &draft.put()).await {
            Ok(detail) => {
                notices::done(t(knowledge::SAVED)());
                let saved = ArticleDraft::of(&detail.article);
                let _gone = form.saved.try_set(saved.clone());
                let _gone = form.draft.try_set(saved);
                let _gone = form.versions.try_set(detail.versions);
                if form.novelty == Novelty::New && place::current_untracked() == begun {
                    place::go_instead(&Route::article(form.locale, article.id().as_str()));
                }
            }
            Err(failure) => {
                if !failure.path().is_empty() {
                    let _gone =
                        form.faults.try_set(vec![Fault::there(failure.path(), failure.detail())]);
                }
                notices::failed(failure.line(locale::current()));
            }
        }
    });
}

/// Takes the article out; the notice can bring it back.
fn delete(form: ArticleForm) {
    let (draft, spoken) = (form.saved.get_untracked(), form.locale);
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::delete_article(spoken, &draft.id).await {
            Ok(()) => {
                place::go_from(&begun, &Route::knowledge());
                let says = tf(knowledge::DELETED, &[("name", &draft.title)]);
                let undo = Callback::new(move |()| restore(spoken, draft.clone()));
                notices::done_with(says, t(common::UNDO)().to_owned(), undo);
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}

fn restore(spoken: Locale, draft: ArticleDraft) {
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::put_article(spoken, &draft.id, &draft.put()).await {
            Ok(_) => {
                notices::done(tf(knowledge::RESTORED, &[("name", &draft.title)]));
                place::go_from(&begun, &Route::article(spoken, &draft.id));
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
