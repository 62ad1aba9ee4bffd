//! Putting the slices of several ledgers together.
//!
//! Each ledger holds some of the people for one month. A day belongs to one month, so days
//! add up. A person may be in two months, so people are put together by name before they are
//! counted: nobody counts twice.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use super::{Arm, Day, Funnel, Lift, Overview, PEOPLE_MIN, RuleReport, SuppressionCount};
use crate::{
    id::{OfferId, ProfileId, RuleId},
    money::{Currency, Minor},
    time::Timestamp,
};

/// What one ledger knows of a period.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Slice {
    /// By day, without the people in `circles`.
    pub days: Vec<DaySlice>,
    /// People who turned out to be one, by day and the one they are: what they did may be in several ledgers.
    #[serde(default)]
    pub circles: Vec<(i64, ProfileId, Funnel)>,
    /// By person.
    pub people: Vec<PersonSlice>,
    /// By rule.
    pub rules: Vec<RuleSlice>,
    /// How often each reason held something back.
    pub suppressions: Vec<(String, u64)>,
}

/// One day in one ledger; the people in it are in no other ledger that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySlice {
    /// Days since 1970-01-01 in UTC.
    pub day: i64,
    /// People at each step.
    pub funnel: Funnel,
    /// Revenue of the orders of the day.
    pub revenue_minor: Minor,
    /// The part of it that is credited.
    pub attributed_minor: Minor,
}

/// One person in one ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSlice {
    /// Who.
    pub profile: ProfileId,
    /// The steps they reached, each 0 or 1.
    pub funnel: Funnel,
    /// Their orders.
    pub orders: u64,
    /// Their revenue, less refunds.
    pub net_minor: Minor,
    /// Whether they are held out of marketing.
    pub held_out: bool,
}

/// One rule in one ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSlice {
    /// The rule.
    pub rule: RuleId,
    /// The offer it gave.
    pub offer: Option<OfferId>,
    /// Times it delivered.
    pub delivered: u64,
    /// Times it was followed.
    pub clicked: u64,
    /// Orders credited to it.
    pub orders: u64,
    /// Revenue credited to it.
    pub revenue_minor: Minor,
}

impl Overview {
    /// Puts the slices of the `days` days up to `today` together.
    #[must_use]
    pub fn of(slices: Vec<Slice>, days: u16, currency: Currency, today: Timestamp) -> Self {
        let mut by_day = empty_days(days, today);
        let mut people: BTreeMap<ProfileId, PersonSlice> = BTreeMap::new();
        let mut rules: BTreeMap<RuleId, RuleReport> = BTreeMap::new();
        let mut suppressions: BTreeMap<String, u64> = BTreeMap::new();
        let mut circles: BTreeMap<(i64, ProfileId), Funnel> = BTreeMap::new();
        for slice in slices {
            for (day, person, funnel) in slice.circles {
                let known = circles.entry((day, person)).or_default();
                *known = known.either(funnel);
            }
            for day in slice.days {
                merge_day(&mut by_day, &day);
            }
            for person in slice.people {
                merge_person(&mut people, person);
            }
            for rule in slice.rules {
                merge_rule(&mut rules, rule);
            }
            for (reason, count) in slice.suppressions {
                let known = suppressions.entry(reason).or_default();
                *known = known.saturating_add(count);
            }
        }
        for ((day, _), funnel) in circles {
            if let Some(known) = by_day.get_mut(&day) {
                known.funnel.add(funnel);
            }
        }
        let (treated, holdout) = arms(&people);
        Self {
            days,
            currency,
            funnel: total(&people),
            by_day: by_day.into_values().collect(),
            treated: treated.arm,
            holdout: holdout.arm,
            lift: lift(&treated, &holdout),
            rules: sorted(rules.into_values(), |rule| rule.delivered),
            suppressions: sorted(
                suppressions.into_iter().map(|(reason, count)| SuppressionCount { reason, count }),
                |suppression| suppression.count,
            ),
        }
    }
}

impl Funnel {
    /// Adds the people of another part, who are in no two parts.
    pub fn add(&mut self, other: Self) {
        self.visits = self.visits.saturating_add(other.visits);
        self.intents = self.intents.saturating_add(other.intents);
        self.offers = self.offers.saturating_add(other.offers);
        self.clicks = self.clicks.saturating_add(other.clicks);
        self.orders = self.orders.saturating_add(other.orders);
    }

