//! The shell page before the module runs: it shows that something is loading.

use leptos::prelude::document;

/// Takes away what the shell page showed while the module was on its way.
pub(crate) fn clear() {
    if let Some(waiting) = document().get_element_by_id("waiting") {
        waiting.remove();
    }
}
