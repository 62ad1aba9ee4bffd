//! Requests to the edge.

use serde_json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{
    json,
    session::{Failure, Input, Request},
    wire,
};

#[wasm_bindgen(module = "/src/transport/http.js")]
extern "C" {
    async fn post(path: &str, token: Option<String>, text: String, leaving: bool) -> JsValue;
}

/// Does a request and says what came of it; a farewell has nobody left to tell.
pub async fn send(request: Request) -> Option<Input> {
    match request {
        Request::Boot { body } => {
            let answer = ask("/v1/boot", None, body).await;
            Some(Input::Booted(read(answer, |value| wire::boot(value).map(Box::new))))
        }
        Request::Batch { body, token } => {
            let answer = ask("/v1/batch", Some(token), body).await;
            Some(Input::Batched(answer.map(|value| wire::kept(&value))))
        }
        Request::Farewell { body, token } => {
            post("/v1/batch", Some(token), body, true).await;
            None
        }
        Request::Message { body, token } => {
            let answer = ask("/v1/messages", Some(token), body).await;
            Some(Input::Said(read(answer, |value| wire::said(value).map(Box::new))))
        }
    }
}

/// An answer that cannot be read is no answer: a proxy may have made it.
fn read<T>(answer: Result<Value, Failure>, reader: fn(&Value) -> Option<T>) -> Result<T, Failure> {
    reader(&answer?).ok_or(Failure::Later)
}

async fn ask(path: &str, token: Option<String>, body: String) -> Result<Value, Failure> {
    let answer = js_sys::Array::from(&post(path, token, body, false).await);
    match status(&answer.get(0)) {
        200..=299 => {
            let text = answer.get(1).as_string().unwrap_or_default();
            json::parse(&text).ok_or(Failure::Later)
        }
        status => Err(Failure::of_status(status)),
    }
}

#[expect(clippy::as_conversions, reason = "there is no other conversion from float")]
#[expect(clippy::cast_possible_truncation, reason = "a status has three digits")]
#[expect(clippy::cast_sign_loss, reason = "a status is not negative")]
fn status(value: &JsValue) -> u16 {
    value.as_f64().unwrap_or_default() as u16
}
