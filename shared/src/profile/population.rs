//! A sample of a workspace's customers, from which the fifths of RFM are cut and the models of orders to come fitted.
//!
//! The sample is the customers whose ids have the smallest hashes. That is as good as drawing
//! them by lot, and it can be made anywhere: two samples put together are the sample of
//! everybody, a person who stands in both counts once, and the order does not matter.
//!
//! Source: Beyer et al., *On Synopses for Distinct-Value Estimation Under Multiset
//! Operations*, SIGMOD 2007 (k minimum values).

use alloc::{collections::BTreeMap, vec::Vec};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{buying::Buying, rfm::whole_days, yardstick::Yardstick};
use crate::{
    digest,
    id::ProfileId,
    limits::{COHORT_DAYS_MAX, RFM_PEOPLE_MIN, RFM_SAMPLE_MAX},
    money::Minor,
    predict::{Cohort, PurchaseModel, Rhythm, Spenders},
    settings::rfm::RfmCuts,
    time::Timestamp,
};

/// One customer in the sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    /// Their last order.
    pub last_order_at: Timestamp,
    /// Their orders.
    pub orders: u32,
    /// What they paid, less refunds.
    pub spend_minor: Minor,
    /// What one order of theirs is worth.
    pub order_value_minor: Minor,
    /// What they add to the forecasts, where their orders are known by date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buying: Option<Buying>,
    /// When this was so.
    pub as_of: Timestamp,
}

/// Customers by the hash of their id, at most [`RFM_SAMPLE_MAX`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Population(BTreeMap<u64, Customer>);

/// There are too few customers to compare anybody with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{people} customers with an order, fewer than {RFM_PEOPLE_MIN}")]
pub struct TooFewCustomers {
    /// How many there are.
    pub people: usize,
}

impl Population {
    /// Takes a customer in. Of two states of one person the newer stays.
    pub fn add(&mut self, profile: &ProfileId, customer: Customer) {
        self.keep(place(profile), customer);
    }

    /// Takes the sample of another shard in.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(place, customer)| self.keep(*place, *customer));
    }

    /// Customers in the sample.
    #[must_use]
    pub fn people(&self) -> usize {
        self.0.len()
    }

    /// The fifths as they stand at `now`, by nearest rank.
    ///
    /// # Errors
    ///
    /// [`TooFewCustomers`] below [`RFM_PEOPLE_MIN`].
    pub fn cuts(&self, now: Timestamp) -> Result<RfmCuts, TooFewCustomers> {
        let people = self.people();
        if people < RFM_PEOPLE_MIN {
            return Err(TooFewCustomers { people });
        }
        let all = || self.0.values();
        Ok(RfmCuts {
            recency_days: fifths(all().map(|known| whole_days(known.last_order_at, now)).collect()),
            frequency: fifths(all().map(|known| known.orders).collect()),
            monetary_minor: fifths(all().map(|known| known.spend_minor.get()).collect()),
            order_value_minor: fifths(all().map(|known| known.order_value_minor.get()).collect()),
            people: u32::try_from(people).unwrap_or(u32::MAX),
            as_of: now,
        })
    }

    /// The models of orders to come as they stand at `now`, or why there are none.
    ///
    /// Fitted to those whose first order lies within [`COHORT_DAYS_MAX`]; the rhythms are everybody's. Costs what
    /// [`PurchaseModel::fit`] costs.
    #[must_use]
    pub fn purchases(&self, now: Timestamp) -> PurchaseModel {
        let today = now.day();
        let (mut cohort, mut spenders) = (Cohort::default(), Spenders::default());
        let (mut orders, mut products) = (Rhythm::default(), Rhythm::default());
        for buying in self.0.values().filter_map(|customer| customer.buying) {
            orders.merge(&buying.orders);
            products.merge(&buying.products);
            let course = buying.course;
            if today.saturating_sub(course.first_day) <= COHORT_DAYS_MAX
                && let Ok(history) = course.history(today)
            {
                // The sample is smaller than what a model takes.
                let _fits = cohort.add(history).and_then(|()| spenders.add(course.spending()));
            }
        }
        PurchaseModel::fit((&cohort, &spenders), (orders, products), now)
    }

    /// What people are compared with from `now` on.
    #[must_use]
    pub fn yardstick(&self, now: Timestamp) -> Yardstick {
        let purchases = Some(self.purchases(now));
        Yardstick { cuts: self.cuts(now).ok(), purchases, as_of: now }
    }

    fn keep(&mut self, place: u64, customer: Customer) {
        let is_newer = self.0.get(&place).is_none_or(|known| known.as_of < customer.as_of);
        if is_newer {
            self.0.insert(place, customer);
        }
        while RFM_SAMPLE_MAX < self.0.len() {
            self.0.pop_last();
        }
    }
}

