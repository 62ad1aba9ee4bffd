//! Saying what a message is about: a list of the labels, and a button that saves.

use leptos::{prelude::*, task::spawn_local};
use shared::intent::Label;

use crate::{
    api,
    explain::intent,
    i18n::{common, model, t, tf},
    state::{derived::derived, locale, notices},
    ui::choice::{Labelled, Select},
};

/// The control for one message.
///
/// `chosen` is what the list shows, so that it outlives a view that is drawn anew; `before` is the label that a person
/// gave already, which "undo" restores; `saved` hears the label that now holds, empty after an undo of the first.
pub(crate) fn control(
    (profile, message): (String, String),
    chosen: RwSignal<String>,
    before: Option<Label>,
    saved: Callback<String>,
) -> AnyView {
    let busy = RwSignal::new(false);
    let before = before.map(Label::as_str).unwrap_or_default();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let named = (profile.clone(), message.clone());
        let label = chosen.get_untracked();
        spawn_local(async move {
            let outcome = api::put_label(&named.0, &named.1, &label).await;
            // Gone with the page it was on.
            let _gone = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    let name = intent::name(&label, locale::current());
                    let undo = Callback::new(move |()| undo(named.clone(), before, saved));
                    let says = tf(model::LABELLED, &[("label", &name)]);
                    notices::done_with(says, t(common::UNDO)().to_owned(), undo);
                    saved.try_run(label);
                }
                Err(failure) => notices::failed(failure.line(locale::current())),
            }
        });
    };
    view! {
        <form class="labeller" on:submit=save>
            <Select
                label=model::LABEL value=chosen options=derived(options) name="label"
                labelled=Labelled::Unseen
            />
            <button class="button small" type="submit">
                {t(model::SAVE_LABEL)}
            </button>
        </form>
    }
    .into_any()
}

fn undo((profile, message): (String, String), before: &'static str, saved: Callback<String>) {
    spawn_local(async move {
        match api::put_label(&profile, &message, before).await {
            Ok(()) => {
                notices::done(t(model::UNLABELLED)());
                saved.try_run(before.to_owned());
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}

fn options() -> Vec<(String, String)> {
    let locale = locale::current();
    let option = |label: Label| (label.as_str().to_owned(), intent::name(label.as_str(), locale));
    Label::ALL.into_iter().map(option).collect()
}
