//! One answer for an operator: each variation against the control, and what to do about it.
//!
//! The verdict rests on the sequential test, corrected for the number of variations (Holm), so that it holds
//! whenever somebody looks. That test is exact only for many people, so that a winner has to pass the t test as well and
//! needs [`EXPERIMENT_VERDICT_PEOPLE_MIN`]. Where people were not shared out as planned, nothing may be read.

use alloc::{vec, vec::Vec};

use serde::{Deserialize, Serialize};

use super::{
    bayesian::{Bayesian, Prior, bayesian},
    correction::holm,
    effect::{Difference, Effect, effect},
    frequentist::{Frequentist, SEQUENTIAL_TUNING, sequential, two_sided_t},
    no_result::NoResult,
    sample_ratio::{SampleRatio, sample_ratio},
    statistic::Statistic,
};
use crate::limits::EXPERIMENT_VERDICT_PEOPLE_MIN;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// More is better: orders, revenue.
    #[default]
    Increase,
    /// Less is better: refunds, complaints.
    Decrease,
}

/// What is asked of the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Which way is better.
    pub goal: Goal,
    /// How the lift is told.
    pub difference: Difference,
    /// How often a winner may be false: 0.05.
    pub alpha: f64,
    /// What was believed before, told as the lift is.
    pub prior: Prior,
    /// People in two arms at which the sequential interval is narrowest.
    pub sequential_tuning: f64,
    /// People in each variation that [`super::Plan`] asked for, so that "no difference" means something.
    pub people_planned: u64,
    /// How the people were to be shared out, one weight a variation.
    pub weights: Vec<f64>,
}

/// What the data answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Whether people were shared out as planned; none where the weights make no sense.
    pub sample_ratio: Option<SampleRatio>,
    /// Each variation after the first, which is the control.
    pub comparisons: Vec<Comparison>,
}

/// One variation against the control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Its number; the control is 0.
    pub variation: u32,
    /// People in it.
    pub people: u64,
    /// The control's mean, share or ratio.
    pub control_mean: Option<f64>,
    /// Its own.
    pub mean: Option<f64>,
    /// What was measured.
    pub reading: Reading,
    /// What to do about it.
    pub verdict: Verdict,
}

/// What was measured, or why nothing was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reading", rename_all = "snake_case")]
pub enum Reading {
    /// The three ways of looking at it.
    Measured(Measured),
    /// There is no result.
    NoResult {
        /// Why.
        #[serde(flatten)]
        because: NoResult,
    },
}

/// Three ways of looking at one difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// How far the variation is from the control.
    pub effect: Effect,
    /// Valid for one look at the planned end.
    pub fixed: Frequentist,
    /// Valid at every look.
    pub sequential: Frequentist,
    /// The larger of both p-values, corrected for the number of variations (Holm). The verdict rests on it.
    pub p_value_adjusted: f64,
    /// Chance to win; for a metric where less is better, the chance to be less.
    pub bayesian: Bayesian,
}

/// What to do about a variation. A new one must break every `match`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// People were not shared out as planned: read nothing, look for the fault.
    SampleRatioMismatch {
        /// How often chance alone would split so unevenly.
        p_value: f64,
    },
    /// There is no result yet; the reading says why.
    NoResult,
    /// Wait.
    TooEarly {
        /// People that the smaller of the two arms still needs.
        people_more: u64,
    },
    /// Better than the control.
    Won,
    /// Worse than the control.
    Lost,
    /// As planned, and nothing found: a lift of the planned size would have shown.
    NoDifference,
}

impl Question {
    /// A question with GrowthBook's defaults: more is better, relative lift, alpha 0.05, a belief of 0 ± 30 %.
    #[must_use]
    pub fn new(people_planned: u64, weights: Vec<f64>) -> Self {
        Self {
            goal: Goal::default(),
            difference: Difference::default(),
            alpha: 0.05,
            prior: Prior::default(),
            sequential_tuning: SEQUENTIAL_TUNING,
            people_planned,
            weights,
        }
    }
}

