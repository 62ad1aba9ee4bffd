//! Fills a running instance with the demo's data, through the same API that everybody uses.
//!
//! Each file in `xtask/seed/` is a list of requests, sent in the order of the files' names. Every
//! one of them may be sent again without doing harm, so seeding twice changes nothing.

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::args::Args;
use crate::secrets::{self, Secrets};
use crate::{demo, http, paths};

/// The public key of the demo shop's workspace.
pub(crate) const SITE: &str = "demo";

/// One request of a seed file.
#[derive(Debug, Deserialize)]
struct Call {
    method: String,
    path: String,
    body: Value,
}

/// `seed [--port N] [--data DIR]`: fills an instance that is already running.
pub(crate) fn run(args: &mut Args) -> Result<()> {
    let port = args.port()?.unwrap_or(demo::PORT);
    let mut instance = demo::instance(port);
    if let Some(folder) = args.value("--data")? {
        instance.folder = paths::root().join(folder);
    }
    args.finish()?;
    let secrets = secrets::load_or_make(&instance.folder.join("secrets.json"))?;
    let answer = http::get(port, "/healthz").context("start `cargo xtask demo` first")?;
    ensure!(answer.status == 200, "the instance on port {port} is not well");
    fill(port, &secrets)
}

/// Sends every seed request.
pub(crate) fn fill(port: u16, secrets: &Secrets) -> Result<()> {
    let Ok(listed) = std::fs::read_dir(paths::at("xtask/seed")) else { return Ok(()) };
    let mut files = listed.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "json")) {
        let calls: Vec<Call> = serde_json::from_slice(&std::fs::read(file)?)
            .with_context(|| format!("{} is not a list of requests", file.display()))?;
        for call in &calls {
            http::send_json(port, &call.method, &call.path, &secrets.admin_token, &call.body)
                .with_context(|| format!("{}", file.display()))?;
        }
    }
    Ok(())
}
