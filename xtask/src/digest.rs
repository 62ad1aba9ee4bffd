//! Short content hashes: names of served files, and "is this build still fresh?".

use std::path::Path;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// Hex digits in a served file's name: 40 bits, plenty for a few dozen files.
const NAME_DIGITS: usize = 10;

/// The full hash of several parts.
pub(crate) fn of(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// `frame.wasm` becomes `frame.0123456789.wasm`.
pub(crate) fn named(file: &str, content: &[u8]) -> String {
    let mut digits = of(&[content]);
    digits.truncate(NAME_DIGITS);
    match file.split_once('.') {
        Some((stem, extension)) => format!("{stem}.{digits}.{extension}"),
        None => format!("{file}.{digits}"),
    }
}

/// Whether `stamp` says that the outputs beside it were made from `key`.
pub(crate) fn is_fresh(stamp: &Path, key: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|made_from| made_from == key)
}

/// Remembers what the outputs beside `stamp` were made from.
pub(crate) fn keep(stamp: &Path, key: &str) -> Result<()> {
    std::fs::write(stamp, key).with_context(|| format!("cannot write {}", stamp.display()))
}
