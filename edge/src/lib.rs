//! The Worker: entry points and route table.

use worker::{Context, Env, Request, Response, event};

mod durable;
#[cfg(feature = "faults")]
mod fault;

/// Answers one HTTP request.
#[event(fetch)]
async fn fetch(req: Request, env: Env, _ctx: Context) -> worker::Result<Response> {
    #[cfg(feature = "faults")]
    if let Some(answer) = fault::in_worker(&req, &env).await {
        return answer;
    }
    match req.path().as_str() {
        "/healthz" => Response::ok("ok"),
        _ => {
            let assets = env.service("ASSETS")?;
            assets.fetch_request(req).await
        }
    }
}
