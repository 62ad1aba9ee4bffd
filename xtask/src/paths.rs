//! Where things are in the repository.

use std::path::{Path, PathBuf};

/// The repository.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// A path inside the repository.
pub(crate) fn at(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Where cargo puts its output.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), PathBuf::from)
}

/// A program that npm installed.
pub(crate) fn npm_bin(name: &str) -> PathBuf {
    at("node_modules/.bin").join(name)
}

/// The Node that npm installed: wrangler and the test runner want 22 or later.
pub(crate) fn node() -> PathBuf {
    npm_bin("node")
}

/// What the demo keeps between runs; never committed.
pub(crate) fn state() -> PathBuf {
    at(".proffer")
}
