//! I12: what is written down about a decision leads to that decision again.
//!
//! The explanation is read back as it is stored. Its config is looked up by the name in it, the
//! gates are asked again with what the person was at that moment, and the outcome of every
//! rule must come out the same. Of somebody who wants nothing personal, nothing personal is in
//! what was known.

use serde_json::Value;
use shared::{
    attributes::{self, Occasion},
    channel::Channel,
    concept,
    decide::{self, Standing},
    decision::{Decision, Outcome, Suppression, Verdict},
    delivery::Delivery,
    event::Event,
    frequency::Contact,
    id::ProductId,
    profile::channels::Contacted,
    stock::Grant,
    visitor::{Command, Context, Effect, Visitor},
};

use crate::{
    habits::BIRTHDAY,
    law::{Law, Lawful},
    schedule::Who,
    shops::Shop,
    turn::{SECRET, Turn},
    world::World,
    zones::Atlas,
};

impl World<'_> {
    pub(super) fn decisions_can_be_told_again(&self, who: Who, turn: &Turn<'_>) -> Lawful {
        for decision in turn.effects.iter().filter_map(Effect::explained) {
            let stored = &self.people[who].object.disk.decisions[decision.id.as_str()];
            let read: Decision = serde_json::from_str(stored).expect("a decision is read back");
            let is_settled = is_settled(turn, &read);
            self.hold(Law::I12, who, is_settled != Some(false), || {
                format!("not what was decided before the stock was asked: {stored}")
            })?;
            if is_settled.is_none() {
                self.can_be_told_again(who, turn, &read)?;
            }
        }
        // What waits for a stock is written down once that has answered, and was decided now.
        let is_new = |decision: &Decision| {
            turn.before.pending.iter().all(|known| known.decision.id != decision.id)
        };
        let pending = &self.people[who].object.disk.person.pending;
        let waiting = pending.iter().map(|pending| &pending.decision);
        waiting
            .filter(|decision| is_new(decision))
            .try_for_each(|decision| self.can_be_told_again(who, turn, decision))
    }

    fn can_be_told_again(&self, who: Who, turn: &Turn<'_>, read: &Decision) -> Lawful {
        let person = &self.people[who];
        let shop = self.shops.named(person.tenant, &read.config);
        let is_told = shop.is_some_and(|shop| self.is_reproduced(who, turn, (shop, read)));
        self.hold(Law::I12, who, is_told, || {
            format!("nothing leads to {}", serde_json::to_string(read).unwrap_or_default())
        })?;
        let fields = read.inputs.as_object().into_iter().flatten();
        let personal = fields.map(|(name, _)| name).find(|name| attributes::is_personal(name));
        let is_right = person.witness.preferences.personalisation || personal.is_none();
        self.hold(Law::I12, who, is_right, || {
            format!("{personal:?} was read, though they said no")
        })?;
        let context = read.ranking.as_ref().map(|ranking| ranking.context.as_str());
        let is_right =
            person.witness.preferences.personalisation || context.is_none_or(str::is_empty);
        self.hold(Law::I12, who, is_right, || format!("ranked as {context:?}, though they said no"))
    }

    /// Whether some moment of the turn leads to the decision as it was written down.
    fn is_reproduced(&self, who: Who, turn: &Turn<'_>, (shop, read): (&Shop, &Decision)) -> bool {
        let id = &self.people[who].id;
        let zones = &Atlas { is_the_servers: false };
        let (config, now, secret) = (&shop.bare, turn.now, SECRET);
        let bare = Context { id, config, now, zones, secret, explain: false };
        if let Some(told) = self.is_of_a_change(who, turn, bare, (shop, read)) {
            return told;
        }
        match turn.command {
            Command::TakeIn { events } => (0..events.len()).any(|last| {
                events[last].trigger() == read.trigger && {
                    let so_far = Command::TakeIn { events: events[..=last].to_vec() };
                    let occasion = Occasion { event: Some(&events[last]), ..Occasion::default() };
                    let mut state = standing(turn, so_far, bare);
                    // Consent is asked of everything that came together.
                    state.consents = standing(turn, turn.command.clone(), bare).consents;
                    let (document, _) = state.document(&occasion, bare);
                    leads_to(state, bare, (&document, shop, read))
                }
            }),
            Command::Hear { saying } => {
                let about = concept::mentioned(&saying.text);
                let occasion = Occasion { event: None, about: &about, is_message: true };
                let state = standing(turn, turn.command.clone(), bare);
                let (document, _) = state.document(&occasion, bare);
                leads_to(state, bare, (&document, shop, read))
            }
            // The next rule has its turn on the same occasion.
            Command::Settle { delivery, .. } => {
                let mut pending = turn.before.pending.iter();
                let waited = pending.find(|known| known.card.delivery == *delivery);
                waited.is_some_and(|waited| {
                    let state = standing(turn, turn.command.clone(), bare);
                    leads_to(state, bare, (&waited.decision.inputs, shop, read))
                })
            }
            command => {
                let state = standing(turn, command.clone(), bare);
                let (document, _) = state.document(&Occasion::default(), bare);
                leads_to(state, bare, (&document, shop, read))
            }
        }
    }
}

