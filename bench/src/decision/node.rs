//! The engines that run under Node: npm's, an index written by hand, and our wasm.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::engines::Timing;
use crate::Failure;

/// Builds the wasm, then runs every script on the suites in `input`.
pub(super) fn measure(input: &Path) -> Result<Vec<Timing>, Failure> {
    let wasm = build_wasm()?;
    let mut timings = Vec::new();
    for (script, wasm) in [("ours.mjs", Some(&wasm)), ("peers.mjs", None)] {
        let mut node = Command::new(node());
        node.arg(root().join("bench/decision").join(script)).arg(input).args(wasm);
        let output = node.output().map_err(|error| format!("node did not start: {error}"))?;
        if !output.status.success() {
            return Err(format!("{script}: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let measured: Value = serde_json::from_slice(&output.stdout)?;
        timings.extend(serde_json::from_value::<Vec<Timing>>(measured)?);
    }
    Ok(timings)
}

/// Our index as wasm, with the settings of the Worker.
fn build_wasm() -> Result<PathBuf, Failure> {
    let words = [
        "build",
        "--quiet",
        "--package",
        "bench-wasm",
        "--profile",
        "edge",
        "--target",
        "wasm32-unknown-unknown",
    ];
    let status = Command::new(env!("CARGO")).args(words).current_dir(root()).status()?;
    if !status.success() {
        return Err("the wasm did not build".into());
    }
    Ok(target().join("wasm32-unknown-unknown/edge/bench_wasm.wasm"))
}

/// The folder of build output: beside it this program was built, or where cargo was told.
fn target() -> PathBuf {
    let own = std::env::current_exe().ok();
    let target = own.as_deref().and_then(Path::parent).and_then(Path::parent);
    target.map_or_else(|| root().join("target"), Path::to_path_buf)
}

/// The Node that the lock file names, else the one there is.
fn node() -> PathBuf {
    let ours = root().join("node_modules/node/bin/node");
    if ours.exists() { ours } else { PathBuf::from("node") }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
