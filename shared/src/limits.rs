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

/// Longest window of a question over events, in seconds: a year, the longest time over which a
/// shop compares a customer with themselves.
///
/// What happened before a question was first published is known for [`EVENTS_KEPT`] only.
pub const WINDOW_SECS_MAX: u32 = 366 * 86_400;

/// Different series of events that one published config may ask about.
///
/// A person keeps each of them: 32 of at most [`SERIES_LEN_BYTES_MAX`] are 192 KB in the worst case.
pub const SERIES_MAX: usize = 32;

/// What one series takes up at most as JSON, in bytes. One of twenty events takes up 400.
pub const SERIES_LEN_BYTES_MAX: usize = 6 * 1024;

/// Newest events that a series remembers one by one.
///
/// A question whose threshold is no higher is answered exactly to the millisecond.
pub const OCCURRENCES_KEPT_MAX: usize = 64;

/// Parts into which a window is divided for the events before those.
///
/// With more events than [`OCCURRENCES_KEPT_MAX`] in a window, the oldest leave it late by at
/// most this part of it: 23 hours of 30 days.
pub const WINDOW_PARTS: u32 = 32;

/// Different values of a property that a series tells apart.
pub const DISTINCT_KEPT_MAX: usize = 64;

/// Segments of one workspace.
pub const SEGMENTS_MAX: usize = 200;

/// Longest regular expression in a condition, in bytes.
pub const PATTERN_LEN_BYTES_MAX: usize = 256;

/// Most instructions a regular expression may compile to.
///
/// Matching costs at most this many steps a character, whatever the pattern.
pub const PATTERN_INSTRUCTIONS_MAX: usize = 1_024;

/// Most variations of one experiment.
pub const VARIATIONS_MAX: usize = 64;

/// Most leaves of one contextual bandit; each is a condition to evaluate.
pub const BANDIT_CONTEXTS_MAX: usize = 32;

/// Most arms of a bandit: the quadrature of their probabilities is exact up to eight.
pub const ARMS_MAX: usize = 8;

/// Certainty, in millionths: the propensity of what nothing else could have been drawn instead of.
pub const CERTAIN_PPM: u32 = 1_000_000;

/// Share of a bandit's draws that all arms get alike.
///
/// It keeps every propensity above 0.6 %, so that one order in the log never stands for more than 160.
pub const BANDIT_EXPLORATION: f64 = 0.05;

/// Fewest draws, in effect, that say what another policy would have brought.
pub const OFF_POLICY_EFFECTIVE_MIN: f64 = 100.0;

/// Features of one person that a model looks at.
pub const FEATURES_MAX: usize = 32;

/// Weights of a propensity model: with two short numbers each at most 3.4 KiB of JSON.
pub const PROPENSITY_WEIGHTS: usize = 96;

/// How often something must have happened, and not happened, before a propensity is relied on.
///
/// Ten events for each of some ten features that matter (Peduzzi et al. 1996).
pub const PROPENSITY_EVENTS_ENOUGH: u64 = 100;

/// Fewest people who ordered more than once before orders and lifetime value are forecast.
///
/// With the parameters of CDNOW the forecast of a cohort's orders is within 20 % nine times in ten at 100, and only within
/// 29 % at 50, where one fit in eight does not come to an end.
pub const REPEAT_BUYERS_MIN: u64 = 100;

/// Most different histories, or spenders, that a model is fitted to: some seconds of work, and a megabyte.
pub const COHORT_HISTORIES_MAX: usize = 20_000;

/// Longest time between a first order and today: thirty years.
pub const HISTORY_DAYS_MAX: u32 = 10_958;

/// Furthest day that orders are forecast for: five years.
pub const FORECAST_DAYS_MAX: u32 = 1_830;

/// Months of 30 days that a lifetime value looks ahead at most.
pub const FORECAST_MONTHS_MAX: u32 = 60;

/// Largest correlation of frequency and spending that the model of spending is used with.
///
/// Cohen's "medium" effect; CDNOW has 0.11.
pub const SPENDING_CORRELATION_MAX: f64 = 0.3;

/// Fewest people, and fewest third orders among them, whose rhythm says something about others.
pub const REPLENISHMENT_PEOPLE_MIN: u64 = 30;

/// How long ago a customer's first order may be, in days, to be among those that the models are fitted to.
///
/// Who left long ago is in no ledger that is asked any more, who stayed is. Of those who began within a year both are, so that
/// those who leave are not taken to be fewer than they are.
pub const COHORT_DAYS_MAX: i64 = 365;

/// Days ahead for which orders are forecast: a quarter.
pub const FORECAST_DAYS: u32 = 90;

