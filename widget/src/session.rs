//! The conversation and what is noticed in the shop, as a state machine that does no input or output.
//!
//! The shell ([`crate::shell`]) feeds it [`Input`]s and carries out the [`Effect`]s it returns; the panel shows its
//! [`View`]. It never touches the DOM, the network, storage or a clock, so all of its promises are tested natively:
//!
//! - nothing about the shop is kept or sent before a yes, and everything that waited is gone after a no;
//! - chatting needs no yes: opening the panel is enough for the chat, and for nothing else;
//! - one request is under way at a time, so that what happened in the shop reaches the edge before the question that
//!   is asked about it, and messages arrive in the order in which they were written;
//! - one offer a page view may show itself; what was sent away stays away.

pub mod effect;
pub mod input;
pub mod offers;
pub mod saved;
pub mod thread;
pub mod upstream;
pub mod view;

mod chat;
mod notice;

use shared::{id::WriteKey, text::Locale, time::Timestamp, wire::identity::NewIdentity};

pub use self::{
    effect::{Effect, Request, Store},
    input::{Failure, Gesture, Input, Kept},
    saved::{Left, Saved},
    view::View,
};
use self::{
    offers::Offers,
    thread::{Attention, Thread},
    upstream::Upstream,
};
use crate::{
    capture::{
        dwell::Dwell,
        event::{Device, Page},
        queue::Queue,
    },
    colour::Look,
    port::{Choice, FromPage, Hello, Theme, ToPage},
};

/// One visitor on one page.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one page; none excludes another"
)]
pub struct Session {
    site: Option<WriteKey>,
    locale: String,
    theme: Theme,
    device: Device,
    consent: Option<Choice>,
    is_open: bool,
    is_offline: bool,
    /// The panel was opened or the visitor wrote: the chat may use the network.
    is_chatting: bool,
    /// Storage was read; before that the person may be made anew by mistake.
    has_recalled: bool,
    device_key: Option<String>,
    identity: Option<Identity>,
    /// The id that the page was told.
    introduced: Option<String>,
    shop: String,
    look: Option<Look>,
    referrer: String,
    page: Page,
    dwell: Dwell,
    queue: Queue,
    thread: Thread,
    offers: Offers,
    upstream: Upstream,
    unread_told: usize,
}

/// Who the visitor is to the edge.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    token: String,
    anonymous_id: String,
}

/// What one input leads to, collected while it is handled.
type Effects = Vec<Effect>;

impl Session {
    /// A session in a browser, and who drives that.
    #[must_use]
    pub fn new(device: Device) -> Self {
        Self { device, ..Self::default() }
    }

    /// Takes one input and says what must be done about it.
    pub fn handle(&mut self, input: Input, now: Timestamp) -> Effects {
        let mut effects = Effects::new();
        let mut taken = 0;
        match input {
            Input::Heard(word) => self.hear(word, now, &mut effects),
            Input::Signals(signals) => {
                self.notice(&signals, now, &mut effects);
                taken = signals.len();
            }
            Input::Recalled { saved, left } => self.recall(saved.map(|saved| *saved), left, now),
            Input::Adopted(left) => self.adopt(left, now),
            Input::Visible(true) => self.dwell.show(now),
            Input::Visible(false) => self.dwell.hide(now),
            Input::Online(online) => {
                self.is_offline = !online;
                if online {
                    self.upstream.try_again(now);
                }
            }
            Input::Leaving => return self.leave(now),
            Input::Woke => {}
            Input::Booted(result) => self.booted(result.map(|answer| *answer), now, &mut effects),
            Input::Batched(result) => self.batched(result, now, &mut effects),
            Input::Said(result) => self.said(result.map(|answer| *answer), now, &mut effects),
            Input::Pushed(push) => self.pushed(*push, now, &mut effects),
            Input::StreamLost => self.upstream.stream_lost(now),
            Input::Gesture(gesture) => self.gesture(gesture, now, &mut effects),
            Input::Understood { id, reading } => self.thread.understood(&id, reading),
        }
        self.tell_unread(&mut effects);
        self.advance(now, &mut effects);
        if self.has_recalled {
            effects.push(Effect::Keep { store: self.store(), saved: Box::new(self.saved()) });
            effects.push(Effect::KeepLeft { store: self.store(), left: self.left() });
        }
        // Only now: the page forgets what it hears was taken.
        if taken > 0 {
            effects.push(Effect::Page(ToPage::Ack(taken)));
        }
        effects
    }

