//! Gauss's hypergeometric function, as the purchase model needs it.

use super::SMALLEST_CHANGE;

/// Terms after which the series is given up: enough for `z` of 0.999 and a thousand orders.
const TERMS_MAX: u32 = 200_000;

/// When a sum passes this it is divided by it, and the division remembered.
const LARGE: f64 = 1e200;

/// A number that may be too large for a double: `value · exp(ln_scale)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaled {
    /// The number as far as a double holds it.
    pub value: f64,
    /// Logarithm of what it has to be multiplied by.
    pub ln_scale: f64,
}

/// `₂F₁(a, b; c; z)` by its series (DLMF 15.2.1), for `z` from 0 to below 1.
///
/// None where `c` is 0 or a negative whole number, where anything is not finite, and where the series has not
/// converged after 200,000 terms, which is for `z` beyond some 0.999. With positive parameters every
/// term is positive, so nothing is lost; the sum is kept in scale, because with many orders it passes 10^308.
#[must_use]
#[expect(clippy::many_single_char_names, reason = "the names of the literature")]
pub fn hypergeometric_2f1(a: f64, b: f64, c: f64, z: f64) -> Option<Scaled> {
    let is_pole = c <= 0.0 && (c - libm::rint(c)).abs() < 1e-12;
    if is_pole || !(a.is_finite() && b.is_finite() && c.is_finite() && (0.0..1.0).contains(&z)) {
        return None;
    }
    let (mut term, mut sum, mut ln_scale, mut n) = (1.0, 1.0, 0.0, 0.0);
    for _ in 0..TERMS_MAX {
        let ratio = (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
        term *= ratio;
        sum += term;
        n += 1.0;
        if LARGE < sum.abs() {
            term /= LARGE;
            sum /= LARGE;
            ln_scale += libm::log(LARGE);
        }
        // Terms grow before they shrink: a small one counts as the last only where they shrink, and by so much that
        // all that follow together are small.
        let rest = term.abs() / (1.0 - ratio.abs()).max(0.0);
        if ratio.abs() < 1.0 && rest <= SMALLEST_CHANGE * sum.abs() {
            return Some(Scaled { value: sum, ln_scale });
        }
    }
    None
}
