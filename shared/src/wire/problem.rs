//! What went wrong, for programs and people (RFC 9457, `application/problem+json`).

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// An error answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable name of the problem, such as `invalid_json`; programs decide by it.
    pub code: String,
    /// One line for people, the same for every occurrence.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What exactly was wrong: the value and the bound.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Where in the body, as a JSON path such as `$.batch[3].timestamp`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
}
