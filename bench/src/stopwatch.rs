//! Nanoseconds for one call.

#![expect(clippy::disallowed_methods, reason = "measuring time is what it is for")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// Shortest sample: long enough for the clock, short enough to fit between interruptions.
const SAMPLE: Duration = Duration::from_millis(2);

/// Samples taken; the fastest is the answer.
const SAMPLES: usize = 101;

/// The time of one call, in nanoseconds: the fastest of many short samples.
///
/// Whatever else the machine does can only add time, so the least is nearest to the truth.
/// The number of calls in a sample is found first, which also warms the caches.
pub(crate) fn nanos_per_call(mut call: impl FnMut()) -> f64 {
    let mut calls: u32 = 1;
    while time(calls, &mut call) < SAMPLE && calls < u32::MAX / 2 {
        calls = calls.saturating_mul(2);
    }
    let samples =
        (0..SAMPLES).map(|_| time(calls, &mut call).as_secs_f64() * 1e9 / f64::from(calls));
    samples.fold(f64::INFINITY, f64::min)
}

fn time(calls: u32, call: &mut impl FnMut()) -> Duration {
    let began = Instant::now();
    for _ in 0..calls {
        black_box(&mut *call)();
    }
    began.elapsed()
}
