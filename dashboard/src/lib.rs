//! What operators see: the dashboard, as one module that the shell page starts.
//!
//! | folder | what is in it |
//! |---|---|
//! | `i18n` | every word of the dashboard, in both languages |
//! | `state` | what the whole page shares: place, language, theme, session, notices |
//! | `api` | what is asked of the edge, in the types of `shared::wire::admin` |
//! | `explain` | decisions, conditions, events and attributes in words; no DOM |
//! | `edit` | rules and offers while they are edited; no DOM |
//! | `ui` | the components: one a file |
//! | `screens` | the pages: one a file or folder |
//!
//! All text reaches the page as text nodes or attributes; nothing here writes HTML.

#![expect(
    unreachable_pub,
    reason = "the component macro makes the properties of a component public"
)]

mod api;
mod edit;
mod explain;
mod i18n;
mod screens;
mod state;
mod ui;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the dashboard on the page that loaded it.
#[wasm_bindgen(start)]
pub fn start() {
    state::begin();
    ui::shell::clear();
    leptos::mount::mount_to_body(screens::Dashboard);
    // Only now is there somebody to run what waits for the edge.
    state::session::begin();
}
