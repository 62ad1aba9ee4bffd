//! What a person's object says to browsers: answers to their requests, and pushes.

use shared::{conversation::Message, delivery::Card};

/// The answer to a request.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Events are kept, or were kept before; cards that they led to.
    Taken { ids: Vec<String>, cards: Vec<Card> },
    /// The message with this id is kept; it and the answers to it.
    Heard { id: String, messages: Vec<Message> },
    /// What an app is to show.
    Asked { card: Option<Card> },
    /// The conversation so far.
    Conversation { messages: Vec<Message> },
    /// The person was forgotten.
    Erased,
    /// It did not work; try again.
    Later,
}

/// What is pushed over a socket.
#[derive(Debug, Clone)]
pub enum Push {
    /// Something for the person.
    Card(Card),
    /// A message of the conversation.
    Message(Box<Message>),
}

impl Answer {
    /// Every card in it, with whether it is handed over for the first time.
    pub fn cards(&self) -> Vec<&Card> {
        match self {
            Self::Taken { cards, .. } => cards.iter().collect(),
            Self::Asked { card } => card.iter().collect(),
            Self::Heard { messages, .. } | Self::Conversation { messages } => {
                messages.iter().filter_map(|message| message.card.as_ref()).collect()
            }
            Self::Erased | Self::Later => Vec::new(),
        }
    }
}

impl Push {
    /// The card in it.
    pub fn card(&self) -> Option<&Card> {
        match self {
            Self::Card(card) => Some(card),
            Self::Message(message) => message.card.as_ref(),
        }
    }
}
