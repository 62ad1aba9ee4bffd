//! What the assistant asked last.

use serde::{Deserialize, Serialize};

use crate::intent::Label;

/// A question of the assistant's. It stands until the person's next word, and no other is asked right after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Which of a few articles is meant.
    Article,
    /// The number of the order, for somebody who wants this.
    OrderNumber(Label),
    /// How it was, once a human has ended the conversation.
    Rating,
}
