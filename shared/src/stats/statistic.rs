//! One variation's people, summed: all that a test needs to know of them.
//!
//! A proportion is how many of the people did something; a mean is of one amount a person; a ratio is of two amounts
//! a person, such as money for each order; an adjusted mean takes out what the same people did
//! before the experiment (CUPED), which narrows the interval without moving it.
//!
//! Source: Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online controlled experiments by utilizing
//! pre-experiment data" (WSDM 2013); gbstats `models/statistics.py`.

use super::no_result::{Arm, NoResult, finite, out_of_bounds};
use crate::{limits::EXPERIMENT_PEOPLE_MIN, special::real};

/// Sum and sum of squares of one amount over the people of a variation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sums {
    /// Sum over the people.
    pub sum: f64,
    /// Sum of each person's amount squared.
    pub sum_squares: f64,
}

/// One variation's people, summed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Statistic {
    // Invariant: sums are finite and some people could have them.
    pub(super) people: u64,
    pub(super) kind: Kind,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Proportion { successes: f64 },
    Mean { amount: Sums },
    Ratio { numerator: Sums, denominator: Sums, products: f64 },
    Adjusted { post: Sums, pre: Sums, products: f64 },
}

/// Mean and variance of one arm as a test sees them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    /// The mean that is compared, adjusted where there is a covariate.
    pub(super) mean: f64,
    /// The mean as operators know it.
    pub(super) unadjusted_mean: f64,
    /// Variance of one person's value.
    pub(super) variance: f64,
}

/// An adjusted arm taken apart, for the variance of a relative lift.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    pub(super) post_mean: f64,
    pub(super) post_variance: f64,
    pub(super) pre_mean: f64,
    pub(super) pre_variance: f64,
    pub(super) covariance: f64,
}

impl Statistic {
    /// How many of the people did something.
    ///
    /// # Errors
    ///
    /// [`NoResult::NotFinite`], and [`NoResult::OutOfBounds`] where more did it than there are, or fewer than none.
    pub fn proportion(people: u64, successes: f64) -> Result<Self, NoResult> {
        finite("successes", successes)?;
        if !(0.0..=real(people)).contains(&successes) {
            let bound = alloc::format!("0 to {people}, the people");
            return Err(out_of_bounds("successes", successes, &bound));
        }
        Ok(Self { people, kind: Kind::Proportion { successes } })
    }

    /// One amount a person.
    ///
    /// # Errors
    ///
    /// [`NoResult::NotFinite`], and [`NoResult::Impossible`] for sums that no people can have.
    pub fn mean(people: u64, amount: Sums) -> Result<Self, NoResult> {
        possible("amount", people, amount)?;
        Ok(Self { people, kind: Kind::Mean { amount } })
    }

    /// Two amounts a person, one over the other: revenue over orders. `products` is the sum of each
    /// person's two amounts multiplied.
    ///
    /// # Errors
    ///
    /// As [`Statistic::mean`].
    pub fn ratio(
        people: u64,
        numerator: Sums,
        denominator: Sums,
        products: f64,
    ) -> Result<Self, NoResult> {
        possible("numerator", people, numerator)?;
        possible("denominator", people, denominator)?;
        finite("products", products)?;
        Ok(Self { people, kind: Kind::Ratio { numerator, denominator, products } })
    }

    /// One amount a person during the experiment and one from before it. `products` is the sum of each person's
    /// two amounts multiplied.
    ///
    /// # Errors
    ///
    /// As [`Statistic::mean`].
    pub fn adjusted(people: u64, post: Sums, pre: Sums, products: f64) -> Result<Self, NoResult> {
        possible("amount", people, post)?;
        possible("amount before", people, pre)?;
        finite("products", products)?;
        Ok(Self { people, kind: Kind::Adjusted { post, pre, products } })
    }

    /// How many people there are.
    #[must_use]
    pub const fn people(&self) -> u64 {
        self.people
    }

    /// What operators know as the mean: a share, an amount a person, or a ratio; none without people or without a
    /// denominator.
    #[must_use]
    pub fn mean_shown(&self) -> Option<f64> {
        let over = |sum: f64, of: f64| (0.0 < of.abs()).then(|| sum / of);
        match self.kind {
            Kind::Proportion { successes } => over(successes, real(self.people)),
            Kind::Mean { amount } | Kind::Adjusted { post: amount, .. } => {
                over(amount.sum, real(self.people))
            }
            Kind::Ratio { numerator, denominator, .. } => over(numerator.sum, denominator.sum),
        }
    }

