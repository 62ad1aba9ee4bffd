//! The language of the page: chosen before, else the browser's.

use leptos::prelude::*;
use shared::text::Locale;

use super::stored;

const KEY: &str = "proffer.locale";

thread_local! {
    static CURRENT: ArcRwSignal<Locale> = ArcRwSignal::new(Locale::ZhCn);
}

/// Takes the language that was chosen before, else the browser's.
pub(crate) fn begin() {
    let tag =
        stored::read(KEY).or_else(|| web_sys::window()?.navigator().language()).unwrap_or_default();
    apply(Locale::closest(&tag));
}

/// The language of the page; a view that asks follows it.
pub(crate) fn current() -> Locale {
    CURRENT.with(Get::get)
}

/// Switches the page to a language and remembers it.
pub(crate) fn switch(locale: Locale) {
    stored::write(KEY, locale.tag());
    apply(locale);
}

fn apply(locale: Locale) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("lang", locale.tag()));
    }
    CURRENT.with(|current| current.set(locale));
}
