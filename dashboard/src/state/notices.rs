//! Short notices at the edge of the page: what was done, what went wrong, and "undo".

use core::time::Duration;

use leptos::prelude::*;

/// How long a notice stays; one with an action stays longer, so that it can be read and reached.
const STAYS: Duration = Duration::from_secs(5);
const STAYS_WITH_ACTION: Duration = Duration::from_secs(12);

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// It worked.
    Done,
    /// It did not.
    Failed,
}

/// One notice.
#[derive(Clone)]
pub(crate) struct Notice {
    /// Its number.
    pub(crate) key: u32,
    /// What it is about.
    pub(crate) tone: Tone,
    /// What it says.
    pub(crate) text: String,
    /// What can be done about it: the word on the button, and the deed.
    pub(crate) action: Option<(String, Callback<()>)>,
}

thread_local! {
    static SHOWN: ArcRwSignal<Vec<Notice>> = ArcRwSignal::new(Vec::new());
    static NEXT: core::cell::Cell<u32> = const { core::cell::Cell::new(0) };
}

/// The notices on show, oldest first.
pub(crate) fn shown() -> Vec<Notice> {
    SHOWN.with(Get::get)
}

/// The notice of that number, while it is on show.
pub(crate) fn find(key: &str) -> Option<Notice> {
    SHOWN.with(|shown| {
        shown.with_untracked(|shown| {
            shown.iter().find(|notice| notice.key.to_string() == key).cloned()
        })
    })
}

/// Says that something worked.
pub(crate) fn done(text: impl Into<String>) {
    show(Tone::Done, text.into(), None);
}

/// Says that something worked, and offers to take it back.
pub(crate) fn done_with(text: String, word: String, action: Callback<()>) {
    show(Tone::Done, text, Some((word, action)));
}

/// Says that something did not work.
pub(crate) fn failed(text: impl Into<String>) {
    show(Tone::Failed, text.into(), None);
}

/// Takes a notice away.
pub(crate) fn dismiss(key: u32) {
    SHOWN.with(|shown| shown.update(|shown| shown.retain(|notice| notice.key != key)));
}

fn show(tone: Tone, text: String, action: Option<(String, Callback<()>)>) {
    let key = NEXT.with(|next| {
        let key = next.get();
        next.set(key.wrapping_add(1));
        key
    });
    let stays = if action.is_some() { STAYS_WITH_ACTION } else { STAYS };
    SHOWN.with(|shown| shown.update(|shown| shown.push(Notice { key, tone, text, action })));
    set_timeout(move || dismiss(key), stays);
}
