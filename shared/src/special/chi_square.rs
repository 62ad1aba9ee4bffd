//! The chi-square distribution.

use super::gamma::gamma_q;

/// Probability of a chi-square of `x` or more by chance alone, with `degrees` of freedom (DLMF 8.2.4).
#[must_use]
pub fn chi_square_sf(x: f64, degrees: f64) -> f64 {
    gamma_q(0.5 * degrees, 0.5 * x)
}
