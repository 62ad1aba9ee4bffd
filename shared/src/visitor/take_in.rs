//! Taking events in: fold, follow up on what was given, credit orders, then decide.

use alloc::{string::String, vec::Vec};
use core::time::Duration;

use super::{Context, Effect, Visitor};
use crate::{
    attributes::Occasion,
    attribution,
    consent::{Answer, CategoryPreferences, Choice, ConsentSource, Purpose},
    delivery::{DeliveryState, Interaction},
    event::{Event, commerce::OrderLine},
    id::DeliveryId,
    ledger::Fact,
    limits::TRIGGER_AGE_MAX,
    money::Minor,
    profile::channels::Contacted,
    time::Timestamp,
};

impl Visitor {
    /// Takes events in, in order. At most one of them leads to something for the person:
    /// the first for which a rule is chosen.
    pub(super) fn take_in(
        &mut self,
        events: &[Event],
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        // First: a no at the end of a batch holds for what its beginning would lead to.
        for event in events {
            if let Some(preferences) = &event.context.consent {
                self.answer(preferences, event, context);
            }
        }
        let mut given = false;
        for event in events {
            let derived = self.take_in_one(event, context, effects);
            if !given && may_start_decision(event, context.now) {
                let mut occasions = core::iter::once(event).chain(&derived);
                given = occasions.any(|event| self.offer_on_event(event, context, effects));
            }
        }
    }

    /// Decides on what happened.
    pub(super) fn offer_on_event(
        &mut self,
        event: &Event,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let occasion = Occasion { event: Some(event), ..Occasion::default() };
        self.offer_on(event.trigger(), &occasion, context, effects)
    }

    /// Takes one event in; the answer is what it says together with those before it.
    fn take_in_one(
        &mut self,
        event: &Event,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> Vec<Event> {
        effects.extend(self.identity.note(event).map(Effect::Link));
        let observed = self.profile.observe(event, context.config.config.settings.currency);
        self.windows.observe(event, &context.config.tracks, context.now);
        if observed.visit_began {
            self.enter(Fact::Visited, event.at, effects);
        }
        if let Some(interaction) = Interaction::of_event(event.trigger()) {
            self.follow_up(interaction, event, effects);
        }
        if let Some(order) = observed.ordered {
            self.credit(order, event.at, context, effects);
        }
        if let Some(refund) = observed.refunded {
            let less = Minor::ZERO.minus(refund.revenue_minor);
            self.measure((&refund.id, less), event.at, effects);
            let fact = Fact::Refunded { order: refund.id, amount_minor: refund.revenue_minor };
            self.enter(fact, event.at, effects);
        }
        let derived = observed.derived.iter();
        derived.filter_map(|what| self.derive(what, event.at, context, effects)).collect()
    }

    pub(super) fn answer(
        &mut self,
        preferences: &CategoryPreferences,
        event: &Event,
        context: Context<'_>,
    ) {
        let asked = [
            (Purpose::Analytics, preferences.analytics),
            (Purpose::Marketing, preferences.marketing),
        ];
        let choice = event.context.choice;
        let in_force = context.config.config.settings.notice;
        // Nobody has seen a notice that is not out yet.
        let notice = choice.and_then(|choice| choice.notice).unwrap_or(in_force).min(in_force);
        let yes_at = choice.map_or(event.at, |choice| choice.at);
        let no_at = choice.map_or(event.at, Choice::no_counts_from);
        for (purpose, granted) in asked {
            let Some(granted) = granted else { continue };
            let answer = Answer {
                purpose,
                granted,
                notice,
                locale: self.locale(),
                source: ConsentSource::Merchant,
                at: if granted { yes_at } else { no_at },
                confirmed_at: Timestamp::default(),
                chosen_at: choice.map(|choice| choice.chosen_at),
            };
            self.consents.record(answer, context.now);
        }
    }

    fn follow_up(&mut self, interaction: Interaction, event: &Event, effects: &mut Vec<Effect>) {
        let Some(id) = event
            .properties()
            .and_then(|properties| properties.get("delivery_id")?.as_str()?.parse().ok())
        else {
            return;
        };
        let id: DeliveryId = id;
        let Some(delivery) = self.deliveries.iter_mut().find(|delivery| delivery.id == id) else {
            return;
        };
        let moved = delivery.advance(interaction, event.at);
        if moved && interaction == Interaction::Clicked {
            let rule = delivery.rule.clone();
            self.profile.contact(Contacted::Responded("widget"), event.at);
            self.enter(Fact::Clicked { delivery: id, rule }, event.at, effects);
        }
    }

    fn credit(
        &mut self,
        order: OrderLine,
        at: Timestamp,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let credited = attribution::credit(
            &order,
            self.coupons.make_contiguous(),
            self.deliveries.make_contiguous(),
            at,
        );
        let delivery =
            self.deliveries.iter_mut().find(|delivery| Some(&delivery.id) == credited.as_ref());
        let credited = delivery.map(|delivery| {
            delivery.state = DeliveryState::Converted { at, order: order.id.clone() };
            (delivery.id.clone(), delivery.rule.clone())
        });
        let typed: String = order.coupon.trim().into();
        let coupon = self
            .coupons
            .iter_mut()
            .find(|coupon| coupon.code.as_str().eq_ignore_ascii_case(&typed));
        if let Some(coupon) = coupon
            && coupon.redeemed_by.is_none()
        {
            coupon.redeemed_by = Some(order.id.clone());
            Self::redeem(coupon, &order, context, effects);
        }
        if let Some((delivery, _)) = &credited {
            self.learn_from_order(delivery, (order.revenue_minor, at), effects);
        }
        self.measure((&order.id, order.revenue_minor), at, effects);
        let fact = Fact::Ordered { order: order.id, revenue_minor: order.revenue_minor, credited };
        self.enter(fact, at, effects);
    }
}

/// Only what happens now, and to a person, is an occasion.
fn may_start_decision(event: &Event, now: Timestamp) -> bool {
    let age: Duration = now.since(event.at);
    age <= TRIGGER_AGE_MAX && !event.context.automated
}
