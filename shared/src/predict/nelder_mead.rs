//! Finds where a function of a few numbers is smallest, without its derivatives.
//!
//! A simplex of one more point than there are numbers walks downhill: its worst point is reflected through the others, reaches
//! further where that pays and shrinks where it does not. From the best point found the search starts once
//! more with a fresh simplex, because one that has gone flat may stop on a slope.
//!
//! Source: Nelder and Mead, "A simplex method for function minimization", Computer Journal 7 (1965); Lagarias et al.,
//! SIAM Journal on Optimization 9 (1998), for the rules of acceptance.

/// Looks at the function at most so often in one search.
const LOOKS_MAX: u32 = 4_000;

/// Size of the first simplex.
const STEP: f64 = 0.5;

/// The simplex is done when it is as small as this in every number and in the function's value.
const CLOSE: f64 = 1e-9;

/// The smallest place found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Minimum<const N: usize> {
    /// Where it is.
    pub(super) at: [f64; N],
    /// What the function is there.
    pub(super) value: f64,
}

type Point<const N: usize> = (f64, [f64; N]);

/// The smallest place near `start`; none if the search did not end. Infinite values are walls.
pub(super) fn minimise<const N: usize>(
    of: impl Fn(&[f64; N]) -> f64,
    start: [f64; N],
) -> Option<Minimum<N>> {
    let first = search(&of, start)?;
    let (value, at) = search(&of, first.1)?;
    value.is_finite().then_some(Minimum { at, value })
}

fn search<const N: usize>(of: &impl Fn(&[f64; N]) -> f64, start: [f64; N]) -> Option<Point<N>> {
    let mut looks = 0_u32;
    let mut look = |at: [f64; N]| -> Point<N> {
        looks = looks.saturating_add(1);
        let value = of(&at);
        (if value.is_nan() { f64::INFINITY } else { value }, at)
    };
    let mut best = look(start);
    let mut others: [Point<N>; N] = core::array::from_fn(|along| {
        let mut at = start;
        if let Some(number) = at.get_mut(along) {
            *number += STEP;
        }
        look(at)
    });
    // Every step looks at most 2 + N times.
    for _ in 0..LOOKS_MAX {
        others.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        if let Some(first) = others.first_mut()
            && first.0 < best.0
        {
            core::mem::swap(first, &mut best);
            continue;
        }
        if is_small(&best, &others) {
            return Some(best);
        }
        step(&best, &mut others, &mut look);
    }
    None
}

/// Replaces the worst point, or draws all points towards the best.
fn step<const N: usize>(
    best: &Point<N>,
    others: &mut [Point<N>; N],
    look: &mut impl FnMut([f64; N]) -> Point<N>,
) {
    let Some(worst) = others.last().copied() else { return };
    let second_worst = others.iter().rev().nth(1).map_or(best.0, |(value, _)| *value);
    let middle = middle(best, others);
    let reflected = look(between(&worst.1, &middle, 2.0));
    let better = if reflected.0 < best.0 {
        let further = look(between(&worst.1, &middle, 3.0));
        Some(if further.0 < reflected.0 { further } else { reflected })
    } else if reflected.0 < second_worst {
        Some(reflected)
    } else {
        let (along, bound) =
            if reflected.0 < worst.0 { (1.5, reflected.0) } else { (0.5, worst.0) };
        Some(look(between(&worst.1, &middle, along))).filter(|nearer| nearer.0 <= bound)
    };
    match (better, others.last_mut()) {
        (Some(better), Some(worst)) => *worst = better,
        _ => {
            for other in others.iter_mut() {
                *other = look(between(&best.1, &other.1, 0.5));
            }
        }
    }
}

/// The middle of all points but the worst, which is the last.
fn middle<const N: usize>(best: &Point<N>, others: &[Point<N>; N]) -> [f64; N] {
    let kept = others.len().saturating_sub(1);
    let count = f64::from(u32::try_from(kept).unwrap_or(u32::MAX)) + 1.0;
    core::array::from_fn(|along| {
        let at = |point: &Point<N>| point.1.get(along).copied().unwrap_or(f64::NAN);
        (others.iter().take(kept).map(at).sum::<f64>() + at(best)) / count
    })
}

/// The place `along` the way from one point to another: 0 is the first, 1 the second, 2 as far beyond.
fn between<const N: usize>(from: &[f64; N], to: &[f64; N], along: f64) -> [f64; N] {
    core::array::from_fn(|number| {
        let at = |point: &[f64; N]| point.get(number).copied().unwrap_or(f64::NAN);
        at(from) + along * (at(to) - at(from))
    })
}

fn is_small<const N: usize>(best: &Point<N>, others: &[Point<N>; N]) -> bool {
    let is_near = |one: f64, other: f64| (one - other).abs() <= CLOSE * (1.0 + one.abs());
    others.iter().all(|other| {
        is_near(best.0, other.0)
            && best.1.iter().zip(&other.1).all(|(one, other)| is_near(*one, *other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bottom_of_a_bent_valley_is_found() {
        // Rosenbrock's valley, whose bottom is at (1, 1).
        let valley =
            |at: &[f64; 2]| (1.0 - at[0]).powi(2) + 100.0 * (at[1] - at[0].powi(2)).powi(2);
        let found = minimise(valley, [-1.2, 1.0]).unwrap();
        assert!(found.at.iter().all(|number| (number - 1.0).abs() < 1e-6), "{found:?}");
    }

    #[test]
    fn a_wall_is_not_walked_through() {
        let walled = |at: &[f64; 1]| if at[0] < 2.0 { f64::INFINITY } else { at[0] };
        let found = minimise(walled, [5.0]).unwrap();
        assert!((found.value - 2.0).abs() < 1e-6, "{found:?}");
        assert_eq!(minimise(|_: &[f64; 2]| f64::NAN, [0.0, 0.0]), None);
    }

    #[test]
    fn a_slope_without_a_bottom_has_none() {
        assert_eq!(minimise(|at: &[f64; 1]| at[0], [0.0]), None);
    }
}