    /// The person as the edge names them; empty before it has. Whoever tries a release of the model out on a share of
    /// people draws by this name, so a person stays on one side.
    #[must_use]
    pub fn person(&self) -> &str {
        self.identity.as_ref().map_or("", |identity| &identity.anonymous_id)
    }

    fn hear(&mut self, word: FromPage, now: Timestamp, effects: &mut Effects) {
        match word {
            FromPage::Hello(hello) => self.meet(hello, now, effects),
            FromPage::Consent(consent) => self.choose(consent, now, effects),
            FromPage::Open => self.open(now, effects),
            FromPage::Closed => self.is_open = false,
            FromPage::Dismissed => {
                if let Some(delivery) = self.offers.teased() {
                    self.dismiss(&delivery, now);
                }
            }
            FromPage::Stir { clicks, depth } => self.dwell.stir(clicks, depth),
            FromPage::Set { locale, theme } => {
                self.locale = locale;
                self.theme = theme;
            }
            FromPage::Reset => {
                self.reset(effects);
                effects.push(Effect::Recall { store: self.store() });
            }
        }
    }

    fn meet(&mut self, hello: Hello, now: Timestamp, effects: &mut Effects) {
        self.site = hello.site.parse().ok();
        self.referrer = hello.referrer;
        self.locale = hello.locale;
        self.theme = hello.theme;
        self.consent = hello.consent;
        if hello.is_forgotten {
            self.reset(effects);
        }
        effects.push(Effect::Recall { store: self.store() });
        if hello.is_open {
            self.open(now, effects);
        }
    }

    fn open(&mut self, now: Timestamp, effects: &mut Effects) {
        self.is_open = true;
        self.is_chatting = true;
        self.thread.read_all();
        self.see_offers(now);
        effects.push(Effect::Focus);
    }

    /// A new choice: the past of a yes stays, the past of a no goes.
    fn choose(&mut self, consent: Choice, now: Timestamp, effects: &mut Effects) {
        let before = self.consent.replace(consent);
        if before.is_some_and(|before| before.says_the_same(consent)) {
            return;
        }
        if !consent.analytics {
            self.queue.clear();
            effects.push(Effect::Forget { store: Store::Device });
        }
        if consent.analytics && before.is_none_or(|before| !before.analytics) {
            effects.push(Effect::Recall { store: Store::Device });
        }
        // The edge must hear of a withdrawal; it need not hear of a no from somebody it never met.
        if self.identity.is_some() || consent.analytics {
            self.note_consent(now);
        }
    }

    /// The customer logged out: what was said and given belongs to them, not to this browser.
    fn reset(&mut self, effects: &mut Effects) {
        self.identity = None;
        self.device_key = None;
        self.has_recalled = false;
        self.queue.clear();
        self.thread = Thread::default();
        self.offers = Offers::default();
        self.upstream = Upstream::default();
        effects.push(Effect::Forget { store: Store::Device });
        effects.push(Effect::Forget { store: Store::Tab });
        effects.push(Effect::StreamClose);
        effects.push(Effect::Page(ToPage::NoTeaser));
    }

    /// Another customer signed in: what was said and given belongs to the one before.
    fn become_other(&mut self, other: NewIdentity, effects: &mut Effects) {
        self.identity = Some(Identity { token: other.token, anonymous_id: other.anonymous_id });
        self.device_key = None;
        self.thread = Thread::default();
        self.offers = Offers::default();
        self.upstream = Upstream::default();
        effects.push(Effect::StreamClose);
        effects.push(Effect::Page(ToPage::NoTeaser));
    }