/// Months of a lifetime value: a year, beyond which the forecasts of a cohort of a year are guesses.
pub const LIFETIME_MONTHS: u32 = 12;

/// What money of next year is worth less, in a lifetime value.
pub const LIFETIME_YEARLY_DISCOUNT: f64 = 0.1;

/// Days before somebody is expected to run out, at which they are asked: what a parcel takes.
pub const REPLENISHMENT_LEAD_DAYS: u16 = 3;

/// The hour of the person's own day at which a birthday or a replenishment is an occasion.
pub const OCCASION_HOUR: u8 = 9;

/// Fewest times between orders of one person that say something without other people.
pub const REPLENISHMENT_GAPS_MIN: u64 = 3;

/// Most holdouts of single scenarios in one workspace.
pub const HOLDOUTS_MAX: usize = 64;

/// Most experiments that wait for one another in a row.
pub const PREREQUISITES_DEEP_MAX: usize = 8;

/// Assignments that one person keeps, over all their identities.
///
/// An ordinary person has some hundred bytes of them; with identifiers of the greatest length it would be 50 KiB.
pub const STICKY_ASSIGNMENTS_KEPT_MAX: usize = 64;

/// Fewest people in each variation before anything is said: below it there is no spread at all.
pub const EXPERIMENT_PEOPLE_MIN: u64 = 2;

/// Fewest people in each variation before one is called better or worse.
///
/// The sequential test is exact for many people; with fewer, one large order decides.
pub const EXPERIMENT_VERDICT_PEOPLE_MIN: u64 = 100;

/// Largest amount of one person that an experiment sums, in whole units: ten million million, in fen.
///
/// its square times a hundred million people still fits in 128 bits.
pub const EXPERIMENT_AMOUNT_MAX: i64 = 1_000_000_000_000_000;

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

/// How much older than a yes a no may seem and still count.
///
/// Five minutes that a clock may be off, and five that a request may be under way: nobody can
/// tell then which was said last, and in doubt nobody is contacted.
pub const CONSENT_DOUBT: Duration = Duration::from_mins(10);

/// How long an event id is remembered exactly, so that a repeat counts once.
pub const DEDUPE_WINDOW: Duration = Duration::from_hours(7 * 24);

/// How long raw events stay with a person before they are dropped.
pub const EVENTS_KEPT: Duration = Duration::from_hours(90 * 24);

/// Products a profile remembers one by one; the least recently seen goes first.
pub const PRODUCTS_KEPT_MAX: usize = 32;

/// Intents a profile counts one by one.
pub const TALLY_KEPT_MAX: usize = 32;

/// Categories, brands and price bands a profile weighs one by one; five are shown.
pub const PREFERENCES_KEPT_MAX: usize = 24;

/// Orders a profile remembers one by one; totals go on counting.
pub const ORDERS_KEPT_MAX: usize = 32;

/// Characters of a carrier's name or a parcel's number that are kept.
pub const PARCEL_LEN_MAX: usize = 64;

/// Orders that the assistant tells about at once.
pub const ORDERS_TOLD_MAX: usize = 3;

/// Products a profile remembers the purchases of, to know when somebody runs out of one.
pub const STAPLES_KEPT_MAX: usize = 10;

/// Days on which one of them was bought: five times in between say as much as twenty, since habits change.
pub const STAPLE_DAYS_KEPT_MAX: usize = 6;

/// Experiments that one person's orders are measured for; the oldest is left out first.
pub const EXPOSURES_KEPT_MAX: usize = 64;

/// Claims of one person that wait for a coupon of a limited offer; one waits a moment.
pub const PENDING_MAX: usize = 8;

/// Deliveries a person's state remembers one by one; older ones live in their table.
pub const DELIVERIES_KEPT_MAX: usize = 64;

/// Touches kept for frequency caps.
///
/// 128 times 24 bytes is 3 KiB of a person's state.
pub const TOUCHES_KEPT_MAX: usize = 128;

/// Traits kept on a profile.
pub const TRAITS_KEPT_MAX: usize = 64;

/// Bytes of one trait with its name, and of all traits together; what is beyond is not kept.
///
/// An avatar as a data address is a trait that nobody asks a condition about.
pub const TRAIT_LEN_BYTES_MAX: usize = 1_024;

/// Bytes of all traits of a profile together.
pub const TRAITS_LEN_BYTES_MAX: usize = 8 * 1024;

/// Longest name of a product, category or brand on a profile, in bytes.
pub const PROFILE_TEXT_LEN_BYTES_MAX: usize = 96;

/// What a profile takes up at most as JSON, whatever was sent, in bytes.
///
/// With ordinary names and ids (18 bytes) and 24 traits it is below [`PROFILE_USUAL_LEN_BYTES`]; a test holds
/// ten thousand events of either kind to it.
pub const PROFILE_LEN_BYTES_MAX: usize = 64 * 1024;

