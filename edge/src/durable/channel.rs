//! The way from one object to another: one call of the runtime's `fetch`, one answer read in one piece.
//!
//! The general client makes a request object first and reads the answer as a stream, each some steps through the runtime; an
//! event on its way to a person takes this way twice, so every step shows.

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;
use worker::wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// An object's handle, as the runtime gives it.
    #[derive(Debug)]
    type Handle;

    #[wasm_bindgen(method, catch)]
    fn fetch(this: &Handle, address: &str, how: &How) -> Result<Promise, JsValue>;

    /// The second argument of `fetch`.
    #[derive(Debug)]
    type How;

    #[wasm_bindgen(method, setter)]
    fn set_method(this: &How, method: &str);

    #[wasm_bindgen(method, setter)]
    fn set_body(this: &How, body: &str);

    /// What `fetch` answers.
    #[derive(Debug)]
    type Reply;

    #[wasm_bindgen(method, getter)]
    fn status(this: &Reply) -> u16;

    #[wasm_bindgen(method, catch)]
    fn text(this: &Reply) -> Result<Promise, JsValue>;
}

/// Posts a text to an object; the answer is its status and its text.
pub(super) async fn post(
    stub: worker::durable::Stub,
    path: &str,
    body: &str,
) -> worker::Result<(u16, String)> {
    let how: How = Object::new().unchecked_into();
    how.set_method("POST");
    how.set_body(body);
    let handle: Handle = stub.into_rpc();
    let asked = handle.fetch(&["https://object/", path].concat(), &how)?;
    let reply: Reply = JsFuture::from(asked).await?.unchecked_into();
    let text = JsFuture::from(reply.text()?).await?;
    Ok((reply.status(), text.as_string().unwrap_or_default()))
}
