//! Everything that browsers fetch: built, named by content, and laid out as it is served.
//!
//! A file whose name carries the hash of its content never changes and is cached for ever. The few
//! names that must stay the same (`loader.js`, the HTML shells, `manifest.json`) point at them.
//! In a shell, `__FRAME_JS__` stands for the address of `frame.js`, and so on for each file; `__APP_JS__` stands for that
//! of the app whose shell it is, so that two apps can be written from one shell.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::bindgen::{self, Host};
use crate::cargo::{Library, Panic};
use crate::{digest, paths, setup};

/// The widget's folder; the number is the contract between loader and frame.
const WIDGET: &str = "w/1";

/// What the demo shop must know about the Worker beside it.
#[derive(Debug)]
pub(crate) struct Shop {
    /// Where widget, API and dashboard are served.
    pub(crate) origin: String,
    /// The public key of the shop's own workspace.
    pub(crate) site: String,
}

impl Shop {
    /// The shop of an instance on this machine.
    pub(crate) fn local(port: u16) -> Self {
        Self { origin: format!("http://127.0.0.1:{port}"), site: crate::seed::SITE.to_owned() }
    }

    /// The shop of a deployed Worker, which serves both from one origin.
    pub(crate) fn deployed() -> Self {
        Self { origin: String::new(), site: crate::seed::SITE.to_owned() }
    }
}

/// A crate that becomes a module in a browser.
struct App {
    name: &'static str,
    package: &'static str,
    /// Where its sources are.
    source: &'static str,
    /// Where it is served.
    served: &'static str,
    /// The HTML that starts it, where it has one.
    shell: Option<Shell>,
    /// Cargo features of the crate.
    features: &'static str,
    rustflags: &'static [&'static str],
    /// How wasm-opt weighs size against speed.
    optimise: &'static str,
    /// Where a panic should go.
    panic: Panic,
}

/// A page that starts an app.
#[derive(Clone, Copy)]
struct Shell {
    /// The file it is written from, among the app's sources.
    source: &'static str,
    /// The name under which it is served.
    served: &'static str,
}

const FRAME: App = App {
    name: "frame",
    package: "widget",
    source: "widget",
    served: WIDGET,
    shell: Some(Shell { source: "frame.html", served: "frame.html" }),
    features: "",
    rustflags: &[],
    optimise: "-Oz",
    panic: Panic::Trap,
};

const DASHBOARD: App = App {
    name: "dashboard",
    package: "dashboard",
    source: "dashboard",
    served: "dashboard",
    shell: Some(Shell { source: "index.html", served: "index.html" }),
    features: "",
    // One type for every view instead of one for each: an eighth of the module.
    rustflags: &["--cfg", "erase_components"],
    optimise: "-Oz",
    panic: Panic::Trap,
};

const APPS: [App; 4] = [
    FRAME,
    App {
        name: "infer",
        package: "widget-infer",
        source: "widget/infer",
        served: WIDGET,
        shell: None,
        features: "",
        // The model's arithmetic is four times faster on vectors.
        rustflags: &["-Ctarget-feature=+simd128"],
        optimise: "-Os",
        panic: Panic::Abort,
    },
    DASHBOARD,
    // The same with the screens to work in, loaded by whoever opens one.
    App {
        name: "dashboard-studio",
        shell: Some(Shell { source: "index.html", served: "studio.html" }),
        features: "studio",
        ..DASHBOARD
    },
];

/// Files by the name that sources use, each with the hashed name under which it is served.
type Names = BTreeMap<String, String>;

/// Compiles the widget and the dashboard; quick when nothing changed.
pub(crate) fn build() -> Result<()> {
    for app in &APPS {
        eprintln!("building {}", app.name);
        app.build()?;
    }
    Ok(())
}

/// Compiles the frame as it is shipped, and with the export that replays public cases, into
/// `target/conformance-frame`: `frame.js` and `frame_bg.wasm`, never served.
pub(crate) fn build_conformance_frame() -> Result<()> {
    eprintln!("building frame with the replay of public cases");
    let module = FRAME.compile("conformance")?;
    let folder = paths::target().join("conformance-frame");
    let key = digest::of(&[&fs::read(&module)?, include_bytes!("assets.rs")]);
    let stamp = folder.join(".stamp");
    if digest::is_fresh(&stamp, &key) {
        return Ok(());
    }
    let bound = bindgen::bind(&module, FRAME.name, Host::Browser, &folder)?;
    bindgen::optimise(&bound.module, FRAME.optimise)?;
    digest::keep(&stamp, &key)
}

/// Lays out all static files in `into`, which is replaced.
pub(crate) fn assemble(into: &Path, shop: &Shop) -> Result<()> {
    if into.exists() {
        fs::remove_dir_all(into).with_context(|| format!("cannot clear {}", into.display()))?;
    }
    let widget = into.join(WIDGET);
    fs::create_dir_all(&widget)?;
    let mut names = Names::new();
    for app in &APPS {
        app.copy_files(into, &mut names)?;
    }
    copy_named(&paths::at("model/dist"), &widget, WIDGET, &mut names)?;
    for app in &APPS {
        app.write_shell(into, &names)?;
    }
    write_loader(&widget)?;
    fs::write(
        widget.join("manifest.json"),
        serde_json::to_vec_pretty(&json!({ "files": names }))?,
    )?;
    copy_shop(&paths::at("public/shop"), &into.join("shop"), shop)
}

impl App {
    /// Where its compiled files lie, between a build and an assembly.
    fn folder(&self) -> PathBuf {
        paths::target().join("apps").join(self.name)
    }

