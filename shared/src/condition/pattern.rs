//! The part of regular expressions that a tenant may use.
//!
//! Literals, `.`, classes, `^ $ \b`, groups, `|` and quantifiers: everything that a machine
//! can match in one pass over the text. Back-references and look-around are refused, because
//! with them one pattern can cost more than all visitors together. Matching takes at most
//! (instructions × characters) steps, and each step burns fuel.
//!
//! A pattern is *found* anywhere in the text, as by JavaScript's `RegExp.test`. It works on
//! characters, not UTF-16 units: `^.$` matches one emoji here, and does not in JavaScript.

mod parse;
mod program;

use alloc::string::String;

use thiserror::Error;

use super::{
    fuel::{Fuel, OutOfFuel},
    tree::Case,
};
use crate::limits::{PATTERN_INSTRUCTIONS_MAX, PATTERN_LEN_BYTES_MAX};
use program::Program;

/// A compiled regular expression.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    source: String,
    program: Program,
}

/// Why a regular expression is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PatternError {
    /// Longer than [`PATTERN_LEN_BYTES_MAX`].
    #[error("has {len_bytes} bytes, more than {PATTERN_LEN_BYTES_MAX}")]
    TooLong {
        /// The rejected length.
        len_bytes: usize,
    },
    /// Repetitions make it larger than [`PATTERN_INSTRUCTIONS_MAX`].
    #[error("repeats too much: it needs more than {PATTERN_INSTRUCTIONS_MAX} instructions")]
    TooLarge,
    /// Not a regular expression.
    #[error("{what} at character {at}")]
    Malformed {
        /// What is wrong.
        what: &'static str,
        /// Where, counted in characters from 0.
        at: usize,
    },
    /// A regular expression, but with a part that cannot be matched in linear time, or that
    /// means different things in different engines.
    #[error("{what} is not supported, at character {at}")]
    Unsupported {
        /// The part.
        what: &'static str,
        /// Where, counted in characters from 0.
        at: usize,
    },
}

impl Pattern {
    /// Compiles `source`; case is ignored as with JavaScript's flag `i`.
    pub(crate) fn compile(source: &str, case: Case) -> Result<Self, PatternError> {
        if PATTERN_LEN_BYTES_MAX < source.len() {
            return Err(PatternError::TooLong { len_bytes: source.len() });
        }
        let tree = parse::parse(source)?;
        let program = Program::assemble(&tree, case)?;
        Ok(Self { source: source.into(), program })
    }

    /// The expression as written.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether the expression is found anywhere in `text`.
    pub(crate) fn is_found_in(&self, text: &str, fuel: &mut Fuel) -> Result<bool, OutOfFuel> {
        self.program.run(text, fuel)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

#[cfg(test)]
mod tests;