    /// The steps that one person reached in either of two parts.
    const fn either(self, other: Self) -> Self {
        const fn larger(a: u64, b: u64) -> u64 {
            if a < b { b } else { a }
        }
        Self {
            visits: larger(self.visits, other.visits),
            intents: larger(self.intents, other.intents),
            offers: larger(self.offers, other.offers),
            clicks: larger(self.clicks, other.clicks),
            orders: larger(self.orders, other.orders),
        }
    }
}

/// An arm with what its variance needs.
#[derive(Debug, Clone, Copy, Default)]
struct Summed {
    arm: Arm,
    sum: f64,
    sum_of_squares: f64,
}

fn empty_days(days: u16, today: Timestamp) -> BTreeMap<i64, Day> {
    (0..i64::from(days))
        .map(|back| today.day().saturating_sub(back))
        .map(|day| {
            let midnight = Timestamp::from_unix_millis(day.saturating_mul(86_400_000));
            let date = midnight.to_rfc3339().get(..10).unwrap_or_default().to_string();
            (
                day,
                Day {
                    date,
                    funnel: Funnel::default(),
                    revenue_minor: Minor::ZERO,
                    attributed_minor: Minor::ZERO,
                },
            )
        })
        .collect()
}

fn merge_day(by_day: &mut BTreeMap<i64, Day>, slice: &DaySlice) {
    let Some(known) = by_day.get_mut(&slice.day) else { return };
    known.funnel.add(slice.funnel);
    known.revenue_minor = known.revenue_minor.plus(slice.revenue_minor);
    known.attributed_minor = known.attributed_minor.plus(slice.attributed_minor);
}

fn merge_person(people: &mut BTreeMap<ProfileId, PersonSlice>, person: PersonSlice) {
    match people.get_mut(&person.profile) {
        Some(known) => {
            known.funnel = known.funnel.either(person.funnel);
            known.orders = known.orders.saturating_add(person.orders);
            known.net_minor = known.net_minor.plus(person.net_minor);
            known.held_out |= person.held_out;
        }
        None => {
            people.insert(person.profile.clone(), person);
        }
    }
}

fn merge_rule(rules: &mut BTreeMap<RuleId, RuleReport>, slice: RuleSlice) {
    let known = rules.entry(slice.rule.clone()).or_insert_with(|| RuleReport {
        rule: slice.rule.clone(),
        offer: None,
        delivered: 0,
        clicked: 0,
        orders: 0,
        revenue_minor: Minor::ZERO,
    });
    known.offer = known.offer.take().or(slice.offer);
    known.delivered = known.delivered.saturating_add(slice.delivered);
    known.clicked = known.clicked.saturating_add(slice.clicked);
    known.orders = known.orders.saturating_add(slice.orders);
    known.revenue_minor = known.revenue_minor.plus(slice.revenue_minor);
}

fn total(people: &BTreeMap<ProfileId, PersonSlice>) -> Funnel {
    people.values().fold(Funnel::default(), |mut sum, person| {
        sum.add(person.funnel);
        sum
    })
}

fn arms(people: &BTreeMap<ProfileId, PersonSlice>) -> (Summed, Summed) {
    let (mut treated, mut holdout) = (Summed::default(), Summed::default());
    for person in people.values() {
        let side = if person.held_out { &mut holdout } else { &mut treated };
        side.arm.people = side.arm.people.saturating_add(1);
        side.arm.buyers = side.arm.buyers.saturating_add(u64::from(0 < person.orders));
        side.arm.orders = side.arm.orders.saturating_add(person.orders);
        side.arm.revenue_minor = side.arm.revenue_minor.plus(person.net_minor);
        let revenue = as_f64(person.net_minor.get());
        side.sum += revenue;
        side.sum_of_squares += revenue * revenue;
    }
    (treated, holdout)
}

/// The difference of mean revenue per person with its 95 % interval (Welch, by the normal
/// distribution: both arms have [`PEOPLE_MIN`] people or more).
fn lift(treated: &Summed, holdout: &Summed) -> Lift {
    if treated.arm.people < PEOPLE_MIN || holdout.arm.people < PEOPLE_MIN {
        return Lift::TooFew { people_min: PEOPLE_MIN };
    }
    let (mean_treated, variance_treated) = treated.mean_and_variance();
    let (mean_holdout, variance_holdout) = holdout.mean_and_variance();
    let difference = mean_treated - mean_holdout;
    let half = 1.96 * square_root(variance_treated + variance_holdout);
    Lift::PerPerson {
        difference_minor: difference,
        low_minor: difference - half,
        high_minor: difference + half,
    }
}

