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

use super::{Context, Effect, Redemption, Reservation, Visitor, hear::Asked};
use crate::{
    attributes, decide,
    decision::{Decision, Outcome, Suppression, Verdict},
    delivery::{Card, Content, DeliveryState},
    digest,
    event::commerce::OrderLine,
    frequency::Contact,
    id::{DeliveryId, RuleId},
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
    /// When the stock was asked last.
    #[serde(default)]
    pub asked_at: Timestamp,
}

impl Pending {
    fn asks_again_at(&self) -> Timestamp {
        self.card.at.max(self.asked_at).saturating_add(ASK_AGAIN)
    }
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
            let oldest = self.pending.remove(0);
            self.take_back(&oldest, context);
        }
        effects.push(Effect::Reserve(reservation.clone()));
        let asked_at = context.now;
        self.pending.push(Pending { reservation, card, decision, answers: None, asked_at });
    }

    /// Notes that what waits last is the answer to a message.
    pub(super) fn waits_in_conversation(&mut self, label: Label) {
        if let Some(last) = self.pending.last_mut() {
            last.answers = Some(label);
        }
    }

    /// Takes in what a stock said. A claim that is settled already is settled once.
    ///
    /// Time has passed since the claim. Who took their consent back meanwhile, asked for peace
    /// or went to bed is not told, also where there is a coupon; it lapses.
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
            Grant::Granted => match self.may_still_have(&pending, context) {
                Ok(()) => {
                    effects.push(Effect::Explain(pending.decision));
                    self.hand_over(pending.card, context, effects);
                }
                Err(reason) => self.hold_back(pending, reason, context, effects),
            },
            Grant::SoldOut | Grant::BudgetSpent => {
                self.go_without(pending, grant, context, effects);
            }
        }
        match answers {
            Some(label) => self.answer_with(from, Asked::about(label), context, effects),
            None => self.file_shown(from, context, effects),
        }
    }

    /// What may have changed since the claim: the rule, consent, the person's wishes, the hour,
    /// the holdout. The claim's own contact does not count against it.
    fn may_still_have(
        &mut self,
        pending: &Pending,
        context: Context<'_>,
    ) -> Result<(), Suppression> {
        let id = &pending.reservation.delivery;
        let claimed = self.deliveries.iter().find(|known| known.id == *id);
        let rules = context.config.config.rules.iter();
        let rule = claimed.and_then(|claimed| {
            rules.clone().find(|known| known.id == claimed.rule && known.enabled)
        });
        let Some(rule) = rule else { return Err(Suppression::OutsideSchedule) };
        let inputs = &pending.decision.inputs;
        if !self.preferences.personalisation && attributes::holds_personal(inputs) {
            return Err(Suppression::PersonalisationOff);
        }
        let claimed_at = pending.card.at;
        self.touches.forget(rule.contact(), claimed_at);
        let allowed =
            decide::may_be_handed_over(context.config, rule, self.standing(context), context.now);
        self.touches.record(rule.contact(), claimed_at);
        allowed
    }

    /// There was none left: the claim is taken back, and the next rule has its turn.
    fn go_without(
        &mut self,
        pending: Pending,
        grant: Grant,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let offer = pending.reservation.offer.clone();
        let answers = pending.answers;
        let Decision { trigger, inputs, .. } = pending.decision.clone();
        self.sold_out.retain(|gone| gone.offer != offer && context.now < gone.until);
        let gone = SoldOut { offer, grant, until: context.now.saturating_add(TRY_AGAIN) };
        let reason = decide::sold_out(&gone);
        self.sold_out.push(gone);
        self.hold_back(pending, reason, context, effects);
        // What was read before they asked for nothing personal is not read again.
        if !self.preferences.personalisation && attributes::holds_personal(&inputs) {
            return;
        }
        let waited = self.pending.len();
        self.decide_on(&trigger, &inputs, context, effects);
        if let (Some(label), true) = (answers, waited < self.pending.len()) {
            self.waits_in_conversation(label);
        }
    }

    /// Takes a claim back and says why.
    fn hold_back(
        &mut self,
        pending: Pending,
        suppression: Suppression,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(rule) = self.take_back(&pending, context) else { return };
        let reason = suppression.name().to_string();
        self.enter(Fact::Suppressed { rule: rule.clone(), reason }, context.now, effects);
        let mut decision = pending.decision;
        for considered in &mut decision.considered {
            if considered.rule == rule {
                considered.outcome = Outcome::Suppressed { reason: suppression.clone() };
            }
        }
        decision.verdict = Verdict::Held { rule, suppression };
        effects.push(Effect::Explain(decision));
    }

    /// Undoes a claim that nobody was told of; says by which rule it was.
    fn take_back(&mut self, pending: &Pending, context: Context<'_>) -> Option<RuleId> {
        let id = &pending.reservation.delivery;
        self.coupons.retain(|coupon| coupon.delivery != *id);
        let claimed = self.deliveries.iter_mut().find(|known| known.id == *id)?;
        claimed.state = DeliveryState::Skipped { at: context.now };
        let (rule, class, at) = (claimed.rule.clone(), claimed.class, claimed.claimed_at);
        let known = context.config.config.rules.iter().find(|known| known.id == rule);
        let channel = known.map(Rule::channel).unwrap_or_default();
        self.touches.forget(Contact { class, channel }, at);
        Some(rule)
    }

    /// When a claim that nobody answered is asked for again.
    pub(super) fn asks_again_at(&self) -> Option<Timestamp> {
        self.pending.iter().map(Pending::asks_again_at).min()
    }

    pub(super) fn ask_again(&mut self, context: Context<'_>, effects: &mut Vec<Effect>) {
        for pending in &mut self.pending {
            if pending.asks_again_at() <= context.now {
                pending.asked_at = context.now;
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
