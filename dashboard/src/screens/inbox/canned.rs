//! What is said often: one touch puts it where the operator writes, and what they wrote can be kept.

use leptos::{prelude::*, task::spawn_local};
use shared::wire::inbox::CannedReply;

use super::opened::Opened;
use crate::{
    api,
    i18n::{inbox, t, tf},
    screens::visitors::line::called,
    state::{locale, notices, session},
    ui::{
        icon::{Icon, icon},
        list::{Views as _, live},
    },
};

/// The replies, folded away.
pub(super) fn canned(open: Opened) -> AnyView {
    let name = RwSignal::new(String::new());
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (id, text) = (name.get_untracked(), open.draft.get_untracked());
        if id.trim().is_empty() || text.trim().is_empty() {
            notices::failed(t(inbox::CANNED_NEEDS)().to_owned());
            return;
        }
        put(open, id.trim().to_owned(), Some(text));
        name.set(String::new());
    };
    view! {
        <details class="inbox-canned">
            <summary>{icon(Icon::Copy)} {t(inbox::CANNED)}</summary>
            <p class="muted small">{t(inbox::CANNED_HINT)}</p>
            {live(move || {
                let all = open.everything.value().map(|all| all.canned_replies).unwrap_or_default();
                if all.is_empty() {
                    return view! { <p class="muted small">{t(inbox::CANNED_EMPTY)}</p> }.into_any();
                }
                view! { <ul class="lines">{all.into_iter().map(|reply| line(open, reply)).views()}</ul> }.into_any()
            })}
            <form class="inbox-keep" on:submit=keep>
                <input
                    type="text" name="canned" autocomplete="off" maxlength="32"
                    aria-label=t(inbox::CANNED_NAME) placeholder=t(inbox::CANNED_NAME)
                    prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))
                />
                <button class="button small" type="submit">{t(inbox::CANNED_KEEP)}</button>
            </form>
        </details>
    }
    .into_any()
}

fn line(open: Opened, reply: CannedReply) -> AnyView {
    let CannedReply { id, text } = reply;
    let (gone, inserted) = (id.clone(), text.clone());
    let insert = move |_| {
        let words = filled(open, &inserted);
        open.draft.update(|draft| {
            if !draft.is_empty() && !draft.ends_with(char::is_whitespace) {
                draft.push(' ');
            }
            draft.push_str(&words);
        });
    };
    let remove = [t(crate::i18n::common::DELETE)(), " ", &id].concat();
    view! {
        <li class="line">
            <button class="line-main inbox-insert" type="button" on:click=insert>
                <strong>"/" {id}</strong>
                <span class="muted small">{text}</span>
            </button>
            <button
                class="button small quiet" type="button" aria-label=remove
                on:click=move |_| put(open, gone.clone(), None)
            >
                {icon(Icon::Delete)}
            </button>
        </li>
    }
    .into_any()
}

/// The reply with the names in their places.
fn filled(open: Opened, text: &str) -> String {
    let name = open.person.value().map(|person| called(&person.summary)).unwrap_or_default();
    let agent = session::session().map(|session| session.name).unwrap_or_default();
    text.replace("{name}", &name).replace("{agent}", &agent)
}

/// Keeps a reply, or takes it out.
fn put(open: Opened, id: String, text: Option<String>) {
    spawn_local(async move {
        let outcome = match &text {
            Some(text) => api::put_canned_reply(&id, text).await,
            None => api::delete_canned_reply(&id).await,
        };
        match outcome {
            Ok(all) => {
                let done = if text.is_some() { inbox::CANNED_KEPT } else { inbox::CANNED_GONE };
                notices::done(tf(done, &[("name", &id)]));
                open.everything.change(|everything| everything.canned_replies = all);
            }
            Err(failure) => notices::failed(failure.line(locale::current())),
        }
    });
}
