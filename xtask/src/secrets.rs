//! The secrets of a local instance: made at its first run, kept beside its data, never committed.

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

/// Random bytes behind each secret.
const SECRET_BYTES: usize = 32;

/// What the Worker must know and nobody else.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Secrets {
    /// Opens the first-run set-up and the automation routes.
    #[serde(rename = "ADMIN_TOKEN")]
    pub(crate) admin_token: String,
    /// Signs sessions and click links.
    #[serde(rename = "SIGNING_KEY")]
    pub(crate) signing_key: String,
}

/// Reads the secrets at `path`, or makes them there, readable by their owner alone.
pub(crate) fn load_or_make(path: &Path) -> Result<Secrets> {
    if let Ok(text) = fs::read(path) {
        let secrets = serde_json::from_slice(&text);
        return secrets.with_context(|| format!("{} is damaged", path.display()));
    }
    let made = Secrets { admin_token: random()?, signing_key: random()? };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&serde_json::to_vec_pretty(&made)?)?;
    Ok(made)
}

fn random() -> Result<String> {
    let mut bytes = [0_u8; SECRET_BYTES];
    let mut source = fs::File::open("/dev/urandom").context("no source of random numbers")?;
    source.read_exact(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}
