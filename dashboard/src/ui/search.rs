//! The search field of a list; `/` leads to it.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::i18n::{Text, t};

/// Searches what is on the page.
#[component]
pub(crate) fn Search(
    /// What can be searched.
    hint: Text,
    /// The words searched for.
    words: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="search" role="search">
            {icon(Icon::Search)}
            <input
                type="search"
                data-search=""
                autocomplete="off"
                aria-label=t(hint)
                placeholder=t(hint)
                prop:value=move || words.get()
                on:input=move |event| words.set(event_target_value(&event))
            />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}

/// Whether every word searched for is in the text, whatever the case.
pub(crate) fn finds(words: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_all_words_in_any_order() {
        assert!(finds("phone NOVERA", "Novera 12 phone"));
        assert!(!finds("phone case", "Novera 12 phone"));
        assert!(finds("", "anything"));
        assert!(finds("手机", "看手机"));
    }
}
