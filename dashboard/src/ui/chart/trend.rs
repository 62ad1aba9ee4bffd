//! Two amounts by day: the whole as an area, its part as a line above it.

use leptos::prelude::*;

use super::scale;
use crate::ui::list::Views as _;

/// One day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    /// The day in words.
    pub(crate) day: String,
    /// The whole.
    pub(crate) whole: f64,
    /// The whole in words.
    pub(crate) whole_words: String,
    /// The part.
    pub(crate) part: f64,
    /// The part in words.
    pub(crate) part_words: String,
}

/// What the chart says besides its points.
pub(crate) struct Frame {
    /// What it shows, for who cannot see it.
    pub(crate) label: String,
    /// What the whole is.
    pub(crate) whole: String,
    /// What the part is.
    pub(crate) part: String,
    /// Writes an amount at the axis.
    pub(crate) tick: fn(f64) -> String,
}

/// Draws the days from the left to the right.
pub(crate) fn trend(frame: Frame, points: Vec<Point>) -> impl IntoView {
    let most = points.iter().map(|point| point.whole.max(point.part)).fold(0.0, f64::max);
    let top = scale::top(most);
    let whole: Vec<f64> = points.iter().map(|point| point.whole).collect();
    let part: Vec<f64> = points.iter().map(|point| point.part).collect();
    let (whole_line, part_line) = (line(&whole, top), line(&part, top));
    let area = format!("{whole_line}V100H0Z");
    let part_area = format!("{part_line}V100H0Z");
    let tick = frame.tick;
    view! {
            <div class="trend" role="img" aria-label=frame.label>
                <div class="legend" aria-hidden="true">
                    <span class="legend-whole">{frame.whole}</span>
                    <span class="legend-part">{frame.part}</span>
                </div>
                <div class="trend-plot" aria-hidden="true">
                    <div class="trend-ticks">
                        {[1.0, 0.75, 0.5, 0.25, 0.0]
    .into_iter()
                            .map(|share| {
                                // Where nothing was earned yet there is no scale but its zero.
                                let says = 0.0 < most || share == 0.0;
                                let words = if says { tick(top * share) } else { String::new() };
                                view! { <span>{words}</span> }
                            })
                            .views()}
                    </div>
                    <div class="trend-area">
                        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
                            <path class="grid" d="M0 0H100M0 25H100M0 50H100M0 75H100M0 100H100"></path>
                            <path class="area-whole" d=area></path>
                            <path class="area-part" d=part_area></path>
                            <path class="line-whole" d=whole_line></path>
                            <path class="line-part" d=part_line></path>
                        </svg>
                        <div class="trend-days">{columns(points, top)}</div>
                    </div>
                </div>
            </div>
        }
}

/// One column a day, with what it says when pointed at.
fn columns(points: Vec<Point>, top: f64) -> Vec<AnyView> {
    let every = points.len().div_ceil(7).max(1);
    let last = points.len().saturating_sub(1);
    points
        .into_iter()
        .enumerate()
        .map(|(index, point)| {
            let from_last = last.saturating_sub(index);
            let labelled = from_last.is_multiple_of(every);
            let rare = from_last.is_multiple_of(every.saturating_mul(2));
            let bottom = |value: f64| format!("{:.2}%", scale::share(value, 0.0, top));
            view! {
                <div class="trend-day" class:late=last < index.saturating_mul(2)>
                    <span class="dot whole" style:bottom=bottom(point.whole)></span>
                    <span class="dot part" style:bottom=bottom(point.part)></span>
                    <span class="tip">
                        <strong>{point.day.clone()}</strong>
                        <span class="legend-whole">{point.whole_words}</span>
                        <span class="legend-part">{point.part_words}</span>
                    </span>
                    {labelled.then(|| view! { <span class="trend-label" class:rare=rare>{point.day}</span> })}
                </div>
            }
            .into_any()
        })
        .collect()
}

/// A path through the middle of each day's column. The first and the last day reach to the
/// edges, so that the area has no gaps there.
fn line(values: &[f64], top: f64) -> String {
    let count = u32::try_from(values.len()).map_or(1.0, f64::from).max(1.0);
    let width = 100.0 / count;
    let height = |value: f64| 100.0 - scale::share(value, 0.0, top);
    let mut x = -width / 2.0;
    let middles = values.iter().map(|value| {
        x += width;
        format!("L{x:.2} {:.2}", height(*value))
    });
    let start = values.first().map(|first| format!("M0 {:.2}", height(*first)));
    let end = values.last().map(|last| format!("L100 {:.2}", height(*last)));
    start.into_iter().chain(middles).chain(end).collect()
}