impl Summed {
    /// Mean per person, and the variance of that mean.
    fn mean_and_variance(&self) -> (f64, f64) {
        let count = as_f64(i64::try_from(self.arm.people).unwrap_or(i64::MAX));
        let mean = self.sum / count;
        let variance = (self.sum_of_squares - count * mean * mean) / (count - 1.0);
        (mean, variance.max(0.0) / count)
    }
}

/// Newton's method; `core` has no square root.
fn square_root(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    (0..64).fold(value.max(1.0), |guess, _| 0.5 * (guess + value / guess))
}

#[expect(clippy::as_conversions, reason = "no lossless conversion exists")]
#[expect(clippy::cast_precision_loss, reason = "sums in minor units are far below 2^53")]
const fn as_f64(number: i64) -> f64 {
    number as f64
}

fn sorted<T>(items: impl Iterator<Item = T>, by: fn(&T) -> u64) -> Vec<T> {
    let mut list: Vec<T> = items.collect();
    list.sort_by_key(|item| core::cmp::Reverse(by(item)));
    list
}

#[cfg(test)]
#[expect(clippy::fn_params_excessive_bools, reason = "tests name people in short")]
mod tests {
    use alloc::{format, vec};

    use super::*;

    const NOON: Timestamp = Timestamp::from_unix_millis(1_767_574_800_000);

    fn person(name: &str, net: i64, held_out: bool) -> PersonSlice {
        PersonSlice {
            profile: name.parse().unwrap(),
            funnel: Funnel { visits: 1, ..Funnel::default() },
            orders: u64::from(0 < net),
            net_minor: Minor::new(net),
            held_out,
        }
    }

    fn overview(people: Vec<Vec<PersonSlice>>) -> Overview {
        let slices =
            people.into_iter().map(|people| Slice { people, ..Slice::default() }).collect();
        Overview::of(slices, 7, Currency::CNY, NOON)
    }

    #[test]
    fn a_person_in_two_months_counts_once() {
        let overview = overview(vec![vec![person("a", 100, false)], vec![person("a", 50, false)]]);
        assert_eq!((overview.funnel.visits, overview.treated.people), (1, 1));
        assert_eq!(overview.treated.revenue_minor, Minor::new(150));
    }

    #[test]
    fn a_person_of_two_browsers_in_two_ledgers_counts_once_a_day() {
        let visit = Funnel { visits: 1, ..Funnel::default() };
        let click = Funnel { visits: 1, clicks: 1, ..Funnel::default() };
        let slice = |funnel| Slice {
            circles: vec![(NOON.day(), "a".parse().unwrap(), funnel)],
            ..Slice::default()
        };
        let overview = Overview::of(vec![slice(visit), slice(click)], 7, Currency::CNY, NOON);
        assert_eq!(overview.by_day[6].funnel, click);
    }

    #[test]
    fn with_too_few_people_no_difference_is_shown() {
        let overview = overview(vec![vec![person("a", 100, false), person("b", 1, true)]]);
        assert_eq!(overview.lift, Lift::TooFew { people_min: PEOPLE_MIN });
    }

    #[test]
    fn the_difference_is_of_the_means_and_its_interval_holds_it() {
        let mut people = Vec::new();
        for number in 0..100 {
            people.push(person(&format!("t{number}"), 200 + i64::from(number % 2) * 100, false));
            people.push(person(&format!("h{number}"), 100 + i64::from(number % 2) * 100, true));
        }
        let Lift::PerPerson { difference_minor, low_minor, high_minor } =
            overview(vec![people]).lift
        else {
            panic!("enough people, but no figure")
        };
        assert!((difference_minor - 100.0).abs() < 1e-9);
        // Variance of 0/100 alternating is 2525.25; the mean of 100 has 25.25 on each side.
        let half = 1.96 * (2.0_f64 * 2_525.252_525 / 100.0).sqrt();
        assert!((high_minor - 100.0 - half).abs() < 1e-3, "{high_minor}");
        assert!((100.0 - low_minor - half).abs() < 1e-3, "{low_minor}");
    }

    #[test]
    fn a_day_without_anything_is_still_a_day() {
        let overview = overview(vec![]);
        assert_eq!(overview.by_day.len(), 7);
        assert_eq!(overview.by_day[6].date, "2026-01-05");
    }
}