/// The first 64 bits of the SHA-256 of the id.
fn place(profile: &ProfileId) -> u64 {
    let digest = digest::sha256_hex(profile.as_str().as_bytes());
    digest.get(..16).and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or_default()
}

/// The values below which one, two, three and four fifths lie, by nearest rank.
fn fifths<T: Ord + Copy + Default>(mut values: Vec<T>) -> [T; 4] {
    values.sort_unstable();
    let len = values.len();
    [1_usize, 2, 3, 4].map(|fifth| {
        let rank = len.saturating_mul(fifth).div_ceil(5);
        values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::String};

    use proptest::prelude::*;

    use super::*;
    use crate::{event::commerce::OrderLine, profile::Profile};

    fn customer(orders: u32, as_of: i64) -> Customer {
        Customer {
            last_order_at: Timestamp::from_unix_millis(i64::from(orders) * 86_400_000),
            orders,
            spend_minor: Minor::new(i64::from(orders) * 100),
            order_value_minor: Minor::new(100),
            buying: None,
            as_of: Timestamp::from_unix_millis(as_of),
        }
    }

    fn of(people: impl IntoIterator<Item = u32>) -> Population {
        let mut population = Population::default();
        for number in people {
            let id = format!("anon-{number}").parse().unwrap();
            population.add(&id, customer(number, 1));
        }
        population
    }

    #[test]
    fn below_fifty_customers_nobody_is_compared() {
        let now = Timestamp::from_unix_millis(0);
        assert_eq!(of(0..49).cuts(now), Err(TooFewCustomers { people: 49 }));
        assert!(of(0..50).cuts(now).is_ok());
    }

    #[test]
    fn the_cuts_are_the_values_below_which_each_fifth_lies() {
        let now = Timestamp::from_unix_millis(101 * 86_400_000);
        let cuts = of(1..=100).cuts(now).unwrap();
        assert_eq!(cuts.frequency, [20, 40, 60, 80]);
        assert_eq!(cuts.recency_days, [20, 40, 60, 80]);
        assert_eq!(cuts.monetary_minor, [2_000, 4_000, 6_000, 8_000]);
        assert_eq!(cuts.people, 100);
    }

    #[test]
    fn the_sample_is_bounded_and_its_fifths_are_near_those_of_everybody() {
        let people = of(1..=20_000);
        assert_eq!(people.people(), RFM_SAMPLE_MAX);
        let cuts = people.cuts(Timestamp::from_unix_millis(0)).unwrap();
        for (cut, truth) in cuts.frequency.into_iter().zip([4_000_u32, 8_000, 12_000, 16_000]) {
            // Four standard errors of 0.9 % of 20,000.
            assert!(cut.abs_diff(truth) < 720, "{cut} for {truth}");
        }
    }

    proptest! {
        #[test]
        fn shards_put_together_in_any_way_are_the_sample_of_everybody(
            shards in prop::collection::vec(prop::collection::vec(0_u32..5_000, 0..60), 1..5),
        ) {
            let everybody = of(shards.iter().flatten().copied());
            let mut merged = Population::default();
            shards.iter().rev().for_each(|shard| merged.merge(&of(shard.iter().copied())));
            prop_assert_eq!(merged, everybody);
        }
    }

    #[test]
    fn of_two_states_of_one_person_the_newer_counts() {
        let id = "anon-1".parse().unwrap();
        let mut old = Population::default();
        old.add(&id, customer(1, 5));
        let mut new = Population::default();
        new.add(&id, customer(2, 9));
        old.merge(&new);
        let kept = old.clone();
        new.merge(&old);
        assert_eq!((new.people(), &new), (1, &kept));
        assert_eq!(kept.0.values().next().unwrap().orders, 2);
    }

    #[expect(clippy::as_conversions, reason = "below a million")]
    #[expect(clippy::cast_possible_truncation, reason = "below a million")]
    const fn whole(number: f64) -> i64 {
        number as i64
    }

    /// The orders of somebody who began within 280 days, orders at random at a rate of their own, and leaves after an order with a
    /// probability of their own: what the models take people to be.
    fn regular(number: u32, today: i64, draw: &mut impl FnMut() -> f64) -> Profile {
        let (rate, leaves) = (-draw().ln() / 30.0, draw() * draw());
        let usual = 2_000.0 + 8_000.0 * draw();
        let mut profile = Profile::default();
        let orders = &mut profile.orders;
        let mut day = today - 20 - whole(260.0 * draw());
        while day <= today && (orders.count < 2 || leaves <= draw()) {
            let line = OrderLine {
                id: format!("o-{number}-{}", orders.count).parse().unwrap(),
                revenue_minor: Minor::new(whole(usual * (0.5 + draw()))),
                coupon: String::new(),
                discount_minor: Minor::ZERO,
            };
            orders.complete(&line, Timestamp::from_unix_millis(day * 86_400_000 + 1));
            day += whole((-draw().ln() / rate).min(1_000.0));
        }
        profile
    }

    fn regulars(count: u32, today: i64) -> Population {
        let mut seed = 7_u32;
        let mut draw = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (f64::from(seed >> 8) + 0.5) / f64::from(1_u32 << 24)
        };
        let mut population = Population::default();
        for number in 0..count {
            let profile = regular(number, today, &mut draw);
            let customer =
                Customer { buying: profile.buying(), ..customer(profile.orders.count, 1) };
            population.add(&format!("anon-{number}").parse().unwrap(), customer);
        }
        population
    }

    #[test]
    fn the_models_are_fitted_to_the_sample_and_read_back_as_they_were() {
        let now = Timestamp::from_unix_millis(20_000 * 86_400_000);
        let yardstick = regulars(1_500, 20_000).yardstick(now);
        let purchases = yardstick.purchases.clone().unwrap();
        let model = purchases.frequency.found().unwrap();
        assert_eq!((purchases.people, model.people), (1_500, 1_500));
        assert!(800 < model.repeat_buyers, "{model:?}");
        purchases.value.found().unwrap();
        assert!(800 < purchases.orders.people);
        let written = serde_json::to_string(&yardstick).unwrap();
        assert!(written.len() < 2_000, "{written}");
        let read: Yardstick = serde_json::from_str(&written).unwrap();
        assert_eq!((&read.cuts, read.as_of), (&yardstick.cuts, now));
        let read = read.purchases.unwrap().frequency.found().unwrap().parameters();
        for (read, fitted) in read.iter().zip(model.parameters()) {
            assert!((read - fitted).abs() < 1e-12 * fitted, "{read} is not {fitted}");
        }
    }

    #[test]
    fn where_a_model_cannot_be_fitted_its_reason_is_published_in_its_place() {
        let now = Timestamp::from_unix_millis(20_000 * 86_400_000);
        let yardstick = regulars(60, 20_000).yardstick(now);
        let written = serde_json::to_value(&yardstick).unwrap();
        assert_eq!(written["purchases"]["frequency"]["because"], "too_few_repeat_buyers");
        assert_eq!(serde_json::from_value::<Yardstick>(written).unwrap(), yardstick);
    }

    #[test]
    fn who_began_longer_ago_than_a_year_is_not_in_the_fit() {
        let now = Timestamp::from_unix_millis(20_400 * 86_400_000);
        assert_eq!(regulars(200, 20_000).purchases(now).people, 0);
    }

    #[test]
    fn fifths_that_an_earlier_version_published_alone_are_read() {
        let cuts = of(0..50).cuts(Timestamp::from_unix_millis(9)).unwrap();
        let read: Yardstick = serde_json::from_value(serde_json::json!(cuts)).unwrap();
        assert_eq!((read.as_of, read.cuts, read.purchases), (cuts.as_of, Some(cuts), None));
    }
}