/// Compares each variation with the first one.
///
/// Never fails: where there is no result, the comparison says why. Fewer than two variations have no comparisons.
#[must_use]
pub fn analyse(variations: &[Statistic], question: &Question) -> Analysis {
    let people: Vec<u64> = variations.iter().map(Statistic::people).collect();
    let split = sample_ratio(&people, &question.weights);
    let Some((control, treatments)) = variations.split_first() else {
        return Analysis { sample_ratio: split.ok(), comparisons: vec![] };
    };
    let mut readings: Vec<Reading> = treatments
        .iter()
        .map(|treatment| match measure(control, treatment, question) {
            Ok(measured) => Reading::Measured(measured),
            Err(because) => Reading::NoResult { because },
        })
        .collect();
    correct(&mut readings);
    let comparisons = (1_u32..)
        .zip(treatments.iter().zip(readings))
        .map(|(variation, (treatment, reading))| {
            let smaller = control.people().min(treatment.people());
            Comparison {
                variation,
                people: treatment.people(),
                control_mean: control.mean_shown(),
                mean: treatment.mean_shown(),
                verdict: verdict(&split, &reading, smaller, question),
                reading,
            }
        })
        .collect();
    Analysis { sample_ratio: split.ok(), comparisons }
}

fn measure(
    control: &Statistic,
    treatment: &Statistic,
    question: &Question,
) -> Result<Measured, NoResult> {
    let effect = effect(control, treatment, question.difference)?;
    let sequential = sequential(&effect, question.alpha, question.sequential_tuning)?;
    let fixed = two_sided_t(&effect, question.alpha)?;
    let mut belief = bayesian(&effect, question.prior, question.alpha)?;
    if question.goal == Goal::Decrease {
        belief.chance_to_win = 1.0 - belief.chance_to_win;
        core::mem::swap(&mut belief.risk_of_control, &mut belief.risk_of_treatment);
    }
    Ok(Measured {
        effect,
        fixed,
        sequential,
        p_value_adjusted: sequential.p_value.max(fixed.p_value),
        bayesian: belief,
    })
}

/// Holm over the variations that have a result.
fn correct(readings: &mut [Reading]) {
    let mut measured: Vec<&mut Measured> = readings
        .iter_mut()
        .filter_map(|reading| match reading {
            Reading::Measured(measured) => Some(measured),
            Reading::NoResult { .. } => None,
        })
        .collect();
    let p_values: Vec<f64> = measured.iter().map(|one| one.p_value_adjusted).collect();
    for (one, adjusted) in measured.iter_mut().zip(holm(&p_values)) {
        one.p_value_adjusted = adjusted;
    }
}

fn verdict(
    split: &Result<SampleRatio, NoResult>,
    reading: &Reading,
    people: u64,
    question: &Question,
) -> Verdict {
    match split {
        Ok(split) if split.is_mismatch() => {
            return Verdict::SampleRatioMismatch { p_value: split.p_value };
        }
        Ok(_) => {}
        // Without sensible weights nobody can say whether the split is sound.
        Err(_) => return Verdict::NoResult,
    }
    let Reading::Measured(measured) = reading else { return Verdict::NoResult };
    let is_enough = EXPERIMENT_VERDICT_PEOPLE_MIN <= people;
    if is_enough && measured.p_value_adjusted < question.alpha {
        let is_more = 0.0 < measured.effect.lift;
        return if is_more == (question.goal == Goal::Increase) {
            Verdict::Won
        } else {
            Verdict::Lost
        };
    }
    match question.people_planned.max(EXPERIMENT_VERDICT_PEOPLE_MIN).checked_sub(people) {
        Some(people_more) if 0 < people_more => Verdict::TooEarly { people_more },
        Some(_) | None => Verdict::NoDifference,
    }
}
