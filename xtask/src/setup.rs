//! Brings a fresh machine to the point where a command can run.
//!
//! Each step looks first and is silent when there is nothing to do. None of them asks anything.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{paths, run};

/// The wasm target of the pinned toolchain.
pub(crate) fn toolchain() -> Result<()> {
    if run::capture(run::program("rustup").args(["target", "list", "--installed"]))
        .is_ok_and(|installed| installed.contains("wasm32-unknown-unknown"))
    {
        return Ok(());
    }
    eprintln!("adding the wasm32-unknown-unknown target");
    run::check(run::program("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
}

/// The standard library's source, without which a panic cannot unwind in wasm.
///
/// Says whether it is there; a machine that cannot get it builds a Worker that aborts instead.
pub(crate) fn standard_library_source() -> bool {
    let Ok(sysroot) = run::capture(run::program("rustc").args(["--print", "sysroot"])) else {
        return false;
    };
    let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std");
    source.exists() || run::succeeds(run::program("rustup").args(["component", "add", "rust-src"]))
}

/// The npm packages of `package-lock.json`.
pub(crate) fn npm() -> Result<()> {
    if npm_is_fresh() {
        return Ok(());
    }
    if paths::at("node_modules").is_symlink() {
        eprintln!("node_modules is a link and differs from package-lock.json: left as it is");
        return Ok(());
    }
    if !run::succeeds(run::program("npm").arg("--version")) {
        bail!("Node is missing: install Node 20 or later, with npm");
    }
    eprintln!("installing npm packages");
    run::check(run::program("npm").args(["ci", "--no-audit", "--no-fund"]))
}

/// Whether `npm ci` has nothing to do.
///
/// npm keeps the list of what it installed; every needed package must be in it, same version.
pub(crate) fn npm_is_fresh() -> bool {
    let packages = |file: &str| -> Result<Value> {
        let text = std::fs::read(paths::at(file))?;
        Ok(serde_json::from_slice::<Value>(&text)?)
    };
    let (Ok(wanted), Ok(installed)) =
        (packages("package-lock.json"), packages("node_modules/.package-lock.json"))
    else {
        return false;
    };
    let Some(wanted) = wanted.get("packages").and_then(Value::as_object) else { return false };
    wanted.iter().filter(|(name, _)| !name.is_empty()).all(|(name, package)| {
        let there = installed.get("packages").and_then(|packages| packages.get(name));
        match there {
            Some(there) => there.get("version") == package.get("version"),
            None => package.get("optional") == Some(&Value::Bool(true)),
        }
    })
}

/// Where a Chromium may be; the first that exists is used.
const CHROMIUM: [&str; 4] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
];

/// The browser for the tests, from `PROFFER_CHROMIUM` or the usual places.
pub(crate) fn chromium() -> Option<String> {
    let named = std::env::var("PROFFER_CHROMIUM").ok();
    let usual = CHROMIUM.iter().map(ToString::to_string);
    named.into_iter().chain(usual).find(|path| Path::new(path).exists())
}

/// Chromium and a Chinese font, from the system's packages where they are missing.
pub(crate) fn browser() -> Result<String> {
    if let Some(found) = chromium() {
        return Ok(found);
    }
    eprintln!("installing Chromium and a Chinese font for the browser tests");
    let apt = |words: &[&str]| {
        run::capture(run::program("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    let packages = ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"];
    // An old list leads to an old Chromium, in which texts typed into a frame of another origin are sometimes lost. Where
    // no newer list can be had, an old Chromium is better than none.
    if let Err(error) = apt(&["update"]) {
        eprintln!("the package lists stay as they are: {error}");
    }
    apt(&packages)?;
    chromium().context("Chromium was installed but is not where it is expected")
}
