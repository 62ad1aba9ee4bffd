//! The keys, as `?` shows them.

use leptos::prelude::*;

use super::dialog::Dialog;
use crate::ui::list::Views as _;
use crate::{
    i18n::{Text, common, t},
    ui::page::titled,
};

const KEYS: [(&str, Text); 7] = [
    ("/", common::HELP_SEARCH),
    ("j", common::HELP_DOWN),
    ("k", common::HELP_UP),
    ("Enter", common::HELP_OPEN),
    ("r", common::HELP_ANSWER),
    ("Esc", common::HELP_CLOSE),
    ("?", common::HELP_HELP),
];

/// Shows the keys while `open`.
#[component]
pub(crate) fn Help(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    let line = |(key, words): (&'static str, Text)| {
        view! { <div class="key-line"><dt><kbd>{key}</kbd></dt><dd>{t(words)}</dd></div> }
    };
    move || {
        open.get().then(|| {
            view! {
                <Dialog title=titled(common::HELP) close=close>
                    <dl class="keys">{KEYS.into_iter().map(line).views()}</dl>
                </Dialog>
            }
        })
    }
}