    /// The statistic without its covariate.
    pub(super) const fn unadjusted(self) -> Self {
        match self.kind {
            Kind::Adjusted { post, .. } => {
                Self { people: self.people, kind: Kind::Mean { amount: post } }
            }
            Kind::Proportion { .. } | Kind::Mean { .. } | Kind::Ratio { .. } => self,
        }
    }

    /// Mean and variance with the covariate weighed by `theta`; of a proportion p (1 − p), as GrowthBook has it.
    pub(super) fn spread(&self, arm: Arm, theta: f64) -> Result<Spread, NoResult> {
        if self.people < EXPERIMENT_PEOPLE_MIN {
            let (people, people_min) = (self.people, EXPERIMENT_PEOPLE_MIN);
            return Err(NoResult::TooFewPeople { arm, people, people_min });
        }
        let people = real(self.people);
        let spread = match self.kind {
            Kind::Proportion { successes } => {
                let share = successes / people;
                Spread { mean: share, unadjusted_mean: share, variance: share * (1.0 - share) }
            }
            Kind::Mean { amount } => {
                let mean = amount.sum / people;
                Spread { mean, unadjusted_mean: mean, variance: amount.variance(people) }
            }
            Kind::Ratio { numerator, denominator, products } => {
                ratio(people, numerator, denominator, products)
                    .ok_or(NoResult::NoDenominator { arm })?
            }
            Kind::Adjusted { post, pre, products } => {
                let parts = Parts::of(people, post, pre, products);
                Spread {
                    mean: parts.post_mean - theta * parts.pre_mean,
                    unadjusted_mean: parts.post_mean,
                    variance: parts.post_variance + theta * theta * parts.pre_variance
                        - 2.0 * theta * parts.covariance,
                }
            }
        };
        // Rounding may leave a little where there is nothing.
        let scale = spread.unadjusted_mean * spread.unadjusted_mean;
        if spread.variance <= scale * 1e-14 {
            return Err(NoResult::NoVariance { arm });
        }
        Ok(spread)
    }
}

impl Sums {
    /// Sample variance of one person's amount.
    pub(super) fn variance(self, people: f64) -> f64 {
        (self.sum_squares - self.sum * self.sum / people) / (people - 1.0)
    }

    /// Both groups of people together.
    pub(super) const fn plus(self, other: Self) -> Self {
        Self { sum: self.sum + other.sum, sum_squares: self.sum_squares + other.sum_squares }
    }
}

impl Parts {
    pub(super) fn of(people: f64, post: Sums, pre: Sums, products: f64) -> Self {
        Self {
            post_mean: post.sum / people,
            post_variance: post.variance(people),
            pre_mean: pre.sum / people,
            pre_variance: pre.variance(people),
            covariance: covariance(people, post, pre, products),
        }
    }
}

pub(super) fn covariance(people: f64, one: Sums, other: Sums, products: f64) -> f64 {
    (products - one.sum * other.sum / people) / (people - 1.0)
}

/// Delta method for a ratio of means; none if the denominator is 0.
fn ratio(people: f64, numerator: Sums, denominator: Sums, products: f64) -> Option<Spread> {
    let (above, below) = (numerator.sum / people, denominator.sum / people);
    if below.abs() <= 0.0 {
        return None;
    }
    let square = below * below;
    let variance = numerator.variance(people) / square
        + denominator.variance(people) * above * above / (square * square)
        - 2.0 * covariance(people, numerator, denominator, products) * above / (square * below);
    let mean = above / below;
    Some(Spread { mean, unadjusted_mean: mean, variance })
}

fn possible(field: &str, people: u64, sums: Sums) -> Result<(), NoResult> {
    finite(field, sums.sum)?;
    finite(field, sums.sum_squares)?;
    // Cauchy and Schwarz, with room for rounding.
    let most = real(people) * sums.sum_squares;
    if sums.sum_squares < 0.0 || most * (1.0 + 1e-9) < sums.sum * sums.sum {
        return Err(NoResult::Impossible { field: field.into() });
    }
    Ok(())
}
