//! Fills a running instance with the demo's data, through the same API that everybody uses.
//!
//! Each file in `xtask/seed/` is a list of requests, sent in the order of the files' names. Every
//! one of them may be sent again without doing harm, so seeding twice changes nothing. The articles that the assistant answers
//! from are Markdown files in `xtask/knowledge/{locale}/`.

mod chance;
mod clock;
mod knowledge;
pub(crate) mod shoppers;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::args::Args;
use crate::secrets::{self, Secrets};
use crate::{assets, demo, http, paths};

/// The public key of the demo shop's workspace.
pub(crate) const SITE: &str = "pk_main_demo";

/// Whether the shop's articles are taken in too: the model reads each of their phrases, which takes seconds.
#[derive(Clone, Copy)]
pub(crate) enum Articles {
    With,
    Without,
}

/// One request of a seed file.
#[derive(Debug, Deserialize)]
struct Call {
    method: String,
    path: String,
    #[serde(flatten)]
    body: Body,
}

/// What a request carries.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Body {
    /// Written in the seed file itself.
    Body(Value),
    /// A JSON file of the repository, such as the shop's own catalog.
    BodyFile(String),
}

/// `seed [--port N] [--data DIR] [--shoppers N] [--no-articles]`: fills an instance that is already running.
pub(crate) fn run(args: &mut Args) -> Result<()> {
    let shoppers = args.value("--shoppers")?.map(|count| count.parse()).transpose()?;
    let articles = if args.flag("--no-articles") { Articles::Without } else { Articles::With };
    let port = args.port()?.unwrap_or(demo::PORT);
    let mut instance = demo::instance(port);
    if let Some(folder) = args.value("--data")? {
        instance.folder = paths::root().join(folder);
    }
    args.finish()?;
    let secrets = secrets::load_or_make(&instance.folder.join("secrets.json"))?;
    let answer = http::get(port, "/healthz").context("start `cargo xtask demo` first")?;
    ensure!(answer.status == 200, "the instance on port {port} is not well");
    fill(port, &secrets, shoppers.unwrap_or(shoppers::SHOPPERS), articles)
}

/// Sends every seed request, then lets some shoppers visit.
pub(crate) fn fill(port: u16, secrets: &Secrets, shoppers: u32, articles: Articles) -> Result<()> {
    for file in assets::files(&paths::at("xtask/seed"))? {
        let said = || format!("seed file {}", file.display());
        let text = std::fs::read_to_string(&file)?;
        // The shop's pages may call the API only from the addresses of this very instance.
        let text = text.replace("__SHOP__", &format!("http://localhost:{port}"));
        let text = text.replace("__ORIGIN__", &format!("http://127.0.0.1:{port}"));
        let calls: Vec<Call> = serde_json::from_str(&text).with_context(said)?;
        for call in calls {
            let body = match call.body {
                Body::Body(body) => body,
                Body::BodyFile(path) => serde_json::from_slice(&std::fs::read(paths::at(&path))?)?,
            };
            http::send_json(port, &call.method, &call.path, &secrets.admin_token, &body)
                .with_context(said)?;
        }
    }
    match articles {
        Articles::With => knowledge::import(port, secrets)?,
        Articles::Without => {}
    }
    shoppers::visit(port, shoppers)
}
