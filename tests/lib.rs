//! Where the written cases and the public suites are found.

use std::{fs, path::PathBuf};

use serde_json::Value;

/// The folder of public suites: `PROFFER_FIXTURES`, else `../shared/fixtures` beside the
/// repository.
#[expect(clippy::disallowed_methods, reason = "tests have no settings but the environment")]
pub fn fixtures() -> PathBuf {
    std::env::var("PROFFER_FIXTURES").map_or_else(
        |_unset| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures"),
        PathBuf::from,
    )
}

/// One file of the public suites as JSON. Where it is absent, one line says so.
pub fn fixture(name: &str) -> Option<Value> {
    let path = fixtures().join(name);
    match fs::read(&path) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).expect("a suite is JSON")),
        Err(_absent) => {
            println!("skipped: no {name} under PROFFER_FIXTURES");
            None
        }
    }
}
