//! Routes that fail on purpose, so that tests can see who else suffers.
//!
//! Compiled only with the cargo feature `faults`, which no served build has.
//!
//! - `/__fault/panic` panics; `/__fault/trap` ruins the instance; `/__fault/slow` answers after
//!   a while, as a neighbour that is in flight meanwhile.
//! - `/__fault/object/…` does the same inside a Durable Object, one for each `?id=`.

use core::time::Duration;

use worker::{Delay, Env, Request, Response};

/// Long enough for a failure to happen beside it.
const SLOW: Duration = Duration::from_millis(400);

/// Answers a fault route of the Worker; `None` for every other path.
pub(crate) async fn in_worker(req: &Request, env: &Env) -> Option<worker::Result<Response>> {
    let path = req.path();
    let fault = path.strip_prefix("/__fault/")?;
    match fault.strip_prefix("object/") {
        Some(inner) => Some(ask_object(req, env, inner).await),
        None => Some(fail(fault).await),
    }
}

/// Answers a fault route inside a Durable Object; `None` for every other path.
pub(crate) async fn in_object(req: &Request) -> Option<worker::Result<Response>> {
    Some(fail(req.path().strip_prefix("/__fault/")?).await)
}

async fn ask_object(req: &Request, env: &Env, inner: &str) -> worker::Result<Response> {
    let url = req.url()?;
    let id = url.query().unwrap_or("id=one");
    let visitors = env.durable_object("VISITOR")?;
    let stub = visitors.id_from_name(&format!("fault {id}"))?.get_stub()?;
    stub.fetch_with_str(&format!("https://visitor/__fault/{inner}")).await
}

#[expect(clippy::panic, reason = "a panic is what the test asks for")]
async fn fail(fault: &str) -> worker::Result<Response> {
    match fault {
        "panic" => panic!("asked for by a test"),
        #[cfg(target_arch = "wasm32")]
        "trap" => core::arch::wasm32::unreachable(),
        "slow" => {
            Delay::from(SLOW).await;
            Response::ok("slow but well")
        }
        _ => Response::error("no such fault", 404),
    }
}

/// `POST /__fault/replay`: replays public cases inside this very build, text in and text out.
pub(crate) async fn replay(req: &mut Request) -> worker::Result<Response> {
    let bytes = req.bytes().await?;
    Response::ok(shared::conformance::replay_text(&String::from_utf8_lossy(&bytes)))
}
