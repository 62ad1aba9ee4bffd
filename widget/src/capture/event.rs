//! One event in Segment's format, as it waits and as it is sent.

use serde_json::{Map, Value};
use shared::time::Timestamp;

use super::campaign;
use crate::{json::object, port::Choice};

/// One event. What the shop passed in goes out as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    fields: Map<String, Value>,
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
        let mut event = Self { fields: Map::new() };
        event.set("type", kind.into());
        event.set("messageId", id.into());
        event.set("timestamp", at.to_rfc3339().into());
        event
    }

    /// An event as it was stored; `None` if it cannot be one.
    #[must_use]
    pub fn stored(value: &Value) -> Option<Self> {
        let event = Self { fields: value.as_object()?.clone() };
        (!event.id().is_empty()).then_some(event)
    }

    /// Sets a field; null leaves it out.
    pub fn set(&mut self, field: &str, value: Value) {
        if !value.is_null() {
            self.fields.insert(field.to_owned(), value);
        }
    }

    /// Leaves out the context where the batch says the same for all.
    pub fn drop_context(&mut self, common: Option<&Value>) {
        if self.context() == common {
            self.fields.remove("context");
        }
    }

    /// Where and under what permission it happened.
    #[must_use]
    pub fn context(&self) -> Option<&Value> {
        self.fields.get("context")
    }

    /// The event's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.fields.get("messageId").and_then(Value::as_str).unwrap_or_default()
    }

    /// The event as it is sent and stored.
    #[must_use]
    pub fn write(self) -> Value {
        Value::Object(self.fields)
    }
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

/// Segment's `context`: page, language, campaign, consent, and whether a machine drives the browser.
#[must_use]
pub fn context(page: &Page, locale: &str, consent: Choice, driver: Driver) -> Value {
    let shown = object([
        ("url", page.url.as_str().into()),
        ("path", path(&page.url).into()),
        ("title", page.title.as_str().into()),
        ("referrer", page.referrer.as_str().into()),
    ]);
    object([
        ("page", shown),
        ("locale", locale.into()),
        ("campaign", campaign::of(&page.url).unwrap_or_default()),
        ("consent", object([("categoryPreferences", consent.write())])),
        (
            "automated",
            match driver {
                Driver::Person => Value::Null,
                Driver::Machine => true.into(),
            },
        ),
    ])
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
    fn a_path_has_neither_host_nor_query() {
        assert_eq!(path("https://shop.example/shop/p?id=1#top"), "/shop/p");
        assert_eq!(path("https://shop.example"), "/");
        assert_eq!(path("http://localhost:8787/?a=/b"), "/");
    }
}
