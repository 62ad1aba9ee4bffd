//! The Worker: entry points and route table.
//!
//! A handler here does four things and nothing else: read the request, load state, ask
//! [`shared`], write state and answer. If it contains an `if` about a customer, that `if`
//! belongs in [`shared`].

mod address;
mod auth;
mod chance;
mod clock;
mod config;
mod durable;
mod error;
#[cfg(feature = "faults")]
mod fault;
mod http;
mod identity;
mod json;
mod knowledge;
mod model;
mod settings;
mod zones;

use worker::{Context, Env, Method, Request, Response, event};

use self::error::{Answer, ApiError};

/// Half the time of the standard one for the many small pieces that JSON is made of, and smaller.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Answers one HTTP request.
#[event(fetch)]
async fn fetch(
    #[cfg_attr(not(feature = "faults"), expect(unused_mut, reason = "only replays read it here"))]
    mut req: Request,
    env: Env,
    _ctx: Context,
) -> worker::Result<Response> {
    #[cfg(feature = "faults")]
    if req.path() == "/__fault/replay" {
        return fault::replay(&mut req).await;
    }
    #[cfg(feature = "faults")]
    if let Some(answer) = fault::in_worker(&req, &env).await {
        return answer;
    }
    let path = req.path();
    let is_operators = path.starts_with("/v1/admin/");
    let is_public = path.starts_with("/v1/") && !is_operators;
    let is_preflight = req.method() == Method::Options;
    if is_public && is_preflight {
        return http::cors::preflight();
    }
    let response = match route(req, &env, &path).await {
        Ok(response) => response,
        Err(error) => error.into_response()?,
    };
    // A socket's answer is not a page's to read, and may not be rebuilt.
    if is_public && response.status_code() != 101 {
        http::cors::allow(response)
    } else {
        Ok(response)
    }
}

/// The route table.
async fn route(mut req: Request, env: &Env, path: &str) -> Answer {
    if let Some(rest) = path.strip_prefix("/v1/admin/") {
        return http::admin::route(req, env, rest).await;
    }
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (req.method(), parts.as_slice()) {
        (Method::Get, ["healthz"]) => health(),
        (Method::Post, ["v1", "batch" | "b"]) => http::batch::batch(&mut req, env).await,
        (Method::Post, ["v1", kind]) if segment_kind(kind).is_some() => {
            http::batch::single(&mut req, env, segment_kind(kind).unwrap_or("track")).await
        }
        (Method::Post, ["v1", "boot"]) => http::boot::boot(&mut req, env).await,
        (Method::Post, ["v1", "messages"]) => http::messages::send(&mut req, env).await,
        (Method::Post, ["v1", "decide"]) => http::decide::decide(&mut req, env).await,
        (Method::Post, ["v1", "intent"]) => http::intent::answer(&mut req, env).await,
        (Method::Get, ["v1", "preferences"]) => http::preferences::show(&req, env).await,
        (Method::Put, ["v1", "preferences"]) => http::preferences::set(&mut req, env).await,
        (Method::Get, ["v1", "stream"]) => http::stream::connect(&req, env).await,
        (Method::Get, ["v1", "coupons", code]) => http::coupon::look_up(&req, env, code).await,
        (Method::Get, ["w", "1", "model.json"]) => http::model::pointer(env).await,
        (Method::Get, ["m", release, name]) => http::model::file(env, release, name).await,
        (Method::Get, ["c", token]) => http::click::follow(env, token).await,
        (_, ["v1", known]) if is_endpoint(known) => Err(ApiError::MethodNotAllowed),
        (_, ["v1", ..]) => Err(ApiError::NotFound),
        (Method::Get | Method::Head, _) => http::assets::serve(&req, env).await,
        _ => Err(ApiError::MethodNotAllowed),
    }
}

fn health() -> Answer {
    let version = env!("CARGO_PKG_VERSION");
    Ok(error::json(&serde_json::json!({ "status": "ok", "version": version }))?)
}

/// The kind of event that a path of Segment's names, in full or by its letter.
fn segment_kind(path: &str) -> Option<&'static str> {
    Some(match path {
        "track" | "t" => "track",
        "identify" | "i" => "identify",
        "page" | "p" => "page",
        "screen" | "s" => "screen",
        "group" | "g" => "group",
        "alias" | "a" => "alias",
        _ => return None,
    })
}

fn is_endpoint(path: &str) -> bool {
    segment_kind(path).is_some()
        || matches!(
            path,
            "batch" | "b" | "boot" | "messages" | "decide" | "intent" | "preferences" | "stream"
        )
}
