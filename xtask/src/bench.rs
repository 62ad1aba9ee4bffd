//! `cargo xtask bench`: measures, each figure beside a peer measured in the same run.

use anyhow::{Result, bail};

use crate::args::Args;
use crate::cargo::{Library, Panic};
use crate::worker::{self, Profile, Variant};
use crate::{assets, budget, cargo, paths, run, setup};

const ALL: [&str; 6] = ["decision", "edge", "size", "intent", "capture", "page"];

/// `bench [NAME]...`.
pub(crate) fn run(args: &mut Args) -> Result<()> {
    let mut chosen = args.words();
    args.finish()?;
    setup::toolchain()?;
    setup::npm()?;
    if chosen.is_empty() {
        chosen = ALL.map(String::from).to_vec();
    }
    for name in chosen {
        println!("\n── {name}");
        match name.as_str() {
            "decision" => decision()?,
            "edge" => edge()?,
            "size" => size()?,
            "capture" | "intent" | "page" => browser(&name)?,
            other => bail!("there is no bench {other:?}"),
        }
    }
    Ok(())
}

fn decision() -> Result<()> {
    let words = ["run", "--release", "--locked", "--package", "bench", "--", "decision"];
    run::check(cargo::command().args(words))
}

/// Requests a second and CPU a request, beside the platform's own floor.
fn edge() -> Result<()> {
    worker::build(Profile::Release, Variant::Served)?;
    peer()?;
    assets::build()?;
    assets::assemble(&paths::at("public/dist"), &assets::Shop::deployed())?;
    script("edge")
}

/// The smallest Workers in Rust: hello, and one `SQLite` write in a Durable Object.
fn peer() -> Result<()> {
    let library = Library {
        package: "bench-peer-worker",
        profile: "edge",
        features: "",
        rustflags: &[],
        panic: if setup::standard_library_source() { Panic::Unwind } else { Panic::Abort },
    };
    worker::pack(
        &library,
        &paths::at("bench/peer-worker/entry"),
        &paths::target().join("worker-peer"),
    )
}

fn size() -> Result<()> {
    worker::build(Profile::Release, Variant::Served)?;
    assets::build()?;
    let served = paths::at("public/dist");
    assets::assemble(&served, &assets::Shop::deployed())?;
    budget::print_table(&served)
}

/// What the tag costs the shop's page, and the model the visitor, in a real browser.
fn browser(name: &str) -> Result<()> {
    setup::browser()?;
    worker::build(Profile::Release, Variant::Served)?;
    assets::build()?;
    assets::assemble(&paths::at("public/dist"), &assets::Shop::deployed())?;
    script(name)
}

fn script(name: &str) -> Result<()> {
    let mut command = run::program(paths::node());
    command.arg(paths::at("bench").join(format!("{name}.mjs")));
    command.env("PROFFER_XTASK", std::env::current_exe()?);
    command.env("PROFFER_CHROMIUM", setup::chromium().unwrap_or_default());
    run::check(&mut command)
}
