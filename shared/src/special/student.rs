//! Student's t distribution.

use super::{
    beta::{incomplete, ln_beta},
    normal::{normal_pdf, normal_quantile, normal_sf},
};

/// Degrees of freedom beyond which the first term of Fisher's expansion is exact to a double.
const NEARLY_NORMAL: f64 = 1e7;

/// Probability of a t of at least `t` away from 0, on either side, by chance alone.
///
/// `degrees` of freedom may be a fraction, as Welch's are; not-a-number unless they are above 0.
#[must_use]
pub fn student_two_sided(t: f64, degrees: f64) -> f64 {
    let (t, square) = (t.abs(), t * t);
    if degrees <= 0.0 || degrees.is_nan() || t.is_nan() {
        return f64::NAN;
    }
    if t <= 0.0 {
        return 1.0;
    }
    if NEARLY_NORMAL < degrees {
        // Abramowitz and Stegun 26.7.8, which leaves out 1 / degrees².
        return 2.0 * (normal_sf(t) + normal_pdf(t) * t * (square + 1.0) / (4.0 * degrees));
    }
    if !square.is_finite() {
        return 0.0;
    }
    // DLMF 8.17(iii) with both arguments, so that neither is a difference of nearly equal numbers.
    let sum = degrees + square;
    incomplete(0.5 * degrees, 0.5, degrees / sum, square / sum)
}

/// The t beyond which, on either side, lies the share `alpha` of the distribution.
///
/// Not-a-number unless `alpha` is between 0 and 1. Newton's method from the normal distribution's answer, which is
/// never too large: the share is convex there, so each step falls short of the answer and none passes it.
#[must_use]
pub fn student_critical(alpha: f64, degrees: f64) -> f64 {
    if !(0.0 < alpha && alpha < 1.0 && 0.0 < degrees) {
        return f64::NAN;
    }
    let mut t = -normal_quantile(0.5 * alpha);
    for _ in 0..500 {
        let density = 2.0 * density(t, degrees);
        let step = (student_two_sided(t, degrees) - alpha) / density;
        if !step.is_finite() {
            break;
        }
        t += step;
        if step.abs() < 1e-14 * t {
            break;
        }
    }
    t
}

fn density(t: f64, degrees: f64) -> f64 {
    let ln_shape = -0.5 * (degrees + 1.0) * libm::log1p(t * t / degrees);
    libm::exp(ln_shape - 0.5 * libm::log(degrees) - ln_beta(0.5 * degrees, 0.5))
}
