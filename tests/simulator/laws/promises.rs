//! I1 to I3: what is given was claimed once, was promised, and was agreed to: when it was
//! claimed, and again when it is handed over.

use shared::{
    conversation::Speaker,
    delivery::Card,
    ledger::Fact,
    rule::Class,
    visitor::{Command, Effect},
};

use crate::{
    browser::shown,
    faults::DAY,
    law::{Law, Lawful},
    schedule::Who,
    turn::Turn,
    witness::Given,
    world::World,
};

/// Something that is claimed.
struct Claimed<'a> {
    card: &'a Card,
    rule: String,
    is_waiting: bool,
}

impl World<'_> {
    /// From a human's word on nothing automatic is said or shown, until the human gives the conversation back or ends it.
    pub(super) fn nobody_talks_over_a_human(
        &self,
        who: Who,
        turn: &Turn<'_>,
        was_with_human: bool,
    ) -> Lawful {
        if !self.people[who].witness.with_human {
            return Ok(());
        }
        // In the turn in which the human takes over, what was due before them may still be told before them.
        let took_over =
            turn.effects.iter().position(|effect| speaker(effect) == Some(Speaker::Agent));
        let from = if was_with_human { 0 } else { took_over.unwrap_or_default() };
        let over = turn.effects[from..]
            .iter()
            .find(|effect| effect.shown().is_some() || speaker(effect) == Some(Speaker::Assistant));
        self.hold(Law::I3, who, over.is_none(), || format!("{over:?} talks over a human"))
    }

    pub(super) fn gifts_were_allowed(&mut self, who: Who, turn: &Turn<'_>) -> Lawful {
        self.forget_what_was_taken_back(who, turn);
        let shown: Vec<&Card> = turn
            .effects
            .iter()
            .filter_map(|effect| effect.shown().or_else(|| effect.posted()?.card.as_ref()))
            .collect();
        // One for what they did, one for what changed with it.
        self.hold(Law::I1, who, shown.len() <= 2, || {
            format!("one occasion leads to {} cards", shown.len())
        })?;
        for card in &shown {
            let known = self.people[who].witness.given(card.delivery.as_str());
            if known.is_none_or(|known| !known.is_waiting) {
                let rule = rule_of(turn, card);
                self.is_claimed(who, turn, &Claimed { card, rule, is_waiting: false })?;
            }
            self.is_handed_over(who, turn, card)?;
        }
        self.what_waits_was_claimed(who, turn)?;
        let handed = &self.people[who].witness.handed;
        let twice = handed.iter().find(|(_, times)| 1 < **times).map(|(id, _)| id.clone());
        self.hold(Law::I1, who, twice.is_none(), || {
            format!("{} was handed over twice", twice.unwrap_or_default())
        })
    }

    /// A claim that was taken back before anybody was told was never made.
    fn forget_what_was_taken_back(&mut self, who: Who, turn: &Turn<'_>) {
        let Command::Settle { delivery, .. } = turn.command else { return };
        let person = &mut self.people[who];
        let mut deliveries = person.object.disk.person.deliveries.iter();
        let claimed = deliveries.find(|known| known.id == *delivery);
        if claimed.is_some_and(|claimed| !claimed.counts()) {
            let given = &mut person.witness.given;
            given.retain(|given| given.delivery != delivery.as_str() || !given.is_waiting);
        }
    }

    /// Claims that wait for a stock are claims: they count from now on.
    fn what_waits_was_claimed(&mut self, who: Who, turn: &Turn<'_>) -> Lawful {
        let after = self.people[who].object.disk.person.pending.clone();
        let is_new = |card: &Card| {
            turn.before.pending.iter().all(|known| known.card.delivery != card.delivery)
        };
        for pending in after.iter().filter(|pending| is_new(&pending.card)) {
            let deliveries = &self.people[who].object.disk.person.deliveries;
            let claimed = deliveries.iter().find(|known| known.id == pending.card.delivery);
            let rule = claimed.map(|claimed| claimed.rule.to_string()).unwrap_or_default();
            self.is_claimed(who, turn, &Claimed { card: &pending.card, rule, is_waiting: true })?;
        }
        Ok(())
    }

    fn is_claimed(&mut self, who: Who, turn: &Turn<'_>, claimed: &Claimed<'_>) -> Lawful {
        let Claimed { card, rule, is_waiting } = claimed;
        let delivery = card.delivery.to_string();
        self.hold(Law::I1, who, !rule.is_empty(), || format!("{delivery} is of no rule"))?;
        let is_new = self.people[who].witness.given(&delivery).is_none();
        self.hold(Law::I1, who, is_new, || format!("{delivery} was claimed twice"))?;
        let at = turn.now.unix_millis();
        self.promises_were_kept(who, turn, (card.class, rule, at))?;
        self.may_be_contacted(who, turn, (card.class, &delivery))?;
        self.is_in_the_scenario(who, turn, rule)?;
        let given = Given {
            delivery,
            rule: rule.clone(),
            class: card.class,
            at,
            shown: shown(card),
            is_waiting: *is_waiting,
        };
        self.people[who].witness.given.push(given);
        Ok(())
    }

    fn is_handed_over(&mut self, who: Who, turn: &Turn<'_>, card: &Card) -> Lawful {
        self.seen.given += 1;
        self.seen.marketing += u64::from(card.class == Class::Marketing);
        let delivery = card.delivery.to_string();
        self.may_be_contacted(who, turn, (card.class, &delivery))?;
        let rule = self.people[who].witness.given(&delivery).map(|given| given.rule.clone());
        self.is_in_the_scenario(who, turn, &rule.unwrap_or_default())?;
        let given = &mut self.people[who].witness.given;
        if let Some(given) = given.iter_mut().find(|given| given.delivery == delivery) {
            given.is_waiting = false;
        }
        self.coupon_was_granted(who, card)
    }

    /// The merchant's promises, recounted over everything that was ever claimed.
    fn promises_were_kept(
        &self,
        who: Who,
        turn: &Turn<'_>,
        (class, rule, now): (Class, &str, i64),
    ) -> Lawful {
        let shop = self.shops.of(self.people[who].tenant, turn.version);
        let witness = &self.people[who].witness;
        let given = &witness.given;
        let before = |class: Option<Class>, window_ms: i64| {
            let counts =
                given.iter().filter(|given| class.is_none_or(|bound| bound == given.class));
            counts.filter(|given| now - window_ms < given.at).count()
        };
        for promise in &shop.promises {
            if promise.class.is_some_and(|bound| bound != class)
                || promise.channel.is_some_and(|bound| bound != shared::channel::Channel::Widget)
            {
                continue;
            }
            let before = before(promise.class, promise.window_ms);
            self.hold(Law::I2, who, before < promise.touches_max, || {
                format!(
                    "contact {} of {} in {} ms, after {given:?}",
                    before + 1,
                    promise.touches_max,
                    promise.window_ms
                )
            })?;
        }
        if let (Class::Marketing, Some(most)) = (class, witness.preferences.weekly_max) {
            let before = before(Some(Class::Marketing), 7 * DAY);
            self.hold(Law::I2, who, before < usize::from(most), || {
                format!("contact {} of a week of somebody who wants {most}", before + 1)
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

    /// What must be so when something is claimed, and again when it is handed over.
    fn may_be_contacted(
        &self,
        who: Who,
        turn: &Turn<'_>,
        (class, delivery): (Class, &str),
    ) -> Lawful {
        if class == Class::Service {
            return Ok(());
        }
        let person = &self.people[who];
        let shop = self.shops.of(person.tenant, turn.version);
        let notice = shop.config.config.settings.notice.get();
        self.hold(Law::I3, who, person.witness.allows_marketing(notice), || {
            format!("{delivery} under notice {notice}, though they said {:?}", person.witness.deeds)
        })?;
        let is_held_out = shop.config.config.holdout.holds_out_of_everything(person.id.as_str());
        self.hold(Law::I3, who, !is_held_out, || format!("{delivery}, though they are held out"))?;
        let wishes = &person.witness.preferences;
        let is_paused = wishes.paused_until.is_some_and(|until| turn.now < until);
        let is_refused = is_paused || !wishes.muted.is_empty();
        self.hold(Law::I3, who, !is_refused, || {
            format!("{delivery}, though they want {wishes:?}")
        })?;
        self.is_awake(who, turn, delivery)
    }

    /// Who is held out of a scenario gets nothing of its rules.
    fn is_in_the_scenario(&self, who: Who, turn: &Turn<'_>, rule: &str) -> Lawful {
        let person = &self.people[who];
        let shop = self.shops.of(person.tenant, turn.version);
        let scenario = shop.rule(rule).and_then(|rule| rule.scenario.as_ref());
        let holdout = scenario.and_then(|name| shop.config.config.holdout.scenarios.get(name));
        let is_held_out = holdout.is_some_and(|holdout| holdout.contains(person.id.as_str()));
        self.hold(Law::I3, who, !is_held_out, || format!("{rule}, though they are held out of it"))
    }
}

/// Who speaks in what is stored of a conversation.
const fn speaker(effect: &Effect) -> Option<Speaker> {
    match effect {
        Effect::Post(message) | Effect::File(message) => Some(message.from),
        _ => None,
    }
}

/// The rule that a card comes from, as the ledger is told.
fn rule_of(turn: &Turn<'_>, card: &Card) -> String {
    let rule = turn.effects.iter().find_map(|effect| match &effect.entered()?.fact {
        Fact::Delivered { delivery, rule, .. } if *delivery == card.delivery => {
            Some(rule.to_string())
        }
        _ => None,
    });
    rule.unwrap_or_default()
}
