//! Text to intent, on the visitor's own device.
//!
//! [`Model::read`] turns one message into a [`shared::intent::IntentReading`]: a label with a calibrated score, the
//! runners-up, flags and masked entities. The same code and the same ONNX file run natively, in the browser's Web
//! Worker and at the edge, and give the same labels.
//!
//! Where the model cannot run (old browser, refused module, broken file), [`keywords::read`] answers from a word list
//! and says so in the reading's `source`.
//!
//! # Reading order
//!
//! 1. [`fold`]: different spellings of one message become equal.
//! 2. [`vocabulary`], [`tokenizer`]: the folded text becomes token numbers.
//! 3. [`manifest`]: what the training run says about its model.
//! 4. [`runtime`]: token numbers to scores, by rten (default) or tract (the reference).
//! 5. [`model`]: all of it together.
//! 6. [`keywords`]: the fallback.

pub mod fold;
pub mod keywords;
pub mod manifest;
pub mod model;
pub mod runtime;
pub mod tokenizer;
pub mod vocabulary;

pub use self::model::{LoadError, Model};
