//! How many people an experiment needs, while the question is typed.

use shared::{
    special::{real, whole_above},
    stats::{Horizon, MinimumEffect, NoResult, Plan, SEQUENTIAL_TUNING},
};

use super::draft::{Fault, optional};
use crate::i18n::experiments;

/// How often a lift may be reported where there is none.
const ALPHA: f64 = 0.05;

/// The lifts that are compared beside the one that is asked for, in percent.
pub(crate) const LIFTS: [f64; 5] = [5.0, 10.0, 20.0, 30.0, 50.0];

/// The smallest lift that is looked for unless somebody says otherwise, in percent.
pub(crate) const LIFT_USUAL: &str = "20";

/// What the fields of the planner say, in percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlanDraft {
    /// Share of people who order anyway.
    pub(crate) baseline: String,
    /// The smallest lift worth finding, as a part of the baseline.
    pub(crate) lift: String,
    /// How often it is to be found where it is there.
    pub(crate) power: String,
    /// Whether somebody will look before the end.
    pub(crate) look: Look,
}

/// How an experiment will be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// As often as one likes.
    Always,
    /// Once, at the end.
    Once,
}

impl PlanDraft {
    /// The questions with their usual answers.
    pub(crate) fn fresh(lift: String) -> Self {
        Self {
            baseline: String::new(),
            lift: if lift.is_empty() { LIFT_USUAL.to_owned() } else { lift },
            power: "80".to_owned(),
            look: Look::Always,
        }
    }

    /// People in each of so many variations.
    ///
    /// # Errors
    ///
    /// The field that is wrong, or that the core's planner finds wrong.
    pub(crate) fn people(&self, variations: usize) -> Result<u64, Fault> {
        let lift = percent(&self.lift).filter(|lift| *lift != 0.0);
        let lift = lift.ok_or_else(|| Fault::here("lift", experiments::FAULT_LIFT))?;
        self.people_for(lift, variations)
    }

    /// The same for another lift, a part of the baseline.
    ///
    /// # Errors
    ///
    /// As [`Self::people`].
    pub(crate) fn people_for(&self, lift: f64, variations: usize) -> Result<u64, Fault> {
        let baseline = self.baseline();
        let baseline =
            baseline.ok_or_else(|| Fault::here("baseline", experiments::FAULT_BASELINE))?;
        let power = percent(&self.power).filter(|power| 0.0 < *power && *power < 1.0);
        let power = power.ok_or_else(|| Fault::here("power", experiments::FAULT_POWER))?;
        let horizon = match self.look {
            Look::Always => Horizon::Always { tuning: SEQUENTIAL_TUNING },
            Look::Once => Horizon::Once,
        };
        let plan = Plan {
            effect: MinimumEffect::Relative(lift),
            alpha: ALPHA,
            power,
            variations: u32::try_from(variations).unwrap_or(u32::MAX),
            horizon,
        };
        plan.people_for_proportion(baseline).map_err(|refused: NoResult| Fault {
            field: "lift".to_owned(),
            said: super::draft::Said::There(refused.to_string()),
        })
    }

    /// The share of people who order anyway.
    pub(crate) fn baseline(&self) -> Option<f64> {
        percent(&self.baseline).filter(|share| 0.0 < *share && *share < 1.0)
    }

    /// The smallest lift worth finding, as a part of the baseline; none while it is not typed.
    pub(crate) fn lift(&self) -> Option<f64> {
        percent(&self.lift)
    }
}

/// Days until so many people have come, where `a_day` come and `share` of them take part; none where nobody comes.
pub(crate) fn days(people: u64, a_day: f64, share: f64) -> Option<u64> {
    let joining = a_day * share;
    if joining <= 0.0 {
        return None;
    }
    whole_above(real(people) / joining)
}

fn percent(text: &str) -> Option<f64> {
    optional::<f64>(text).ok().flatten().map(|percent| percent / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(baseline: &str, lift: &str, look: Look) -> PlanDraft {
        PlanDraft { baseline: baseline.into(), look, ..PlanDraft::fresh(lift.into()) }
    }

    #[test]
    fn the_planner_says_what_the_books_say() {
        assert_eq!(draft("5", "20", Look::Once).people(2), Ok(8_155));
    }

    #[test]
    fn looking_daily_and_more_variations_cost_people() {
        let once = draft("5", "20", Look::Once);
        let always = draft("5", "20", Look::Always);
        assert!(once.people(2).unwrap() < always.people(2).unwrap());
        assert!(once.people(2).unwrap() < once.people(3).unwrap());
        assert!(once.people_for(0.1, 2).unwrap() > once.people_for(0.3, 2).unwrap());
    }

    #[test]
    fn what_cannot_be_planned_names_the_field() {
        let field = |draft: PlanDraft| draft.people(2).unwrap_err().field;
        assert_eq!(field(draft("", "20", Look::Once)), "baseline");
        assert_eq!(field(draft("100", "20", Look::Once)), "baseline");
        assert_eq!(field(draft("5", "0", Look::Once)), "lift");
        assert_eq!(field(draft("60", "90", Look::Once)), "lift");
        let mut sure = draft("5", "20", Look::Once);
        sure.power = "100".into();
        assert_eq!(field(sure), "power");
    }

    #[test]
    fn a_plan_takes_as_many_days_as_people_need_to_come() {
        assert_eq!(days(1_000, 100.0, 1.0), Some(10));
        assert_eq!(days(1_001, 100.0, 1.0), Some(11));
        assert_eq!(days(1_000, 100.0, 0.5), Some(20));
        assert_eq!(days(10, 100.0, 1.0), Some(1));
        assert_eq!(days(1_000, 0.0, 1.0), None);
    }
}
