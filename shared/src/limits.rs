//! Every bound in the product, with the reason for its value.
//!
//! A number that limits something lives here and nowhere else, so that an operator can
//! read one page and know what the system will refuse.

use core::time::Duration;

/// Longest identifier we accept, in bytes.
///
/// A KV key may have 512 bytes; three identifiers and their separators must fit in one.
pub const ID_LEN_BYTES_MAX: usize = 128;

/// Shortest secret that a browser may name itself by, in bytes: 128 bits in hexadecimal digits.
pub const DEVICE_KEY_LEN_BYTES_MIN: usize = 32;

/// Largest body of an ingest request, in bytes, after decompression.
///
/// Segment's libraries flush at 500 KB; the edge cuts the stream here.
pub const BODY_LEN_BYTES_MAX: usize = 512 * 1024;

/// Largest single event, in bytes of JSON. Segment's own bound.
pub const EVENT_LEN_BYTES_MAX: usize = 32 * 1024;

/// Most events in one batch.
///
/// `@segment/analytics-node` sends at most 100 by default; five times that is slack.
pub const BATCH_EVENTS_MAX: usize = 500;

/// Longest event name, in characters. Longer ones are a sign of an id in the name.
pub const EVENT_NAME_LEN_MAX: usize = 100;

/// Deepest nesting of an event's properties.
pub const PROPERTIES_DEPTH_MAX: usize = 6;

/// Most keys in one object of an event's properties.
pub const PROPERTIES_KEYS_MAX: usize = 64;

/// Deepest nesting of a condition.
///
/// The editor shows four levels; sixteen keeps the evaluator far from the end of a wasm stack.
pub const CONDITION_DEPTH_MAX: usize = 16;

/// Most nodes (fields, operators and groups) in one condition.
pub const CONDITION_NODES_MAX: usize = 512;

/// Longest condition, in bytes of compact JSON. Most of a long one is a list after `$in`.
pub const CONDITION_LEN_BYTES_MAX: usize = 64 * 1024;

/// Longest dotted path in a condition, in bytes.
pub const CONDITION_PATH_LEN_BYTES_MAX: usize = 256;

/// Steps one evaluation of a condition may take before it gives up and does not match.
///
/// A quarter of a million steps is about a millisecond. An ordinary rule takes ten.
pub const CONDITION_FUEL: u32 = 256 * 1024;

/// Longest regular expression in a condition, in bytes.
pub const PATTERN_LEN_BYTES_MAX: usize = 256;

/// Most instructions a regular expression may compile to.
///
/// Matching costs at most this many steps a character, whatever the pattern.
pub const PATTERN_INSTRUCTIONS_MAX: usize = 1_024;

/// Most variations of one experiment.
pub const VARIATIONS_MAX: usize = 64;

/// Longest message a visitor can send, in characters.
pub const MESSAGE_LEN_CHARS_MAX: usize = 2_000;

/// Longest text in configuration that is shown to people, in bytes.
pub const COPY_LEN_BYTES_MAX: usize = 2_000;

/// Time without an event after which the next one starts a new visit.
///
/// Thirty minutes is what every web analytics product uses, so figures can be compared.
pub const SESSION_GAP: Duration = Duration::from_mins(30);

/// How old an event may be and still start a decision.
///
/// Late events are counted, but an offer for a page left ten minutes ago is noise.
pub const TRIGGER_AGE_MAX: Duration = Duration::from_mins(10);

/// How far a client's clock may be off before its times are replaced by ours.
pub const CLOCK_SKEW_MAX: Duration = Duration::from_mins(5);

/// How long an event id is remembered exactly, so that a repeat counts once.
pub const DEDUPE_WINDOW: Duration = Duration::from_hours(7 * 24);

/// How long raw events stay with a person before they are dropped.
pub const EVENTS_KEPT: Duration = Duration::from_hours(90 * 24);

/// Products a profile remembers one by one; the least recently seen goes first.
pub const PRODUCTS_KEPT_MAX: usize = 32;

/// Categories, brands and intents a profile counts one by one.
pub const TALLY_KEPT_MAX: usize = 32;

/// Orders a profile remembers one by one; totals go on counting.
pub const ORDERS_KEPT_MAX: usize = 32;

/// Deliveries a person's state remembers one by one; older ones live in their table.
pub const DELIVERIES_KEPT_MAX: usize = 64;

