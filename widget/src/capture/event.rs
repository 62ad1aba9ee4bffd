//! One event in Segment's format, as it waits and as it is sent.

use serde_json::{Map, Value};
use shared::time::Timestamp;

use super::campaign;
use crate::{json::object, port::Choice};

/// One event. What the shop passed in goes out as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    fields: Map<String, Value>,
    /// Where and under what permission it happened.
    context: Value,
}

/// The page on which something happened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Full address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Where the visitor came from.
    pub referrer: String,
}

impl Event {
    /// An event of a kind (`track`, `page`, `identify`, `group`, `alias`). `id` is made where it happens; the edge
    /// counts an id once.
    #[must_use]
    pub fn new(kind: &str, id: &str, at: Timestamp) -> Self {
        let mut event = Self { fields: Map::new(), context: Value::Null };
        event.set("type", kind.into());
        event.set("messageId", id.into());
        event.set("timestamp", rfc3339(at).into());
        event
    }

    /// An event as it was stored; `None` if it cannot be one.
    #[must_use]
    pub fn stored(value: &Value) -> Option<Self> {
        let context = value.get("context").cloned().unwrap_or_default();
        let event = Self { fields: value.get("fields")?.as_object()?.clone(), context };
        (!event.id().is_empty()).then_some(event)
    }

    /// As it is stored.
    #[must_use]
    pub fn store(&self) -> Value {
        let fields = Value::Object(self.fields.clone());
        object([("fields", fields), ("context", self.context.clone())])
    }

    /// Says where and under what permission it happened.
    #[must_use]
    pub fn within(mut self, context: Value) -> Self {
        self.context = context;
        self
    }

    /// Sets a field; null leaves it out.
    pub fn set(&mut self, field: &str, value: Value) {
        if !value.is_null() {
            self.fields.insert(field.to_owned(), value);
        }
    }

    /// Where and under what permission it happened.
    #[must_use]
    pub const fn context(&self) -> &Value {
        &self.context
    }

    /// The event's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.fields.get("messageId").and_then(Value::as_str).unwrap_or_default()
    }

    /// The event as `person` sends it, without what the batch says for all.
    #[must_use]
    pub fn send(&self, person: &str, common: &Value) -> Value {
        let mut event = self.clone();
        event.set("anonymousId", person.into());
        if event.context != *common {
            let own = core::mem::take(&mut event.context);
            event.set("context", own);
        }
        Value::Object(event.fields)
    }
}

/// What the browser says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// Who drives it.
    pub driver: Driver,
    /// The zone of its clock, an IANA name; may be empty.
    pub zone: String,
}

/// Who drives the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Driver {
    /// A person.
    #[default]
    Person,
    /// A program, which says so itself.
    Machine,
}

/// Segment's `context`: page, language, campaign, consent, zone, and whether a machine drives the browser.
#[must_use]
pub fn context(page: &Page, locale: &str, consent: Choice, device: &Device) -> Value {
    let shown = object([
        ("url", page.url.as_str().into()),
        ("path", path(&page.url).into()),
        ("title", page.title.as_str().into()),
        ("referrer", page.referrer.as_str().into()),
    ]);
    object([
        ("page", shown),
        ("locale", locale.into()),
        (
            "timezone",
            if device.zone.is_empty() { Value::Null } else { device.zone.as_str().into() },
        ),
        ("campaign", campaign::of(&page.url).unwrap_or_default()),
        ("consent", allowed(consent)),
        (
            "automated",
            match device.driver {
                Driver::Person => Value::Null,
                Driver::Machine => true.into(),
            },
        ),
    ])
}

/// What the visitor allows, when they chose it and under which notice: an event of a tab that was not told of a later
/// choice must not undo it.
fn allowed(choice: Choice) -> Value {
    object([
        ("categoryPreferences", choice.write()),
        ("chosenAt", choice.at.map(rfc3339).into()),
        ("notice", choice.notice.into()),
    ])
}

/// The moment as RFC 3339 text in UTC, to the millisecond.
///
/// Days are counted in years that begin in March, so that a leap day is the last of its year (Hinnant's
/// `civil_from_days`). The `time` crate does the same for every year there is, and weighs many times as much.
#[must_use]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "a time of a clock is far from the bounds of 64 bits"
)]
pub fn rfc3339(at: Timestamp) -> String {
    const DAY_MS: i64 = 86_400_000;
    let millis = at.unix_millis().clamp(0, 253_402_300_799_999);
    let (days, in_day) = (millis / DAY_MS, millis % DAY_MS);
    let since_march = days + 719_468;
    let (era, of_era) = (since_march / 146_097, since_march % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute) = (in_day / 3_600_000, in_day / 60_000 % 60);
    let (second, milli) = (in_day / 1_000 % 60, in_day % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// The path of an address.
fn path(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.find('/').and_then(|at| after_scheme.get(at..)).unwrap_or("/");
    path.split(['?', '#']).next().unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_everybody_reads_it() {
        // Every 11 hours, 17 minutes and a bit, from 1970 to 2098.
        for step in 0..100_000_i64 {
            let at = Timestamp::from_unix_millis(step.saturating_mul(40_621_123));
            assert_eq!(Timestamp::parse_rfc3339(&rfc3339(at)), Some(at), "{}", rfc3339(at));
        }
    }

    #[test]
    fn a_path_has_neither_host_nor_query() {
        assert_eq!(path("https://shop.example/shop/p?id=1#top"), "/shop/p");
        assert_eq!(path("https://shop.example"), "/");
        assert_eq!(path("http://localhost:8787/?a=/b"), "/");
    }
}
