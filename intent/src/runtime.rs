//! The one port to a neural network runtime: token numbers in, one score for each label out.
//!
//! Two runtimes implement it from the same ONNX file. [`rten`] is small enough for a browser; [`tract`] is the
//! reference that the tests hold it to.

#[cfg(feature = "runtime-rten")]
pub mod rten;
#[cfg(feature = "runtime-tract")]
pub mod tract;

use core::fmt::Debug;

use thiserror::Error;

/// The name of the value in the network that [`Runtime::pooled`] reads.
pub const POOLED: &str = "pooled";

/// A loaded network.
pub trait Runtime: Debug + Send + Sync {
    /// One score for each label, not normalised.
    ///
    /// # Errors
    ///
    /// [`RuntimeError`] when the network and its input do not fit each other.
    fn logits(&self, tokens: &[u32]) -> Result<Vec<f32>, RuntimeError>;

    /// What the network makes of the whole message before it scores labels: messages that mean the same are alike in it.
    /// None where the runtime cannot look inside, or the network does not name it ([`POOLED`]).
    ///
    /// # Errors
    ///
    /// [`RuntimeError`] when the network and its input do not fit each other.
    fn pooled(&self, _tokens: &[u32]) -> Result<Option<Vec<f32>>, RuntimeError> {
        Ok(None)
    }
}

/// A network that does not load or does not run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RuntimeError {
    /// The file is not a network that this runtime can hold.
    #[error("model does not load: {0}")]
    Load(String),
    /// The network refused its input.
    #[error("model does not run: {0}")]
    Run(String),
}
