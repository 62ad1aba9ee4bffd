//! What an experiment says so far: people, orders and revenue of each variation, and the tests.
//!
//! Everybody who met the experiment counts in the variation that they got first. A person in
//! two months, or in two ledgers, is put together before the sums are made.
//!
//! Source: product brief, section 一.3; law 8 of the design; [`crate::stats`].

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use crate::{
    bucket,
    experiment::Experiment,
    id::ProfileId,
    money::{Currency, Minor},
    stats::{Analysis, Metric, NoResult, Observation, Question, Statistic, Totals, analyse},
    time::Timestamp,
};

/// One person in one ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonOutcome {
    /// Who.
    pub profile: ProfileId,
    /// Their variation.
    pub variation: u32,
    /// Whether this ledger saw them meet the experiment.
    pub exposed: bool,
    /// What they had spent before they met it.
    pub before_minor: Minor,
    /// Orders since.
    pub orders: u32,
    /// Revenue since, less refunds.
    pub revenue_minor: Minor,
}

/// What an experiment says so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExperimentResults {
    /// Which.
    pub key: String,
    /// Currency of the amounts.
    pub currency: Currency,
    /// When this was put together.
    pub as_of: Timestamp,
    /// Each variation; the first is the control.
    pub variations: Vec<VariationResult>,
    /// The share of people who ordered.
    pub conversion: Analysis,
    /// Revenue a person in minor units, adjusted for what they spent before.
    pub revenue: Analysis,
}

/// One variation so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariationResult {
    /// Its number.
    pub id: u32,
    /// What operators call it.
    pub name: String,
    /// People in it.
    pub people: u64,
    /// Of these, who ordered.
    pub converted: u64,
    /// Their orders.
    pub orders: u64,
    /// Their revenue, less refunds.
    pub revenue_minor: Minor,
}

#[derive(Default, Clone)]
struct Arm {
    result: Option<VariationResult>,
    conversion: Totals,
    revenue: Totals,
}

/// Puts the people of several ledgers together and asks the tests.
///
/// `people_planned` is how many people each variation was planned for, 0 if nobody said.
#[must_use]
pub fn results(
    experiment: &Experiment,
    slices: impl IntoIterator<Item = PersonOutcome>,
    (currency, as_of): (Currency, Timestamp),
    people_planned: u64,
) -> ExperimentResults {
    let mut people: BTreeMap<ProfileId, PersonOutcome> = BTreeMap::new();
    for slice in slices {
        match people.get_mut(&slice.profile) {
            Some(known) => merge(known, &slice),
            None => {
                people.insert(slice.profile.clone(), slice);
            }
        }
    }
    let mut arms = alloc::vec![Arm::default(); experiment.variations.len()];
    for person in people.values().filter(|person| person.exposed) {
        let place = usize::try_from(person.variation).unwrap_or(usize::MAX);
        // A variation that was taken out of the experiment has no column any more.
        if let Some(arm) = arms.get_mut(place) {
            arm.add(person);
        }
    }
    let variations = (0_u32..).zip(&arms).map(|(id, arm)| arm.told(id, experiment)).collect();
    let weights = experiment.weights.clone().unwrap_or_else(|| equal(arms.len()));
    let question = Question::new(people_planned, weights);
    let ask = |statistics: Vec<Result<Statistic, NoResult>>| {
        let read: Vec<Statistic> = statistics.into_iter().filter_map(Result::ok).collect();
        analyse(&read, &question)
    };
    ExperimentResults {
        key: experiment.key.clone(),
        currency,
        as_of,
        variations,
        conversion: ask(arms
            .iter()
            .map(|arm| arm.conversion.statistic(Metric::Proportion))
            .collect()),
        revenue: ask(arms.iter().map(|arm| arm.revenue.statistic(Metric::Adjusted)).collect()),
    }
}

fn merge(known: &mut PersonOutcome, more: &PersonOutcome) {
    if more.exposed {
        known.variation = more.variation;
        known.before_minor = more.before_minor;
        known.exposed = true;
    }
    known.orders = known.orders.saturating_add(more.orders);
    known.revenue_minor = known.revenue_minor.plus(more.revenue_minor);
}

