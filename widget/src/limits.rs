//! Every bound of the frame, with the reason for its value.

use std::time::Duration;

/// Most bytes of events that wait on the device.
///
/// Storage for one origin is 5 MB in every browser and we share it with nobody, but a phone that was offline for a
/// week must not send more than one small picture when it comes back.
pub const QUEUE_LEN_BYTES_MAX: usize = 200 * 1024;

/// How long an event waits for a network. The edge remembers ids as long, so that a repeat counts once.
pub const EVENT_KEPT: Duration = shared::limits::DEDUPE_WINDOW;

/// Most events in one request. So many do not wait for more.
pub const EVENTS_IN_REQUEST_MAX: usize = 100;

const _: () = assert!(EVENTS_IN_REQUEST_MAX <= shared::limits::BATCH_EVENTS_MAX);

/// How long the first event of a batch waits for others. Long enough for the burst of a page that has just been
/// loaded, short enough that an offer still belongs to what caused it. The loader has held tracked events back for up
/// to 300 ms by then, so that it interrupts the page less often.
pub const BATCH_AFTER: Duration = Duration::from_millis(400);

/// Least time between two batches of events. Who looked up after a while is heard at once; who keeps clicking is heard
/// every other second, which saves the phone's radio and the edge half the requests.
pub const BATCH_EVERY: Duration = Duration::from_secs(2);

/// Longest body that is sent while the page goes away; browsers allow 64 KiB in flight for all pages together.
pub const LEAVING_LEN_BYTES_MAX: usize = 16 * 1024;

/// First and longest wait before a failed request is tried again.
pub const RETRY_AFTER_MIN: Duration = Duration::from_secs(1);

/// Longest wait before a failed request is tried again.
pub const RETRY_AFTER_MAX: Duration = Duration::from_mins(1);

/// Longest wait before a lost stream is opened again.
pub const STREAM_AFTER_MAX: Duration = Duration::from_secs(30);

/// Messages that the panel holds; the edge sends as many on boot.
pub const MESSAGES_SHOWN_MAX: usize = 200;

/// Cards remembered on the device; older ones have expired long before.
pub const CARDS_KEPT_MAX: usize = 20;

/// How long a message waits for its reading. The model is usually there before the visitor has finished writing; over
/// a slow network the edge reads instead, and the visitor waits no longer than for a person to look up.
pub const READING_PATIENCE: Duration = Duration::from_millis(2_500);

/// Deliveries remembered as seen, and as sent away. The edge stops offering what was sent away; this bridges the time
/// until it knows.
pub const DELIVERIES_KEPT_MAX: usize = 100;
