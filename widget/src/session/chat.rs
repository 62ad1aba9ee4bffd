//! What is said: booting, sending, answers, cards, and the visitor's gestures in the panel.

use shared::{
    conversation::Message,
    delivery::{Card, Content, Interaction},
    limits::MESSAGE_LEN_CHARS_MAX,
    time::Timestamp,
    wire::widget::{BootAnswer, Push, SendMessageAnswer},
};

use super::{Effect, Effects, Failure, Gesture, Identity, Request, Session};
use crate::{
    colour::Look,
    json::object,
    port::{Announcement, Choice, ToPage},
};

impl Session {
    pub(super) fn boot(&self, effects: &mut Effects) {
        if let Some(site) = &self.site {
            let token = self.identity.as_ref().map(|identity| identity.token.clone());
            let device_key = self.device_key.clone();
            let body = object([
                ("writeKey", site.as_str().into()),
                ("token", token.into()),
                ("deviceKey", device_key.into()),
            ]);
            effects.push(Effect::Request(Request::Boot { body: body.to_string() }));
        }
    }

    pub(super) fn booted(
        &mut self,
        result: Result<BootAnswer, Failure>,
        now: Timestamp,
        effects: &mut Effects,
    ) {
        self.upstream.finish();
        let answer = match result {
            Ok(answer) => answer,
            Err(failure) => {
                if failure == Failure::Stranger {
                    self.identity = None;
                    self.device_key = None;
                }
                return self.upstream.failed(now);
            }
        };
        self.upstream.booted();
        let anonymous_id = String::from(answer.anonymous_id);
        // Once on every page, however often the stream breaks off.
        if self.introduced.as_ref() != Some(&anonymous_id) {
            self.introduced = Some(anonymous_id.clone());
            let anonymous_id = anonymous_id.clone();
            effects.push(Effect::announce(Announcement::Boot { anonymous_id }));
        }
        self.identity = Some(Identity { token: answer.token, anonymous_id });
        self.shop = answer.shop;
        let look = Look::of(&answer.primary_colour);
        if let Some(look) = look.filter(|look| self.look.as_ref() != Some(look)) {
            effects
                .push(Effect::Page(ToPage::Look { primary: look.primary.clone(), ink: look.ink }));
            self.look = Some(look);
        }
        // Somebody who has talked to the shop goes on hearing from it, on every page.
        self.is_chatting |= !answer.messages.is_empty();
        self.take_in(answer.messages, now, effects);
    }

    /// The edge no longer knows this token: be somebody new, and keep what waits.
    pub(super) fn forget_identity(&mut self, now: Timestamp) {
        self.identity = None;
        self.device_key = None;
        self.upstream.unknown();
        self.upstream.failed(now);
    }

    pub(super) fn send_message(&self, effects: &mut Effects) {
        let (Some(identity), Some(next)) = (&self.identity, self.thread.next()) else { return };
        let body = next.body(&self.locale).to_string();
        effects.push(Effect::Request(Request::Message { body, token: identity.token.clone() }));
    }

    pub(super) fn said(
        &mut self,
        result: Result<SendMessageAnswer, Failure>,
        now: Timestamp,
        effects: &mut Effects,
    ) {
        self.upstream.finish();
        match result {
            Ok(answer) => {
                self.upstream.succeeded();
                self.thread.arrived();
                let mut messages = vec![answer.message];
                messages.extend(answer.replies);
                self.take_in(messages, now, effects);
            }
            Err(Failure::Refused) => self.thread.refused(),
            Err(Failure::Stranger) => self.forget_identity(now),
            Err(Failure::Later) => self.upstream.failed(now),
        }
    }

    pub(super) fn pushed(&mut self, push: Push, now: Timestamp, effects: &mut Effects) {
        self.upstream.stream_heard();
        match push {
            Push::Card { card } => self.give(&card, now, effects),
            Push::Message { message } => self.take_in(vec![*message], now, effects),
            Push::Pong => {}
        }
    }

