//! What is noticed in the shop: signals become events, events wait, and leave only with a yes.

use serde_json::Value;
use shared::{delivery::Interaction, time::Timestamp};

use super::{Effect, Effects, Failure, Kept, Request, Session, upstream::UnderWay};
use crate::{
    capture::{
        event::{self, Event, Page},
        reading::{self, Meaning},
    },
    json::object,
    limits::{EVENTS_IN_REQUEST_MAX, LEAVING_LEN_BYTES_MAX},
    port::{Signal, ToPage},
};

/// Segment's name for a change of consent.
const CONSENT_UPDATED: &str = "Segment Consent Preference Updated";

/// The visitor left a page.
const PAGE_LEFT: &str = "Page Left";

impl Session {
    /// Takes signals in. They are acknowledged after the queue, which holds them, was kept.
    pub(super) fn notice(&mut self, signals: &[Signal], now: Timestamp, effects: &mut Effects) {
        if self.remembers() {
            for signal in signals {
                self.notice_one(signal, now, effects);
            }
        }
    }

    fn notice_one(&mut self, signal: &Signal, now: Timestamp, effects: &mut Effects) {
        let meaning = reading::read(signal);
        let is_new_page = signal.call == "page" && signal.url != self.page.url;
        if is_new_page {
            self.turn_page(signal, now, effects);
        }
        match meaning {
            Some(Meaning::Event(event)) => self.keep(event, now),
            Some(Meaning::Trigger(event)) => {
                self.keep(event, now);
                self.upstream.hurry(now);
            }
            Some(Meaning::Flush) => self.upstream.hurry(now),
            None => {}
        }
    }

    fn turn_page(&mut self, signal: &Signal, now: Timestamp, effects: &mut Effects) {
        self.note_page_left(now);
        self.dwell.enter(now);
        let came_from = core::mem::take(&mut self.page.url);
        self.page = Page {
            url: signal.url.clone(),
            title: signal.title.clone(),
            referrer: if came_from.is_empty() { self.referrer.clone() } else { came_from },
        };
        if self.offers.teased().is_some() {
            effects.push(Effect::Page(ToPage::NoTeaser));
        }
        self.offers.turn_page();
    }

    fn keep(&mut self, event: Event, now: Timestamp) {
        let consent = self.consent.unwrap_or_default();
        let context = event::context(&self.page, &self.locale, consent, &self.device);
        self.queue.push(event.within(context), now);
    }

    /// Adds an event of our own. Its id comes from what it is about, so that it counts once.
    fn track(&mut self, name: &str, id: &str, properties: Value, now: Timestamp) {
        let mut event = Event::new("track", id, now);
        event.set("event", name.into());
        event.set("properties", properties);
        self.keep(event, now);
    }

    /// Reports what the visitor did with a delivery, if they allow it.
    pub(super) fn report(&mut self, interaction: Interaction, delivery: &str, now: Timestamp) {
        if self.remembers() {
            let name = interaction.event_name();
            let id = format!("{delivery}-{name}-{}", now.unix_millis());
            self.track(name, &id, object([("delivery_id", delivery.into())]), now);
            self.upstream.hurry(now);
        }
    }

    /// Tells the edge about a new choice, also when it is a no.
    pub(super) fn note_consent(&mut self, now: Timestamp) {
        self.track(CONSENT_UPDATED, &format!("consent-{}", now.unix_millis()), object([]), now);
        if !self.remembers() {
            self.upstream.hurry(now);
        }
    }

    /// Whether the only thing that waits is the no that the edge must hear.
    pub(super) fn has_parting_word(&self) -> bool {
        !self.remembers() && !self.queue.is_empty()
    }

    fn note_page_left(&mut self, now: Timestamp) {
        if let Some(look) = self.dwell.leave(now)
            && self.remembers()
        {
            let visible_ms = u64::try_from(look.visible.as_millis()).unwrap_or(u64::MAX);
            let properties = object([
                ("visible_ms", visible_ms.into()),
                ("clicks", look.clicks.into()),
                ("scrolled_tenths", look.depth.into()),
            ]);
            self.track(PAGE_LEFT, &format!("left-{}", now.unix_millis()), properties, now);
        }
    }

    pub(super) fn send_events(&mut self, now: Timestamp, effects: &mut Effects) {
        let (Some(identity), Some(site)) = (&self.identity, &self.site) else { return };
        let (site, person) = (site.as_str(), &identity.anonymous_id);
        let batch = self.queue.batch(site, person, EVENTS_IN_REQUEST_MAX, now);
        if let Some((body, ids)) = batch {
            let token = identity.token.clone();
            effects.push(Effect::Request(Request::Batch { body, token }));
            self.upstream.events_sent(ids);
        }
    }

    /// The page goes away. What is under way may be cut off, so everything that fits is sent once more, and
    /// everything stays stored until the edge has said that it has it.
    pub(super) fn leave(&mut self, now: Timestamp) -> Effects {
        let has_more_than_dwell = !self.queue.is_empty();
        self.note_page_left(now);
        let mut effects = Effects::new();
        if has_more_than_dwell {
            effects.extend(self.farewell(now).map(Effect::Request));
        }
        if self.has_recalled {
            effects.push(Effect::KeepLeft { store: self.store(), left: self.left() });
        }
        effects
    }

    fn farewell(&self, now: Timestamp) -> Option<Request> {
        let (identity, site) = (self.identity.as_ref()?, self.site.as_ref()?);
        let mut count = EVENTS_IN_REQUEST_MAX;
        loop {
            let (body, _) = self.queue.batch(site.as_str(), &identity.anonymous_id, count, now)?;
            if body.len() <= LEAVING_LEN_BYTES_MAX {
                return Some(Request::Farewell { body, token: identity.token.clone() });
            }
            count /= 2;
        }
    }

    pub(super) fn batched(
        &mut self,
        result: Result<Kept, Failure>,
        now: Timestamp,
        effects: &mut Effects,
    ) {
        let UnderWay::Events(ids) = self.upstream.finish() else { return };
        match result {
            Ok(Kept { cards, identity }) => {
                self.upstream.succeeded();
                self.queue.forget(&ids);
                if let Some(other) = identity {
                    self.become_other(other, effects);
                }
                for card in cards {
                    self.give(&card, now, effects);
                }
            }
            // A repeat would be refused again, for ever; the edge has said which event and why.
            Err(Failure::Refused) => self.queue.forget(&ids),
            Err(Failure::Stranger) => self.forget_identity(now),
            Err(Failure::Later) => self.upstream.failed(now),
        }
    }
}
