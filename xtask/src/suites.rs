//! `cargo xtask test`: runs the suites and says in one last line how it went.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::args::Args;
use crate::tally::Tally;
use crate::worker::{self, Profile, Variant};
use crate::{assets, budget, cargo, paths, run, setup};

/// One way of looking at the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suite {
    /// Every crate's own tests, natively.
    Unit,
    /// The written cases and the public suites.
    Conformance,
    /// Requests to the built Worker on real workerd.
    Http,
    /// A real browser on the whole product.
    E2e,
    /// Many simulated shoppers, natively.
    Sim,
    /// Bytes on the wire, and what wrangler says of the build.
    Budget,
}

const ALL: [Suite; 6] =
    [Suite::Unit, Suite::Conformance, Suite::Http, Suite::E2e, Suite::Sim, Suite::Budget];

/// Crates with tests of their own that run natively.
const UNIT: [&str; 7] =
    ["shared", "intent", "widget", "widget-infer", "dashboard", "edge", "xtask"];

impl Suite {
    fn named(word: &str) -> Result<Self> {
        match word {
            "unit" => Ok(Self::Unit),
            "conformance" => Ok(Self::Conformance),
            "http" => Ok(Self::Http),
            "e2e" => Ok(Self::E2e),
            "sim" => Ok(Self::Sim),
            "budget" => Ok(Self::Budget),
            _ => bail!("there is no suite {word:?}"),
        }
    }

    /// Whether it looks at the built product, not at sources.
    fn needs_build(self) -> bool {
        matches!(self, Self::Http | Self::E2e | Self::Budget)
    }

    fn run(self) -> Result<Tally> {
        match self {
            Self::Unit => rust(&UNIT.map(|package| ["--package", package]).concat()),
            Self::Conformance => rust(&["--package", "tests", "--", "--nocapture"]),
            // Ten thousand worlds: unoptimised that is an hour.
            Self::Sim => rust(&["--release", "--package", "simulator", "--", "--nocapture"]),
            Self::Http => node("tests/http"),
            Self::E2e => node("tests/e2e"),
            Self::Budget => {
                let mut tally = budget::check()?;
                tally.add(node("tests/wrangler")?);
                Ok(tally)
            }
        }
    }
}

/// `test [SUITE]...`.
pub(crate) fn run(args: &mut Args) -> Result<()> {
    let named = args.words().iter().map(|word| Suite::named(word)).collect::<Result<Vec<_>>>()?;
    args.finish()?;
    let suites = if named.is_empty() { ALL.to_vec() } else { named };
    prepare(&suites)?;
    let mut sum = Tally::default();
    for suite in suites {
        let started = Instant::now();
        println!("\n── {suite:?}");
        let tally = suite.run().unwrap_or_else(|error| {
            println!("{suite:?} could not run: {error:#}");
            Tally::broken()
        });
        println!("── {suite:?}: {tally} in {:.0?}", started.elapsed());
        sum.add(tally);
    }
    // The last line is read by machines: nothing may follow it.
    println!("\n{sum}");
    if sum.failed > 0 || sum.passed == 0 {
        std::process::exit(1);
    }
    Ok(())
}

/// Builds once what several suites look at.
fn prepare(suites: &[Suite]) -> Result<()> {
    if !suites.iter().any(|suite| suite.needs_build()) {
        return Ok(());
    }
    setup::toolchain()?;
    setup::npm()?;
    if suites.contains(&Suite::E2e) {
        setup::browser()?;
    }
    worker::build(Profile::Release, Variant::Served)?;
    if suites.contains(&Suite::Http) {
        worker::build(Profile::Release, Variant::Faults)?;
    }
    if suites.contains(&Suite::E2e) {
        assets::build_conformance_frame()?;
    }
    assets::build()?;
    assets::assemble(&paths::at("public/dist"), &assets::Shop::deployed())
}

/// Runs `cargo test` and counts.
fn rust(words: &[&str]) -> Result<Tally> {
    let mut command = cargo::command();
    command.args(["test", "--locked", "--no-fail-fast", "--quiet"]).args(words);
    command.env("CARGO_TERM_COLOR", "never");
    counted(&mut command, Tally::of_rust_line)
}

/// Runs a folder's `*.test.mjs` under Node's own test runner and counts.
fn node(folder: &str) -> Result<Tally> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(paths::at(folder)).with_context(|| format!("no {folder}"))? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    let mut command = run::program(paths::node());
    // One file at a time: each starts servers and browsers, and the machine may be small.
    command.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(files);
    command.env("PROFFER_XTASK", std::env::current_exe()?);
    command.env("PROFFER_CHROMIUM", setup::chromium().unwrap_or_default());
    for name in ["WRANGLER_SEND_METRICS", "CLOUDFLARE_CF_FETCH_ENABLED", "X_LOCAL_OBSERVABILITY"] {
        command.env(name, "false");
    }
    counted(&mut command, Tally::of_node_line)
}

/// Shows a program's output line by line and counts what it reports.
fn counted(command: &mut Command, count: fn(&str) -> Option<Tally>) -> Result<Tally> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().context("the program has no output")?;
    let (mut tally, mut hollow) = (Tally::default(), 0_usize);
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some(found) = count(&line) {
            tally.add(found);
        }
        hollow = hollow.saturating_add(usize::from(Tally::is_hollow(&line)));
    }
    tally.call_skipped(hollow);
    // A suite that dies without counting a failure has failed all the same.
    if !child.wait()?.success() && tally.failed == 0 {
        tally.add(Tally::broken());
    }
    Ok(tally)
}
