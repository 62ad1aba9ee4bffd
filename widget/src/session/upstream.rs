//! What goes to the edge next.
//!
//! One request is under way at a time. First the edge must know the visitor; then, if a message waits, everything
//! that happened before it; then the message. Events alone wait a moment for company.
//!
//! After a failure the wait doubles up to a minute. It is spread over its second half by the last digits of the
//! clock, so that browsers which lost the edge together do not all come back in the same second.

use std::time::Duration;

use shared::time::Timestamp;

use crate::limits::{
    BATCH_AFTER, BATCH_EVERY, EVENTS_IN_REQUEST_MAX, RETRY_AFTER_MAX, RETRY_AFTER_MIN,
    STREAM_AFTER_MAX,
};

/// What is under way and what must wait.
#[derive(Debug, Default)]
pub struct Upstream {
    under_way: UnderWay,
    booted: bool,
    retry: Backoff,
    /// When the events that wait are sent without more company.
    flush_at: Option<Timestamp>,
    /// Until then the next batch waits for more, unless there is a hurry.
    quiet_until: Timestamp,
    stream: Stream,
    stream_retry: Backoff,
}

/// The one request that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum UnderWay {
    /// None.
    #[default]
    Nothing,
    /// A boot.
    Boot,
    /// Events with these ids.
    Events(Vec<String>),
    /// The first message that waits.
    Message,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Stream {
    #[default]
    Closed,
    Open,
}

/// How long to wait after failures.
#[derive(Debug, Default)]
struct Backoff {
    failures: u32,
    not_before: Timestamp,
}

/// What there is to send.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "three independent facts, named at the one place that makes them"
)]
pub struct Due {
    /// Whether the edge knows the visitor.
    pub has_identity: bool,
    /// Whether a message waits that was read already.
    pub has_message: bool,
    /// How many events may be sent.
    pub events: usize,
    /// Whether the edge may push.
    pub wants_stream: bool,
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Boot.
    Boot,
    /// Send events.
    Events,
    /// Send the first message.
    Message,
    /// Open the stream.
    Stream,
    /// Nothing, until this time or the next input.
    Wait(Option<Timestamp>),
}

impl Upstream {
    /// Decides what goes next. The caller does it, or the decision is lost.
    pub fn next(&mut self, due: Due, now: Timestamp) -> Next {
        if self.under_way != UnderWay::Nothing {
            return Next::Wait(None);
        }
        if now < self.retry.not_before {
            return Next::Wait(Some(self.retry.not_before));
        }
        if !due.has_identity || !self.booted {
            self.under_way = UnderWay::Boot;
            return Next::Boot;
        }
        if due.events == 0 {
            self.flush_at = None;
        } else {
            let soon = now.saturating_add(BATCH_AFTER).max(self.quiet_until);
            let flush_at = *self.flush_at.get_or_insert(soon);
            if due.has_message || flush_at <= now || EVENTS_IN_REQUEST_MAX <= due.events {
                self.quiet_until = now.saturating_add(BATCH_EVERY);
                return Next::Events;
            }
        }
        if due.has_message {
            self.under_way = UnderWay::Message;
            return Next::Message;
        }
        if due.wants_stream && self.stream == Stream::Closed && self.stream_retry.not_before <= now
        {
            self.stream = Stream::Open;
            return Next::Stream;
        }
        let stream_at = (due.wants_stream && self.stream == Stream::Closed)
            .then_some(self.stream_retry.not_before);
        Next::Wait(self.flush_at.into_iter().chain(stream_at).min())
    }

    /// Events with these ids are under way.
    pub fn events_sent(&mut self, ids: Vec<String>) {
        self.flush_at = None;
        self.under_way = UnderWay::Events(ids);
    }

    /// The request under way is over; says which it was.
    pub fn finish(&mut self) -> UnderWay {
        core::mem::take(&mut self.under_way)
    }

    /// The edge answered.
    pub fn succeeded(&mut self) {
        self.retry = Backoff::default();
    }

    /// The edge knows the visitor.
    pub fn booted(&mut self) {
        self.booted = true;
        self.succeeded();
    }

    /// The edge must be told anew who the visitor is.
    pub fn unknown(&mut self) {
        self.booted = false;
    }

    /// The edge was not reached.
    pub fn failed(&mut self, now: Timestamp) {
        // Events that failed have waited for company already.
        self.flush_at = Some(now);
        self.retry.fail(RETRY_AFTER_MAX, now);
    }

    /// The network came back: try at once.
    pub fn try_again(&mut self, now: Timestamp) {
        self.retry.not_before = now;
        self.stream_retry.not_before = now;
    }

    /// Whether requests fail.
    #[must_use]
    pub const fn is_failing(&self) -> bool {
        0 < self.retry.failures
    }

    /// Whether a message is on its way.
    #[must_use]
    pub fn is_saying(&self) -> bool {
        self.under_way == UnderWay::Message
    }

