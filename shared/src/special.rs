//! The functions of probability that `core` lacks: normal, t, chi-square, gamma, beta, hypergeometric.
//!
//! Everything is built on the `libm` crate, so the edge, the browser and a native build give the same number to
//! the last bit: a probability that was logged in one place can be checked in another.
//!
//! The crates that have these functions were measured and left alone. `special` (AS 63) needs 0.24 s for one
//! t test of a million people and 5 s for twenty million; `statrs` reaches the platform's own `exp` and `ln` as soon as any
//! crate of the build turns on the `std` feature of `num-traits`, and panics outside a function's domain. Here
//! every loop has a bound, and outside its domain a function is not-a-number, which callers refuse with a reason.
//!
//! Sources: NIST Digital Library of Mathematical Functions (DLMF), chapters 5, 7, 8 and 15.

mod beta;
mod chi_square;
mod gamma;
mod hypergeometric;
mod normal;
mod student;

pub use self::{
    beta::{beta_cdf, beta_pdf, ln_beta},
    chi_square::chi_square_sf,
    gamma::{gamma_q, ln_gamma},
    hypergeometric::{Scaled, hypergeometric_2f1},
    normal::{normal_cdf, normal_pdf, normal_quantile, normal_sf},
    student::{student_critical, student_two_sided},
};

/// Steps after which a series or fraction has not converged and never will.
///
/// The slowest one here, the fraction of [`beta_cdf`], takes about the square root of its larger parameter.
const STEPS_MAX: u32 = 100_000;

/// Where a sum stops: the next term no longer changes a double.
const SMALLEST_CHANGE: f64 = 1e-16;

/// A count as a real number; above 2^53 the nearest one.
#[must_use]
#[expect(clippy::as_conversions, reason = "no lossless conversion exists")]
#[expect(clippy::cast_precision_loss, reason = "the nearest double is what is asked for")]
pub const fn real(count: u64) -> f64 {
    count as f64
}

/// The smallest whole number that is not below `value`; none for less than 0, not-a-number and beyond 2^53.
#[must_use]
#[expect(clippy::as_conversions, reason = "no other conversion from float exists")]
#[expect(clippy::cast_possible_truncation, reason = "a whole number within the bound")]
#[expect(clippy::cast_sign_loss, reason = "not below 0")]
pub fn whole_above(value: f64) -> Option<u64> {
    let whole = libm::ceil(value);
    (0.0..=9_007_199_254_740_992.0).contains(&whole).then_some(whole as u64)
}

#[cfg(test)]
mod tests;
