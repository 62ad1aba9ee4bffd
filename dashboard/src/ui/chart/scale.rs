//! Where the lines of an axis go: at round numbers.

/// The steps that a person finds round.
const ROUND: [f64; 5] = [1.0, 2.0, 2.5, 5.0, 10.0];

/// The smallest round number that is not below `most`, and a quarter of which is round as well.
pub(crate) fn top(most: f64) -> f64 {
    if most.is_nan() || most <= 0.0 {
        return 1.0;
    }
    let step = most / 4.0;
    let mut power = 1.0;
    while power * 10.0 <= step {
        power *= 10.0;
    }
    while step < power {
        power /= 10.0;
    }
    let round = ROUND.into_iter().map(|round| round * power).find(|round| step <= *round);
    round.unwrap_or(step) * 4.0
}

/// How far along `value` is between two ends, 0 to 100.
pub(crate) fn share(value: f64, low: f64, high: f64) -> f64 {
    let span = high - low;
    if span <= 0.0 { 0.0 } else { ((value - low) / span * 100.0).clamp(0.0, 100.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number() {
        let near = |left: f64, right: f64| (left - right).abs() < 1e-9;
        assert!(near(top(7.0), 8.0));
        assert!(near(top(97.0), 100.0));
        assert!(near(top(123_456.0), 200_000.0));
        assert!(near(top(0.3), 0.4));
        assert!(near(top(0.0), 1.0));
    }

    #[test]
    fn an_axis_without_length_puts_everything_at_its_start() {
        assert!(share(5.0, 1.0, 1.0).abs() < 1e-9);
        assert!((share(5.0, 0.0, 10.0) - 50.0).abs() < 1e-9);
    }
}
