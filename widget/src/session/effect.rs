//! What a session asks the shell to do.

use shared::time::Timestamp;

use super::saved::{Left, Saved};
use crate::port::{Announcement, ToPage};

/// Something the shell must now do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Tell the page.
    Page(ToPage),
    /// Ask the edge; answer with the matching input.
    Request(Request),
    /// Open the stream.
    Stream {
        /// Whose.
        token: String,
    },
    /// Close the stream.
    StreamClose,
    /// Fetch the model: there will be text.
    Prepare,
    /// Read a message; answer with [`Input::Understood`](super::Input::Understood).
    Understand {
        /// Which.
        id: String,
        /// Its words.
        text: String,
    },
    /// Read storage; answer with [`Input::Recalled`](super::Input::Recalled).
    Recall {
        /// Which storage.
        store: Store,
    },
    /// Keep this.
    Keep {
        /// Where.
        store: Store,
        /// What.
        saved: Box<Saved>,
    },
    /// Keep what could not be sent yet.
    KeepLeft {
        /// Where.
        store: Store,
        /// What.
        left: Left,
    },
    /// Remove everything that was kept.
    Forget {
        /// Where.
        store: Store,
    },
    /// Come back at this time; replaces an earlier wish.
    Wake {
        /// When.
        at: Timestamp,
    },
    /// Put the cursor where the visitor writes.
    Focus,
}

/// A request to the edge.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// `POST /v1/boot`.
    Boot {
        /// The body, written already.
        body: String,
    },
    /// `POST /v1/batch`.
    Batch {
        /// The body, written already.
        body: String,
        /// Whose.
        token: String,
    },
    /// `POST /v1/batch` while the page goes away: nobody waits for the answer.
    Farewell {
        /// The body, written already.
        body: String,
        /// Whose.
        token: String,
    },
    /// `POST /v1/messages`.
    Message {
        /// The body, written already.
        body: String,
        /// Whose.
        token: String,
    },
}

/// How long something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// On the device, over visits; only after a yes.
    Device,
    /// As long as the tab; only what the chat itself needs.
    Tab,
}

impl Effect {
    /// Tells the shop, which listens with `proffer('on', …)`.
    #[must_use]
    pub const fn announce(announcement: Announcement) -> Self {
        Self::Page(ToPage::Emit(announcement))
    }
}