    fn recall(&mut self, saved: Option<Saved>, left: Left, now: Timestamp) {
        self.has_recalled = true;
        if let Some(saved) = saved {
            self.device_key = self.device_key.take().or(saved.device_key);
            let known = saved.token.zip(saved.anonymous_id);
            let known = known.map(|(token, anonymous_id)| Identity { token, anonymous_id });
            self.identity = self.identity.take().or(known);
            self.thread.read_up_to(saved.read_seq);
            for card in self.offers.restore(saved.offers, now) {
                self.thread.show_card(card, Attention::Here);
            }
        }
        self.adopt(left, now);
    }

    /// Takes over what an earlier page, or a closed tab, could not send.
    fn adopt(&mut self, left: Left, now: Timestamp) {
        if self.remembers() {
            self.queue.restore(left.events, now);
        }
        if self.thread.restore(left.messages) {
            self.is_chatting = true;
        }
    }

    /// Does the next thing that needs the network, or says when to come back.
    fn advance(&mut self, now: Timestamp, effects: &mut Effects) {
        let may_talk = self.is_chatting || self.remembers() || self.has_parting_word();
        if !self.has_recalled || !may_talk || self.site.is_none() {
            return;
        }
        let due = upstream::Due {
            has_identity: self.identity.is_some(),
            has_message: self.thread.next().is_some(),
            events: if self.remembers() || self.has_parting_word() { self.queue.len() } else { 0 },
            wants_stream: self.is_chatting || self.consent.is_some_and(|choice| choice.marketing),
        };
        match self.upstream.next(due, now) {
            upstream::Next::Boot => self.boot(effects),
            upstream::Next::Events => self.send_events(now, effects),
            upstream::Next::Message => self.send_message(effects),
            upstream::Next::Stream => {
                let token = self.identity.as_ref().map(|identity| identity.token.clone());
                effects.extend(token.map(|token| Effect::Stream { token }));
                // Events may be waiting for company: only a second look asks to be woken for them.
                self.advance(now, effects);
            }
            upstream::Next::Wait(None) => {}
            upstream::Next::Wait(Some(at)) => effects.push(Effect::Wake { at }),
        }
    }

    /// Whether the visitor allows remembering what they do in the shop.
    fn remembers(&self) -> bool {
        self.consent.is_some_and(|choice| choice.analytics)
    }

    /// Where this visitor's things may be kept: on the device after a yes, else no longer than the tab.
    fn store(&self) -> Store {
        if self.remembers() { Store::Device } else { Store::Tab }
    }

    /// Where the visitor's eyes are.
    const fn attention(&self) -> Attention {
        if self.is_open { Attention::Here } else { Attention::Elsewhere }
    }

    /// The language shown.
    fn language(&self) -> Locale {
        Locale::closest(&self.locale)
    }

    fn saved(&self) -> Saved {
        Saved {
            device_key: self.device_key.clone(),
            token: self.identity.as_ref().map(|identity| identity.token.clone()),
            anonymous_id: self.identity.as_ref().map(|identity| identity.anonymous_id.clone()),
            read_seq: self.thread.read_seq(),
            offers: self.offers.kept(),
        }
    }

    fn left(&self) -> Left {
        let events = if self.remembers() { self.queue.waiting().to_vec() } else { Vec::new() };
        Left { events, messages: self.thread.waiting().to_vec() }
    }

    fn tell_unread(&mut self, effects: &mut Effects) {
        let unread = if self.is_open { 0 } else { self.thread.unread() };
        if unread != self.unread_told {
            self.unread_told = unread;
            effects.push(Effect::Page(ToPage::Unread(unread)));
            effects.push(Effect::announce(crate::port::Announcement::Unread(unread)));
        }
    }
}

#[cfg(test)]
mod tests;
