//! Why a condition cannot be published.

use alloc::string::String;

use thiserror::Error;

use super::pattern::PatternError;
use crate::limits::{
    CONDITION_DEPTH_MAX, CONDITION_LEN_BYTES_MAX, CONDITION_NODES_MAX, CONDITION_PATH_LEN_BYTES_MAX,
};

/// Why a condition cannot be published. `at` is the JSON path of what was wrong, `$` for all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConditionError {
    /// Not JSON at all.
    #[error("is not JSON: {reason}")]
    Syntax {
        /// What the JSON parser said.
        reason: String,
    },
    /// Nested deeper than [`CONDITION_DEPTH_MAX`].
    #[error("{at}: nested {depth} deep, more than {CONDITION_DEPTH_MAX}")]
    TooDeep {
        /// The first place that is too deep.
        at: String,
        /// How deep that is.
        depth: usize,
    },
    /// More than [`CONDITION_NODES_MAX`] fields, operators and groups.
    #[error("{at}: more than {CONDITION_NODES_MAX} fields, operators and groups")]
    TooManyNodes {
        /// The first one too many.
        at: String,
    },
    /// Longer than [`CONDITION_LEN_BYTES_MAX`].
    #[error("has {len_bytes} bytes of JSON, more than {CONDITION_LEN_BYTES_MAX}")]
    TooLong {
        /// The rejected length.
        len_bytes: usize,
    },
    /// The operator is not one of ours, or not one that may stand here.
    #[error("{at}: unknown operator `{operator}`")]
    UnknownOperator {
        /// Where.
        at: String,
        /// The rejected operator.
        operator: String,
    },
    /// The operator cannot work with what it was given.
    #[error("{at}: `{operator}` needs {expected}, not {found}")]
    Operand {
        /// Where.
        at: String,
        /// The operator.
        operator: String,
        /// What it needs.
        expected: &'static str,
        /// What kind of value it got.
        found: &'static str,
    },
    /// The regular expression is refused.
    #[error("{at}: pattern `{pattern}` {reason}")]
    Pattern {
        /// Where.
        at: String,
        /// The rejected expression.
        pattern: String,
        /// Why.
        reason: PatternError,
    },
    /// The path is empty, has an empty part or is longer than [`CONDITION_PATH_LEN_BYTES_MAX`].
    #[error("{at}: `{path}` is not a dotted path of at most {CONDITION_PATH_LEN_BYTES_MAX} bytes")]
    Path {
        /// Where.
        at: String,
        /// The rejected path.
        path: String,
    },
    /// A number, a date or a name is outside its bound.
    #[error("{at}: {field} is {found}, not {bound}")]
    Bound {
        /// Where.
        at: String,
        /// The field.
        field: String,
        /// The rejected value.
        found: String,
        /// What it may be.
        bound: String,
    },
    /// A question has a part that means nothing, or lacks one that it needs.
    #[error("{at}: {problem}")]
    Question {
        /// Where.
        at: String,
        /// What is wrong, with the parts that are known.
        problem: String,
    },
    /// Operators and plain keys in one object: it would be compared as a plain object.
    #[error("{at}: operators and plain keys are mixed in one object")]
    MixedKeys {
        /// Where.
        at: String,
    },
    /// The same key stands twice in one object, or two keys mean the same for a set.
    #[error("{at}: `{key}` stands twice in one object")]
    RepeatedKey {
        /// Where.
        at: String,
        /// The key.
        key: String,
    },
}
