//! Events that wait for the edge: in order, each once, for a bounded time in a bounded space.
//!
//! An event leaves the queue only when the edge has said that it is kept, or that it will never be. Until then it is
//! stored on the device, so that a closed tab or a lost network loses nothing.

use serde_json::Value;
use shared::time::Timestamp;

use super::event::{Event, rfc3339};
use crate::{
    json::{moment, object},
    limits::{EVENT_KEPT, QUEUE_LEN_BYTES_MAX},
};

/// Events in the order in which they happened.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: Vec<Waiting>,
    len_bytes: usize,
}

/// One event that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// When it came in.
    at: Timestamp,
    event: Event,
    len_bytes: usize,
}

impl Waiting {
    fn new(event: Event, at: Timestamp) -> Self {
        let len_bytes = event.store().to_string().len();
        Self { at, event, len_bytes }
    }

    /// Reads what was stored; `None` if it cannot be an event.
    #[must_use]
    pub fn stored(value: &Value) -> Option<Self> {
        Some(Self::new(Event::stored(value.get("event")?)?, moment(value, "at")?))
    }

    /// As it is stored.
    #[must_use]
    pub fn write(&self) -> Value {
        object([("at", self.at.unix_millis().into()), ("event", self.event.store())])
    }

    /// The event's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.event.id()
    }
}

impl Queue {
    /// Takes an event in at the end. The same id again replaces the event that waits: the shop described a page that
    /// the loader had already seen.
    ///
    /// Over [`QUEUE_LEN_BYTES_MAX`] the oldest go: what a visitor does now matters more than last week.
    pub fn push(&mut self, event: Event, at: Timestamp) {
        self.put(Waiting::new(event, at));
    }

    /// Takes in what an earlier page left behind, before everything of this one.
    pub fn restore(&mut self, left: Vec<Waiting>, now: Timestamp) {
        let newer = core::mem::take(self).waiting;
        let left = left.into_iter().filter(|waiting| now.since(waiting.at) < EVENT_KEPT);
        for waiting in left.chain(newer) {
            self.put(waiting);
        }
    }

    fn put(&mut self, new: Waiting) {
        self.len_bytes = self.len_bytes.saturating_add(new.len_bytes);
        match self.waiting.iter_mut().find(|waiting| waiting.id() == new.id()) {
            Some(known) => {
                self.len_bytes = self.len_bytes.saturating_sub(known.len_bytes);
                *known = new;
            }
            None => self.waiting.push(new),
        }
        let mut over: usize = 0;
        for waiting in &self.waiting {
            if self.len_bytes <= QUEUE_LEN_BYTES_MAX {
                break;
            }
            self.len_bytes = self.len_bytes.saturating_sub(waiting.len_bytes);
            over = over.saturating_add(1);
        }
        self.waiting.drain(..over);
    }

    /// The body of the next request, of at most `count_max` events, with their ids; `None` when nothing waits.
    ///
    /// What all events have in common is said once.
    #[must_use]
    pub fn batch(
        &self,
        site: &str,
        person: &str,
        count_max: usize,
        now: Timestamp,
    ) -> Option<(String, Vec<String>)> {
        let next = self.waiting.get(..count_max.min(self.waiting.len()))?;
        let common = next.first()?.event.context();
        let ids = next.iter().map(|waiting| waiting.id().to_owned()).collect();
        let batch: Vec<Value> =
            next.iter().map(|waiting| waiting.event.send(person, common)).collect();
        let body = object([
            ("writeKey", site.into()),
            ("batch", batch.into()),
            ("context", common.clone()),
            ("sentAt", rfc3339(now).into()),
        ]);
        Some((body.to_string(), ids))
    }

    /// Forgets events that the edge has kept, or will never keep.
    pub fn forget(&mut self, ids: &[String]) {
        self.waiting.retain(|waiting| !ids.iter().any(|id| id == waiting.id()));
        self.len_bytes =
            self.waiting.iter().fold(0, |sum, waiting| sum.saturating_add(waiting.len_bytes));
    }

    /// Forgets everything: the visitor said no.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What waits, to be stored.
    #[must_use]
    pub fn waiting(&self) -> &[Waiting] {
        &self.waiting
    }

    /// How many wait.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_millis(1_767_000_000_000);

    fn event(id: &str) -> Event {
        let mut event = Event::new("track", id, NOW);
        event.set("event", "Product Viewed".into());
        event
    }

    fn ids(queue: &Queue) -> Vec<&str> {
        queue.waiting.iter().map(Waiting::id).collect()
    }

    #[test]
    fn events_stay_until_the_edge_has_them() {
        let mut queue = Queue::default();
        queue.push(event("a"), NOW);
        queue.push(event("b"), NOW);
        let (_, sent) = queue.batch("pk", "anon", 50, NOW).expect("a batch");
        queue.push(event("c"), NOW);
        assert_eq!(ids(&queue), ["a", "b", "c"]);
        queue.forget(&sent);
        assert_eq!(ids(&queue), ["c"]);
    }

    #[test]
    fn what_all_events_share_is_said_once() {
        let mut queue = Queue::default();
        for (id, context) in [("a", "home"), ("b", "home"), ("c", "cart")] {
            queue.push(event(id).within(context.into()), NOW);
        }
        let (body, _) = queue.batch("pk", "anon", 50, NOW).expect("a batch");
        assert_eq!((body.matches("home").count(), body.matches("cart").count()), (1, 1));
    }

    #[test]
    fn the_same_id_is_one_event_and_the_later_one_counts() {
        let mut queue = Queue::default();
        queue.push(event("a"), NOW);
        let mut described = event("a");
        described.set("name", "Home".into());
        queue.push(described.clone(), NOW);
        assert_eq!(queue.waiting, [Waiting::new(described, NOW)]);
    }

    #[test]
    fn the_queue_never_outgrows_its_space_and_the_oldest_go_first() {
        let mut queue = Queue::default();
        for number in 0..3_000 {
            queue.push(event(&format!("event-{number}")), NOW);
            assert!(queue.len_bytes <= QUEUE_LEN_BYTES_MAX);
        }
        assert_eq!(ids(&queue).last(), Some(&"event-2999"));
        assert_ne!(ids(&queue).first(), Some(&"event-0"));
    }

    #[test]
    fn what_an_earlier_page_left_goes_first_and_not_after_a_week() {
        let mut left = Queue::default();
        left.push(event("week-old"), NOW.saturating_sub(EVENT_KEPT));
        left.push(event("yesterday"), NOW);
        let mut queue = Queue::default();
        queue.push(event("now"), NOW);
        queue.restore(left.waiting.clone(), NOW);
        assert_eq!(ids(&queue), ["yesterday", "now"]);
    }

    #[test]
    fn what_waits_survives_storage() {
        let waiting = Waiting::new(event("a"), NOW);
        assert_eq!(Waiting::stored(&waiting.write()), Some(waiting));
        assert_eq!(Waiting::stored(&Value::Null), None);
    }
}
