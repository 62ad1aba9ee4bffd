//! Light or dark: as the system says, unless the operator chose.

use leptos::prelude::*;

use super::stored;

const KEY: &str = "proffer.theme";

/// How the page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

thread_local! {
    static CURRENT: ArcRwSignal<Theme> = ArcRwSignal::new(Theme::Auto);
}

impl Theme {
    /// The choices in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The choice as it is remembered and as the style sheet knows it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Takes the theme that was chosen before.
pub(crate) fn begin() {
    let chosen = stored::read(KEY).unwrap_or_default();
    apply(Theme::ALL.into_iter().find(|theme| theme.name() == chosen).unwrap_or(Theme::Auto));
}

/// The theme that was chosen.
pub(crate) fn current() -> Theme {
    CURRENT.with(Get::get)
}

/// Chooses a theme and remembers it.
pub(crate) fn choose(theme: Theme) {
    if theme == Theme::Auto {
        stored::remove(KEY);
    } else {
        stored::write(KEY, theme.name());
    }
    apply(theme);
}

fn apply(theme: Theme) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("data-theme", theme.name()));
    }
    CURRENT.with(|current| current.set(theme));
}
