//! Builds the Worker that bare workerd and Cloudflare load.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::bindgen::{self, Host};
use crate::cargo::{Library, Panic};
use crate::{digest, paths, setup};

/// How much the build costs, and what it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Seconds to build: no whole-program optimisation, and a panic ends the instance.
    Quick,
    /// What is deployed: a panic ends one request.
    Release,
}

/// Which Worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    /// The one that is served.
    Served,
    /// The same with routes that fail on purpose, for the tests alone.
    Faults,
}

impl Variant {
    /// Where the built Worker lies.
    pub(crate) fn folder(self) -> PathBuf {
        match self {
            Self::Served => paths::target().join("worker"),
            Self::Faults => paths::target().join("worker-faults"),
        }
    }

    fn features(self) -> &'static str {
        match self {
            Self::Served => "",
            Self::Faults => "faults",
        }
    }
}

/// Linear memory stops here, well under the 128 MB of an isolate that only Cloudflare enforces.
const MEMORY_FLAG: &str = "-Clink-arg=--max-memory=100663296";

/// The intent model's arithmetic is four times faster on vectors, which workerd has.
const VECTORS_FLAG: &str = "-Ctarget-feature=+simd128";

/// Builds the Worker into its folder; quick when nothing changed.
pub(crate) fn build(profile: Profile, variant: Variant) -> Result<()> {
    let panic = match profile {
        Profile::Quick => Panic::Abort,
        Profile::Release if setup::standard_library_source() => Panic::Unwind,
        Profile::Release => {
            eprintln!(
                "rust-src cannot be had: a panic will end the Worker's instance, not one request"
            );
            Panic::Abort
        }
    };
    let library = Library {
        package: "edge",
        profile: match profile {
            Profile::Quick => "edge-quick",
            Profile::Release => "edge",
        },
        features: variant.features(),
        rustflags: &[MEMORY_FLAG, VECTORS_FLAG],
        panic,
    };
    eprintln!("building the Worker");
    pack(&library, &paths::at("edge/entry"), &variant.folder())
}

/// Compiles a Worker crate and bundles it with the JavaScript that the runtime loads.
///
/// `entry` is a folder whose `index.js` imports `./bindgen.js`.
pub(crate) fn pack(library: &Library<'_>, entry: &Path, folder: &Path) -> Result<()> {
    let module = library.build()?;
    let key = digest::of(&[&fs::read(&module)?, &scripts(entry)?, include_bytes!("worker.rs")]);
    let stamp = folder.join(".stamp");
    if digest::is_fresh(&stamp, &key) {
        return Ok(());
    }
    let staging = folder.with_extension("staging");
    let bound = bindgen::bind(&module, "bindgen", Host::Edge, &staging)?;
    for file in fs::read_dir(entry)? {
        let file = file?;
        fs::copy(file.path(), staging.join(file.file_name()))?;
    }
    fs::create_dir_all(folder)?;
    let script = folder.join("index.js");
    let external = ["--external:./bindgen_bg.wasm", "--external:cloudflare:*"].map(String::from);
    bindgen::bundle(&staging.join("index.js"), &script, &external)?;
    // The runtime loads the module by a plain import; the newer phase syntax it does not know.
    let text = fs::read_to_string(&script)?.replace("import source ", "import ");
    fs::write(&script, text.replace("./bindgen_bg.wasm", "./index_bg.wasm"))?;
    fs::rename(&bound.module, folder.join("index_bg.wasm"))?;
    fs::remove_dir_all(&staging)?;
    digest::keep(&stamp, &key)
}

/// The bytes of every script in a folder, in the order of their names.
fn scripts(folder: &Path) -> Result<Vec<u8>> {
    let listed = fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    let mut files = listed.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    let mut bytes = Vec::new();
    for file in files {
        bytes.extend(fs::read(file)?);
    }
    Ok(bytes)
}
