//! Waiting for a coupon of a limited offer.
//!
//! A limited offer has one stock for everybody, in an object of its own. A person claims
//! first and asks then: the claim counts for every cap while it waits, so two tabs cannot
//! wait twice. The stock's answer settles it. One that never comes is asked for again, by
//! the alarm; the stock counts a claim once however often it is asked.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Context, Effect, Redemption, Reservation, Visitor};
use crate::{
    decide,
    decision::{Decision, Outcome, Verdict},
    delivery::{Card, Content, DeliveryState},
    digest,
    event::commerce::OrderLine,
    id::DeliveryId,
    intent::Label,
    ledger::Fact,
    limits::PENDING_MAX,
    money::Minor,
    offer::{Coupon, Offer},
    rule::Rule,
    stock::{Claim, Grant, SoldOut},
    time::Timestamp,
};

/// Before an unanswered claim is asked for again.
const ASK_AGAIN: Duration = Duration::from_secs(15);

/// Before an offer that had none left is tried again for the same person.
const TRY_AGAIN: Duration = Duration::from_mins(10);

/// A claim that waits for a coupon, with everything that is told once it has one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// What is asked.
    pub reservation: Reservation,
    /// What is shown once it is granted.
    pub card: Card,
    /// Why.
    pub decision: Decision,
    /// What the person had just said, if it is an answer in the conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Label>,
}

impl Visitor {
    /// Keeps a claim until its offer's stock has answered.
    pub(super) fn hold(
        &mut self,
        card: Card,
        decision: Decision,
        (offer, context): (&Offer, Context<'_>),
        effects: &mut Vec<Effect>,
    ) {
        let ends_at = match &card.content {
            Content::Offer { expires_at, .. } => *expires_at,
            Content::Products { .. } | Content::Text { .. } => context.now,
        };
        let reservation = Reservation {
            offer: offer.id.clone(),
            delivery: card.delivery.clone(),
            claim: Claim {
                name: claim_name(context, &card.delivery),
                worth_minor: offer.coupon_worth(),
                ends_at,
            },
            bounds: offer.stock,
        };
        if PENDING_MAX <= self.pending.len() {
            self.pending.remove(0);
        }
        effects.push(Effect::Reserve(reservation.clone()));
        self.pending.push(Pending { reservation, card, decision, answers: None });
    }

    /// Notes that what waits last is the answer to a message.
    pub(super) fn waits_in_conversation(&mut self, label: Label) {
        if let Some(last) = self.pending.last_mut() {
            last.answers = Some(label);
        }
    }

    /// Takes in what a stock said. A claim that is settled already is settled once.
    pub(super) fn settle_claim(
        &mut self,
        delivery: &DeliveryId,
        grant: Grant,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let place =
            self.pending.iter().position(|pending| pending.reservation.delivery == *delivery);
        let Some(place) = place else { return };
        let pending = self.pending.remove(place);
        let from = effects.len();
        let answers = pending.answers;
        match grant {
            Grant::Granted => {
                effects.push(Effect::Explain(pending.decision));
                self.hand_over(pending.card, context, effects);
            }
            Grant::SoldOut | Grant::BudgetSpent => {
                self.go_without(pending, grant, context, effects);
            }
        }
        match answers {
            Some(label) => self.answer_with(from, label, context, effects),
            None => self.file_shown(from, context, effects),
        }
    }

    /// There was none left: the claim is taken back, and the next rule has its turn.
    fn go_without(
        &mut self,
        pending: Pending,
        grant: Grant,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let Pending { reservation, mut decision, answers, .. } = pending;
        let id = &reservation.delivery;
        self.coupons.retain(|coupon| coupon.delivery != *id);
        let claimed = self.deliveries.iter_mut().find(|known| known.id == *id);
        let Some(claimed) = claimed else { return };
        claimed.state = DeliveryState::Skipped { at: context.now };
        let (rule, claimed_at) = (claimed.rule.clone(), claimed.claimed_at);
        let contact = context.config.config.rules.iter().find(|known| known.id == rule);
        if let Some(contact) = contact.map(Rule::contact) {
            self.touches.forget(contact, claimed_at);
        }
        self.sold_out.retain(|gone| gone.offer != reservation.offer && context.now < gone.until);
        let gone = SoldOut {
            offer: reservation.offer,
            grant,
            until: context.now.saturating_add(TRY_AGAIN),
        };
        let suppression = decide::sold_out(&gone);
        self.sold_out.push(gone);
        self.enter(
            Fact::Suppressed { rule: rule.clone(), reason: suppression.name().to_string() },
            context.now,
            effects,
        );
        for considered in &mut decision.considered {
            if considered.rule == rule {
                considered.outcome = Outcome::Suppressed { reason: suppression.clone() };
            }
        }
        decision.verdict = Verdict::Held { rule, suppression };
        let (trigger, document) = (decision.trigger.clone(), decision.inputs.clone());
        effects.push(Effect::Explain(decision));
        let waited = self.pending.len();
        self.decide_on(&trigger, &document, context, effects);
        if let (Some(label), true) = (answers, waited < self.pending.len()) {
            self.waits_in_conversation(label);
        }
    }

    /// When a claim that nobody answered is asked for again.
    pub(super) fn asks_again_at(&self) -> Option<Timestamp> {
        self.pending.iter().map(|pending| pending.card.at.saturating_add(ASK_AGAIN)).min()
    }

    pub(super) fn ask_again(&self, context: Context<'_>, effects: &mut Vec<Effect>) {
        for pending in &self.pending {
            if pending.card.at.saturating_add(ASK_AGAIN) <= context.now {
                effects.push(Effect::Reserve(pending.reservation.clone()));
            }
        }
    }

    /// Tells the stock of a limited offer that its coupon was used.
    pub(super) fn redeem(
        coupon: &Coupon,
        order: &OrderLine,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let offer = context.config.offer(&coupon.offer);
        if offer.is_none_or(|offer| !offer.stock.is_bounded()) {
            return;
        }
        let saved_minor = if order.discount_minor == Minor::ZERO {
            coupon.benefit.saving(order.revenue_minor)
        } else {
            order.discount_minor
        };
        effects.push(Effect::Redeem(Redemption {
            offer: coupon.offer.clone(),
            claim: claim_name(context, &coupon.delivery),
            saved_minor,
        }));
    }
}

/// The name of a claim in the whole workspace. It leads back to nobody: a stock keeps it
/// after the person was forgotten.
fn claim_name(context: Context<'_>, delivery: &DeliveryId) -> String {
    let seed = format!("claim\n{}\n{delivery}", context.id);
    digest::hmac_hex(context.secret, seed.as_bytes()).chars().take(32).collect()
}
