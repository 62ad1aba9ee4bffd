//! The only place in the Worker that reads a clock.

use shared::time::Timestamp;

/// The time of the request, as the runtime gives it.
///
/// It stands still while a handler runs and moves only after I/O, so read it once.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_millis(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}
