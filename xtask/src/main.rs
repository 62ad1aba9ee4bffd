//! `cargo xtask`: set up, build, serve, test and measure.
//!
//! Every command does its own set-up and is quick when there is nothing to do, so that a fresh
//! machine with only rustup and Node runs each of them without a word of preparation.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks to its user"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "a native tool may read the clock and the environment"
)]

mod args;
mod assets;
mod bench;
mod bindgen;
mod budget;
mod cargo;
mod config;
mod demo;
mod digest;
mod doctor;
mod http;
mod lint;
mod model;
mod paths;
mod run;
mod secrets;
mod seed;
mod setup;
mod suites;
mod tally;
mod worker;
mod workerd;

use std::process::ExitCode;

use args::Args;

const USAGE: &str = "\
cargo xtask COMMAND

  demo [--port 8787] [--fresh] [--quick]   build, serve and seed everything, and print the addresses
  test [SUITE]...                          unit conformance http e2e sim budget; all when none is named
  build [--release] [--worker]             the Worker, the widget and the dashboard; or the Worker alone
  bench [NAME]                             decision edge page size capture; all when none is named
  lint                                     formatting, clippy for every target, source rules
  seed [--port 8787]                       fill a running instance with the demo's data
  doctor                                   what is missing on this machine, with the fix
  model train|eval|gate                    the intent model
  model publish|rollback --to URL          a release on a running installation, and back
  model corrections --to URL --out FILE    what operators corrected, as rows for `model train --data FILE`
  deploy                                   build for release and hand over to wrangler";

fn main() -> ExitCode {
    let mut args = Args::from_env();
    let outcome = match args.command().as_deref() {
        Some("demo") => demo::run(&mut args),
        Some("test") => suites::run(&mut args),
        Some("build") => build(&mut args),
        Some("bench") => bench::run(&mut args),
        Some("lint") => lint::run(),
        Some("seed") => seed::run(&mut args),
        Some("doctor") => doctor::run(),
        Some("model") => model::run(&mut args),
        Some("deploy") => demo::deploy(&mut args),
        Some("config") => workerd::print_config(&mut args),
        Some(other) => Err(anyhow::anyhow!("there is no command {other:?}\n\n{USAGE}")),
        None => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// `build [--release]`: everything that is served, then its sizes.
fn build(args: &mut Args) -> anyhow::Result<()> {
    let variant =
        if args.flag("--faults") { worker::Variant::Faults } else { worker::Variant::Served };
    let profile =
        if args.flag("--release") { worker::Profile::Release } else { worker::Profile::Quick };
    let only_worker = args.flag("--worker");
    args.finish()?;
    setup::toolchain()?;
    setup::npm()?;
    worker::build(profile, variant)?;
    if only_worker {
        return Ok(());
    }
    assets::build()?;
    let served = paths::at("public/dist");
    assets::assemble(&served, &assets::Shop::local(demo::PORT))?;
    budget::print_table(&served)
}
