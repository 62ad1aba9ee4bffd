//! A JSON value read as a type.
//!
//! Always by way of its text: `serde_json::from_value` would build the reader of every type a second time, and the Worker's
//! bytes are few. So it is for documents that people write now and then, not for what comes with every request.

use alloc::string::ToString;

use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Error, Value};

/// What serde says after an error in a text that nobody has seen.
const PLACE: &str = " at line ";

/// Reads a value as a `T`.
///
/// ```
/// # use shared::json;
/// let error = json::read::<u8>(&serde_json::json!(300)).unwrap_err();
/// assert_eq!(error.to_string(), "invalid value: integer `300`, expected u8");
/// ```
///
/// # Errors
///
/// What serde says of a value that is no `T`, without a line and a column: the text is not the one that was sent.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    serde_json::from_str(&value.to_string()).map_err(|error| {
        let said = error.to_string();
        Error::custom(said.rsplit_once(PLACE).map_or(said.as_str(), |(what, _place)| what))
    })
}
