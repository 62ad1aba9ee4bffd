//! Which other sites' pages may read our answers.
//!
//! The public API carries no cookies, so what an answer holds was asked for with a key or a
//! token that the page has. Any origin may therefore ask; whether the key's workspace knows
//! the origin is checked where it matters, at boot. The operator's API answers only its own
//! origin: it sends no such header at all.

use worker::{Headers, Request, Response};

/// Headers a page may send.
const HEADERS: &str = "authorization, content-type, content-encoding";

/// How long a browser may remember the answer, in seconds.
const REMEMBER_SECS: &str = "7200";

/// Answers a preflight.
pub(crate) fn preflight() -> worker::Result<Response> {
    let headers = Headers::new();
    headers.set("access-control-allow-origin", "*")?;
    headers.set("access-control-allow-methods", "GET, POST, OPTIONS")?;
    headers.set("access-control-allow-headers", HEADERS)?;
    headers.set("access-control-max-age", REMEMBER_SECS)?;
    Ok(Response::empty()?.with_status(204).with_headers(headers))
}

/// Lets the page that asked read the answer.
pub(crate) fn allow(response: Response) -> worker::Result<Response> {
    let headers = response.headers().clone();
    headers.set("access-control-allow-origin", "*")?;
    Ok(response.with_headers(headers))
}

/// Whether pages of the request's origin may embed the workspace's widget. A request without
/// an origin is no page.
pub(crate) fn is_allowed(req: &Request, allowed: &[String]) -> worker::Result<bool> {
    let Some(origin) = req.headers().get("origin")? else { return Ok(true) };
    let own = req.url()?.origin().ascii_serialization();
    Ok(origin == own || allowed.iter().any(|known| known == "*" || *known == origin))
}
