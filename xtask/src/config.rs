//! What `wrangler.toml` says, as far as bare workerd needs it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::paths;

/// The Worker's description.
#[derive(Debug, Deserialize)]
pub(crate) struct Wrangler {
    /// The date that fixes the runtime's behaviour.
    pub(crate) compatibility_date: String,
    /// Runtime features beyond the date.
    #[serde(default)]
    pub(crate) compatibility_flags: Vec<String>,
    /// Plain settings.
    #[serde(default)]
    pub(crate) vars: BTreeMap<String, String>,
    /// Static files, where it has some.
    pub(crate) assets: Option<Assets>,
    /// Key-value stores.
    #[serde(default)]
    pub(crate) kv_namespaces: Vec<Named>,
    /// Durable Objects.
    #[serde(default)]
    pub(crate) durable_objects: Objects,
}

/// The folder of static files.
#[derive(Debug, Deserialize)]
pub(crate) struct Assets {
    /// The name the Worker knows it by.
    pub(crate) binding: String,
}

/// A resource that has only a name.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    /// The name the Worker knows it by.
    pub(crate) binding: String,
}

/// The list of Durable Object classes.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Objects {
    /// One entry a class.
    pub(crate) bindings: Vec<Object>,
}

/// One Durable Object class.
#[derive(Debug, Deserialize)]
pub(crate) struct Object {
    /// The name the Worker knows it by.
    pub(crate) name: String,
    /// The exported class.
    pub(crate) class_name: String,
}

/// Our Worker's own description.
pub(crate) const OURS: &str = "wrangler.toml";

/// Reads a Worker's description.
pub(crate) fn read(file: &str) -> Result<Wrangler> {
    let text = std::fs::read_to_string(paths::at(file));
    let text = text.with_context(|| format!("cannot read {file}"))?;
    toml::from_str(&text).with_context(|| file.to_owned())
}
