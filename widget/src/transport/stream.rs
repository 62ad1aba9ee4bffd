//! The stream on which the edge pushes messages and cards.

use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};

use crate::{json, session::Input, wire};

#[wasm_bindgen(module = "/src/transport/stream.js")]
extern "C" {
    #[wasm_bindgen(js_name = open)]
    fn open_socket(token: &str, heard: &Closure<dyn FnMut(Option<String>)>);
    /// Closes the stream, if one is open.
    pub fn close();
}

/// The stream and who listens to it.
#[derive(Debug)]
pub struct Stream {
    // Kept alive as long as the browser may call it.
    _heard: Closure<dyn FnMut(Option<String>)>,
}

impl Stream {
    /// Opens the stream, in place of an earlier one.
    #[must_use]
    pub fn open(token: &str, feed: fn(Input)) -> Self {
        let heard = Closure::new(move |text: Option<String>| match text {
            None => feed(Input::StreamLost),
            Some(text) => {
                if let Some(push) = json::parse(&text).as_ref().and_then(wire::push) {
                    feed(Input::Pushed(Box::new(push)));
                }
            }
        });
        open_socket(token, &heard);
        Self { _heard: heard }
    }
}
