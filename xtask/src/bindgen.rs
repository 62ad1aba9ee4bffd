//! From cargo's module to one that JavaScript can load.
//!
//! wasm-bindgen runs as a library, not as its command: building the command costs minutes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{paths, run};

/// Where the module will run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    /// The Worker: the runtime hands over the module, and a lost instance can be replaced.
    Edge,
    /// A page or a Web Worker: fetched by address.
    Browser,
}

/// What wasm-bindgen makes.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The JavaScript side.
    pub(crate) script: PathBuf,
    /// The WebAssembly side.
    pub(crate) module: PathBuf,
}

/// Writes `NAME.js` and `NAME_bg.wasm` into `into`, which is emptied first.
pub(crate) fn bind(module: &Path, name: &str, host: Host, into: &Path) -> Result<Bound> {
    if into.exists() {
        fs::remove_dir_all(into)?;
    }
    fs::create_dir_all(into)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name).typescript(false);
    match host {
        Host::Edge => {
            bindgen.module(true)?.reset_state_function(true).force_enable_abort_handler(true)
        }
        Host::Browser => bindgen.web(true)?.omit_default_module_path(true),
    };
    // Names in a trap's stack would be a fifth of the Worker's budget; a panic says where it was by itself.
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(into).with_context(|| format!("wasm-bindgen on {}", module.display()))?;
    Ok(Bound {
        script: into.join(format!("{name}.js")),
        module: into.join(format!("{name}_bg.wasm")),
    })
}

/// What the browsers and the runtime have and Rust's output uses.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-exception-handling",
    "--enable-simd",
];

/// Shrinks the module in place.
pub(crate) fn optimise(module: &Path, level: &str) -> Result<()> {
    let mut command = run::program(paths::npm_bin("wasm-opt"));
    command.arg(level).args(WASM_FEATURES).arg(module).arg("-o").arg(module);
    run::capture(&mut command).map(drop)
}

/// Bundles a script with all that it imports.
pub(crate) fn bundle(entry: &Path, out: &Path, more: &[String]) -> Result<()> {
    let mut command = run::program(paths::npm_bin("esbuild"));
    command.arg(entry).arg(format!("--outfile={}", out.display()));
    command.args(["--bundle", "--format=esm", "--charset=utf8", "--log-level=warning"]).args(more);
    run::check(&mut command)
}