/// Touches kept for frequency caps.
///
/// 128 times 24 bytes is 3 KiB of a person's state.
pub const TOUCHES_KEPT_MAX: usize = 128;

/// Traits kept on a profile.
pub const TRAITS_KEPT_MAX: usize = 64;

/// Rules in one published config.
pub const RULES_MAX: usize = 10_000;

/// Products in one workspace's catalog snapshot.
///
/// A snapshot is read whole into an isolate of 128 MB; 5,000 products are about 5 MB.
pub const CATALOG_PRODUCTS_MAX: usize = 5_000;

/// Products in one recommendation.
pub const RECOMMENDED_MAX: usize = 3;

/// How long after a click an order is still credited to it (last touch).
pub const ATTRIBUTION_WINDOW: Duration = Duration::from_hours(7 * 24);

/// Utterances that one workspace keeps for learning; the oldest go first.
///
/// At some 300 bytes each that is 15 MB of one object's database, and a month of a busy shop.
pub const UTTERANCES_KEPT_MAX: u32 = 50_000;

/// How long an utterance is kept for learning: a year, and a month to compare it with.
pub const UTTERANCES_KEPT: Duration = Duration::from_hours(396 * 24);

/// Weeks in the report about the model, this one included: a quarter shows a season's drift.
pub const MODEL_WEEKS: u8 = 12;

/// Bars of the histogram of confidence: tenths.
pub const CONFIDENCE_BINS: u8 = 10;

/// Utterances in the queue for labelling: what a person labels in half an hour.
pub const LABEL_QUEUE_MAX: usize = 50;

/// Fewest messages in a week, and in the weeks before it, that say something about drift.
///
/// With 14 labels and 100 messages the index is some 0.13 by chance alone; below it, chance passes for drift.
pub const DRIFT_MESSAGES_MIN: u64 = 100;

/// Corrections in one export, newest first. Far more than a training run weighs a source with.
pub const CORRECTIONS_EXPORTED_MAX: u32 = 10_000;

/// Largest body that publishes a model, in bytes: three files of at most 720,000 bytes, in Base64, with room.
pub const RELEASE_LEN_BYTES_MAX: usize = 3 * 1024 * 1024;

/// Former choices of a model that can be gone back to, one rollback at a time.
pub const FORMER_RELEASES_MAX: usize = 16;

/// Largest share of people that get a model on trial: beyond half it is the model, not the trial.
pub const CANARY_SHARE_MAX: f64 = 0.5;

/// Longest token that proves an identity, in bytes. Thirty claims fit in half of it; a longer one is work for nothing.
pub const IDENTITY_TOKEN_LEN_BYTES_MAX: usize = 4 * 1024;

/// How far the clock of the merchant's server may be off when a token says from when and until when it holds.
pub const IDENTITY_SKEW: Duration = Duration::from_mins(1);

/// How far ahead a token may end. A token is made for a page; one that outlives the day is a password lying about.
pub const IDENTITY_LIFE_MAX: Duration = Duration::from_hours(24);

/// Keys of one kind that are live at once: the one that signs, and its predecessor while the merchant's servers change over.
pub const IDENTITY_KEYS_MAX: usize = 2;

/// Ids in one proof, or claimed by one event.
pub const IDENTITY_IDS_MAX: usize = 12;

/// Ids kept of one person. Beyond it claims make room, the oldest first; what is proven stays.
pub const IDS_KEPT_MAX: usize = 64;

/// People that one person can turn out to be. One has some ten browsers in ten years; a till that signs everybody in has more,
/// and must not become one giant customer.
pub const CIRCLE_PEOPLE_MAX: usize = 256;

/// Shortest and longest window of a frequency rule.
pub const FREQUENCY_WINDOW_MIN: Duration = Duration::from_mins(1);

/// Longest window of a frequency rule: a quarter, the longest period a report covers.
pub const FREQUENCY_WINDOW_MAX: Duration = Duration::from_hours(90 * 24);

// Or a cap could ask about touches that are already forgotten, and never block.
const _: () = assert!(DELIVERIES_KEPT_MAX <= TOUCHES_KEPT_MAX);
const _: () = assert!(FREQUENCY_WINDOW_MIN.as_millis() < FREQUENCY_WINDOW_MAX.as_millis());
