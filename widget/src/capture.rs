//! From what happens in the shop to events worth sending.
//!
//! The loader reports raw [`signals`](crate::port::Signal); here they become Segment events, with the page they
//! happened on, the campaign that brought the visitor, and what the visitor allowed.
//!
//! Nothing here decides whether an event may leave the device: [`crate::session`] holds the consent gate.

pub mod campaign;
pub mod dwell;
pub mod event;
pub mod queue;
pub mod reading;
