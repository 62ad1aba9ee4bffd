//! What the panel shows.

use shared::{conversation::Speaker, text::Locale};

use super::{Session, thread::Entry};
use crate::{
    colour::Look,
    port::{Choice, Theme},
};

/// The session as the visitor sees it.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each shown by itself")]
pub struct View {
    /// The language.
    pub locale: Locale,
    /// Light or dark.
    pub theme: Theme,
    /// What the shop is called; empty until the edge has said so.
    pub shop: String,
    /// The shop's colour.
    pub look: Option<Look>,
    /// Whether the panel is open.
    pub is_open: bool,
    /// The conversation, oldest first.
    pub entries: Vec<Line>,
    /// Whether an answer is being made.
    pub is_typing: bool,
    /// Whether messages wait for a network.
    pub is_offline: bool,
    /// Whether a human has answered.
    pub with_human: bool,
    /// What the visitor allows; `None` as long as they have not said.
    pub consent: Option<Choice>,
}

/// One line with what the visitor did to it.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each shown by itself")]
pub struct Line {
    /// What was said.
    pub entry: Entry,
    /// Whether its card was sent away.
    pub is_dismissed: bool,
    /// Whether somebody else spoke before.
    pub begins: bool,
}

impl Line {
    /// Changes whenever the line must be drawn anew.
    #[must_use]
    pub fn key(&self) -> String {
        let Entry { id, seq, progress, .. } = &self.entry;
        format!("{id}{seq:?}{progress:?}{}{}", self.is_dismissed, self.begins)
    }
}

impl Session {
    /// What the panel shows now.
    #[must_use]
    pub fn view(&self) -> View {
        let mut speaker = None;
        let lines = self.thread.entries().iter().map(|entry| Line {
            begins: speaker.replace(entry.from) != Some(entry.from),
            is_dismissed: entry
                .card
                .as_ref()
                .is_some_and(|card| self.offers.is_dismissed(card.delivery.as_str())),
            entry: entry.clone(),
        });
        let last_answer =
            self.thread.entries().iter().rev().find(|entry| entry.from != Speaker::Visitor);
        View {
            locale: self.language(),
            theme: self.theme,
            shop: self.shop.clone(),
            look: self.look.clone(),
            is_open: self.is_open,
            entries: lines.collect(),
            is_typing: self.upstream.is_saying(),
            is_offline: self.is_offline || self.upstream.is_failing(),
            with_human: last_answer.is_some_and(|entry| entry.from == Speaker::Agent),
            consent: self.consent,
        }
    }
}
