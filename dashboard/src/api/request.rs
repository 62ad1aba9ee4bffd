//! One request to the edge.
//!
//! Answers are read as text and parsed in Rust. A request that changes something carries the
//! header `X-Proffer` and JSON, which no form and no link of another site can send.

use core::{future::Future, pin::Pin};

use serde_json::Value;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

use super::{Failure, read};
use crate::state::session;

const BASE: &str = "/v1/admin/";

/// How much is shown of an answer that is no problem of ours, such as a proxy's page, in characters.
const DETAIL_MAX: usize = 120;

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// An answer on its way. Boxed, so that what waits for it does not carry the whole request along.
pub(crate) type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// Asks for something.
pub(super) fn ask<T: 'static>(path: String, read: fn(&Value) -> Option<T>) -> Answer<T> {
    read_answer(document(Method::Get, path, None), read)
}

/// Sends something and reads the answer.
pub(super) fn send<T: 'static>(
    method: Method,
    path: String,
    body: &Value,
    read: fn(&Value) -> Option<T>,
) -> Answer<T> {
    read_answer(document(method, path, Some(body.to_string())), read)
}

/// Sends a text as it is and reads the answer.
pub(super) fn send_text<T: 'static>(
    path: String,
    text: &str,
    read: fn(&Value) -> Option<T>,
) -> Answer<T> {
    read_answer(document(Method::Post, path, Some(text.to_owned())), read)
}

/// Takes something away.
pub(super) fn delete<T: 'static>(path: String, read: fn(&Value) -> Option<T>) -> Answer<T> {
    read_answer(document(Method::Delete, path, None), read)
}

fn read_answer<T: 'static>(answer: Answer<Value>, read: fn(&Value) -> Option<T>) -> Answer<T> {
    Box::pin(async move {
        // An edge of another version may say something else altogether.
        let unreadable =
            || Failure::Unreadable { status: 200, detail: "the answer misses something".into() };
        read(&answer.await?).ok_or_else(unreadable)
    })
}

/// The document in an answer; null where there is none.
fn document(method: Method, path: String, body: Option<String>) -> Answer<Value> {
    Box::pin(async move {
        let text = exchange(method, &path, body).await?;
        if text.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&text)
            .map_err(|error| Failure::Unreadable { status: 200, detail: error.to_string() })
    })
}

async fn exchange(method: Method, path: &str, body: Option<String>) -> Result<String, Failure> {
    let response = fetch(method, path, body).await.map_err(|_offline| Failure::Offline)?;
    let status = response.status();
    let text = read(&response).await.map_err(|_cut_off| Failure::Offline)?;
    if response.ok() {
        return Ok(text);
    }
    // A wrong password is 401 as well, but it says so in a problem of its own.
    let asks_who = matches!(path, "sign-in" | "setup");
    if status == 401 && !asks_who {
        session::ended();
        return Err(Failure::SignedOut);
    }
    let problem = serde_json::from_str(&text).ok().as_ref().and_then(read::problem);
    Err(problem.map_or_else(
        || Failure::Unreadable { status, detail: text.chars().take(DETAIL_MAX).collect() },
        Failure::Problem,
    ))
}

async fn fetch(method: Method, path: &str, body: Option<String>) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    if method != Method::Get {
        headers.set("x-proffer", "1")?;
        headers.set("content-type", "application/json")?;
    }
    let request = RequestInit::new();
    request.set_method(method.name());
    request.set_headers(&headers);
    request.set_credentials(RequestCredentials::SameOrigin);
    if let Some(body) = body {
        request.set_body(&JsValue::from_str(&body));
    }
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let answer = window.fetch_with_str_and_init(&[BASE, path].concat(), &request);
    JsFuture::from(answer).await?.dyn_into()
}

async fn read(response: &Response) -> Result<String, JsValue> {
    let text = JsFuture::from(response.text()?).await?;
    Ok(text.as_string().unwrap_or_default())
}
