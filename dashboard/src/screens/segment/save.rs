//! Publishing a segment, deleting it, and taking that back.

use leptos::{prelude::*, task::spawn_local};
use shared::segment::Segment;

use super::SegmentForm;
use crate::{
    api,
    edit::{
        draft::{Fault, Novelty},
        segment::{SegmentDraft, users},
    },
    i18n::{common, facts, rules, segments, t, tf},
    state::{locale, notices, place, route::Route},
    ui::{
        icon::{Icon, icon},
        list::live,
    },
};

/// The bar at the foot of the form.
pub(super) fn bar(form: SegmentForm) -> AnyView {
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
                {live(move || changed().then(|| t(common::UNSAVED)()).into_any())}
            </span>
            <a class="button" href="#/segments">{t(common::CANCEL)}</a>
            <button class="button primary" type="submit" disabled=move || !changed()>{t(common::SAVE)}</button>
        </div>
    }
    .into_any()
}

/// Publishes what the form means, or says what is wrong with it.
pub(super) fn save(form: SegmentForm) {
    let mut faults = Vec::new();
    if form.unfinished.get_untracked() {
        faults.push(Fault::here("condition", segments::FAULT_CONDITION));
    }
    let draft = form.draft.get_untracked();
    let known = untrack(move || form.config.value()).map(|published| published.config.segments);
    let is_known =
        known.unwrap_or_default().iter().any(|known| known.id.as_str() == draft.id.trim());
    if form.novelty == Novelty::New && is_known {
        faults.push(Fault::here("id", segments::FAULT_TAKEN));
    }
    let segment = match draft.segment() {
        Ok(segment) if faults.is_empty() => segment,
        Ok(_) => return refuse(form, faults),
        Err(more) => {
            faults.extend(more);
            return refuse(form, faults);
        }
    };
    form.faults.set(Vec::new());
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::put_segment(&segment).await {
            Ok(published) => {
                let hash: String = published.hash.chars().take(12).collect();
                form.config.put(published);
                form.saved.set(SegmentDraft::of(&segment));
                form.draft.set(SegmentDraft::of(&segment));
                notices::done(tf(common::PUBLISHED, &[("hash", &hash)]));
                if form.novelty == Novelty::New && place::current_untracked() == begun {
                    place::go_instead(&page_of(&segment));
                }
            }
            Err(failure) => {
                if !failure.path().is_empty() {
                    form.faults.set(vec![Fault::there(failure.path(), failure.detail())]);
                }
                notices::failed(failure.line(locale::current()));
            }
        }
    });
}

fn page_of(segment: &Segment) -> Route {
    Route::Segment { id: segment.id.to_string(), from: String::new() }
}

fn refuse(form: SegmentForm, faults: Vec<Fault>) {
    form.faults.set(faults);
    notices::failed(t(rules::FAULT_FORM)());
}

/// Takes the published segment out, unless something still names it; the notice can bring it back.
fn delete(form: SegmentForm) {
    let id = form.saved.with_untracked(|saved| saved.id.clone());
    let config = untrack(move || form.config.value()).map(|published| published.config);
    let Some(config) = config else { return };
    let Some(segment) = config.segments.iter().find(|known| known.id.as_str() == id).cloned()
    else {
        return;
    };
    let users = users(&config, &segment);
    if !users.is_empty() {
        let names = users.join(t(facts::LIST_AND)());
        notices::failed(tf(segments::IN_USE, &[("names", &names)]));
        return;
    }
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::delete_segment(segment.id.as_str()).await {
            Ok(_) => {
                place::go_from(&begun, &Route::segments());
                let said = tf(segments::DELETED, &[("name", &segment.name)]);
                let undo = Callback::new(move |()| restore(segment.clone()));
                notices::done_with(said, t(common::UNDO)().to_owned(), undo);
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}

fn restore(segment: Segment) {
    let begun = place::current_untracked();
    spawn_local(async move {
        match api::put_segment(&segment).await {
            Ok(_) => {
                notices::done(tf(segments::RESTORED, &[("name", &segment.name)]));
                place::go_from(&begun, &page_of(&segment));
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
