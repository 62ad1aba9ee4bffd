//! I1 to I3: what is given was claimed once, was promised, and was agreed to.

use shared::{delivery::Card, ledger::Fact, rule::Class, visitor::Effect};

use crate::{
    browser::shown,
    law::{Law, Lawful},
    schedule::Who,
    turn::Turn,
    witness::Given,
    world::World,
};

impl World<'_> {
    pub(super) fn gifts_were_allowed(&mut self, who: Who, turn: &Turn<'_>) -> Lawful {
        let cards: Vec<&Card> = turn
            .effects
            .iter()
            .filter_map(|effect| effect.shown().or_else(|| effect.posted()?.card.as_ref()))
            .collect();
        self.hold(Law::I1, who, cards.len() <= 1, || {
            format!("one occasion leads to {} cards", cards.len())
        })?;
        for card in cards {
            self.gift_was_allowed(who, turn, card)?;
        }
        let handed = &self.people[who].witness.handed;
        let twice = handed.iter().find(|(_, times)| 1 < **times).map(|(id, _)| id.clone());
        self.hold(Law::I1, who, twice.is_none(), || {
            format!("{} was handed over twice", twice.unwrap_or_default())
        })
    }

    fn gift_was_allowed(&mut self, who: Who, turn: &Turn<'_>, card: &Card) -> Lawful {
        let delivery = card.delivery.to_string();
        let rule = turn.effects.iter().find_map(|effect| match &effect.entered()?.fact {
            Fact::Delivered { delivery: id, rule, .. } if *id == card.delivery => {
                Some(rule.to_string())
            }
            _ => None,
        });
        let rule = rule.unwrap_or_default();
        self.hold(Law::I1, who, !rule.is_empty(), || format!("{delivery} is in no ledger"))?;
        let is_new = self.people[who].witness.given(&delivery).is_none();
        self.hold(Law::I1, who, is_new, || format!("{delivery} was claimed twice"))?;
        let at = turn.now.unix_millis();
        self.promises_were_kept(who, turn, (card.class, &rule, at))?;
        if card.class == Class::Marketing {
            self.seen.marketing += 1;
            self.marketing_was_agreed_to(who, turn, &delivery)?;
        }
        self.seen.given += 1;
        let given = Given { delivery, rule, class: card.class, at, shown: shown(card) };
        self.people[who].witness.given.push(given);
        Ok(())
    }

    /// The merchant's promises, recounted over everything that was ever claimed.
    fn promises_were_kept(
        &self,
        who: Who,
        turn: &Turn<'_>,
        (class, rule, now): (Class, &str, i64),
    ) -> Lawful {
        let shop = self.shops.of(self.people[who].tenant, turn.version);
        let given = &self.people[who].witness.given;
        for promise in &shop.promises {
            if promise.class.is_some_and(|bound| bound != class) {
                continue;
            }
            let counts = |given: &&Given| promise.class.is_none_or(|bound| bound == given.class);
            let in_window = |given: &&Given| now - promise.window_ms < given.at;
            let before = given.iter().filter(counts).filter(in_window).count();
            self.hold(Law::I2, who, before < promise.touches_max, || {
                format!(
                    "contact {} of {} in {} ms",
                    before + 1,
                    promise.touches_max,
                    promise.window_ms
                )
            })?;
        }
        let Some(rule) = shop.rule(rule) else { return Ok(()) };
        let mine = || given.iter().filter(|given| given.rule == rule.id.as_str());
        let cooldown = i64::from(rule.cooldown_secs) * 1_000;
        let is_warm = mine().any(|given| now < given.at + cooldown);
        self.hold(Law::I2, who, !is_warm, || format!("{} came again too soon", rule.id))?;
        let times_max = rule.times_max.map_or(usize::MAX, usize::from);
        self.hold(Law::I2, who, mine().count() < times_max, || {
            format!("{} came more than {times_max} times", rule.id)
        })
    }

    fn marketing_was_agreed_to(&self, who: Who, turn: &Turn<'_>, delivery: &str) -> Lawful {
        let person = &self.people[who];
        let shop = self.shops.of(person.tenant, turn.version);
        let notice = shop.config.config.settings.notice.get();
        self.hold(Law::I3, who, person.witness.allows_marketing(notice), || {
            format!("{delivery} under notice {notice}, though they said {:?}", person.witness.deeds)
        })?;
        let is_held_out = shop.config.holdout.contains(person.id.as_str());
        self.hold(Law::I3, who, !is_held_out, || format!("{delivery}, though they are held out"))?;
        let is_erased = matches!(turn.effects.first(), Some(Effect::Erase { .. }));
        self.hold(Law::I7, who, !is_erased, || format!("{delivery}, though they are erased"))
    }
}
