//! The only clock and the only dice of the frame.

use std::time::Duration;

use shared::time::Timestamp;

/// Now, by this device's clock.
#[must_use]
#[expect(clippy::as_conversions, reason = "there is no other conversion from float")]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are below 2^53")]
pub fn now() -> Timestamp {
    Timestamp::from_unix_millis(js_sys::Date::now() as i64)
}

/// An id that nobody else will make: the moment and 32 random bits.
#[must_use]
pub fn new_id() -> String {
    format!("{:x}-{:08x}", now().unix_millis(), dice())
}

/// A wait of `about` so long, somewhere between a half and the whole: many browsers that lost
/// their connection together must not come back together.
#[must_use]
pub fn jitter(about: Duration) -> Duration {
    let half = about / 2;
    half.saturating_add(half.mul_f64(f64::from(dice()) / f64::from(u32::MAX)))
}

#[expect(clippy::as_conversions, reason = "there is no other conversion from float")]
#[expect(clippy::cast_possible_truncation, reason = "below 2^32")]
#[expect(clippy::cast_sign_loss, reason = "not negative")]
fn dice() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}
