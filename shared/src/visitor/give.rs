//! Deciding and giving: the claim is in the state before anybody is told.

use alloc::{
    boxed::Box,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::Value;

use super::{Context, Effect, Visitor, numbered};
use crate::{
    attributes::Occasion,
    decide::{self, Chosen, Gift, Standing},
    decision::{Suppression, Verdict},
    delivery::{Card, Content, Delivery, DeliveryState, ProductCard},
    digest,
    id::{CouponCode, DeliveryId, ProductId, RuleId},
    ledger::Fact,
    limits::DELIVERIES_KEPT_MAX,
    money::Currency,
    offer::Offer,
    profile::channels::Contacted,
    ranking::Study,
    rule::Rule,
    text::Locale,
};

/// Length of the part of a coupon code that cannot be guessed: 8 of 32 signs is 40 bits,
/// and a wrong guess costs a request.
const CODE_SIGNS: usize = 8;

/// No 0, 1, I, O: people read codes aloud.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

impl Visitor {
    /// Decides, and gives what was chosen; says whether anything was.
    pub(super) fn decide(
        &mut self,
        trigger: &str,
        occasion: &Occasion<'_>,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> bool {
        if !context.explain && !context.config.index.has_rules(trigger) {
            return false;
        }
        let (document, _) = self.document(occasion, context);
        // Mostly nothing matches, and then nothing else has to be worked out.
        if !context.explain && context.config.index.matches(trigger, &document).next().is_none() {
            return false;
        }
        self.decide_on(trigger, &document, context, effects)
    }

    /// The same about a document that is written already.
    pub(super) fn decide_on(
        &mut self,
        trigger: &str,
        document: &Value,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let number = self.decisions.saturating_add(1);
        let Ok(id) = numbered("dec", context.id, number).parse() else { return false };
        let now = context.now;
        let read_by = self.profile.fresh_intent(now).and_then(|intent| intent.reader.clone());
        let read_by = read_by.as_ref().filter(|_| document.get("intent").is_some());
        let asked = decide::Occasion { id: &id, trigger, document, read_by, now };
        let viewing: Vec<ProductId> =
            self.profile.interests.products.iter().map(|seen| seen.id.clone()).collect();
        let standing = Standing { viewing: &viewing, ..self.standing(context) };
        let mut ruling = decide::decide(context.config, standing, asked);
        let exposures = core::mem::take(&mut ruling.exposures);
        self.expose(exposures, document, context, effects);
        if !ruling.has_matches() && !context.explain {
            return false;
        }
        if let (None, Some((rule, suppression))) = (&ruling.chosen, &ruling.held)
            && was_held_just_now(effects, trigger, (rule, suppression))
        {
            return false;
        }
        self.decisions = number;
        let verdict = match (ruling.chosen.take(), ruling.held.take()) {
            (Some(chosen), _) => match self.claim(&chosen, ruling.study.take(), context) {
                Some((card, Some(offer))) => {
                    let verdict = delivered(&card, chosen.rule);
                    let decision = ruling.explain(context.config, asked, verdict);
                    self.hold(card, decision, (offer, context), effects);
                    return true;
                }
                Some((card, None)) => {
                    let verdict = delivered(&card, chosen.rule);
                    self.hand_over(card, context, effects);
                    verdict
                }
                None => Verdict::Nothing,
            },
            (None, Some((rule, suppression))) => {
                let reason = suppression.name().to_string();
                self.enter(Fact::Suppressed { rule: rule.clone(), reason }, context.now, effects);
                Verdict::Held { rule, suppression }
            }
            (None, None) => Verdict::Nothing,
        };
        let given = matches!(verdict, Verdict::Delivered { .. });
        effects.push(Effect::Explain(ruling.explain(context.config, asked, verdict)));
        given
    }

    /// What the gates ask of the person. Products are looked up only where something is recommended.
    pub(super) fn standing<'a>(&'a self, context: Context<'a>) -> Standing<'a> {
        Standing {
            id: context.id,
            consents: &self.consents,
            touches: &self.touches,
            preferences: &self.preferences,
            zone: self.zone(),
            zones: context.zones,
            sold_out: &self.sold_out,
            deliveries: &self.deliveries,
            coupons: &self.coupons,
            viewing: &[],
            held_out: self.is_held_out(context),
            with_human: self.conversation.is_with_human(),
        }
    }

    /// Claims the delivery: from here on it counts, though nobody was told. Says too which
    /// limited offer it waits for, if it does.
    fn claim<'a>(
        &mut self,
        chosen: &Chosen<'a>,
        study: Option<Study>,
        context: Context<'_>,
    ) -> Option<(Card, Option<&'a Offer>)> {
        let id = numbered("del", context.id, self.decisions).parse::<DeliveryId>().ok()?;
        let shown = self.content(&chosen.gift, &id, context);
        let offer = match chosen.gift {
            Gift::Offer(offer) => Some(offer),
            Gift::Products(..) | Gift::Text(_) => None,
        };
        let limited = offer.filter(|offer| offer.stock.is_bounded());
        let rule = chosen.rule;
        self.touches.record(rule.contact(), context.now);
        self.profile.contact(Contacted::Reached(rule.channel().name()), context.now);
        self.keep(Delivery {
            id: id.clone(),
            rule: rule.id.clone(),
            class: rule.class,
            offer: offer.map(|offer| offer.id.clone()),
            treatment: chosen.treatment.clone(),
            claimed_at: context.now,
            state: if limited.is_some() { DeliveryState::Queued } else { DeliveryState::Sent },
            study: study.filter(|_| self.preferences.personalisation).map(Box::new),
        });
        let reason = reason(chosen, self.locale());
        let card =
            Card { delivery: id, class: rule.class, at: context.now, reason, content: shown };
        Some((card, limited))
    }

    /// Tells of a claimed delivery.
    pub(super) fn hand_over(
        &mut self,
        card: Card,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) {
        let claimed = self.deliveries.iter_mut().find(|known| known.id == card.delivery);
        let Some(claimed) = claimed else { return };
        if claimed.state == DeliveryState::Queued {
            claimed.state = DeliveryState::Sent;
        }
        let fact = Fact::Delivered {
            delivery: claimed.id.clone(),
            rule: claimed.rule.clone(),
            offer: claimed.offer.clone(),
            treatment: claimed.treatment.clone(),
            drawn: claimed.study.as_deref().and_then(Study::drawn),
        };
        if let Content::Offer { code, .. } = &card.content {
            effects.push(Effect::Register(code.clone()));
        }
        self.enter(fact, context.now, effects);
        effects.push(Effect::Show(card));
    }

    fn content(&mut self, gift: &Gift<'_>, delivery: &DeliveryId, context: Context<'_>) -> Content {
        let locale = self.locale();
        match gift {
            Gift::Offer(offer) => self.offer_content(offer, delivery, context),
            Gift::Products(intro, recommended) => Content::Products {
                intro: intro.get(locale).into(),
                products: recommended
                    .iter()
                    .map(|found| ProductCard {
                        id: found.product.id.clone(),
                        name: found.product.name.get(locale).into(),
                        price_minor: found.product.price_minor,
                        currency: found.product.currency,
                        url: found.product.url.clone(),
                        image: found.product.image.clone(),
                        why: found.reason.get(locale).into(),
                    })
                    .collect(),
            },
            Gift::Text(text) => Content::Text { text: text.get(locale).into() },
        }
    }

    fn offer_content(
        &mut self,
        offer: &Offer,
        delivery: &DeliveryId,
        context: Context<'_>,
    ) -> Content {
        let locale = self.locale();
        let currency: Currency = context.config.config.settings.currency;
        let Some(code) = coupon_code(context, delivery) else {
            return Content::Text { text: offer.title.get(locale).into() };
        };
        let coupon = offer.issue(code.clone(), delivery.clone(), context.now);
        let expires_at = coupon.expires_at;
        if DELIVERIES_KEPT_MAX <= self.coupons.len() {
            self.coupons.pop_front();
        }
        self.coupons.push_back(coupon);
        Content::Offer {
            title: offer.title.get(locale).into(),
            body: offer.body.get(locale).into(),
            benefit: offer.benefit,
            min_spend_minor: offer.min_spend_minor,
            currency,
            code,
            expires_at,
        }
    }
}

