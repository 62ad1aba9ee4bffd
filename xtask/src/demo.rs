//! The whole product on one machine: build, serve, seed, and say where to look.

use std::fs;
use std::process::Child;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::args::Args;
use crate::secrets::Secrets;
use crate::worker::{self, Profile, Variant};
use crate::workerd::Instance;
use crate::{assets, paths, run, seed, setup};

/// Where the demo listens when nobody says otherwise.
pub(crate) const PORT: u16 = 8787;

/// How often a running demo looks whether workerd still lives.
const WATCH_PAUSE: Duration = Duration::from_millis(300);

/// `demo [--port N] [--fresh] [--quick]`.
pub(crate) fn run(args: &mut Args) -> Result<()> {
    let port = args.port()?.unwrap_or(PORT);
    let fresh = args.flag("--fresh");
    let profile = if args.flag("--quick") { Profile::Quick } else { Profile::Release };
    args.finish()?;
    setup::toolchain()?;
    setup::npm()?;
    worker::build(profile, Variant::Served)?;
    let instance = instance(port);
    if fresh && instance.folder.exists() {
        fs::remove_dir_all(&instance.folder).context("cannot clear the demo's data")?;
    }
    assets::build()?;
    assets::assemble(&instance.files, &assets::Shop::local(port))?;
    let secrets = instance.prepare()?;
    let mut child = instance.start(&secrets)?;
    // What an operator changes is kept: only a new instance is filled.
    let seeded = instance.folder.join("seeded");
    if !seeded.exists() {
        if let Err(error) =
            seed::fill(port, &secrets, seed::shoppers::SHOPPERS, seed::Articles::With)
        {
            child.kill()?;
            return Err(error.context("the demo's data could not be loaded"));
        }
        fs::write(seeded, "")?;
    }
    print_addresses(&instance, &secrets);
    wait(child)
}

/// The demo that listens on `port`; each port keeps its own data.
pub(crate) fn instance(port: u16) -> Instance {
    let folder = paths::state().join(port.to_string());
    Instance { port, worker: Variant::Served.folder(), files: folder.join("files"), folder }
}

fn print_addresses(instance: &Instance, secrets: &Secrets) {
    let (port, origin) = (instance.port, instance.origin());
    println!("\nProffer is running.\n");
    println!("  Shop        http://localhost:{port}/shop/");
    println!("  Dashboard   {origin}/dashboard/#setup={}", secrets.admin_token);
    println!("              (the link creates the operator at first use; later, sign in)");
    println!("  API         {origin}/v1/");
    println!("\nCtrl-C stops it. The data stays in {}.", instance.folder.display());
}

/// Waits for Ctrl-C, a request to terminate, or the end of workerd.
fn wait(mut child: Child) -> Result<()> {
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || stop.send(()).unwrap_or_default())?;
    loop {
        if stopped.recv_timeout(WATCH_PAUSE).is_ok() {
            child.kill()?;
            child.wait()?;
            return Ok(());
        }
        if let Some(status) = child.try_wait()? {
            anyhow::bail!("workerd ended with {status}");
        }
    }
}

/// `deploy [ARGUMENTS FOR WRANGLER]`.
pub(crate) fn deploy(args: &mut Args) -> Result<()> {
    setup::toolchain()?;
    setup::npm()?;
    worker::build(Profile::Release, Variant::Served)?;
    assets::build()?;
    assets::assemble(&paths::at("public/dist"), &assets::Shop::deployed())?;
    run::check(run::program(paths::npm_bin("wrangler")).arg("deploy").args(args.rest()))
}
