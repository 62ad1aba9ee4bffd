//! One request to the edge.
//!
//! Answers are read as text and parsed in Rust. A request that changes something carries the
//! header `X-Proffer` and JSON, which no form and no link of another site can send.

use serde::{Serialize, de::DeserializeOwned};
use shared::wire::problem::Problem;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

use super::Failure;
use crate::state::session;

const BASE: &str = "/v1/admin/";

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

/// Asks for something.
pub(super) async fn ask<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    parse(&exchange(Method::Get, path, None).await?)
}

/// Sends something and reads the answer.
pub(super) async fn send<B: Serialize, T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &B,
) -> Result<T, Failure> {
    let body = serde_json::to_string(body)
        .map_err(|error| Failure::Unreadable { status: 0, detail: error.to_string() })?;
    parse(&send_raw(method, path, body).await?)
}

/// Sends something whose answer has no body.
pub(super) async fn send_raw(method: Method, path: &str, body: String) -> Result<String, Failure> {
    exchange(method, path, Some(body)).await
}

/// Takes something away.
pub(super) async fn delete<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    parse(&exchange(Method::Delete, path, None).await?)
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text)
        .map_err(|error| Failure::Unreadable { status: 200, detail: error.to_string() })
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
    Err(match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Failure::Problem(problem),
        Err(error) => Failure::Unreadable { status, detail: error.to_string() },
    })
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
