//! Writes bare workerd's configuration from `wrangler.toml`, and starts it.
//!
//! One process serves the Worker, its Durable Objects on disk, the static files and a small
//! key-value service. Nothing in it is shared between instances, so several run side by side.

use std::fmt::Write as _;
use std::fs;
use std::net::{Ipv6Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::args::Args;
use crate::config::{self, Wrangler};
use crate::secrets::{self, Secrets};
use crate::{assets, http, paths, run, worker};

/// One local instance.
#[derive(Debug)]
pub(crate) struct Instance {
    /// Where it listens.
    pub(crate) port: u16,
    /// The built Worker.
    pub(crate) worker: PathBuf,
    /// The static files.
    pub(crate) files: PathBuf,
    /// Its configuration, secrets and databases.
    pub(crate) folder: PathBuf,
}

/// How often a starting instance is asked whether it is ready, and for how long.
const READY_PAUSE: Duration = Duration::from_millis(25);
const READY_TRIES: u32 = 800;

impl Instance {
    /// The Worker's own origin.
    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Writes the configuration and the secrets.
    pub(crate) fn prepare(&self) -> Result<Secrets> {
        self.prepare_for(config::OURS)
    }

    /// The same for a Worker with another description.
    fn prepare_for(&self, wrangler: &str) -> Result<Secrets> {
        fs::create_dir_all(self.folder.join("objects"))?;
        fs::create_dir_all(&self.files)?;
        let configuration = self.configuration(&config::read(wrangler)?)?;
        fs::write(self.folder.join("config.capnp"), configuration)?;
        secrets::load_or_make(&self.folder.join("secrets.json"))
    }

    /// The command that serves it.
    pub(crate) fn command(&self, secrets: &Secrets) -> Command {
        let mut command = run::program(program());
        command.args(["serve", "--import-path"]).arg(&self.worker);
        command.arg("--import-path").arg(paths::at("local"));
        command.arg(self.folder.join("config.capnp"));
        command.env("PROFFER_ADMIN_TOKEN", &secrets.admin_token);
        command.env("PROFFER_SIGNING_KEY", &secrets.signing_key);
        command
    }

    /// Starts it and waits until it answers.
    pub(crate) fn start(&self, secrets: &Secrets) -> Result<Child> {
        if TcpListener::bind(("127.0.0.1", self.port)).is_err() {
            bail!("port {} is taken: choose another with --port", self.port);
        }
        let mut child = self.command(secrets).stdin(Stdio::null()).spawn().context("workerd")?;
        for _ in 0..READY_TRIES {
            if http::get(self.port, "/healthz").is_ok_and(|answer| answer.status == 200) {
                return Ok(child);
            }
            if let Some(status) = child.try_wait()? {
                bail!("workerd ended with {status} before it answered");
            }
            sleep(READY_PAUSE);
        }
        child.kill()?;
        bail!("workerd did not answer on {}", self.origin());
    }

    fn configuration(&self, wrangler: &Wrangler) -> Result<String> {
        let mut text = String::from("using Workerd = import \"/workerd/workerd.capnp\";\n\n");
        writeln!(text, "const config :Workerd.Config = (\n  services = [")?;
        writeln!(text, "    (name = \"worker\", worker = .worker),")?;
        writeln!(text, "    (name = \"kv\", worker = .kv),")?;
        writeln!(text, "    (name = \"files\", disk = (path = {})),", quoted(&self.files))?;
        let objects = quoted(&self.folder.join("objects"));
        writeln!(text, "    (name = \"objects\", disk = (path = {objects}, writable = true)),")?;
        writeln!(text, "    (name = \"internet\", network = (allow = [\"public\", \"private\"],")?;
        writeln!(text, "      tlsOptions = (trustBrowserCas = true))),\n  ],\n  sockets = [")?;
        for (name, host) in addresses() {
            writeln!(
                text,
                "    (name = \"{name}\", address = \"{host}:{}\", http = (), service = \"worker\"),",
                self.port
            )?;
        }
        writeln!(text, "  ],\n);\n")?;
        self.write_worker(&mut text, wrangler)?;
        text.push_str(KV_WORKER);
        writeln!(text, "  compatibilityDate = \"{}\",\n);", wrangler.compatibility_date)?;
        Ok(text)
    }

    fn write_worker(&self, text: &mut String, wrangler: &Wrangler) -> Result<()> {
        writeln!(text, "const worker :Workerd.Worker = (\n  modules = [")?;
        writeln!(text, "    (name = \"index.js\", esModule = embed \"/index.js\"),")?;
        if self.worker.join("index_bg.wasm").exists() {
            writeln!(text, "    (name = \"index_bg.wasm\", wasm = embed \"/index_bg.wasm\"),")?;
        }
        writeln!(text, "  ],")?;
        writeln!(text, "  compatibilityDate = \"{}\",", wrangler.compatibility_date)?;
        let flags = wrangler.compatibility_flags.iter().map(|flag| format!("{flag:?}"));
        writeln!(text, "  compatibilityFlags = [{}],", flags.collect::<Vec<_>>().join(", "))?;
        writeln!(text, "  bindings = [")?;
        for object in &wrangler.durable_objects.bindings {
            let (name, class) = (&object.name, &object.class_name);
            writeln!(text, "    (name = \"{name}\", durableObjectNamespace = \"{class}\"),")?;
        }
        for store in &wrangler.kv_namespaces {
            writeln!(text, "    (name = \"{}\", kvNamespace = \"kv\"),", store.binding)?;
        }
        if let Some(assets) = &wrangler.assets {
            writeln!(text, "    (name = \"{}\", service = \"files\"),", assets.binding)?;
        }
        for (name, value) in &wrangler.vars {
            let value = if name == "ENVIRONMENT" { "local" } else { value };
            writeln!(text, "    (name = \"{name}\", text = {value:?}),")?;
        }
        for name in ["ADMIN_TOKEN", "SIGNING_KEY"] {
            writeln!(text, "    (name = \"{name}\", fromEnvironment = \"PROFFER_{name}\"),")?;
        }
        writeln!(text, "  ],\n  durableObjectNamespaces = [")?;
        for object in &wrangler.durable_objects.bindings {
            let class = &object.class_name;
            writeln!(
                text,
                "    (className = \"{class}\", uniqueKey = \"{class}\", enableSql = true),"
            )?;
        }
        writeln!(text, "  ],\n  durableObjectStorage = (localDisk = \"objects\"),\n);")?;
        Ok(())
    }
}

/// A browser may take `localhost` for either loopback address; both belong to one instance.
fn addresses() -> Vec<(&'static str, &'static str)> {
    let mut addresses = vec![("http", "127.0.0.1")];
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok() {
        addresses.push(("http6", "[::1]"));
    }
    addresses
}

/// The key-value service of `local/kv.js`; its date follows.
const KV_WORKER: &str = "
const kv :Workerd.Worker = (
  modules = [(name = \"kv.js\", esModule = embed \"/kv.js\")],
  bindings = [(name = \"STORE\", durableObjectNamespace = \"Store\")],
  durableObjectNamespaces = [(className = \"Store\", uniqueKey = \"kv\", enableSql = true)],
  durableObjectStorage = (localDisk = \"objects\"),
";

fn quoted(path: &Path) -> String {
    format!("{:?}", path.to_string_lossy())
}

/// The native program; npm's own wrapper would start it through Node.
pub(crate) fn program() -> PathBuf {
    let platform = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("macos", "aarch64") => "darwin-arm64",
        ("macos", _) => "darwin-64",
        (_, "aarch64") => "linux-arm64",
        _ => "linux-64",
    };
    paths::at("node_modules/@cloudflare").join(format!("workerd-{platform}")).join("bin/workerd")
}

/// `config --port N --data DIR [--faults] [--files DIR] [--worker DIR --wrangler FILE]`: for the test harness,
/// which starts and kills workerd itself. Lays out the static files and prints one line of JSON.
pub(crate) fn print_config(args: &mut Args) -> Result<()> {
    let variant =
        if args.flag("--faults") { worker::Variant::Faults } else { worker::Variant::Served };
    let port = args.port()?.context("--port is needed")?;
    let folder = paths::root().join(args.value("--data")?.context("--data is needed")?);
    let worker = args.value("--worker")?.map_or_else(|| variant.folder(), PathBuf::from);
    let files = args.value("--files")?;
    let wrangler = args.value("--wrangler")?.unwrap_or_else(|| config::OURS.to_owned());
    args.finish()?;
    let instance = Instance {
        port,
        worker,
        files: files
            .as_ref()
            .map_or_else(|| folder.join("files"), |files| paths::root().join(files)),
        folder,
    };
    if files.is_none() && wrangler == config::OURS {
        assets::assemble(&instance.files, &assets::Shop::local(port))?;
    }
    let secrets = instance.prepare_for(&wrangler)?;
    let command = instance.command(&secrets);
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>();
    let answer = json!({ "origin": instance.origin(), "command": words, "secrets": secrets });
    println!("{answer}");
    Ok(())
}