/// What a profile with ordinary names and ids takes up at most as JSON, in bytes.
pub const PROFILE_USUAL_LEN_BYTES: usize = 16 * 1024;

/// Longest boundary between two stages of a customer's life: ten years.
pub const LIFECYCLE_DAYS_MAX: u16 = 3_650;

/// Fewest customers with an order of whom somebody can be in the top fifth.
///
/// With 50 there are ten in each fifth; with fewer one order moves a whole class.
pub const RFM_PEOPLE_MIN: usize = 50;

/// Customers in the sample from which the fifths of a workspace are cut.
///
/// The standard error of a quantile's rank is √(0.2 × 0.8 / 2,000) = 0.9 %.
pub const RFM_SAMPLE_MAX: usize = 2_000;

/// Rules in one published config.
pub const RULES_MAX: usize = 10_000;

/// Products in one workspace's catalog snapshot.
///
/// A snapshot is read whole into an isolate of 128 MB; 5,000 products are about 5 MB.
pub const CATALOG_PRODUCTS_MAX: usize = 5_000;

/// Characters of a product's name, brand, alias or property.
pub const PRODUCT_NAME_CHARS_MAX: usize = 200;

/// Bytes of an address of a product.
pub const PRODUCT_URL_LEN_BYTES_MAX: usize = 2_048;

/// Aliases, properties and complements of one product, each.
pub const PRODUCT_ITEMS_MAX: usize = 64;

/// Bytes of a feed of products.
pub const IMPORT_LEN_BYTES_MAX: usize = 8 * 1_024 * 1_024;

/// Refused rows of a feed that are told one by one.
pub const IMPORT_REFUSED_MAX: usize = 100;

/// Products in one comparison.
pub const COMPARED_MAX: usize = 3;

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
const _: () = assert!(FORECAST_MONTHS_MAX * 30 <= FORECAST_DAYS_MAX);
const _: () = assert!(DELIVERIES_KEPT_MAX <= TOUCHES_KEPT_MAX);
const _: () = assert!(FREQUENCY_WINDOW_MIN.as_millis() < FREQUENCY_WINDOW_MAX.as_millis());

/// Longest title of an article, in characters: it is a link under an answer.
pub const ARTICLE_TITLE_CHARS_MAX: usize = 120;

/// Longest body of an article, in characters. What is longer is several articles, and is found better so.
pub const ARTICLE_BODY_CHARS_MAX: usize = 20_000;

/// Most synonyms of an article.
pub const ARTICLE_SYNONYMS_MAX: usize = 40;

/// Longest address of an article, in bytes.
pub const ARTICLE_URL_LEN_BYTES_MAX: usize = 2_000;

/// Articles of one workspace, over all languages.
pub const ARTICLES_MAX: u32 = 5_000;

/// Longest answer that the assistant gives from an article, in characters: a bubble that is read on a telephone without
/// scrolling.
pub const ANSWER_CHARS_MAX: usize = 280;

/// Terms of a question that are looked up; what comes later repeats or rambles.
pub const QUERY_TERMS_MAX: usize = 48;

/// Longest vector of a phrase, in numbers. Ours has 384.
pub const VECTOR_LEN_BYTES_MAX: usize = 1_024;

/// How many times the best fit of words counts what an article means.
pub const MEANING_WEIGHT: f64 = 2.0;

/// Messages in a row that sound upset after which a human is fetched, whatever an article says.
pub const UPSET_MAX: u32 = 2;

/// How nearly an article must mean the question to answer it, and how far it must stand out.
///
/// With these, 53 % of the judging questions are answered outright, 94 % of those rightly; the others are asked back or passed
/// on. Of talk that has nothing to do with a shop 7 % would be answered, but for its label.
pub const ANSWER_CLOSENESS_MIN: f64 = 0.75;

/// How far the best article's score must be ahead of the next one's, for an answer.
pub const ANSWER_LEAD_MIN: f64 = 0.2;

/// How nearly a phrase of an article must mean the question to be the same words.
pub const EXACT_CLOSENESS_MIN: f64 = 0.985;

/// How nearly an article must mean the question to be asked about.
pub const ASK_CLOSENESS_MIN: f64 = 0.62;

/// The share of a question's terms that an article must have to answer it, where nobody knows what it means.
pub const ANSWER_COVER_MIN: f64 = 0.5;

/// The same, to be asked about.
pub const ASK_COVER_MIN: f64 = 0.3;

/// Articles that a question is asked back with at most: three lines can be read at a glance.
pub const ASKED_BACK_MAX: usize = 3;
