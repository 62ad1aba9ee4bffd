//! A difference with its confidence interval, beside zero.

use leptos::prelude::*;

use super::scale;

/// A difference and how sure we are of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    /// The difference itself.
    pub(crate) middle: f64,
    /// Lower end.
    pub(crate) low: f64,
    /// Upper end.
    pub(crate) high: f64,
}

/// What an interval says about the sign of the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Above zero for sure.
    Up,
    /// Below zero for sure.
    Down,
    /// It may be either.
    Unsure,
}

impl Interval {
    /// What can be said.
    pub(crate) fn finding(self) -> Finding {
        if 0.0 < self.low {
            Finding::Up
        } else if self.high < 0.0 {
            Finding::Down
        } else {
            Finding::Unsure
        }
    }
}

/// The ends of a line on which all the intervals and zero have room.
pub(crate) fn room(intervals: &[Interval]) -> (f64, f64) {
    let low = intervals.iter().map(|one| one.low).fold(0.0, f64::min);
    let high = intervals.iter().map(|one| one.high).fold(0.0, f64::max);
    let room = (high - low) * 0.12;
    (low - room, high + room)
}

/// Draws the interval on a line that always includes zero.
pub(crate) fn interval(label: String, interval: Interval) -> impl IntoView {
    interval_on(label, interval, room(&[interval]))
}

/// Draws the interval on a line with these ends.
pub(crate) fn interval_on(
    label: String,
    interval: Interval,
    (left, right): (f64, f64),
) -> impl IntoView {
    let Interval { middle, low, high } = interval;
    let place = |value: f64| scale::share(value, left, right);
    let percent = |share: f64| format!("{share:.2}%");
    let (from, to) = (place(low), place(high));
    let class = match interval.finding() {
        Finding::Up => "interval up",
        Finding::Down => "interval down",
        Finding::Unsure => "interval",
    };
    view! {
        <div class=class role="img" aria-label=label>
            <span class="interval-zero" style:left=percent(place(0.0))><span>"0"</span></span>
            <span class="interval-bar" style:left=percent(from) style:width=percent(to - from)></span>
            <span class="interval-dot" style:left=percent(place(middle))></span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_room_for_every_interval_and_for_zero() {
        let of = |low, high| Interval { middle: 0.0, low, high };
        let (left, right) = room(&[of(1.0, 2.0), of(3.0, 10.0)]);
        assert!(left < 0.0 && 10.0 < right);
    }

    #[test]
    fn an_interval_that_touches_zero_is_no_finding() {
        let of = |low, high| Interval { middle: f64::midpoint(low, high), low, high }.finding();
        assert_eq!(of(0.0, 5.0), Finding::Unsure);
        assert_eq!(of(0.1, 5.0), Finding::Up);
        assert_eq!(of(-5.0, -0.1), Finding::Down);
        assert_eq!(of(-5.0, 5.0), Finding::Unsure);
    }
}
