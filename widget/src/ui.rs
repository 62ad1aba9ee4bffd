//! What the visitor sees: one component a file.
//!
//! Components are drawn from [`View`] and tell [`gesture`](crate::shell::gesture) what the visitor does. They decide
//! nothing.
//!
//! The framework's code is made anew for every type of closure and every signal, so there are few: what changes is
//! boxed as [`Text`] or [`Flag`] and reads the one view through a plain function. Measured: a fifth of the frame.

#![expect(clippy::must_use_candidate, reason = "Leptos uses every component it is given")]

pub mod comparison;
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

use std::any::Any;

use leptos::{ev::MouseEvent, mount::mount_to, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::{port::Theme, session::View, words::words};

/// A text that changes.
pub type Text = Box<dyn FnMut() -> String + Send>;

/// Something that is or is not.
pub type Flag = Box<dyn FnMut() -> bool + Send>;

/// What a click does.
pub type Click = Box<dyn FnMut(MouseEvent)>;

/// A text of the view.
pub fn text(view: RwSignal<View>, f: fn(&View) -> String) -> Text {
    Box::new(move || view.with(f))
}

/// Something about the view.
pub fn flag(view: RwSignal<View>, f: fn(&View) -> bool) -> Flag {
    Box::new(move || view.with(f))
}

/// One of two words.
pub fn either(is: RwSignal<bool>, yes: &'static str, no: &'static str) -> Text {
    Box::new(move || if is.get() { yes } else { no }.to_owned())
}

/// What a click does.
pub fn click(mut f: impl FnMut() + 'static) -> Click {
    Box::new(move |_event| f())
}

/// Draws the panel for a page of the shop at `origin`, in the view's language. Dropping what is returned takes it
/// away again.
#[must_use]
pub fn mount(view: RwSignal<View>, draft: RwSignal<String>, origin: String) -> Box<dyn Any> {
    let locale = view.with_untracked(|view| view.locale);
    let Some(body) = document().body() else { return Box::new(()) };
    Box::new(mount_to(body, move || {
        view! { <panel::Panel view draft origin locale words=words(locale)/> }
    }))
}

/// What belongs to the document as a whole: language, colours, and that the newest message is in sight.
pub fn dress(view: &View) {
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
    request_animation_frame(|| {
        if let Some(list) = find(".log") {
            list.set_scroll_top(list.scroll_height());
        }
    });
}

/// Puts the cursor where the visitor writes. A field that cannot take it leaves it where it is.
pub fn focus() {
    if let Some(field) = find("textarea") {
        drop(field.focus());
    }
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(|found| found.dyn_into().ok())
}
