//! The chat frame: what runs beside the shop, in an iframe of our own origin.
//!
//! | part | what it does |
//! |---|---|
//! | [`port`] | what the page and the frame say to each other |
//! | [`session`] | the conversation and what is noticed, as a machine without a DOM |
//! | [`capture`] | raw signals become events; events wait |
//! | [`shell`] | feeds the session and carries out what it asks |
//! | [`transport`] | requests, the stream, storage |
//! | [`infer`] | the intent model in its worker |
//! | [`ui`] | what the visitor sees |

pub mod capture;
pub mod clock;
pub mod colour;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod infer;
pub mod json;
pub mod limits;
pub mod port;
pub mod session;
pub mod shell;
pub mod transport;
pub mod ui;
pub mod wire;
pub mod words;
