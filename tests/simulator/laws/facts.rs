//! I5 and I10: an event is applied once, and an order is credited once, with good reason.

use std::collections::BTreeMap;

use shared::{
    delivery::{Content, Interaction},
    event::{Event, commerce},
    ledger::Fact,
    limits::ATTRIBUTION_WINDOW,
    visitor::{Command, Effect},
};

use crate::{
    law::{Law, Lawful},
    schedule::Who,
    turn::Turn,
    world::World,
};

impl World<'_> {
    pub(super) fn events_were_applied_once(&mut self, who: Who, turn: &Turn<'_>) -> Lawful {
        let Command::TakeIn { events } = turn.command else { return Ok(()) };
        let witness = &mut self.people[who].witness;
        if witness.erased_at.is_some() {
            return Ok(());
        }
        let mut again = None;
        for event in events {
            let applied = witness.applied.entry(event.message_id.to_string()).or_default();
            *applied += 1;
            if 1 < *applied {
                again = Some(event.message_id.to_string());
            }
            if let (Some(product), "Product Viewed") =
                (property(event, "product_id"), event.trigger())
            {
                *witness.looks.entry(product).or_default() += 1;
            }
            if event.trigger() == Interaction::Clicked.event_name()
                && let Some(delivery) = property(event, "delivery_id")
            {
                witness.followed.entry(delivery).or_default().push(event.at.unix_millis());
            }
        }
        self.hold(Law::I5, who, again.is_none(), || {
            format!("{} was applied again", again.unwrap_or_default())
        })?;
        self.looks_are_counted(who)
    }

    /// The profile has counted each look at each product, and none twice.
    fn looks_are_counted(&self, who: Who) -> Lawful {
        let person = &self.people[who];
        let products = &person.object.disk.person.profile.interests.products;
        let counted: BTreeMap<String, u32> =
            products.iter().map(|seen| (seen.id.to_string(), seen.views)).collect();
        self.hold(Law::I5, who, counted == person.witness.looks, || {
            format!("{:?} looks are counted as {counted:?}", person.witness.looks)
        })
    }

    pub(super) fn entries_are_right(&mut self, who: Who, turn: &Turn<'_>) -> Lawful {
        for effect in turn.effects {
            match effect {
                Effect::Show(card) => self.note_code(who, card),
                Effect::Post(message) => {
                    if let Some(card) = &message.card {
                        self.note_code(who, card);
                    }
                    self.people[who].witness.said.insert(message.id.to_string());
                }
                Effect::Redeem(redemption) => {
                    let is_new = self.people[who].witness.redeemed.insert(redemption.claim.clone());
                    self.hold(Law::I10, who, is_new, || format!("{redemption:?} comes twice"))?;
                }
                Effect::Enter(entry) => {
                    let witness = &self.people[who].witness;
                    let before = witness.entries_before;
                    let next = witness.entries.last().map_or(before, |last| last.seq) + 1;
                    self.hold(Law::I5, who, entry.seq == next, || {
                        format!("entry {} comes after {}", entry.seq, next - 1)
                    })?;
                    self.people[who].witness.entries.push(entry.clone());
                    self.credit_is_right(who, turn, &entry.fact)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn note_code(&mut self, who: Who, card: &shared::delivery::Card) {
        if let Content::Offer { code, .. } = &card.content {
            let codes = &mut self.people[who].witness.codes;
            codes.insert(code.to_string(), card.delivery.to_string());
        }
    }

    fn credit_is_right(&mut self, who: Who, turn: &Turn<'_>, fact: &Fact) -> Lawful {
        let Fact::Ordered { order, credited, .. } = fact else { return Ok(()) };
        self.seen.ordered += 1;
        let delivery = credited.as_ref().map(|(delivery, _)| delivery.to_string());
        let known = &mut self.people[who].witness.credited;
        let is_new = known.insert(order.to_string(), delivery.clone()).is_none();
        self.hold(Law::I10, who, is_new, || format!("{order} is counted twice"))?;
        let Some(delivery) = delivery else { return Ok(()) };
        self.seen.credited += 1;
        let witness = &self.people[who].witness;
        let given = witness.given(&delivery).is_some();
        self.hold(Law::I10, who, given, || format!("{order} is credited to {delivery} of nobody"))?;
        let Command::TakeIn { events } = turn.command else { return Ok(()) };
        let has_reason = events.iter().any(|event| {
            property(event, "order_id").as_deref() == Some(order.as_str())
                && self.leads_to(who, event, &delivery)
        });
        self.hold(Law::I10, who, has_reason, || {
            format!("{order} is credited to {delivery}, which was neither followed nor redeemed")
        })
    }

    /// Whether an order uses a delivery's coupon or came soon after it was followed.
    fn leads_to(&self, who: Who, order: &Event, delivery: &str) -> bool {
        let witness = &self.people[who].witness;
        let code = property(order, "coupon").unwrap_or_default().trim().to_uppercase();
        if witness.codes.get(&code).is_some_and(|of| of == delivery) {
            return true;
        }
        let at = order.at.unix_millis();
        let window = ATTRIBUTION_WINDOW.as_millis() as i64;
        let followed = witness.followed.get(delivery);
        followed.is_some_and(|times| times.iter().any(|then| *then <= at && at <= then + window))
    }
}

fn property(event: &Event, name: &str) -> Option<String> {
    commerce::text(event.properties()?, name)
}
