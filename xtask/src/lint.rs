//! `cargo xtask lint`: formatting, and clippy for the target that each crate ships to.
//!
//! What no lint can say about sources (layers, clocks, parsing, how a file opens) is said by the
//! tests of `tests/conformance/architecture.rs` and by [`files_say_what_they_are`].

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::{cargo, paths, run, setup};

/// Crates that run natively, in tests or as tools.
const NATIVE: [&str; 8] =
    ["shared", "intent", "widget", "dashboard", "xtask", "tests", "simulator", "bench"];

/// Crates that ship as wasm.
const WASM: [&str; 5] = ["widget", "widget-infer", "dashboard", "edge", "bench-peer-worker"];

/// Folders whose sources must open by saying what they are.
const SOURCES: [&str; 8] =
    ["shared", "intent", "widget", "dashboard", "edge", "xtask", "tests", "bench"];

/// Runs every gate; the first that fails ends it.
pub(crate) fn run() -> Result<()> {
    setup::toolchain()?;
    run::check(cargo::command().args(["fmt", "--all", "--check"]))?;
    clippy(&NATIVE, &["--all-targets"])?;
    clippy(&WASM, &["--lib", "--target", cargo::WASM])?;
    files_say_what_they_are()
}

fn clippy(packages: &[&str], more: &[&str]) -> Result<()> {
    let mut command = cargo::command();
    command.args(["clippy", "--quiet", "--locked"]).args(more);
    for package in packages {
        command.args(["--package", package]);
    }
    run::check(command.args(["--", "-D", "warnings"]))
}

/// The first line of a file is for the newcomer who opens it.
fn files_say_what_they_are() -> Result<()> {
    let mut silent = Vec::new();
    for folder in SOURCES {
        search(&paths::at(folder), &mut silent)?;
    }
    if !silent.is_empty() {
        bail!("these open without saying what they are (`//!`):\n  {}", silent.join("\n  "));
    }
    Ok(())
}

fn search(folder: &Path, silent: &mut Vec<String>) -> Result<()> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    for path in entries.collect::<Result<Vec<PathBuf>>>()? {
        if path.is_dir() {
            search(&path, silent)?;
        } else if is_source(&path) && !fs::read_to_string(&path)?.starts_with("//!") {
            silent.push(path.strip_prefix(paths::root()).unwrap_or(&path).display().to_string());
        }
    }
    Ok(())
}

/// Rust files; those of tests that stand beside their module are opened from there.
fn is_source(path: &Path) -> bool {
    let beside = path.file_name().is_some_and(|name| name == "tests.rs");
    path.extension().is_some_and(|kind| kind == "rs") && !beside
}
