//! `cargo xtask doctor`: what this machine lacks, each with the command that mends it.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

use anyhow::{Result, bail};

use crate::{config, demo, paths, run, setup, workerd};

/// One thing that must be so.
struct Check {
    what: &'static str,
    fix: String,
    holds: bool,
}

/// Prints every check; fails when one does not hold.
pub(crate) fn run() -> Result<()> {
    let checks = checks();
    for check in &checks {
        println!("{} {}", if check.holds { "ok     " } else { "MISSING" }, check.what);
        if !check.holds {
            println!("          {}", check.fix);
        }
    }
    let missing = checks.iter().filter(|check| !check.holds).count();
    if missing > 0 {
        bail!("{missing} of {} things are missing", checks.len());
    }
    Ok(())
}

fn checks() -> Vec<Check> {
    let check = |what, fix: &str, holds| Check { what, fix: fix.to_owned(), holds };
    let targets = run::capture(run::program("rustup").args(["target", "list", "--installed"]));
    let answers = |program| run::succeeds(run::program(program).arg("--version"));
    vec![
        check(
            "the wasm32 target",
            "rustup target add wasm32-unknown-unknown",
            targets.is_ok_and(|installed| installed.contains("wasm32-unknown-unknown")),
        ),
        check(
            "the standard library's source (a panic then ends one request, not the instance)",
            "rustup component add rust-src",
            setup::standard_library_source(),
        ),
        check("npm packages as in package-lock.json", "npm ci", setup::npm_is_fresh()),
        check("Node 22, from npm", "npm ci", answers(paths::node())),
        check("workerd, from npm", "npm ci", answers(workerd::program())),
        check("wasm-opt, from npm", "npm ci", answers(paths::npm_bin("wasm-opt"))),
        check(
            "Chromium, for the browser tests",
            "apt-get install chromium fonts-noto-cjk, or set PROFFER_CHROMIUM",
            setup::chromium().is_some(),
        ),
        check(
            "wrangler.toml names every Durable Object that the Worker's entry exports",
            "compare wrangler.toml with edge/entry/index.js",
            exports_match(),
        ),
        check(
            "the demo's secrets are readable by you alone",
            "chmod 600 .proffer/*/secrets.json",
            secrets_are_private(),
        ),
        check(
            "port 8787 is free for the demo",
            "stop what listens there, or use --port",
            TcpListener::bind(("127.0.0.1", demo::PORT)).is_ok(),
        ),
    ]
}

fn exports_match() -> bool {
    let entry = std::fs::read_to_string(paths::at("edge/entry/index.js")).unwrap_or_default();
    config::read(config::OURS).is_ok_and(|wrangler| {
        let classes = wrangler.durable_objects.bindings.iter().map(|object| &object.class_name);
        let exported = classes.filter(|class| entry.contains(&format!("export const {class} =")));
        exported.count() == entry.matches("guarded(\"").count()
            && wrangler.durable_objects.bindings.len() == entry.matches("guarded(\"").count()
    })
}

fn secrets_are_private() -> bool {
    let Ok(instances) = std::fs::read_dir(paths::state()) else { return true };
    instances.flatten().all(|instance| {
        let secrets = std::fs::metadata(instance.path().join("secrets.json"));
        secrets.map_or(true, |file| file.permissions().mode().trailing_zeros() >= 6)
    })
}
