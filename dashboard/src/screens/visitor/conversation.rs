//! The conversation with a person: who answers, what was said, and the operator's own word in it.
//!
//! What an operator writes takes the conversation over: the assistant is silent from then on, until it is handed back or
//! ended. The edge says whether a deed is possible ([`shared::conversation::Status`]); only those that are get a button.

mod composer;
mod said;

pub(crate) use composer::{Pen, composer, fresh_id, name_of};
pub(super) use said::content;
pub(crate) use said::log;

use core::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use shared::{
    conversation::{Message, Status, Step},
    time::Timestamp,
    wire::admin::{Conduct, TimelineItem},
};

use crate::{
    api,
    explain::{Figures as _, period},
    i18n::{Text, conversation, t, tf},
    state::{
        clock,
        derived::{derived, memo},
        figures::figures,
        locale, notices,
    },
    ui::{
        list::{Views as _, live},
        page::Card,
    },
};

/// How long a conversation is put aside.
const NAP: Duration = Duration::from_hours(1);

/// The card. `items` is what happened to the person, newest first; `told` is called when the operator changed something.
#[component]
pub(super) fn Conversation(
    /// The person.
    profile: String,
    /// Who answers.
    status: Memo<Status>,
    /// What happened.
    items: Memo<Vec<TimelineItem>>,
    /// Called when the operator said or did something.
    told: Callback<()>,
) -> impl IntoView {
    let messages = memo(move || items.with(|items| messages_of(items)));
    let is_empty = memo(move || messages.with(Vec::is_empty));
    let whose = StoredValue::new(profile);
    // What is written outlives a view that is drawn anew.
    let text = RwSignal::new(String::new());
    let pen = move |profile: String| Pen { profile, text, colleagues: derived(Vec::new), told };
    view! {
        <Card
            title=conversation::TITLE class="talk-card"
            aside=(move || standing(status)).into()
        >
            {live(move || {
                if is_empty.get() {
                    return view! { <p class="muted card-note">{t(conversation::EMPTY)}</p> }.into_any();
                }
                let profile = whose.get_value();
                view! {
                    {live(move || log(&messages.get()))}
                    {composer(pen(profile.clone()))}
                    {deeds(profile, status, told)}
                }
                .into_any()
            })}
        </Card>
    }
}

/// The messages, oldest first.
pub(crate) fn messages_of(items: &[TimelineItem]) -> Vec<Message> {
    let mut messages: Vec<Message> = items
        .iter()
        .filter_map(|item| match item {
            TimelineItem::Message { message, .. } => Some((**message).clone()),
            TimelineItem::Event { .. } | TimelineItem::Decision { .. } => None,
        })
        .collect();
    messages.sort_by_key(|message| message.seq);
    messages
}

/// Who answers, as a badge.
pub(crate) fn standing(status: Memo<Status>) -> AnyView {
    live(move || {
        let status = status.get();
        let class = match status {
            Status::Open => "badge",
            Status::Pending { .. } => "badge warn",
            Status::Human { .. } => "badge good",
            Status::Snoozed { .. } | Status::Resolved { .. } => "badge outline",
        };
        view! { <span class=class data-status=status.name()>{standing_says(status)}</span> }
            .into_any()
    })
}

fn standing_says(status: Status) -> String {
    match status {
        Status::Open => t(conversation::OPEN)().to_owned(),
        Status::Pending { since, .. } => {
            let ago = period::ago(since, clock::now(), locale::current());
            tf(conversation::PENDING, &[("ago", &ago)])
        }
        Status::Human { .. } => t(conversation::HUMAN)().to_owned(),
        Status::Snoozed { until } => {
            tf(conversation::SNOOZED, &[("moment", &figures().moment(until))])
        }
        Status::Resolved { .. } => t(conversation::RESOLVED)().to_owned(),
    }
}

/// What may be done with the conversation as it is.
pub(crate) fn deeds(profile: String, status: Memo<Status>, told: Callback<()>) -> AnyView {
    live(move || {
        let (status, now) = (status.get(), clock::moment());
        let nap = Conduct::Snooze { until: now.saturating_add(NAP) };
        let all = [
            (Conduct::HandBack, conversation::HAND_BACK, conversation::HANDED_BACK),
            (nap, conversation::SNOOZE, conversation::SNOOZE_DONE),
            (Conduct::Resolve, conversation::RESOLVE, conversation::RESOLVE_DONE),
        ];
        let possible = all.into_iter().filter(|(conduct, ..)| is_possible(status, *conduct));
        let buttons = possible.map(|(conduct, word, done)| {
            let profile = profile.clone();
            deed(profile, conduct, (word, done), told)
        });
        view! {
            <div class="talk-deeds" role="group" aria-label=t(conversation::DEEDS)>
                {buttons.views()}
            </div>
        }
        .into_any()
    })
}

/// Whether the edge would take it. A nap is always ahead here; whether it fits is what counts.
fn is_possible(status: Status, conduct: Conduct) -> bool {
    let before = Timestamp::default();
    let step = match conduct {
        Conduct::Snooze { .. } => Step::Snoozed { until: before.saturating_add(NAP) },
        Conduct::HandBack | Conduct::Resolve => conduct.step(),
    };
    status.after(step, before).is_ok()
}

fn deed(
    profile: String,
    conduct: Conduct,
    (word, done): (Text, Text),
    told: Callback<()>,
) -> AnyView {
    let busy = RwSignal::new(false);
    let go = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let profile = profile.clone();
        // The hour begins when the button is pressed, not when it was drawn.
        let conduct = match conduct {
            Conduct::Snooze { .. } => {
                Conduct::Snooze { until: clock::moment().saturating_add(NAP) }
            }
            Conduct::HandBack | Conduct::Resolve => conduct,
        };
        spawn_local(async move {
            let outcome = api::conduct(&profile, conduct).await;
            let _gone = busy.try_set(false);
            match outcome {
                Ok(()) => notices::done(t(done)()),
                Err(failure) => notices::failed(failure.line(locale::current())),
            }
            // Where it was refused somebody else was faster: show what is.
            told.try_run(());
        });
    };
    view! {
        <button class="button small" type="button" on:click=go>{t(word)}</button>
    }
    .into_any()
}
