//! What the whole page shares. Each part is one signal that lives as long as the page.

pub(crate) mod clock;
pub(crate) mod derived;
pub(crate) mod figures;
pub(crate) mod keys;
pub(crate) mod locale;
pub(crate) mod notices;
pub(crate) mod place;
pub(crate) mod rested;
pub(crate) mod route;
pub(crate) mod segments;
pub(crate) mod session;
pub(crate) mod stored;
pub(crate) mod theme;

/// Reads what was chosen before and starts to listen; once, before anything is drawn.
pub(crate) fn begin() {
    locale::begin();
    theme::begin();
    place::begin();
    clock::begin();
}