    /// Compiles the crate and gives the module's path.
    fn compile(&self, features: &str) -> Result<PathBuf> {
        let panic = match self.panic {
            Panic::Trap if !setup::standard_library_source() => {
                eprintln!("rust-src cannot be had: {} weighs a ninth more", self.name);
                Panic::Abort
            }
            panic @ (Panic::Abort | Panic::Trap | Panic::Unwind) => panic,
        };
        let library = Library {
            package: self.package,
            profile: "browser",
            features,
            rustflags: self.rustflags,
            panic,
        };
        library.build()
    }

    fn build(&self) -> Result<()> {
        let module = self.compile(self.features)?;
        // The script that starts the app. It imports "wasm" and finds the module beside itself,
        // under `__WASM_NAME__`, and the model's files under the names of `__MODEL__`.
        let boot = fs::read(paths::at(self.source).join("boot.js"))?;
        let model = serde_json::to_string(&served_names(&paths::at("model/dist"))?)?;
        let made_of = [&fs::read(&module)?, &boot, model.as_bytes(), include_bytes!("assets.rs")];
        let key = digest::of(&made_of);
        let (folder, stamp) = (self.folder(), self.folder().join(".stamp"));
        if digest::is_fresh(&stamp, &key) {
            return Ok(());
        }
        let staging = folder.with_extension("staging");
        let bound = bindgen::bind(&module, self.name, Host::Browser, &staging)?;
        bindgen::optimise(&bound.module, self.optimise)?;
        fs::create_dir_all(&folder)?;
        let wasm = format!("{}.wasm", self.name);
        let served = digest::named(&wasm, &fs::read(&bound.module)?);
        let entry = staging.join("boot.js");
        fs::write(&entry, boot)?;
        let options = [
            "--minify".to_owned(),
            format!("--alias:wasm={}", bound.script.display()),
            format!("--define:__WASM_NAME__=\"{served}\""),
            format!("--define:__MODEL__={model}"),
        ];
        bindgen::bundle(&entry, &folder.join(format!("{}.js", self.name)), &options)?;
        fs::rename(&bound.module, folder.join(wasm))?;
        fs::remove_dir_all(&staging)?;
        digest::keep(&stamp, &key)
    }

    fn copy_files(&self, into: &Path, names: &mut Names) -> Result<()> {
        let served = into.join(self.served);
        fs::create_dir_all(&served)?;
        copy_named(&self.folder(), &served, self.served, names)?;
        if self.shell.is_none() {
            return Ok(());
        }
        let style = self.folder().join(format!("{}.css", self.name));
        self.write_style(&style)?;
        copy_named_file(&style, &served, self.served, names)
    }

    /// Joins the app's style sheets, in the order of their names, into one small file.
    fn write_style(&self, out: &Path) -> Result<()> {
        let mut joined = String::new();
        for sheet in files(&paths::at(self.source))? {
            if sheet.extension().is_some_and(|extension| extension == "css") {
                joined.push_str(&fs::read_to_string(sheet)?);
            }
        }
        let whole = out.with_extension("whole.css");
        fs::write(&whole, joined)?;
        bindgen::bundle(&whole, out, &["--minify".to_owned(), "--external:*".to_owned()])?;
        Ok(fs::remove_file(whole)?)
    }

    fn write_shell(&self, into: &Path, names: &Names) -> Result<()> {
        let Some(shell) = self.shell else { return Ok(()) };
        let mut text = fs::read_to_string(paths::at(self.source).join(shell.source))?;
        for (name, served) in names {
            let address = format!("/{served}");
            text = text.replace(&placeholder(name), &address);
            if let Some(kind) = name.strip_prefix(self.name).and_then(|rest| rest.strip_prefix('.'))
            {
                text = text.replace(&placeholder(&format!("app.{kind}")), &address);
            }
        }
        Ok(fs::write(into.join(self.served).join(shell.served), text)?)
    }
}

/// `frame.js` is `__FRAME_JS__` in a shell.
fn placeholder(name: &str) -> String {
    format!("__{}__", name.to_uppercase().replace(['.', '-'], "_"))
}

/// Copies a folder's files under hashed names.
fn copy_named(from: &Path, into: &Path, served: &str, names: &mut Names) -> Result<()> {
    for file in files(from)? {
        copy_named_file(&file, into, served, names)?;
    }
    Ok(())
}

/// The files of a folder, each with the hashed name under which it is served.
fn served_names(folder: &Path) -> Result<Names> {
    let mut names = Names::new();
    for file in files(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let hashed = digest::named(&name, &fs::read(file)?);
        names.insert(name, hashed);
    }
    Ok(names)
}

fn copy_named_file(file: &Path, into: &Path, served: &str, names: &mut Names) -> Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let content = fs::read(file)?;
    let hashed = digest::named(&name, &content);
    fs::write(into.join(&hashed), content)?;
    names.insert(name, format!("{served}/{hashed}"));
    Ok(())
}

/// The plain files of a folder, in order; hidden ones are ours and not served.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn write_loader(widget: &Path) -> Result<()> {
    let source = paths::at("widget/loader/loader.js");
    let options = ["--minify", "--format=iife", "--target=es2021"].map(String::from);
    bindgen::bundle(&source, &widget.join("loader.js"), &options)
}

/// Copies the shop, telling its pages where the Worker is.
fn copy_shop(from: &Path, into: &Path, shop: &Shop) -> Result<()> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(from).with_context(|| format!("no {}", from.display()))? {
        let entry = entry?;
        let (path, out) = (entry.path(), into.join(entry.file_name()));
        if path.is_dir() {
            copy_shop(&path, &out, shop)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            let text = text.replace("__PROFFER_ORIGIN__", &shop.origin);
            fs::write(out, text.replace("__PROFFER_SITE__", &shop.site))?;
        } else {
            fs::copy(path, out)?;
        }
    }
    Ok(())
}
