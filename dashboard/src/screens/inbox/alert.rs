//! Desktop alerts: somebody began to wait while nobody looked at the page.

use leptos::{prelude::*, task::spawn_local};
use shared::wire::inbox::{Conversation, Inbox};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationPermission};

use super::line::called;
use crate::{
    i18n::{inbox, t, tf},
    state::notices,
    ui::list::live,
};

/// Asks the browser whether it may.
pub(super) fn button() -> AnyView {
    let is_set = RwSignal::new(Notification::permission() == NotificationPermission::Granted);
    let ask = move |_| {
        let Ok(asked) = Notification::request_permission() else { return };
        spawn_local(async move {
            let answer = JsFuture::from(asked).await.ok().and_then(|answer| answer.as_string());
            if answer.as_deref() == Some("granted") {
                let _gone = is_set.try_set(true);
                notices::done(t(inbox::NOTIFY_SET)());
            } else {
                notices::failed(t(inbox::NOTIFY_REFUSED)().to_owned());
            }
        });
    };
    live(move || {
        if is_set.get() {
            return ().into_any();
        }
        view! { <button class="button" type="button" on:click=ask>{t(inbox::NOTIFY_ON)}</button> }
            .into_any()
    })
}

/// Says that somebody began to wait, where the page is not looked at.
pub(super) fn tell(before: Option<&Inbox>, now: &Conversation) {
    let waited = before.is_some_and(|all| {
        let mut known = all.conversations.iter();
        known.any(|known| {
            known.person.profile == now.person.profile && known.waiting_since.is_some()
        })
    });
    let is_allowed = Notification::permission() == NotificationPermission::Granted;
    if now.waiting_since.is_some() && !waited && is_allowed && document().hidden() {
        // A browser that takes it back shows none.
        drop(Notification::new(&tf(inbox::NOTIFY_WAITS, &[("name", &called(now))])));
    }
}
