//! What one browser remembers of its operator's taste: language and theme. Nothing personal.

fn storage() -> Option<web_sys::Storage> {
    // Refused in some private windows; the choice then lasts as long as the page.
    web_sys::window()?.local_storage().ok()?
}

/// What was chosen before.
pub(crate) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Remembers a choice.
pub(crate) fn write(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full storage loses only the choice.
        drop(storage.set_item(key, value));
    }
}

/// Forgets a choice.
pub(crate) fn remove(key: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(key));
    }
}