fn equal(count: usize) -> Vec<f64> {
    bucket::equal_weights(u32::try_from(count).unwrap_or(u32::MAX))
}

impl Arm {
    fn add(&mut self, person: &PersonOutcome) {
        let result = self.result.get_or_insert_with(|| VariationResult {
            id: person.variation,
            name: String::new(),
            people: 0,
            converted: 0,
            orders: 0,
            revenue_minor: Minor::ZERO,
        });
        let ordered = 0 < person.orders;
        result.people = result.people.saturating_add(1);
        result.converted = result.converted.saturating_add(u64::from(ordered));
        result.orders = result.orders.saturating_add(person.orders.into());
        result.revenue_minor = result.revenue_minor.plus(person.revenue_minor);
        self.conversion.observe(Observation { amount: ordered.into(), ..Observation::default() });
        self.revenue.observe(Observation {
            amount: person.revenue_minor.get(),
            before: person.before_minor.get(),
            ..Observation::default()
        });
    }

    fn told(&self, id: u32, experiment: &Experiment) -> VariationResult {
        let place = usize::try_from(id).unwrap_or(usize::MAX);
        let named = experiment.meta.get(place).and_then(|meta| meta.name.clone());
        let name = named.unwrap_or_else(|| id.to_string());
        match &self.result {
            Some(result) => VariationResult { id, name, ..result.clone() },
            None => VariationResult {
                id,
                name,
                people: 0,
                converted: 0,
                orders: 0,
                revenue_minor: Minor::ZERO,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, vec};

    use serde_json::json;

    use super::*;
    use crate::stats::Verdict;

    fn experiment() -> Experiment {
        serde_json::from_value(json!({
            "key": "e", "variations": [0, 1], "meta": [{"key": "0", "name": "Nothing"}, {"key": "1", "name": "Coupon"}]
        }))
        .unwrap()
    }

    fn person(id: u32, variation: u32, orders: u32) -> PersonOutcome {
        PersonOutcome {
            profile: format!("p-{id}").parse().unwrap(),
            variation,
            exposed: true,
            before_minor: Minor::new(i64::from(id % 7) * 1_000),
            orders,
            revenue_minor: Minor::new(i64::from(orders) * 10_000 + i64::from(id % 7) * 900),
        }
    }

    fn told(people: Vec<PersonOutcome>, planned: u64) -> ExperimentResults {
        let currency = Currency::try_from("CNY".to_string()).unwrap();
        let at = (currency, Timestamp::default());
        results(&experiment(), people, at, planned)
    }

    #[test]
    fn a_person_of_two_months_counts_once() {
        let later = PersonOutcome { exposed: false, ..person(1, 1, 1) };
        let results = told(vec![person(1, 1, 0), later, person(2, 0, 0)], 0);
        let coupon = &results.variations[1];
        assert_eq!((coupon.people, coupon.converted, coupon.orders), (1, 1, 1));
        assert_eq!(
            (results.variations[0].name.as_str(), coupon.name.as_str()),
            ("Nothing", "Coupon")
        );
    }

    #[test]
    fn who_ordered_without_meeting_it_is_not_in_it() {
        let results = told(vec![PersonOutcome { exposed: false, ..person(1, 1, 4) }], 0);
        assert_eq!(results.variations.iter().map(|arm| arm.people).sum::<u64>(), 0);
        assert!(
            results.conversion.comparisons.iter().all(|found| found.verdict == Verdict::NoResult)
        );
    }

    #[test]
    fn twice_as_many_orders_of_two_thousand_people_win() {
        let people = (0..4_000).map(|id| person(id, id % 2, u32::from(id % 20 < 2 + 4 * (id % 2))));
        let results = told(people.collect(), 2_000);
        assert_eq!(results.conversion.comparisons[0].verdict, Verdict::Won);
        assert_eq!(results.revenue.comparisons[0].verdict, Verdict::Won);
    }
}
