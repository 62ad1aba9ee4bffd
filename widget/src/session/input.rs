//! What can happen to a session.

use serde_json::Value;
use shared::{
    delivery::Card,
    wire::{
        identity::NewIdentity,
        widget::{BootAnswer, Push, SendMessageAnswer},
    },
};

use super::saved::{Left, Saved};
use crate::port::{Choice, FromPage, Signal};

/// Something that happened.
#[derive(Debug)]
pub enum Input {
    /// The page said something about the widget.
    Heard(FromPage),
    /// Things happened in the shop.
    Signals(Vec<Signal>),
    /// Storage was read.
    Recalled {
        /// What was kept.
        saved: Option<Box<Saved>>,
        /// What this tab could not send.
        left: Left,
    },
    /// A closed tab's unsent things were found.
    Adopted(Left),
    /// The page came up or went into the background.
    Visible(bool),
    /// The network came or went.
    Online(bool),
    /// The page goes away, perhaps for good.
    Leaving,
    /// The time that an [`Effect::Wake`](super::Effect::Wake) named has come.
    Woke,
    /// The edge answered a boot.
    Booted(Result<Box<BootAnswer>, Failure>),
    /// The edge answered events.
    Batched(Result<Kept, Failure>),
    /// The edge answered a message.
    Said(Result<Box<SendMessageAnswer>, Failure>),
    /// The edge pushed something.
    Pushed(Box<Push>),
    /// The stream broke off.
    StreamLost,
    /// The visitor did something in the panel.
    Gesture(Gesture),
    /// The model read a message, or could not.
    Understood {
        /// Which message.
        id: String,
        /// What was understood.
        reading: Option<Value>,
    },
}

/// What came of events.
#[derive(Debug, Default)]
pub struct Kept {
    /// What the visitor is given because of them.
    pub cards: Vec<Card>,
    /// Who this browser is from now on: another customer signed in.
    pub identity: Option<NewIdentity>,
}

/// What a visitor does in the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gesture {
    /// Begins to write.
    Writes,
    /// Sends a message.
    Sends {
        /// Its id.
        id: String,
        /// What they wrote.
        text: String,
    },
    /// Closes the panel.
    Closes,
    /// Uses an offer's coupon.
    Uses {
        /// Which delivery.
        delivery: String,
    },
    /// Sends an offer away.
    Dismisses {
        /// Which delivery.
        delivery: String,
    },
    /// Puts a recommended product in the cart.
    Adds {
        /// Which delivery.
        delivery: String,
        /// Which product.
        product: String,
    },
    /// Opens a recommended product's page.
    Looks {
        /// Which delivery.
        delivery: String,
    },
    /// Answers the question for consent, or changes the answer.
    Chooses(Choice),
}

/// Why the edge did not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// It was not reached, or is busy: the same request may work later.
    Later,
    /// It does not know the token.
    Stranger,
    /// It will never take this request.
    Refused,
}

impl Failure {
    /// What a status means; 0 where there was no answer.
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            401 | 403 => Self::Stranger,
            400..=499 if !matches!(status, 408 | 425 | 429) => Self::Refused,
            _ => Self::Later,
        }
    }
}
