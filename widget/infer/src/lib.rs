//! The intent model as a wasm module of its own, run by `worker.js` in a Web Worker inside the chat frame.
//!
//! It is fetched only when there is text to understand, so a shopper who never writes never pays for it. Words go in,
//! one JSON reading comes out; nothing leaves the worker but that.
//!
//! Without a loaded model [`read`] still answers, by the word list, and says so in the reading's `source`.

use std::cell::RefCell;

use intent::{Model, keywords};
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

thread_local! {
    /// The loaded model. A worker has one thread and one model.
    static MODEL: RefCell<Option<Model>> = const { RefCell::new(None) };
}

/// Loads a release: the network, its vocabulary and its manifest, as fetched.
///
/// Loading again replaces the model; a release that does not load leaves the former one in place.
///
/// # Errors
///
/// Says which of the three files is wrong.
#[wasm_bindgen]
pub fn load(onnx: &[u8], vocabulary: &[u8], manifest: &[u8]) -> Result<(), JsError> {
    let model = Model::load(onnx, vocabulary, manifest)
        .map_err(|error| JsError::new(&error.to_string()))?;
    MODEL.with_borrow_mut(|slot| *slot = Some(model));
    Ok(())
}

/// Whether a person is in the share of people who get the release on trial.
#[wasm_bindgen]
#[must_use]
pub fn in_canary(share: f64, person: &str) -> bool {
    !person.is_empty() && shared::release::in_canary(share, person)
}

/// Reads one message; the answer is the JSON of `shared::intent::IntentReading`.
#[wasm_bindgen]
#[must_use]
pub fn read(text: &str) -> String {
    let reading = MODEL.with_borrow(|slot| {
        slot.as_ref().map_or_else(|| keywords::read(text), |model| model.read(text))
    });
    // A reading is plain data: it always becomes JSON.
    serde_json::to_string(&reading).unwrap_or_default()
}
