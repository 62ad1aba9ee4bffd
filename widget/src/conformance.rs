//! Replays public cases inside the built frame, as the browser compiles it.
//!
//! The shipped frame has no such export: it is compiled only with the cargo feature `conformance`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Replays `{"group": …, "cases": […]}`, text in and text out; see [`shared::conformance::replay_text`].
#[wasm_bindgen]
#[must_use]
pub fn replay(input: &str) -> String {
    shared::conformance::replay_text(input)
}