impl World<'_> {
    /// Whether a decision on an event that nobody sent, a change of segment or stage, is reproduced;
    /// none if it is on something else.
    fn is_of_a_change(
        &self,
        who: Who,
        turn: &Turn<'_>,
        bare: Context<'_>,
        (shop, read): (&Shop, &Decision),
    ) -> Option<bool> {
        let recorded = turn.effects.iter().filter_map(|effect| match effect {
            Effect::Record(event) if is_told_by(event, &read.trigger) => Some(event),
            _ => None,
        });
        let mut events = recorded.peekable();
        events.peek()?;
        // What was due by then was told before the command was taken in, what came of the command after it.
        let nothing = Command::Prefer { preferences: turn.before.preferences.clone() };
        let moments = [turn.command.clone(), nothing];
        let cases = events.flat_map(|event| moments.iter().map(move |moment| (event, moment)));
        let told = cases.into_iter().any(|(event, moment)| {
            let occasion = Occasion { event: Some(event), ..Occasion::default() };
            let mut state = standing(turn, moment.clone(), bare);
            // What was given for what they did counts already.
            take_in_gifts(&mut state, turn, &self.people[who].object.disk.person, read);
            let (document, _) = state.document(&occasion, bare);
            leads_to(state, bare, (&document, shop, read))
        });
        Some(told)
    }
}

/// Whether a decision on this trigger is about the event: a birthday has a trigger besides its name.
fn is_told_by(event: &Event, trigger: &str) -> bool {
    event.trigger() == trigger || (trigger == "birthday" && event.trigger() == BIRTHDAY)
}

/// Whether an explanation is the one that waited for a stock, with what the stock said; none
/// if it is another.
fn is_settled(turn: &Turn<'_>, read: &Decision) -> Option<bool> {
    let Command::Settle { grant, .. } = turn.command else { return None };
    let mut pending = turn.before.pending.iter();
    let waited = &pending.find(|known| known.decision.id == read.id)?.decision;
    if *grant == Grant::Granted && *waited == *read {
        return Some(true);
    }
    let Verdict::Held { rule, suppression } = &read.verdict else { return Some(false) };
    let mut told = waited.clone();
    told.verdict = read.verdict.clone();
    for considered in &mut told.considered {
        if considered.rule == *rule {
            considered.outcome = Outcome::Suppressed { reason: suppression.clone() };
        }
    }
    let is_of_stock =
        matches!(suppression, Suppression::SoldOut { .. } | Suppression::BudgetSpent { .. });
    Some(told == *read && (*grant == Grant::Granted) != is_of_stock)
}

/// The person at the moment of the decision: the command has been taken in, nothing was decided.
fn standing(turn: &Turn<'_>, command: Command, bare: Context<'_>) -> Visitor {
    let mut state = turn.before.clone();
    state.apply(command, bare);
    state
}

/// Adds to `state` what was given earlier in the same turn, as the person has it `after` it.
fn take_in_gifts(state: &mut Visitor, turn: &Turn<'_>, after: &Visitor, read: &Decision) {
    let number = |id: &str| id.rsplit('-').next().and_then(|digits| digits.parse::<u64>().ok());
    let is_earlier = |delivery: &&Delivery| {
        turn.before.deliveries.iter().all(|known| known.id != delivery.id)
            && number(delivery.id.as_str()) < number(read.id.as_str())
    };
    for delivery in after.deliveries.iter().filter(is_earlier) {
        let contact = Contact { class: delivery.class, channel: Channel::Widget };
        state.touches.record(contact, delivery.claimed_at);
        let reached = Contacted::Reached(Channel::Widget.name());
        state.profile.contact(reached, delivery.claimed_at);
        state.deliveries.push_back(delivery.clone());
        let coupons = after.coupons.iter().filter(|coupon| coupon.delivery == delivery.id);
        state.coupons.extend(coupons.cloned());
    }
}

fn leads_to(
    state: Visitor,
    bare: Context<'_>,
    (document, shop, read): (&Value, &Shop, &Decision),
) -> bool {
    if *document != read.inputs {
        return false;
    }
    let viewing: Vec<ProductId> =
        state.profile.interests.products.iter().map(|seen| seen.id.clone()).collect();
    let asked = decide::Occasion {
        id: &read.id,
        trigger: &read.trigger,
        document: &read.inputs,
        read_by: read.read_by.as_ref(),
        now: read.at,
    };
    let standing = Standing {
        id: bare.id,
        consents: &state.consents,
        touches: &state.touches,
        preferences: &state.preferences,
        zone: state.zone(),
        zones: bare.zones,
        sold_out: &state.sold_out,
        deliveries: &state.deliveries,
        coupons: &state.coupons,
        viewing: &viewing,
        held_out: shop.config.config.holdout.holds_out_of_everything(bare.id.as_str()),
        with_human: state.conversation.is_with_human(),
    };
    let ruling = decide::decide(&shop.config, standing, asked);
    let is_same = match &read.verdict {
        Verdict::Delivered { rule, .. } => {
            ruling.chosen.as_ref().is_some_and(|chosen| chosen.rule.id == *rule)
        }
        Verdict::Held { rule, suppression } => {
            ruling.chosen.is_none() && ruling.held == Some((rule.clone(), suppression.clone()))
        }
        Verdict::Nothing => ruling.chosen.is_none() && ruling.held.is_none(),
    };
    is_same && ruling.explain(&shop.config, asked, read.verdict.clone()) == *read
}
