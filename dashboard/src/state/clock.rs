//! The only clock of the dashboard. "3 minutes ago" is said anew every fifteen seconds.

use core::time::Duration;

use leptos::prelude::*;
use shared::time::Timestamp;

const TICK: Duration = Duration::from_secs(15);

thread_local! {
    static NOW: ArcRwSignal<Timestamp> = ArcRwSignal::new(Timestamp::default());
}

/// Starts the ticking.
pub(crate) fn begin() {
    tick();
    // Where it is refused, times stay as they were when the page was opened.
    drop(set_interval_with_handle(tick, TICK));
}

/// About now; a view that asks is drawn again with the tick.
pub(crate) fn now() -> Timestamp {
    NOW.with(Get::get)
}

/// This moment, for what is written down.
pub(crate) fn moment() -> Timestamp {
    #[expect(clippy::as_conversions, reason = "milliseconds of Unix time are whole and below 2^53")]
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of Unix time are below 2^53")]
    Timestamp::from_unix_millis(js_sys::Date::now() as i64)
}

/// Does something again and again until the part of the page that asked for it is gone.
pub(crate) fn every(period: Duration, again: impl Fn() + 'static) {
    let running = set_interval_with_handle(again, period);
    on_cleanup(move || {
        // Where it was refused, nothing runs.
        if let Ok(running) = running {
            running.clear();
        }
    });
}

fn tick() {
    NOW.with(|now| now.set(moment()));
}
