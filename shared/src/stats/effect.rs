//! How far two variations are apart, and how sure that is: the moments that every test starts from.
//!
//! A relative lift is a ratio of two means that are both uncertain; its variance comes from the delta method. For an
//! adjusted mean the control appears in it twice, as what is adjusted and as what is divided by.
//!
//! Source: Deng, Knoblich and Lu, "Applying the delta method in metric analytics" (KDD 2018); gbstats
//! `frequentist_variance` and `frequentist_variance_relative_cuped`; Welch (1947), "The generalization of Student's
//! problem when several different population variances are involved", Biometrika 34.

use serde::{Deserialize, Serialize};

use super::{
    no_result::{Arm, NoResult, finite},
    statistic::{Kind, Parts, Spread, Statistic, covariance},
};
use crate::special::real;

/// How a difference is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// As a part of the control: 0.1 is ten percent more.
    #[default]
    Relative,
    /// In the metric's own unit.
    Absolute,
}

/// How far two variations are apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Treatment less control, relative or absolute.
    pub lift: f64,
    /// Standard error of the lift; above 0.
    pub standard_error: f64,
    /// Welch and Satterthwaite's degrees of freedom.
    pub degrees: f64,
    /// People in both variations.
    pub people: u64,
}

/// Compares a treatment with a control.
///
/// A covariate is weighed by the regression over both arms together; where it explains nothing it is left out.
///
/// # Errors
///
/// [`NoResult`] if an arm has too few people or no variance, if they are of different kinds, or if a relative lift has no
/// positive control to be relative to.
pub fn effect(
    control: &Statistic,
    treatment: &Statistic,
    difference: Difference,
) -> Result<Effect, NoResult> {
    let theta = theta(control, treatment)?;
    let (control, treatment) = match theta {
        Some(_) => (*control, *treatment),
        None => (control.unadjusted(), treatment.unadjusted()),
    };
    let theta = theta.unwrap_or(0.0);
    let a = control.spread(Arm::Control, theta)?;
    let b = treatment.spread(Arm::Treatment, theta)?;
    let (people_a, people_b) = (real(control.people), real(treatment.people));
    let (of_a, of_b) = (a.variance / people_a, b.variance / people_b);
    let (lift, variance) = match difference {
        Difference::Absolute => (b.mean - a.mean, of_a + of_b),
        Difference::Relative if a.unadjusted_mean <= 0.0 => {
            return Err(NoResult::NoBaseline { mean: a.unadjusted_mean });
        }
        Difference::Relative => {
            let baseline = a.unadjusted_mean * a.unadjusted_mean;
            let of_control = match control.kind {
                Kind::Adjusted { post, pre, products } => {
                    adjusted_control(Parts::of(people_a, post, pre, products), b, theta) / people_a
                }
                Kind::Proportion { .. } | Kind::Mean { .. } | Kind::Ratio { .. } => {
                    of_a * b.unadjusted_mean * b.unadjusted_mean / baseline
                }
            };
            ((b.mean - a.mean) / a.unadjusted_mean, (of_b + of_control) / baseline)
        }
    };
    let degrees = (of_a + of_b) * (of_a + of_b)
        / (of_b * of_b / (people_b - 1.0) + of_a * of_a / (people_a - 1.0));
    if variance <= 0.0 {
        return Err(NoResult::NoVariance { arm: Arm::Control });
    }
    Ok(Effect {
        lift: finite("lift", lift)?,
        standard_error: finite("standard error", libm::sqrt(variance))?,
        degrees: finite("degrees of freedom", degrees)?,
        people: control.people.saturating_add(treatment.people),
    })
}

/// The control's part in the variance of a relative lift of adjusted means, times the square of the control's mean.
fn adjusted_control(control: Parts, treatment: Spread, theta: f64) -> f64 {
    let share = treatment.unadjusted_mean / control.post_mean;
    control.post_variance * share * share - 2.0 * theta * control.covariance * share
        + theta * theta * control.pre_variance
}

/// How much a covariate is worth: covariance over variance, both arms together. None where it explains nothing.
fn theta(control: &Statistic, treatment: &Statistic) -> Result<Option<f64>, NoResult> {
    match (control.kind, treatment.kind) {
        (
            Kind::Adjusted { post, pre, products },
            Kind::Adjusted { post: post_b, pre: pre_b, products: products_b },
        ) => {
            let people = real(control.people.saturating_add(treatment.people));
            let (post, pre) = (post.plus(post_b), pre.plus(pre_b));
            let variance = pre.variance(people);
            let explained = covariance(people, post, pre, products + products_b);
            let is_something = 0.0 < variance && 0.0 < post.variance(people);
            Ok((is_something && 0.0 < explained.abs()).then(|| explained / variance))
        }
        (Kind::Proportion { .. }, Kind::Proportion { .. })
        | (Kind::Mean { .. }, Kind::Mean { .. })
        | (Kind::Ratio { .. }, Kind::Ratio { .. }) => Ok(None),
        (
            Kind::Proportion { .. }
            | Kind::Mean { .. }
            | Kind::Ratio { .. }
            | Kind::Adjusted { .. },
            _,
        ) => Err(NoResult::DifferentKinds),
    }
}
