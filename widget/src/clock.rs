//! The only clock and the only dice of the frame.

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

#[expect(clippy::as_conversions, reason = "there is no other conversion from float")]
#[expect(clippy::cast_possible_truncation, reason = "below 2^32")]
#[expect(clippy::cast_sign_loss, reason = "not negative")]
fn dice() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}
