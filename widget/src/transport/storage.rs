//! What is kept on the device, and what could not be sent.

use wasm_bindgen::{closure::Closure, prelude::wasm_bindgen};
use web_sys::MessagePort;

use crate::{
    json,
    session::{Input, Left, Saved, Store},
};

#[wasm_bindgen(module = "/src/transport/storage.js")]
extern "C" {
    #[wasm_bindgen(js_name = recall)]
    fn recall_text(device: bool) -> Option<String>;
    #[wasm_bindgen(js_name = keep)]
    fn keep_text(device: bool, text: &str);
    #[wasm_bindgen(js_name = keepLeft)]
    fn keep_left_text(device: bool, text: &str);
    #[wasm_bindgen(js_name = forget)]
    fn forget_all(device: bool);
    #[wasm_bindgen(js_name = mint)]
    fn new_secret() -> String;
    #[wasm_bindgen(js_name = borrow)]
    fn borrow_from(port: &MessagePort, tab: &str, device: &str);
    #[wasm_bindgen(js_name = adopt)]
    fn adopt_left(device: bool, found: &Closure<dyn FnMut(String)>);
}

/// Storage, and what was written to it last: the same thing is not written twice.
#[derive(Debug, Default)]
pub struct Storage {
    saved: Option<(Store, Saved)>,
    left: Option<(Store, Left)>,
}

impl Storage {
    /// Reads what was kept. What earlier pages could not send comes later, piece by piece, as the browser finds it.
    #[must_use]
    pub fn recall(store: Store, feed: fn(Input)) -> Input {
        let found = Closure::<dyn FnMut(String)>::new(move |text: String| {
            if let Some(left) = json::parse(&text) {
                feed(Input::Adopted(Left::stored(&left)));
            }
        });
        wasm_bindgen_futures::spawn_local(async move {
            adopt_left(is_device(store), &found);
            // Once for the life of the page: locks are answered whenever the browser likes.
            found.forget();
        });
        let saved = recall_text(is_device(store)).as_deref().and_then(json::parse);
        let mut saved = saved.as_ref().map(Saved::stored).unwrap_or_default();
        saved.device_key.get_or_insert_with(new_secret);
        Input::Recalled { saved: Some(Box::new(saved)), left: Left::default() }
    }

    /// Keeps who the visitor is and what they were given.
    pub fn keep(&mut self, store: Store, saved: Saved) {
        if self.saved.as_ref().is_none_or(|(at, known)| *at != store || *known != saved) {
            keep_text(is_device(store), &saved.write().to_string());
            self.saved = Some((store, saved));
        }
    }

    /// Keeps what could not be sent yet.
    pub fn keep_left(&mut self, store: Store, left: Left) {
        if self.left.as_ref().is_none_or(|(at, known)| *at != store || *known != left) {
            let text = if left.is_empty() { String::new() } else { left.write().to_string() };
            keep_left_text(is_device(store), &text);
            self.left = Some((store, left));
        }
    }

    /// Removes everything that was kept.
    pub fn forget(&mut self, store: Store) {
        forget_all(is_device(store));
        self.saved = None;
        self.left = None;
    }
}

/// Keeps things with the page at the other end of `port` where the browser denies us storage of our own; `kept` is
/// what the page has from us, for the tab and for the device.
pub fn borrow(port: &MessagePort, kept: &[String; 2]) {
    let [tab, device] = kept;
    borrow_from(port, tab, device);
}

fn is_device(store: Store) -> bool {
    store == Store::Device
}
