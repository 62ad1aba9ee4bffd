//! The normal distribution, with mean 0 and standard deviation 1.

use core::f64::consts::{FRAC_1_SQRT_2, PI};

/// Density at `z`.
#[must_use]
pub fn normal_pdf(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * PI)
}

/// Share of the distribution below `z` (DLMF 7.2.2 and 7.17).
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// Share of the distribution above `z`, exact where it is tiny.
#[must_use]
pub fn normal_sf(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// The `z` with the share `p` below it; not-a-number unless `p` is between 0 and 1.
///
/// Abramowitz and Stegun 26.2.23 is right to three digits; each step of Halley's method then triples them.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0 < p && p < 1.0) {
        return f64::NAN;
    }
    // Worked out in the lower half, where a small share keeps its digits.
    if 0.5 < p {
        return -lower_quantile(1.0 - p);
    }
    lower_quantile(p)
}

fn lower_quantile(p: f64) -> f64 {
    let t = libm::sqrt(-2.0 * libm::log(p));
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let guess = numerator / denominator - t;
    (0..4).fold(guess, |z, _| {
        let density = normal_pdf(z);
        if density <= 0.0 {
            return z;
        }
        let step = (normal_cdf(z) - p) / density;
        z - step / (1.0 + 0.5 * z * step)
    })
}
