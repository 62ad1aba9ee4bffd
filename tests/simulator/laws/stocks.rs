//! I8: no more coupons are out than there are, and nobody has one that was not granted.

use shared::{
    delivery::{Card, Content},
    stock::Grant,
};

use crate::{
    law::{Law, Lawful},
    schedule::Who,
    stores::Call,
    world::World,
};

impl World<'_> {
    /// A stock does what is asked, and its books are right afterwards.
    pub fn asked_of_a_stock(&mut self, who: Who, call: &Call) -> Lawful<Option<Grant>> {
        let now = self.now;
        let (grant, wrong) = self.stores.ask_stock(call, now, self.plan.bug);
        self.hold(Law::I8, who, wrong.is_empty(), || {
            format!("{}: {wrong}", call.address.replace('\n', "/"))
        })?;
        Ok(grant)
    }

    /// Whoever is shown a coupon of a limited offer was granted it.
    pub(super) fn coupon_was_granted(&self, who: Who, card: &Card) -> Lawful {
        let Content::Offer { .. } = card.content else { return Ok(()) };
        let waited = self.people[who].witness.claims.get(card.delivery.as_str());
        let Some((address, claim)) = waited else { return Ok(()) };
        let shelf = self.stores.stocks.get(address);
        let is_granted = shelf.is_some_and(|shelf| shelf.has_granted(claim));
        self.hold(Law::I8, who, is_granted, || format!("{} was never granted", card.delivery))
    }
}
