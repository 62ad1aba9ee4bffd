//! One conversation in the list.

use leptos::prelude::*;
use shared::{
    conversation::Speaker,
    wire::inbox::{Conversation, Inbox},
};

use super::Shown;
use crate::{
    api::Remote,
    explain::period,
    i18n::{inbox, t, tf},
    screens::{
        visitor::name_of,
        visitors::line::{self as person, avatar, hue},
    },
    state::{clock, figures::figures, locale, route::Route},
    ui::list::{Views as _, live},
};

/// What to call whom it is with.
pub(super) fn called(conversation: &Conversation) -> String {
    person::called(&conversation.person)
}

/// Draws the line; it follows the conversation.
pub(super) fn line(
    conversation: Memo<Option<Conversation>>,
    everything: Remote<Inbox>,
    (chosen, shown): (Memo<String>, Memo<Shown>),
) -> impl IntoView {
    let profile = conversation.with_untracked(|known| {
        known.as_ref().map(|known| known.person.profile.to_string()).unwrap_or_default()
    });
    let of = profile.clone();
    let address =
        move || Route::Inbox { profile: of.clone(), shown: shown.get().key().to_owned() }.address();
    let here = move || (chosen.get() == profile).then_some("true");
    view! {
        <li class="inbox-line" data-line="">
            <a href=address aria-current=here>
                {live(move || {
                    let Some(known) = conversation.get() else { return ().into_any() };
                    let colleagues =
                        everything.value().map(|all| all.colleagues).unwrap_or_default();
                    let has_it = known.assignee.as_ref().map(|who| name_of(&colleagues, who.as_str()));
                    content(&known, has_it)
                })}
            </a>
        </li>
    }
}

fn content(known: &Conversation, has_it: Option<String>) -> AnyView {
    let now = clock::now();
    let ago = period::ago(known.last.at, now, locale::current());
    let waits = known.waiting_since.map(|since| {
        let time = period::lasted(now.since(since), locale::current());
        view! { <span class="badge warn">{tf(inbox::WAITING, &[("time", &time)])}</span> }
    });
    let unread = (0 < known.unread).then(|| {
        let count = figures().count(known.unread.into());
        let says = tf(inbox::UNREAD, &[("n", &count)]);
        view! {
            <span class="count-badge">
                <span aria-hidden="true">{count}</span><span class="visually-hidden">{says}</span>
            </span>
        }
    });
    let labels = known.labels.iter().take(3).map(|label| {
        view! { <span class="badge outline">{label.clone()}</span> }
    });
    view! {
        <span class=hue(known.person.profile.as_str()) aria-hidden="true">
            {avatar(&known.person)}
            {known.person.online.then(|| view! { <span class="online-dot"></span> })}
        </span>
        <span class="inbox-line-words">
            <span class="inbox-line-head">
                <strong>{called(known)}</strong>
                <span class="muted small">{ago}</span>
            </span>
            <span class="inbox-line-said">
                <span class="muted clip">{said(known)}</span>
                {unread}
            </span>
            <span class="badges">
                {waits}
                {has_it.map(|name| view! { <span class="badge good">{name}</span> })}
                {labels.views()}
            </span>
        </span>
    }
    .into_any()
}

/// The last word, with who said it where it was not the person.
fn said(known: &Conversation) -> String {
    let by = match known.last.from {
        Speaker::Visitor => "",
        Speaker::Assistant => t(inbox::BY_ASSISTANT)(),
        Speaker::Agent => t(inbox::BY_US)(),
    };
    let text = if known.last.text.is_empty() { t(inbox::A_CARD)() } else { &known.last.text };
    [by, text].concat()
}
