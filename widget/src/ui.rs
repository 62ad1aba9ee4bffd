//! What the visitor sees: one component a file.
//!
//! Components are drawn from [`View`](crate::session::View) and tell [`gesture`](crate::shell::gesture) what the
//! visitor does. They decide nothing.

#![expect(clippy::must_use_candidate, reason = "Leptos uses every component it is given")]

pub mod composer;
pub mod format;
pub mod header;
pub mod icon;
pub mod messages;
pub mod notice;
pub mod offer_card;
pub mod panel;
pub mod privacy;
pub mod product_card;

use leptos::{ev::MouseEvent, prelude::*};

use crate::{port::Theme, shell::Shown};

/// A text that changes. One boxed type for all of them: the framework's code is made anew for every type of closure,
/// and thirty closures are a fifth of the frame.
pub type Text = Box<dyn FnMut() -> String + Send>;

/// Something that is or is not. Boxed as [`Text`] is.
pub type Flag = Box<dyn FnMut() -> bool + Send>;

/// What a click does. Boxed as [`Text`] is.
pub type Click = Box<dyn FnMut(MouseEvent)>;

/// Boxes a text that changes.
pub fn text(f: impl FnMut() -> String + Send + 'static) -> Text {
    Box::new(f)
}

/// Boxes something that is or is not.
pub fn flag(f: impl FnMut() -> bool + Send + 'static) -> Flag {
    Box::new(f)
}

/// One of two words.
pub fn either(is: RwSignal<bool>, yes: &'static str, no: &'static str) -> Text {
    text(move || if is.get() { yes } else { no }.to_owned())
}

/// Boxes what a click does.
pub fn click(mut f: impl FnMut() + 'static) -> Click {
    Box::new(move |_event| f())
}

/// Draws the panel for a page of the shop at `origin`.
pub fn mount(shown: Shown, origin: String) {
    let place = StoredValue::new(origin);
    mount_to_body(move || view! { <panel::Panel shown origin=place/> });
    Effect::new(move || shown.view.with(dress));
}

/// Colours and language belong to the whole document.
fn dress(view: &crate::session::View) {
    let Some(root) = document().document_element() else { return };
    let theme = match view.theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::Auto => "auto",
    };
    let look = view
        .look
        .as_ref()
        .map_or_else(String::new, |look| format!("--p:{};--i:{}", look.primary, look.ink));
    for (name, value) in [("lang", view.locale.tag()), ("class", theme), ("style", &look)] {
        // Only a name that is no name is refused.
        drop(root.set_attribute(name, value));
    }
}
