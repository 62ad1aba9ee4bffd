//! Corrections for asking more than one question.
//!
//! With twenty metrics at 5 % one is "significant" by chance. Holm keeps the chance of *any* false alarm at alpha; use it
//! for the variations of one experiment. Benjamini and Hochberg keep the *share* of false alarms among the alarms at alpha;
//! use it for a page of metrics.
//!
//! Source: Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6;
//! Benjamini and Hochberg (1995), "Controlling the false discovery rate", JRSS B 57.

use alloc::{vec, vec::Vec};

use crate::special::real;

/// Adjusted p-values in the order given; compare each with alpha. What is not a number counts as 1.
///
/// # Examples
///
/// ```
/// use shared::stats::holm;
///
/// assert_eq!(holm(&[0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
/// ```
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let order = ascending(p_values);
    let mut adjusted = vec![1.0; p_values.len()];
    let mut largest: f64 = 0.0;
    for (place, (at, p)) in order.iter().enumerate() {
        let questions = p_values.len().saturating_sub(place);
        largest = largest.max(p * count(questions)).min(1.0);
        put(&mut adjusted, *at, largest);
    }
    adjusted
}

/// Adjusted p-values in the order given; compare each with alpha. What is not a number counts as 1.
///
/// # Examples
///
/// ```
/// use shared::stats::benjamini_hochberg;
///
/// assert_eq!(benjamini_hochberg(&[0.01, 0.04, 0.02]), [0.03, 0.04, 0.03]);
/// ```
#[must_use]
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let order = ascending(p_values);
    let mut adjusted = vec![1.0; p_values.len()];
    let mut smallest: f64 = 1.0;
    for (place, (at, p)) in order.iter().enumerate().rev() {
        let rank = place.saturating_add(1);
        smallest = smallest.min(p * count(p_values.len()) / count(rank));
        put(&mut adjusted, *at, smallest);
    }
    adjusted
}

/// Places and values, smallest value first.
fn ascending(p_values: &[f64]) -> Vec<(usize, f64)> {
    let usable = |p: f64| if (0.0..=1.0).contains(&p) { p } else { 1.0 };
    let mut order: Vec<(usize, f64)> = p_values.iter().map(|p| usable(*p)).enumerate().collect();
    order.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    order
}

fn put(adjusted: &mut [f64], at: usize, value: f64) {
    if let Some(slot) = adjusted.get_mut(at) {
        *slot = value;
    }
}

fn count(length: usize) -> f64 {
    real(u64::try_from(length).unwrap_or(u64::MAX))
}
