//! What an experiment says, in words that an operator can act on.
//!
//! The edge compares; how many people were planned for is asked on the page, so "too early" and "no difference" are told
//! apart here.

use shared::{
    report::experiment::{ExperimentResults, VariationResult},
    stats::{Analysis, Arm, Comparison, NoResult, Reading, Verdict},
    text::Locale,
};

use crate::i18n::experiments;

/// One variation beside the control.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Beside {
    /// The variation.
    pub(crate) variation: VariationResult,
    /// How it compares; none where somebody still has to come.
    pub(crate) comparison: Option<Comparison>,
    /// What to do about it.
    pub(crate) verdict: Verdict,
}

/// Each variation after the control, with what to do where each was planned for so many people.
pub(crate) fn beside(
    results: &ExperimentResults,
    analysis: &Analysis,
    people_planned: u64,
) -> Vec<Beside> {
    // A variation without anybody has no place among the comparisons, and those behind it another number.
    let is_whole = results.variations.iter().all(|variation| 0 < variation.people);
    let control = results.variations.first().map_or(0, |control| control.people);
    let one = |variation: &VariationResult| {
        let comparison = analysis
            .comparisons
            .iter()
            .find(|comparison| is_whole && comparison.variation == variation.id)
            .cloned();
        let smaller = control.min(variation.people);
        let verdict = comparison.as_ref().map_or(Verdict::NoResult, |comparison| {
            planned(comparison.verdict, people_planned, smaller)
        });
        Beside { variation: variation.clone(), comparison, verdict }
    };
    results.variations.iter().skip(1).map(one).collect()
}

fn planned(verdict: Verdict, people_planned: u64, people: u64) -> Verdict {
    let missing = people_planned.saturating_sub(people);
    match verdict {
        Verdict::NoDifference if 0 < missing => Verdict::TooEarly { people_more: missing },
        Verdict::TooEarly { people_more } => {
            Verdict::TooEarly { people_more: people_more.max(missing) }
        }
        Verdict::NoDifference
        | Verdict::SampleRatioMismatch { .. }
        | Verdict::NoResult
        | Verdict::Won
        | Verdict::Lost => verdict,
    }
}

/// Why nothing was measured; a reason that only a broken number has is told as the core tells it.
pub(crate) fn because(reason: &NoResult, locale: Locale) -> String {
    let name = |arm: &Arm| match arm {
        Arm::Control => experiments::ARM_CONTROL.say(locale),
        Arm::Treatment => experiments::ARM_TREATMENT.say(locale),
    };
    match reason {
        NoResult::TooFewPeople { arm, people, people_min } => experiments::BECAUSE_FEW.fill(
            locale,
            &[("arm", name(arm)), ("n", &people.to_string()), ("min", &people_min.to_string())],
        ),
        NoResult::NoVariance { arm } => {
            experiments::BECAUSE_SAME.fill(locale, &[("arm", name(arm))])
        }
        NoResult::NoBaseline { .. } => experiments::BECAUSE_BASELINE.say(locale).to_owned(),
        NoResult::NoDenominator { .. }
        | NoResult::DifferentKinds
        | NoResult::NotFinite { .. }
        | NoResult::OutOfBounds { .. }
        | NoResult::Impossible { .. } => reason.to_string(),
    }
}

/// The lift with the interval that holds at every look, as parts of the control; none where nothing was measured.
pub(crate) fn lift(comparison: &Comparison) -> Option<(f64, f64, f64)> {
    match &comparison.reading {
        Reading::Measured(measured) => {
            let interval = measured.sequential.interval;
            Some((measured.effect.lift, interval.low, interval.high))
        }
        Reading::NoResult { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::stats::SampleRatio;

    use super::*;

    fn results(people: [u64; 2]) -> ExperimentResults {
        let variation = |id: usize| {
            json!({"id": id, "name": id.to_string(), "people": people[id],
            "converted": 0, "orders": 0, "revenue_minor": 0})
        };
        serde_json::from_value(json!({
            "key": "e", "currency": "CNY", "as_of": 0, "variations": [variation(0), variation(1)],
            "conversion": {"sample_ratio": null, "comparisons": []},
            "revenue": {"sample_ratio": null, "comparisons": []},
        }))
        .unwrap()
    }

    fn analysis(verdict: Verdict) -> Analysis {
        Analysis {
            sample_ratio: Some(SampleRatio { p_value: 0.5 }),
            comparisons: vec![Comparison {
                variation: 1,
                people: 0,
                control_mean: None,
                mean: None,
                reading: Reading::NoResult { because: NoResult::DifferentKinds },
                verdict,
            }],
        }
    }

    fn told(people: [u64; 2], verdict: Verdict, planned: u64) -> Verdict {
        beside(&results(people), &analysis(verdict), planned)[0].verdict
    }

    #[test]
    fn no_difference_before_the_planned_people_came_is_too_early() {
        let early = Verdict::TooEarly { people_more: 400 };
        assert_eq!(told([700, 600], Verdict::NoDifference, 1_000), early);
        assert_eq!(told([1_700, 1_000], Verdict::NoDifference, 1_000), Verdict::NoDifference);
        assert_eq!(
            told([700, 60], Verdict::TooEarly { people_more: 40 }, 0),
            Verdict::TooEarly { people_more: 40 }
        );
    }

    #[test]
    fn what_won_has_won_whatever_was_planned() {
        assert_eq!(told([700, 600], Verdict::Won, 9_000), Verdict::Won);
    }

    #[test]
    fn where_a_variation_has_nobody_nothing_is_compared() {
        assert_eq!(told([700, 0], Verdict::Won, 0), Verdict::NoResult);
    }
}
