//! I12: what is written down about a decision leads to that decision again.
//!
//! The explanation is read back as it is stored. Its config is looked up by the name in it, the
//! gates are asked again with what the person was at that moment, and the outcome of every
//! rule must come out the same.

use shared::{
    attributes::Occasion,
    concept,
    consent::Consents,
    decide::{self, Standing},
    decision::{Decision, Verdict},
    id::ProductId,
    visitor::{Command, Context, Visitor},
};

use crate::{
    law::{Law, Lawful},
    schedule::Who,
    shops::Shop,
    turn::{SECRET, Turn},
    world::World,
};

impl World<'_> {
    pub(super) fn decisions_can_be_told_again(&self, who: Who, turn: &Turn<'_>) -> Lawful {
        for decision in turn.effects.iter().filter_map(|effect| effect.explained()) {
            let person = &self.people[who];
            let stored = &person.object.disk.decisions[decision.id.as_str()];
            let read: Decision = serde_json::from_str(stored).expect("a decision is read back");
            let shop = self.shops.named(person.tenant, &read.config);
            let is_told = shop.is_some_and(|shop| self.is_reproduced(who, turn, (shop, &read)));
            self.hold(Law::I12, who, is_told, || format!("nothing leads to {stored}"))?;
        }
        Ok(())
    }

    /// Whether some moment of the turn leads to the decision as it was written down.
    fn is_reproduced(&self, who: Who, turn: &Turn<'_>, (shop, read): (&Shop, &Decision)) -> bool {
        let id = &self.people[who].id;
        let bare = Context {
            id,
            config: &shop.bare,
            now: turn.now,
            zones: &shared::zone::NoZones,
            secret: SECRET,
            explain: false,
        };
        match turn.command {
            Command::TakeIn { events } => (0..events.len()).any(|last| {
                let so_far = Command::TakeIn { events: events[..=last].to_vec() };
                let occasion = Occasion { event: Some(&events[last]), ..Occasion::default() };
                events[last].trigger() == read.trigger
                    && leads_to(standing(turn, so_far, bare), bare, (&occasion, shop, read))
            }),
            Command::Hear { saying } => {
                let about = concept::mentioned(&saying.text);
                let occasion = Occasion { event: None, about: &about, is_message: true };
                let state = standing(turn, turn.command.clone(), bare);
                leads_to(state, bare, (&occasion, shop, read))
            }
            command => {
                let state = standing(turn, command.clone(), bare);
                leads_to(state, bare, (&Occasion::default(), shop, read))
            }
        }
    }
}

/// The person at the moment of the decision: the command has been taken in, nothing was decided.
fn standing(turn: &Turn<'_>, command: Command, bare: Context<'_>) -> Visitor {
    let mut state = turn.before.clone();
    state.apply(command, bare);
    // Consent is asked of everything that came together.
    if let Command::TakeIn { .. } = turn.command {
        state.consents = consents_after(turn, bare);
    }
    state
}

fn consents_after(turn: &Turn<'_>, bare: Context<'_>) -> Consents {
    let mut state = turn.before.clone();
    state.apply(turn.command.clone(), bare);
    state.consents
}

fn leads_to(
    mut state: Visitor,
    bare: Context<'_>,
    (occasion, shop, read): (&Occasion<'_>, &Shop, &Decision),
) -> bool {
    let (document, _) = state.document(occasion, bare);
    if document != read.inputs {
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
    let zone = state.zone().cloned();
    let standing = Standing {
        preferences: &state.preferences,
        zone: zone.as_ref(),
        zones: &shared::zone::NoZones,
        sold_out: &state.sold_out,
        consents: &state.consents,
        touches: &state.touches,
        deliveries: state.deliveries.make_contiguous(),
        coupons: state.coupons.make_contiguous(),
        viewing: &viewing,
        held_out: shop.config.holdout.contains(bare.id.as_str()),
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
