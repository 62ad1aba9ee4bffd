//! Text to intent.