    /// Events are sent with the next breath instead of waiting for company.
    pub fn hurry(&mut self, now: Timestamp) {
        self.flush_at = Some(now);
    }

    /// The stream works.
    pub fn stream_heard(&mut self) {
        self.stream_retry = Backoff::default();
    }

    /// The stream broke off. What was missed comes with the next boot.
    pub fn stream_lost(&mut self, now: Timestamp) {
        self.stream = Stream::Closed;
        self.booted = false;
        self.stream_retry.fail(STREAM_AFTER_MAX, now);
        self.retry.not_before = self.retry.not_before.max(self.stream_retry.not_before);
    }
}

impl Backoff {
    fn fail(&mut self, longest: Duration, now: Timestamp) {
        let doubled = RETRY_AFTER_MIN.saturating_mul(1_u32.wrapping_shl(self.failures.min(6)));
        let quarter = doubled.min(longest).div_f32(4.0);
        // 2.0 to 4.0 quarters.
        let spread = u8::try_from(now.unix_millis().rem_euclid(251)).unwrap_or_default();
        let wait = quarter.mul_f32(2.0 + f32::from(spread) / 125.0);
        self.failures = self.failures.saturating_add(1);
        self.not_before = now.saturating_add(wait.min(longest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_millis(1_767_000_000_000);
    const DUE: Due = Due { has_identity: true, has_message: false, events: 0, wants_stream: false };

    fn known() -> Upstream {
        let mut upstream = Upstream::default();
        upstream.booted();
        upstream
    }

    #[test]
    fn what_happened_before_a_question_goes_before_it() {
        let mut upstream = known();
        let due = Due { has_message: true, events: 1, ..DUE };
        assert_eq!(upstream.next(due, NOW), Next::Events);
        upstream.events_sent(vec!["e".into()]);
        assert_eq!(upstream.next(due, NOW), Next::Wait(None), "one at a time");
        upstream.finish();
        assert_eq!(upstream.next(Due { has_message: true, ..DUE }, NOW), Next::Message);
    }

    #[test]
    fn events_alone_wait_for_company_but_not_long() {
        let mut upstream = known();
        let due = Due { events: 1, ..DUE };
        let then = NOW.saturating_add(BATCH_AFTER);
        assert_eq!(upstream.next(due, NOW), Next::Wait(Some(then)));
        assert_eq!(upstream.next(due, then), Next::Events);
    }

    #[test]
    fn who_keeps_clicking_is_heard_every_other_second() {
        let mut upstream = known();
        let due = Due { events: 1, ..DUE };
        upstream.next(due, NOW);
        let first = NOW.saturating_add(BATCH_AFTER);
        assert_eq!(upstream.next(due, first), Next::Events);
        upstream.events_sent(vec!["e".into()]);
        upstream.finish();
        let second = first.saturating_add(BATCH_EVERY);
        assert_eq!(upstream.next(due, first), Next::Wait(Some(second)));
        assert_eq!(upstream.next(due, second), Next::Events);
        let many = Due { events: EVENTS_IN_REQUEST_MAX, ..DUE };
        upstream.events_sent(vec!["e".into()]);
        upstream.finish();
        assert_eq!(upstream.next(many, second), Next::Events, "a full batch does not wait");
    }

    #[test]
    fn a_hurry_waits_for_nothing() {
        let mut upstream = known();
        let due = Due { events: 1, ..DUE };
        upstream.hurry(NOW);
        assert_eq!(upstream.next(due, NOW), Next::Events);
        upstream.events_sent(vec!["e".into()]);
        upstream.finish();
        upstream.hurry(NOW);
        assert_eq!(upstream.next(due, NOW), Next::Events);
    }

    #[test]
    fn each_failure_waits_longer_and_never_longer_than_a_minute() {
        let mut upstream = known();
        let mut longest = Duration::ZERO;
        for failure in 0..12_i64 {
            let at = Timestamp::from_unix_millis(failure.saturating_mul(1_234_567));
            upstream.failed(at);
            let wait = upstream.retry.not_before.since(at);
            assert!(RETRY_AFTER_MIN / 2 <= wait && wait <= RETRY_AFTER_MAX, "{wait:?}");
            longest = longest.max(wait);
        }
        assert!(RETRY_AFTER_MAX / 2 <= longest);
    }

    #[test]
    fn a_lost_stream_boots_again_before_it_is_opened_again() {
        let mut upstream = known();
        let due = Due { wants_stream: true, ..DUE };
        assert_eq!(upstream.next(due, NOW), Next::Stream);
        upstream.stream_lost(NOW);
        let Next::Wait(Some(at)) = upstream.next(due, NOW) else { panic!("no wait") };
        assert_eq!(upstream.next(due, at), Next::Boot);
        upstream.finish();
        upstream.booted();
        assert_eq!(upstream.next(due, at), Next::Stream);
    }
}
