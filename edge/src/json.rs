//! Reading JSON, always from text: a second reader for bytes would be compiled for every type again and make the Worker
//! a tenth larger.

use serde::de::{DeserializeOwned, Error as _};
use serde_json::Error;

/// Reads a document.
///
/// # Errors
///
/// What serde says; bytes that are no UTF-8 are named with their place.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let text = core::str::from_utf8(bytes)
        .map_err(|error| Error::custom(format_args!("{error}, so it is not JSON")))?;
    serde_json::from_str(text)
}
