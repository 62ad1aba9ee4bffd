//! The chat frame.
