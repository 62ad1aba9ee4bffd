//! Occasions that come by time alone: a birthday, and something that runs out.
//!
//! Each comes once: a birthday once on its day, by the calendar where the person is (the shop's where that is not known), from
//! [`OCCASION_HOUR`] on; a product once after each purchase, [`REPLENISHMENT_LEAD_DAYS`] before it is expected to be bought
//! again. An alarm that comes late still tells of both as long as the day lasts, or the purchase is likely; afterwards it is
//! too late, and nothing is said. What is told is an event in the timeline and the triggers `birthday` and
//! `replenishment_due` for rules.
//!
//! Source: product brief, section 二.2 (生日、复购提醒).

use alloc::{vec, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{Context, Effect, Visitor};
use crate::{
    attributes::Occasion,
    event::Event,
    id::ProductId,
    limits::{OCCASION_HOUR, REPLENISHMENT_LEAD_DAYS},
    profile::{derived::Derived, outlook::Outlook},
    time::Timestamp,
};

/// The trigger of a birthday.
pub(super) const BIRTHDAY: &str = "birthday";

/// The trigger of something that runs out.
pub(super) const REPLENISHMENT_DUE: &str = "replenishment_due";

const DAY_MILLIS: i64 = 86_400_000;
const HOUR_MILLIS: i64 = 3_600_000;

/// The occasions that were told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// The last birthday, as a day of the person's calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    birthday: Option<i64>,
    /// Products, each with the day of the purchase after which it was told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    products: Vec<(ProductId, i64)>,
}

/// Something that is due, or will be.
#[derive(Debug, Clone, PartialEq)]
struct Due {
    at: Timestamp,
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    Birthday { day: i64 },
    RunningOut { derived: Derived, product: ProductId, bought_on: i64 },
}

impl Told {
    /// Whether nothing was told.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.birthday.is_none() && self.products.is_empty()
    }

    /// What was told to either of two people who are one was told to both.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.birthday = self.birthday.max(other.birthday);
        for (product, bought_on) in &other.products {
            self.note(product, *bought_on);
        }
    }

    fn knows(&self, product: &ProductId, bought_on: i64) -> bool {
        self.products.iter().any(|(known, after)| known == product && bought_on <= *after)
    }

    fn note(&mut self, product: &ProductId, bought_on: i64) {
        match self.products.iter_mut().find(|(known, _)| known == product) {
            Some((_, after)) => *after = bought_on.max(*after),
            None => self.products.push((product.clone(), bought_on)),
        }
    }
}

impl Visitor {
    /// Tells of the occasions that have come; the answer is each with its trigger.
    pub(super) fn reach_occasions(
        &mut self,
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> Vec<(&'static str, Event)> {
        let mut news = Vec::new();
        for due in self.occasions(context).into_iter().filter(|due| due.at <= context.now) {
            let (trigger, derived) = match due.what {
                What::Birthday { day } => {
                    self.told.birthday = Some(day);
                    (BIRTHDAY, Derived::BirthdayReached)
                }
                What::RunningOut { derived, product, bought_on } => {
                    self.told.note(&product, bought_on);
                    (REPLENISHMENT_DUE, derived)
                }
            };
            let event = self.derive(&derived, context.now, context, effects);
            news.extend(event.map(|event| (trigger, event)));
        }
        // What they buy no more need not be remembered.
        let staples = &self.profile.staples;
        self.told.products.retain(|(id, _)| staples.repeated().any(|staple| staple.id == *id));
        news
    }

    /// Decides on an occasion, by its trigger, else by its event.
    pub(super) fn offer_on_occasion(
        &mut self,
        (trigger, event): &(&'static str, Event),
        context: Context<'_>,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let occasion = Occasion { event: Some(event), ..Occasion::default() };
        self.offer_on(trigger, &occasion, context, effects)
            || self.offer_on_event(event, context, effects)
    }

    /// When the next occasion comes.
    pub(super) fn next_occasion_at(&self, context: Context<'_>) -> Option<Timestamp> {
        self.occasions(context).into_iter().map(|due| due.at).min()
    }

    /// What was not told yet and is not too late.
    fn occasions(&self, context: Context<'_>) -> Vec<Due> {
        let mut occasions = vec![];
        occasions.extend(self.birthday_due(context));
        let purchases = context.config.purchases.as_ref();
        let today = context.now.day();
        let outlook = Outlook { profile: &self.profile, purchases, today };
        for next in outlook.everything_running_out().flatten() {
            let (product, bought_on) = (&next.staple.id, next.staple.last_day());
            if self.told.knows(product, bought_on) || next.expected.latest_day() < today {
                continue;
            }
            let lead = i64::from(REPLENISHMENT_LEAD_DAYS);
            // Not on the day of the purchase, however often they buy it.
            let day =
                next.expected.expected_day().saturating_sub(lead).max(bought_on.saturating_add(1));
            let derived = Derived::ReplenishmentDue {
                product: product.clone(),
                name: next.staple.name.clone(),
                expected_day: next.expected.expected_day(),
            };
            let what = What::RunningOut { derived, product: product.clone(), bought_on };
            occasions.push(Due { at: self.morning_of(day, context), what });
        }
        occasions
    }

    fn birthday_due(&self, context: Context<'_>) -> Option<Due> {
        let birthday = self.profile.birthday()?;
        let today = self.local_day(context);
        // Who flies west lives the same day twice, and is greeted once.
        let from = self.told.birthday.map_or(today, |told| today.max(told.saturating_add(1)));
        let day = from.saturating_add(birthday.days_until(from)?.into());
        Some(Due { at: self.morning_of(day, context), what: What::Birthday { day } })
    }

    /// The moment of [`OCCASION_HOUR`] on a day of their calendar.
    fn morning_of(&self, day: i64, context: Context<'_>) -> Timestamp {
        let hour = i64::from(OCCASION_HOUR).saturating_mul(HOUR_MILLIS);
        let by_the_clock = day.saturating_mul(DAY_MILLIS).saturating_add(hour);
        let zone = self.civil_zone(context);
        let minus_offset = |near: Timestamp| {
            let offset = zone.and_then(|zone| context.zones.offset_secs(zone, near));
            let ahead = i64::from(offset.unwrap_or_default()).saturating_mul(1_000);
            Timestamp::from_unix_millis(by_the_clock.saturating_sub(ahead))
        };
        // Clocks may be put forward or back until then.
        minus_offset(minus_offset(context.now))
    }
}

#[cfg(test)]
#[expect(clippy::wildcard_enum_match_arm, reason = "tests look for one effect among many")]
mod tests;
