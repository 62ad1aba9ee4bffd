//! One profile from several: whose is taken, and what is taken into it.

use alloc::{collections::BTreeMap, vec::Vec};

use super::{Circle, Happening, Noted};
use crate::{
    delivery::DeliveryState,
    id::{OrderId, ProfileId},
    identity::external::ExternalId,
    profile::{Profile, orders::Orders},
    visitor::Visitor,
};

impl Circle<'_> {
    /// Orders that two of them report, with those whose report does not count: the one with the larger refund
    /// counts, then the one that is credited to a delivery, then the survivor's, then the first by name.
    #[must_use]
    pub fn reported_twice(&self) -> BTreeMap<ProfileId, Vec<OrderId>> {
        let mut reports: BTreeMap<&OrderId, Vec<(Weight, &ProfileId)>> = BTreeMap::new();
        for (who, part) in self.in_order() {
            for (order, refunded) in part.profile.orders.remembered() {
                let weight = (refunded.get(), part.has_credited(order));
                reports.entry(order).or_default().push((weight, who));
            }
        }
        let mut hidden: BTreeMap<ProfileId, Vec<OrderId>> = BTreeMap::new();
        for (order, reports) in reports {
            let heaviest = reports.iter().map(|(weight, _)| *weight).max();
            let counts = reports.iter().position(|(weight, _)| Some(*weight) == heaviest);
            let others = reports.into_iter().enumerate().filter(|(at, _)| Some(*at) != counts);
            for (_, (_, who)) in others {
                hidden.entry(who.clone()).or_default().push(order.clone());
            }
        }
        hidden
    }

    /// The survivor first, then the others by name.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (&ProfileId, &Visitor)> {
        let root = self.parts.get_key_value(self.root);
        root.into_iter().chain(self.parts.iter().filter(|(who, _)| *who != self.root))
    }

    pub(super) fn profile(&self) -> Profile {
        let Some((base, part)) = self.base() else { return Profile::default() };
        let mut profile = part.profile.clone();
        if self.parts.len() == 1 {
            return profile;
        }
        let mut others: Vec<&Noted> = self
            .noted
            .iter()
            .filter(|noted| noted.who != *base && self.parts.contains_key(&noted.who))
            .collect();
        others.sort_by(|a, b| (a.what.at(), a.what.name()).cmp(&(b.what.at(), b.what.name())));
        for noted in others {
            match &noted.what {
                // What events say together the profile sees by itself.
                Happening::Event(event) if !event.context.origin.is_sent() => {}
                Happening::Event(event) => {
                    profile.observe(event, self.currency);
                }
                Happening::Said { reading, at, .. } => profile.ask(reading, *at),
            }
        }
        self.count(&mut profile);
        profile
    }

    /// What is counted over the people and not over their events.
    fn count(&self, profile: &mut Profile) {
        profile.visits.count = 0;
        profile.orders = Orders::default();
        for (_, part) in self.in_order() {
            let own = &part.profile;
            profile.visits.count = profile.visits.count.saturating_add(own.visits.count);
            profile.orders.absorb(&own.orders);
            if 0 < own.visits.count {
                profile.first_seen = profile.first_seen.min(own.first_seen);
                profile.last_seen = profile.last_seen.max(own.last_seen);
            }
            let proven = part.identity.user().and_then(ExternalId::as_user);
            profile.user_id = proven.or(profile.user_id.take());
        }
        if self.parts.values().any(|part| has_lingered(&part.profile)) {
            profile.cart.linger();
        }
    }

    /// Whose profile the others are taken into: the survivor's, unless another's goes further back than what is kept.
    fn base(&self) -> Option<(&ProfileId, &Visitor)> {
        let older = self.in_order().filter(|(who, part)| self.is_older_than_kept(who, part));
        let weight = |part: &Visitor| (part.profile.orders.count, part.profile.visits.count);
        // Of two alike the first: the survivor, or the smaller name.
        let older =
            older.reduce(|best, next| if weight(best.1) < weight(next.1) { next } else { best });
        older.or_else(|| self.in_order().next())
    }

    fn is_older_than_kept(&self, who: &ProfileId, part: &Visitor) -> bool {
        let own = self.noted.iter().filter(|noted| noted.who == *who);
        let events = own.filter(|noted| matches!(noted.what, Happening::Event(_)));
        let first_kept = events.map(|noted| noted.what.at()).min();
        0 < part.profile.visits.count && first_kept.is_none_or(|at| part.profile.first_seen < at)
    }
}

/// What speaks for one report of an order: what was given back, and whether it is credited.
type Weight = (i64, bool);

impl Visitor {
    fn has_credited(&self, order: &OrderId) -> bool {
        self.deliveries.iter().any(|delivery| match &delivery.state {
            DeliveryState::Converted { order: credited, .. } => credited == order,
            DeliveryState::Queued
            | DeliveryState::Sent
            | DeliveryState::Skipped { .. }
            | DeliveryState::Opened { .. }
            | DeliveryState::Dismissed { .. }
            | DeliveryState::Clicked { .. } => false,
        })
    }
}

/// Whether the cart was left alone and that was noticed.
pub(super) fn has_lingered(profile: &Profile) -> bool {
    !profile.cart.lines().is_empty()
        && profile.cart.lingers_at(core::time::Duration::ZERO).is_none()
}
