//! JSON read as a type: one reader for each, since the Worker's bytes are few.

mod objects;

use alloc::string::ToString;

use serde::de::{Deserialize, DeserializeOwned, Error as _};
use serde_json::{Deserializer, Error, Value};

/// What serde says after an error in a text that nobody has seen.
const PLACE: &str = " at line ";

/// Reads a text as a `T`. A struct is an object, never a list of its fields.
///
/// ```
/// # use shared::{json, stock::Totals};
/// let error = json::parse::<Totals>("[1, 2, 3]").unwrap_err();
/// assert!(error.to_string().contains("expected struct Totals"));
/// ```
///
/// # Errors
///
/// What serde says of a text that is no `T`, with line and column.
pub fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    let mut reader = Deserializer::from_str(text);
    let value = objects::read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Reads a value as a `T`, by way of its text: `serde_json::from_value` would build the reader of every type a second time.
/// So it is for documents that people write now and then, not for what comes with every request.
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
    parse(&value.to_string()).map_err(|error| {
        let said = error.to_string();
        Error::custom(said.rsplit_once(PLACE).map_or(said.as_str(), |(what, _place)| what))
    })
}
