//! What the served files weigh on the wire, and whether that is within the promise.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;

use crate::tally::Tally;
use crate::worker::Variant;
use crate::{assets, paths};

/// The strongest brotli setting, as a CDN stores files that never change.
const QUALITY: i32 = 11;

/// Gzip bytes of the Worker's module: start-up time grows with it.
const WORKER_GZIP_MAX: usize = 2 << 20;

/// A promise about the brotli bytes of some files together.
struct Budget {
    what: &'static str,
    files: &'static [&'static str],
    /// What the design promises.
    bytes_max: usize,
}

/// Source: the budgets of the design; a page that loads the widget is a guest-house.
const BUDGETS: [Budget; 5] = [
    Budget { what: "loader", files: &["w/1/loader.js"], bytes_max: 3 << 10 },
    Budget {
        what: "frame in all",
        files: &["w/1/frame.html", "frame.js", "frame.css", "frame.wasm"],
        bytes_max: 120 << 10,
    },
    Budget {
        what: "intent in all",
        files: &["infer.js", "infer.wasm", "model/*"],
        bytes_max: 1000 << 10,
    },
    Budget {
        what: "dashboard first screen",
        files: &["dashboard/index.html", "dashboard.js", "dashboard.css", "dashboard.wasm"],
        bytes_max: 350 << 10,
    },
    Budget {
        what: "dashboard studio",
        files: &[
            "dashboard/studio.html",
            "dashboard-studio.js",
            "dashboard-studio.css",
            "dashboard-studio.wasm",
        ],
        bytes_max: 700 << 10,
    },
];

/// What is served, by the names that sources use.
#[derive(Debug, Deserialize)]
struct Manifest {
    files: BTreeMap<String, String>,
}

/// Holds each budget against the files in `public/dist`, and the Worker against its own.
pub(crate) fn check() -> Result<Tally> {
    let mut tally = Tally::default();
    let mut hold = |what: &str, bytes: usize, bytes_max: usize, unit: &str| {
        let held = bytes <= bytes_max;
        let verdict = if held { "ok" } else { "OVER BUDGET" };
        println!("{what:<24} {bytes:>9} of {bytes_max:>9} bytes {unit:<7} {verdict}");
        tally.add(if held { Tally::one_passed() } else { Tally::broken() });
    };
    let folder = paths::at("public/dist");
    let served = Served::read(&folder)?;
    for budget in &BUDGETS {
        hold(budget.what, served.weight(budget)?, budget.bytes_max, "brotli");
    }
    let worker = fs::read(Variant::Served.folder().join("index_bg.wasm"))?;
    hold("Worker", gzip(&worker)?, WORKER_GZIP_MAX, "gzip");
    Ok(tally)
}

/// Prints each served file with its bytes, raw and brotli, and the sums that have a budget.
pub(crate) fn print_table(folder: &Path) -> Result<()> {
    let served = Served::read(folder)?;
    println!("\n{:>10} {:>10}", "bytes", "brotli");
    for (name, path) in &served.manifest.files {
        let content = fs::read(folder.join(path))?;
        println!("{:>10} {:>10}  {name}", content.len(), brotli(&content)?);
    }
    for budget in &BUDGETS {
        let weight = served.weight(budget)?;
        println!("{:>10} {weight:>10}  {}, at most {}", "", budget.what, budget.bytes_max);
    }
    Ok(())
}

/// The assembled files.
struct Served<'a> {
    folder: &'a Path,
    manifest: Manifest,
}

impl<'a> Served<'a> {
    fn read(folder: &'a Path) -> Result<Self> {
        let text = fs::read(folder.join("w/1/manifest.json")).context("nothing is assembled")?;
        Ok(Self { folder, manifest: serde_json::from_slice(&text)? })
    }

    fn weight(&self, budget: &Budget) -> Result<usize> {
        let mut sum: usize = 0;
        for file in budget.files {
            let bytes = if *file == "model/*" { model()? } else { self.file(file)? };
            sum = sum.saturating_add(bytes);
        }
        Ok(sum)
    }

    /// A file by the name that sources use, or by its path where that never changes.
    fn file(&self, name: &str) -> Result<usize> {
        let path = self.manifest.files.get(name).map_or(name, String::as_str);
        let path = self.folder.join(path);
        brotli(&fs::read(&path).with_context(|| format!("{} is missing", path.display()))?)
    }
}

/// All files of the model: which there are is the model's own business.
fn model() -> Result<usize> {
    let mut sum: usize = 0;
    for file in assets::files(&paths::at("model/dist"))? {
        sum = sum.saturating_add(brotli(&fs::read(file)?)?);
    }
    Ok(sum)
}

/// Bytes after brotli.
fn brotli(content: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: QUALITY, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut out, &params)?;
    Ok(out.len())
}

fn gzip(content: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}
