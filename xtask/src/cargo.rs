//! Calls cargo and finds what it built.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{paths, run};

/// The target of everything that is served.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// One library to compile to wasm.
#[derive(Debug)]
pub(crate) struct Library<'a> {
    /// The package's name.
    pub(crate) package: &'a str,
    /// The cargo profile.
    pub(crate) profile: &'a str,
    /// Cargo features, separated by commas.
    pub(crate) features: &'a str,
    /// Flags for the compiler.
    pub(crate) rustflags: &'a [&'a str],
    /// Where a panic goes.
    pub(crate) panic: Panic,
}

/// What a panic does in the built module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panic {
    /// It ends the instance. Uses the standard library as shipped.
    Abort,
    /// It ends the instance and says nothing: the words for it are not built in, which makes a browser's module a
    /// ninth smaller. Needs the standard library built anew.
    Trap,
    /// It ends the one call. Needs the standard library built anew.
    Unwind,
}

/// The cargo that runs this tool.
pub(crate) fn command() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = run::program(PathBuf::from(cargo));
    // Variables that cargo set for this tool would look like a change to the build scripts.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

impl Library<'_> {
    /// Compiles, and gives the module's path.
    pub(crate) fn build(&self) -> Result<PathBuf> {
        let mut command = command();
        command.args(["build", "--quiet", "--locked", "--lib", "--target", WASM]);
        command.args(["--package", self.package, "--profile", self.profile]);
        if !self.features.is_empty() {
            command.args(["--features", self.features]);
        }
        // Some build scripts look at this: were it set for some modules only, each build would undo the other's.
        command.env("RUSTC_BOOTSTRAP", "1");
        let mut flags = self.rustflags.to_vec();
        // Stable has one prebuilt standard library for wasm; its source builds the others.
        match self.panic {
            Panic::Abort => {}
            Panic::Trap => {
                command.arg("-Zbuild-std=std,panic_abort");
                command.arg("-Zbuild-std-features=optimize_for_size");
                flags.extend(["-Zunstable-options", "-Cpanic=immediate-abort"]);
            }
            Panic::Unwind => {
                command.arg("-Zbuild-std=std,panic_unwind");
                // Its sorts and its printing of numbers in their small form: a twentieth of the Worker.
                command.arg("-Zbuild-std-features=panic-unwind,optimize_for_size");
                flags.push("-Cpanic=unwind");
            }
        }
        // Async exports then run on the executor that the `worker` crate's own tool chooses.
        command.env("WASM_BINDGEN_USE_JS_SYS", "1");
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        run::check(&mut command)?;
        Ok(self.module())
    }

    fn module(&self) -> PathBuf {
        let file = format!("{}.wasm", self.package.replace('-', "_"));
        paths::target().join(WASM).join(self.profile).join(file)
    }
}