fn delivered(card: &Card, rule: &Rule) -> Verdict {
    Verdict::Delivered { delivery: card.delivery.clone(), rule: rule.id.clone() }
}

/// A code from the secret, the person and the delivery: the same for a repeat, no use to
/// anybody who knows other codes.
fn coupon_code(context: Context<'_>, delivery: &DeliveryId) -> Option<CouponCode> {
    let seed = alloc::format!("coupon\n{}\n{delivery}", context.id);
    let digest = digest::hmac_hex(context.secret, seed.as_bytes());
    let signs: String = digest
        .as_bytes()
        .chunks(2)
        .take(CODE_SIGNS)
        .filter_map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok())
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)).copied().map(char::from))
        .collect();
    alloc::format!("PF-{signs}").parse().ok()
}

/// Why the person sees it, in one sentence of theirs.
fn reason(chosen: &Chosen<'_>, locale: Locale) -> String {
    let (zh, en) = match (&chosen.permit, &chosen.gift) {
        (decide::Permit::Service, _) => ("因为您刚刚的提问", "Because of what you just asked"),
        (decide::Permit::Marketing(_), Gift::Offer(_)) => (
            "根据您在本店的浏览和购物车，经您同意后推荐；可随时关闭",
            "Based on what you viewed and your cart, with your consent; you can turn this off",
        ),
        (decide::Permit::Marketing(_), Gift::Products(..) | Gift::Text(_)) => (
            "根据您在本店的浏览，经您同意后推荐；可随时关闭",
            "Based on what you viewed, with your consent; you can turn this off",
        ),
    };
    match locale {
        Locale::ZhCn => zh.into(),
        Locale::En => en.into(),
    }
}

/// Whether the same batch held the same rule back for the same reason already: ten looks that arrive together are
/// one occasion, told once.
fn was_held_just_now(
    effects: &[Effect],
    trigger: &str,
    (rule, suppression): (&RuleId, &Suppression),
) -> bool {
    effects.iter().filter_map(Effect::explained).any(|decision| {
        decision.trigger == trigger
            && matches!(&decision.verdict, Verdict::Held { rule: held, suppression: why }
                if held == rule && why == suppression)
    })
}