    fn take_in(&mut self, messages: Vec<Message>, now: Timestamp, effects: &mut Effects) {
        for message in self.thread.merge(messages, self.attention()) {
            let (id, from) = (message.id.as_str().to_owned(), message.from);
            effects.push(Effect::announce(Announcement::Message { id, from }));
            if let Some(card) = message.card {
                self.show(&card, effects);
            }
        }
        if self.is_open {
            self.see_offers(now);
        }
    }

    /// A card came without a message.
    pub(super) fn give(&mut self, card: &Card, now: Timestamp, effects: &mut Effects) {
        if !self.offers.receive(card, now) {
            return;
        }
        if self.thread.show_card(card.clone(), self.attention()) {
            self.show(card, effects);
        }
        if self.is_open {
            self.see_offers(now);
        }
    }

    /// Tells the shop about a card, and shows it beside the launcher where that is polite.
    fn show(&mut self, card: &Card, effects: &mut Effects) {
        let kind = match card.content {
            Content::Offer { .. } => "offer",
            Content::Products { .. } => "products",
            Content::Text { .. } => "text",
        };
        let delivery = card.delivery.as_str().to_owned();
        effects.push(Effect::announce(Announcement::Offer { delivery, kind }));
        if !self.is_open
            && let Some(teaser) = self.offers.tease(card)
        {
            effects.push(Effect::Page(ToPage::Teaser(teaser)));
        }
    }

    /// Every card in the open panel has come into view.
    pub(super) fn see_offers(&mut self, now: Timestamp) {
        let cards = self.thread.entries().iter().filter_map(|entry| entry.card.as_ref());
        let deliveries: Vec<String> = cards.map(|card| card.delivery.as_str().to_owned()).collect();
        for delivery in deliveries {
            if !self.offers.is_dismissed(&delivery) && self.offers.see(&delivery) {
                self.report(Interaction::Opened, &delivery, now);
            }
        }
    }

    pub(super) fn dismiss(&mut self, delivery: &str, now: Timestamp) {
        if self.offers.dismiss(delivery) {
            self.report(Interaction::Dismissed, delivery, now);
        }
    }

    pub(super) fn gesture(&mut self, gesture: Gesture, now: Timestamp, effects: &mut Effects) {
        match gesture {
            Gesture::Writes => effects.push(Effect::Prepare),
            Gesture::Sends { id, text } => self.send(id, &text, now, effects),
            Gesture::Closes => {
                self.is_open = false;
                effects.push(Effect::Page(ToPage::Close));
            }
            Gesture::Uses { delivery } => self.use_coupon(delivery, now, effects),
            Gesture::Dismisses { delivery } => self.dismiss(&delivery, now),
            Gesture::Adds { delivery, product } => {
                self.report(Interaction::Clicked, &delivery, now);
                effects.push(Effect::announce(Announcement::CartAdd { product, delivery }));
            }
            Gesture::Looks { delivery } => self.report(Interaction::Clicked, &delivery, now),
            Gesture::Chooses(choice) => self.choose_here(choice, now, effects),
        }
    }

    fn send(&mut self, id: String, text: &str, now: Timestamp, effects: &mut Effects) {
        let text: String = text.trim().chars().take(MESSAGE_LEN_CHARS_MAX).collect();
        if !text.is_empty() {
            self.is_chatting = true;
            self.thread.write(id.clone(), text.clone(), now);
            effects.push(Effect::Understand { id, text });
        }
    }

    fn use_coupon(&mut self, delivery: String, now: Timestamp, effects: &mut Effects) {
        self.report(Interaction::Clicked, &delivery, now);
        let content = self.thread.card(&delivery).map(|card| &card.content);
        if let Some(Content::Offer { code, .. }) = content {
            let code = code.as_str().to_owned();
            effects.push(Effect::announce(Announcement::Coupon { code, delivery }));
        }
    }

    /// The choice is the page's to keep: it tells us when it has it.
    fn choose_here(&mut self, choice: Choice, now: Timestamp, effects: &mut Effects) {
        effects.push(Effect::Page(ToPage::Consent(choice)));
        self.choose(Choice { at: Some(now), ..choice }, now, effects);
    }
}
