//! The intent model, in a Web Worker of its own.
//!
//! It is fetched when the visitor begins to write, not before. Where it cannot run, or needs longer than a visitor
//! should wait, the message goes without a reading and the edge reads it.

use serde_json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{json, limits::READING_PATIENCE};

#[wasm_bindgen(module = "/src/infer.js")]
extern "C" {
    #[wasm_bindgen(js_name = prepare)]
    fn prepare_worker(person: &str) -> JsValue;
    #[wasm_bindgen(js_name = understand)]
    async fn ask(text: &str, person: &str, patience_ms: u32) -> JsValue;
}

/// Fetches the model that this person gets, if that has not begun.
pub fn prepare(person: &str) {
    // Whether it can be had is seen when it is asked.
    drop(prepare_worker(person));
}

/// Reads a message; `None` where nobody could in time.
pub async fn understand(text: &str, person: &str) -> Option<Value> {
    let patience_ms = u32::try_from(READING_PATIENCE.as_millis()).unwrap_or(u32::MAX);
    let reading = ask(text, person, patience_ms).await.as_string()?;
    json::parse(&reading)
}
