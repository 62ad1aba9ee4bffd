//! Reading the bytes of a request, within bounds.
//!
//! Bytes are never given to JavaScript's own JSON parser: ten kilobytes of brackets overflow
//! its stack and kill every other request of the isolate. `serde_json` refuses them.

use std::io::Read;

use flate2::read::GzDecoder;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use shared::limits::BODY_LEN_BYTES_MAX;
use worker::Request;

use crate::{
    error::{Answer, ApiError},
    json,
};

/// The body, decompressed, at most [`BODY_LEN_BYTES_MAX`] bytes.
///
/// # Errors
///
/// [`ApiError::TooLarge`] as soon as the bound is passed, also by what a small compressed
/// body grows to; [`ApiError::BadJson`] if it is not the gzip it says it is.
pub(crate) async fn bytes(req: &mut Request) -> Answer<Vec<u8>> {
    let raw = raw(req, BODY_LEN_BYTES_MAX).await?;
    let is_gzip = req.headers().get("content-encoding")?.is_some_and(|kind| kind.trim() == "gzip");
    if !is_gzip {
        return Ok(raw);
    }
    let mut inflated = Vec::new();
    let bound = u64::try_from(BODY_LEN_BYTES_MAX).unwrap_or(u64::MAX);
    GzDecoder::new(raw.as_slice())
        .take(bound.saturating_add(1))
        .read_to_end(&mut inflated)
        .map_err(|error| ApiError::BadJson { detail: format!("body is not gzip: {error}") })?;
    if BODY_LEN_BYTES_MAX < inflated.len() { too_large(BODY_LEN_BYTES_MAX) } else { Ok(inflated) }
}

/// The body as JSON of a known form.
///
/// # Errors
///
/// As [`bytes`], and [`ApiError::BadJson`] with line, column and what was expected.
pub(crate) async fn json<T: DeserializeOwned>(req: &mut Request) -> Answer<T> {
    Ok(json::read(&bytes(req).await?)?)
}

/// The body as JSON of a known form, at most `limit_bytes` bytes and not compressed.
///
/// # Errors
///
/// As [`json`].
pub(crate) async fn large_json<T: DeserializeOwned>(
    req: &mut Request,
    limit_bytes: usize,
) -> Answer<T> {
    Ok(json::read(&raw(req, limit_bytes).await?)?)
}

/// The body as text, at most `limit_bytes` bytes and not compressed.
///
/// # Errors
///
/// [`ApiError::TooLarge`], and [`ApiError::BadJson`] with the place of the first byte that is no UTF-8.
pub(crate) async fn large_text(req: &mut Request, limit_bytes: usize) -> Answer<String> {
    String::from_utf8(raw(req, limit_bytes).await?).map_err(|error| ApiError::BadJson {
        detail: format!("body is not UTF-8 text: {}", error.utf8_error()),
    })
}

async fn raw(req: &mut Request, limit_bytes: usize) -> Answer<Vec<u8>> {
    let announced =
        req.headers().get("content-length")?.and_then(|length| length.trim().parse::<usize>().ok());
    match announced {
        Some(length) if limit_bytes < length => too_large(limit_bytes),
        // The runtime holds the body to the length it announces.
        Some(0) => Ok(Vec::new()),
        Some(_) => Ok(req.bytes().await?),
        None => streamed(req, limit_bytes).await,
    }
}

/// A body of unknown length: cut where the bound is, not where the sender stops.
async fn streamed(req: &mut Request, limit_bytes: usize) -> Answer<Vec<u8>> {
    if req.inner().body().is_none() {
        return Ok(Vec::new());
    }
    let mut stream = req.stream()?;
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk?);
        if limit_bytes < bytes.len() {
            return too_large(limit_bytes);
        }
    }
    Ok(bytes)
}

fn too_large<T>(limit_bytes: usize) -> Answer<T> {
    Err(ApiError::TooLarge { limit_bytes })
}
