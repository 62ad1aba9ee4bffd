//! Static files: the widget, the dashboard and the demo shop, with types, caching and
//! security headers.

use worker::{Env, Headers, Request};

use crate::error::{Answer, ApiError};

/// Binding of the static files.
pub(crate) const BINDING: &str = "ASSETS";

/// What is named by its content never changes.
pub(crate) const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What has a fixed name is asked for again.
const SHORTLY: &str = "public, max-age=300, must-revalidate";

/// Serves a file; a folder is its `index.html`.
pub(crate) async fn serve(req: &Request, env: &Env) -> Answer {
    let mut url = req.url()?;
    let path = match url.path() {
        "/" => "/shop/index.html".to_owned(),
        folder if folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    };
    url.set_path(&path);
    url.set_query(None);
    let assets = env.service(BINDING)?;
    let request = Request::new(url.as_str(), worker::Method::Get)?;
    let found = assets.fetch_request(request).await?;
    if found.status_code() != 200 {
        return Err(ApiError::NotFound);
    }
    let headers = Headers::new();
    headers.set("content-type", content_type(&path))?;
    headers.set("cache-control", if is_hashed(&path) { FOR_EVER } else { SHORTLY })?;
    headers.set("x-content-type-options", "nosniff")?;
    headers.set("referrer-policy", "strict-origin-when-cross-origin")?;
    if path.starts_with("/w/") {
        headers.set("access-control-allow-origin", "*")?;
        headers.set("cross-origin-resource-policy", "cross-origin")?;
    }
    if let Some(policy) = policy(&path) {
        headers.set("content-security-policy", policy)?;
    }
    Ok(found.with_headers(headers))
}

/// The content security policy of a page of ours. The frame may be embedded anywhere: which
/// origins a workspace allows is decided at boot, where the key is known.
fn policy(path: &str) -> Option<&'static str> {
    if !has_extension(path, "html") {
        return None;
    }
    if path.starts_with("/w/") {
        return Some(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' \
             'unsafe-inline'; connect-src 'self' ws: wss:; img-src * data:; worker-src 'self'; \
             font-src 'self'; base-uri 'none'; form-action 'none'",
        );
    }
    if path.starts_with("/dashboard/") {
        return Some(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' \
             'unsafe-inline'; connect-src 'self' ws: wss:; img-src * data:; font-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        );
    }
    None
}

/// The type of a file, by its name.
pub(crate) fn content_type(path: &str) -> &'static str {
    const TYPES: [(&str, &str); 12] = [
        ("html", "text/html; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("mjs", "text/javascript; charset=utf-8"),
        ("css", "text/css; charset=utf-8"),
        ("json", "application/json"),
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("wasm", "application/wasm"),
        ("onnx", "application/octet-stream"),
        ("txt", "text/plain; charset=utf-8"),
        ("ico", "image/x-icon"),
        ("webmanifest", "application/manifest+json"),
    ];
    TYPES
        .iter()
        .find(|(extension, _)| has_extension(path, extension))
        .map_or("application/octet-stream", |(_, kind)| kind)
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

/// Whether the name holds a hash of the content: `frame-1a2b3c4d.js`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.'])
        .any(|part| 8 <= part.len() && part.chars().all(|digit| digit.is_ascii_hexdigit()))
}
