//! What colleagues say to each other about a conversation; the person never sees it.

use leptos::prelude::*;
use shared::wire::inbox::{Colleague, InboxStep, Note};

use super::opened::Opened;
use crate::{
    edit::draft::Fault,
    explain::period,
    i18n::{inbox, t},
    screens::visitor::{fresh_id, name_of},
    state::{clock, derived::derived, locale, notices},
    ui::{
        choice::Select,
        field::{Faults, LongField},
        list::{Views as _, live},
        page::Card,
    },
};

/// The notes, and the form for another.
pub(super) fn notes(open: Opened) -> AnyView {
    let (text, mention) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (faults, id) = (Faults::new(Vec::new()), RwSignal::new(fresh_id()));
    let colleagues = move || open.everything.value().map(|all| all.colleagues).unwrap_or_default();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked();
        if said.trim().is_empty() {
            faults.set(vec![Fault::here("note", inbox::NOTE_EMPTY)]);
            return;
        }
        faults.set(Vec::new());
        let Ok(number) = id.get_untracked().parse() else { return };
        let mentions = mention.get_untracked().parse().into_iter().collect();
        open.step(InboxStep::Note { id: number, text: said, mentions }, move |_| {
            let _gone = text.try_set(String::new());
            let _gone = mention.try_set(String::new());
            let _gone = id.try_set(fresh_id());
            notices::done(t(inbox::NOTE_ADDED)());
        });
    };
    let options = derived(move || {
        let nobody = (String::new(), t(inbox::MENTION_NOBODY)().to_owned());
        let others = colleagues().into_iter().map(|one| (one.operator.to_string(), one.name));
        [nobody].into_iter().chain(others).collect::<Vec<_>>()
    });
    view! {
        <Card title=inbox::NOTES hint=inbox::NOTES_HINT>
            {live(move || {
                let notes = open.conversation.get().map(|known| known.notes).unwrap_or_default();
                let colleagues = colleagues();
                view! { <ul class="lines">{notes.iter().map(|note| line(note, &colleagues)).views()}</ul> }
                    .into_any()
            })}
            <form class="inbox-note" on:submit=add>
                <LongField label=inbox::NOTE value=text name="note" faults=faults/>
                <Select label=inbox::MENTION value=mention options=options name="mention"/>
                <button class="button small" type="submit">{t(inbox::NOTE_ADD)}</button>
            </form>
        </Card>
    }
    .into_any()
}

fn line(note: &Note, colleagues: &[Colleague]) -> AnyView {
    let ago = period::ago(note.at, clock::now(), locale::current());
    let by = name_of(colleagues, &note.by);
    let mentions = note.mentions.iter().map(|who| {
        let name = ["@", &name_of(colleagues, who.as_str())].concat();
        view! { <span class="badge intent">{name}</span> }
    });
    view! {
        <li class="line">
            <span class="line-main">
                <span class="muted small">{by} " · " {ago}</span>
                <span class="inbox-note-text">{note.text.clone()}</span>
                <span class="badges">{mentions.views()}</span>
            </span>
        </li>
    }
    .into_any()
}
