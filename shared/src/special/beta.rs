//! The beta function and the beta distribution.

use core::f64::consts::PI;

use super::{
    SMALLEST_CHANGE, STEPS_MAX,
    gamma::{away_from_zero, ln_gamma, stirling_rest},
};

/// Natural logarithm of the beta function of two positive numbers.
///
/// Where a number is large, by differences of Stirling's rest (DLMF 5.11.1): the plain difference of logarithms of
/// gamma has lost eight digits at a million people.
#[must_use]
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if !(0.0 < small && large.is_finite()) {
        return f64::NAN;
    }
    let sum = small + large;
    let share = small / sum;
    if 10.0 <= small {
        let rest = stirling_rest(small) + stirling_rest(large) - stirling_rest(sum);
        return 0.5 * libm::log(2.0 * PI) - 0.5 * libm::log(large)
            + rest
            + (small - 0.5) * libm::log(share)
            + large * libm::log1p(-share);
    }
    if 10.0 <= large {
        let rest = stirling_rest(large) - stirling_rest(sum);
        return ln_gamma(small) + rest + small - small * libm::log(sum)
            + (large - 0.5) * libm::log1p(-share);
    }
    ln_gamma(small) + ln_gamma(large) - ln_gamma(sum)
}

/// Density of the beta distribution at `x` between 0 and 1.
#[must_use]
pub fn beta_pdf(a: f64, b: f64, x: f64) -> f64 {
    if !(0.0 < x && x < 1.0) {
        return 0.0;
    }
    libm::exp((a - 1.0) * libm::log(x) + (b - 1.0) * libm::log1p(-x) - ln_beta(a, b))
}

/// Share of the beta distribution below `x`; 0 below it and 1 above it.
#[must_use]
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if 1.0 <= x {
        return 1.0;
    }
    incomplete(a, b, x, 1.0 - x)
}

/// The regularised incomplete beta function at `x`, with `y = 1 − x` given apart because it may be tiny
/// (continued fraction, DLMF 8.17.22, on the side where it converges).
pub(super) fn incomplete(a: f64, b: f64, x: f64, y: f64) -> f64 {
    // Of two numbers that add up to 1 the smaller one has the digits.
    let (ln_x, ln_y) =
        if x < y { (libm::log(x), libm::log1p(-x)) } else { (libm::log1p(-y), libm::log(y)) };
    let ln_front = a * ln_x + b * ln_y - ln_beta(a, b);
    if x < (a + 1.0) / (a + b + 2.0) {
        libm::exp(ln_front) * fraction(a, b, x) / a
    } else {
        1.0 - libm::exp(ln_front) * fraction(b, a, y) / b
    }
}

/// By Lentz's method.
#[expect(clippy::many_single_char_names, reason = "the names of the literature")]
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    let mut m = 0.0;
    for _ in 0..STEPS_MAX {
        m += 1.0;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let change = d * c;
        value *= change;
        if (change - 1.0).abs() < 4.0 * SMALLEST_CHANGE {
            break;
        }
    }
    value
}
