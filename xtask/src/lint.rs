//! `cargo xtask lint`: formatting, clippy for the target that each crate ships to, source rules.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::{cargo, paths, run, setup};

/// Crates that run natively, in tests or as tools.
const NATIVE: [&str; 5] = ["shared", "intent", "widget", "xtask", "tests"];

/// Crates that ship as wasm.
const WASM: [&str; 4] = ["widget", "widget-infer", "dashboard", "edge"];

/// Words that no source may hold, where they are refused, and why.
const REFUSED: [(&str, &str, &str); 4] = [
    (
        ".json::<",
        "edge/src",
        "parse untrusted bytes in Rust: JavaScript's parser overflows the stack",
    ),
    ("serde_wasm_bindgen", "edge/src", "parse untrusted bytes in Rust"),
    ("SystemTime::now", "shared/src", "time comes in as `now: Timestamp`"),
    ("innerHTML", "widget", "text is set as text: no markup from outside reaches the page"),
];

/// Runs every gate; the first that fails ends it.
pub(crate) fn run() -> Result<()> {
    setup::toolchain()?;
    run::check(cargo::command().args(["fmt", "--all", "--check"]))?;
    clippy(&NATIVE, &["--all-targets"])?;
    clippy(&WASM, &["--lib", "--target", cargo::WASM])?;
    source_rules()
}

fn clippy(packages: &[&str], more: &[&str]) -> Result<()> {
    let mut command = cargo::command();
    command.args(["clippy", "--quiet", "--locked"]).args(more);
    for package in packages {
        command.args(["--package", package]);
    }
    run::check(command.args(["--", "-D", "warnings"]))
}

fn source_rules() -> Result<()> {
    let mut complaints = Vec::new();
    for (word, folder, reason) in REFUSED {
        search(&paths::at(folder), &mut |path, text| {
            for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| line.contains(word)) {
                let place = path.strip_prefix(paths::root()).unwrap_or(path).display();
                complaints.push(format!("{place}:{number}: {reason}\n    {}", line.trim()));
            }
        })?;
    }
    for folder in ["shared", "intent", "widget", "dashboard", "edge", "xtask"] {
        search(&paths::at(folder), &mut |path, text| {
            let rust = path.extension().is_some_and(|extension| extension == "rs");
            if rust && !text.starts_with("//!") {
                let place = path.strip_prefix(paths::root()).unwrap_or(path).display();
                complaints.push(format!("{place}: opens without saying what it is (`//!`)"));
            }
        })?;
    }
    if !complaints.is_empty() {
        bail!("source rules:\n{}", complaints.join("\n"));
    }
    Ok(())
}

/// Shows `look` each source file under a folder.
fn search(folder: &Path, look: &mut dyn FnMut(&Path, &str)) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            search(&path, look)?;
        } else if path
            .extension()
            .is_some_and(|kind| ["rs", "js", "mjs"].iter().any(|it| kind == *it))
        {
            look(&path, &fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
