//! The gamma function and the share of a gamma distribution.

use super::{SMALLEST_CHANGE, STEPS_MAX};

/// Natural logarithm of the gamma function of a positive number.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// What Stirling's formula leaves out, `ln Γ(x) − (x − ½) ln x + x − ½ ln 2π`, for `x` of 10 or more (DLMF 5.11.1).
///
/// Differences of two of these keep the digits that differences of two large logarithms lose.
pub(super) fn stirling_rest(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1_260.0,
        -1.0 / 1_680.0,
        1.0 / 1_188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    terms.iter().rev().fold(0.0, |sum, term| sum * square + term) / x
}

/// Share of the gamma distribution with shape `a` and scale 1 above `x`; both at least 0, `a` not 0.
///
/// The series of DLMF 8.7.1 below the mean, the continued fraction of 8.9.2 above it.
#[must_use]
pub fn gamma_q(a: f64, x: f64) -> f64 {
    if !(0.0 < a && 0.0 <= x && a.is_finite()) {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 1.0;
    }
    let front = libm::exp(a * libm::log(x) - x - ln_gamma(a));
    if x < a + 1.0 { 1.0 - front * series(a, x) } else { front * fraction(a, x) }
}

fn series(a: f64, x: f64) -> f64 {
    let (mut n, mut term, mut sum) = (a, 1.0 / a, 1.0 / a);
    for _ in 0..STEPS_MAX {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * SMALLEST_CHANGE {
            break;
        }
    }
    sum
}

/// By Lentz's method: numerator and denominator together, so that neither overflows.
#[expect(clippy::many_single_char_names, reason = "the names of the literature")]
fn fraction(a: f64, x: f64) -> f64 {
    let tiny = f64::MIN_POSITIVE;
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut value = d;
    let mut step = 0.0;
    for _ in 0..STEPS_MAX {
        step += 1.0;
        let numerator = -step * (step - a);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        let change = c * d;
        value *= change;
        if (change - 1.0).abs() < 4.0 * SMALLEST_CHANGE {
            break;
        }
    }
    value
}

/// Lentz's method divides by what may pass through 0.
pub(super) fn away_from_zero(value: f64) -> f64 {
    if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value }
}
