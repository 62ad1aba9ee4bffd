//! Reading and writing JSON. It is read always from text: a second reader for bytes would be compiled for every type again and make the Worker
//! a tenth larger.

use serde::{
    Serialize,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Error;

/// Reads a document.
///
/// # Errors
///
/// What serde says; bytes that are no UTF-8 are named with their place.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let text = core::str::from_utf8(bytes)
        .map_err(|error| Error::custom(format_args!("{error}, so it is not JSON")))?;
    shared::json::parse(text)
}

/// Room for a document before it has to move: most that are stored or sent are longer than serde's own guess.
const ROOM_BYTES: usize = 2_048;

/// Writes a document.
///
/// # Errors
///
/// What serde says of a value that has no JSON.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let mut bytes = Vec::with_capacity(ROOM_BYTES);
    serde_json::to_writer(&mut bytes, value)?;
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}
