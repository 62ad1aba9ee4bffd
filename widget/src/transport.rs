//! How the frame reaches the edge and the device's storage.
//!
//! What to send and when is decided by [`crate::session`]; here it is done. The browser's side of each part is a few
//! lines of JavaScript beside it: calling `fetch` through bindings costs ten times the bytes.

pub mod http;
pub mod storage;
pub mod stream;
