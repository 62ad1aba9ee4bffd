//! Holds the code to the picture in ARCHITECTURE.md: who may use whom.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Modules of `shared`, top layer first. A module may use its own layer and those above.
const LAYERS: &[&[&str]] = &[
    &[
        "bucket",
        "channel",
        "condition",
        "digest",
        "id",
        "json",
        "limits",
        "money",
        "special",
        "text",
        "time",
        "zone",
    ],
    &["consent", "event", "identity", "settings"],
    &["attributes", "concept", "intent", "predict", "profile", "propensity", "segment"],
    &[
        "bandit",
        "catalog",
        "delivery",
        "experiment",
        "frequency",
        "knowledge",
        "off_policy",
        "offer",
        "preference",
        "quiet_hours",
        "ranking",
        "rule",
        "stats",
        "stock",
        "uplift",
    ],
    &["attribution", "compiled", "config", "conversation", "decide", "decision", "rule_index"],
    &["dry_run", "learning", "ledger", "privacy", "release", "report", "visitor"],
    &["conformance", "wire"],
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn layer_of(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or_else(|| panic!("module `{module}` is in no layer; add it to LAYERS"))
}

/// Every Rust file below a folder, with its text up to its tests.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs")
                && path.file_stem().is_some_and(|name| name != "tests")
            {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                found.push((path, code));
            }
        }
    }
    found
}

/// Names of modules used as `crate::name` anywhere in the code, comments aside.
fn modules_used(source: &str) -> Vec<String> {
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => used.push(first_word(rest)),
            Some(group) => used.extend(top_level_names(group)),
        }
    }
    used.retain(|word| LAYERS.iter().any(|layer| layer.contains(&word.as_str())));
    used
}

/// The names at the start of each item of `{a, b::{c, d}, e::f}`.
fn top_level_names(group: &str) -> Vec<String> {
    let (mut names, mut depth, mut word, mut reading) = (Vec::new(), 0_u32, String::new(), true);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut word));
                reading = true;
            }
            ':' if depth == 0 => reading = false,
            _ if depth == 0 && reading && !c.is_whitespace() => word.push(c),
            _ => {}
        }
    }
    names.push(word);
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

#[test]
fn no_module_of_shared_uses_a_lower_layer() {
    let src = root().join("shared/src");
    for (path, source) in sources(&src) {
        let inside = path.strip_prefix(&src).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.strip_suffix(".rs").unwrap_or(first);
        if module == "lib" {
            continue;
        }
        for used in modules_used(&source) {
            assert!(
                layer_of(&used) <= layer_of(module),
                "{}: `{module}` uses `{used}`, a lower layer",
                path.display()
            );
        }
    }
}

#[test]
fn the_layers_are_the_modules_that_there_are() {
    let listed = fs::read_to_string(root().join("shared/src/lib.rs")).unwrap();
    for layer in LAYERS.iter().flat_map(|layer| layer.iter()) {
        assert!(listed.contains(&format!("pub mod {layer};")), "{layer} is no module of shared");
    }
}

#[test]
fn only_the_clock_module_of_edge_reads_a_clock_and_only_chance_asks_for_randomness() {
    for (path, source) in sources(&root().join("edge/src")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name == "clock.rs" || !source.contains("Date::now"), "{}", path.display());
        assert!(name == "chance.rs" || !source.contains("get_random_values"), "{}", path.display());
    }
}

#[test]
fn nothing_at_the_edge_reads_untrusted_json_with_javascript() {
    for (path, source) in sources(&root().join("edge/src")) {
        for banned in [".json::<", "req.json(", "req.text(", "serde_wasm_bindgen"] {
            assert!(!source.contains(banned), "{} has {banned}", path.display());
        }
    }
}

#[test]
fn edge_widget_and_dashboard_never_use_each_other() {
    for (folder, others) in [
        ("edge", ["widget", "dashboard"]),
        ("widget", ["edge", "dashboard"]),
        ("dashboard", ["edge", "widget"]),
        ("shared", ["edge", "widget"]),
        ("intent", ["edge", "widget"]),
    ] {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
        for other in others {
            let uses = manifest.lines().any(|line| {
                line.starts_with(&format!("{other}.")) || line.starts_with(&format!("{other} "))
            });
            assert!(!uses, "{folder} uses {other}");
        }
    }
}

#[test]
fn no_markup_is_built_from_text() {
    for folder in ["widget/src", "dashboard/src"] {
        for (path, source) in sources(&root().join(folder)) {
            // Icons are drawings of our own, chosen by name; elsewhere only a literal may be markup.
            let is_icons = path.ends_with("ui/icon.rs");
            let builds = source
                .lines()
                .any(|line| line.contains("inner_html") && !line.contains("inner_html=\""));
            assert!(is_icons || !builds, "{} builds markup", path.display());
        }
    }
}
