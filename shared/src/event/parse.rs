//! The door: one event of Segment's format becomes an [`Event`], or an error with its path.

use alloc::{
    format,
    string::{String, ToString},
};

use serde_json::{Map, Value};

use super::{Arrival, Body, Campaign, Context, Event, EventError, Origin, Page};
use crate::{
    consent::{CategoryPreferences, Choice, NoticeVersion},
    digest,
    id::IdError,
    identity::claim,
    limits::{CLOCK_SKEW_MAX, EVENT_NAME_LEN_MAX, PROPERTIES_DEPTH_MAX, PROPERTIES_KEYS_MAX},
    time::Timestamp,
};

/// Longest address, title or referrer kept, in characters.
const PAGE_TEXT_CHARS_MAX: usize = 1_024;

pub(super) fn event(event: Value, arrival: Arrival<'_>) -> Result<Event, EventError> {
    let Value::Object(mut fields) = event else {
        return Err(wrong(
            "not_an_object",
            "",
            format!("event is {}, not an object", kind(&event)),
        ));
    };
    let anonymous_id = id(&fields, "anonymousId")?;
    let user_id = id(&fields, "userId")?;
    let context = context(fields.remove("context").as_ref(), arrival);
    if anonymous_id.is_none() && user_id.is_none() && context.listed_ids().next().is_none() {
        return Err(wrong(
            "no_identity",
            ".anonymousId",
            "neither anonymousId, userId nor context.externalIds is given; one is needed"
                .to_string(),
        ));
    }
    let at = time(&fields, arrival)?;
    let message_id = match id(&fields, "messageId")? {
        Some(given) => given,
        None => content_id(&fields, arrival)?,
    };
    let body = body(&mut fields)?;
    Ok(Event { message_id, at, anonymous_id, user_id, context, proven: None, body })
}

fn body(fields: &mut Map<String, Value>) -> Result<Body, EventError> {
    let event_type = match fields.get("type") {
        Some(Value::String(name)) => name.clone(),
        Some(other) => {
            return Err(wrong("bad_type", ".type", format!("type is {}, not text", kind(other))));
        }
        None => return Err(wrong("no_type", ".type", "type is missing".to_string())),
    };
    Ok(match event_type.as_str() {
        "track" => {
            Body::Track { event: name(fields, "event")?, properties: bag(fields, "properties")? }
        }
        "page" => Body::Page { name: title(fields), properties: bag(fields, "properties")? },
        "screen" => Body::Screen { name: title(fields), properties: bag(fields, "properties")? },
        "identify" => Body::Identify { traits: bag(fields, "traits")? },
        "group" => {
            Body::Group { group_id: name(fields, "groupId")?, traits: bag(fields, "traits")? }
        }
        "alias" => Body::Alias { previous_id: name(fields, "previousId")? },
        other => {
            return Err(wrong(
                "unknown_type",
                ".type",
                format!(
                    "type is {:?}; known are track, page, screen, identify, group, alias",
                    short(other)
                ),
            ));
        }
    })
}

/// A name that must be there, not empty and not too long.
fn name(fields: &Map<String, Value>, key: &str) -> Result<String, EventError> {
    let path = format!(".{key}");
    match fields.get(key) {
        Some(Value::String(text)) if text.trim().is_empty() => {
            Err(wrong("empty_name", &path, format!("{key} is empty")))
        }
        Some(Value::String(text)) => {
            let len = text.chars().count();
            if EVENT_NAME_LEN_MAX < len {
                return Err(wrong(
                    "name_too_long",
                    &path,
                    format!("{key} has {len} characters, more than {EVENT_NAME_LEN_MAX}"),
                ));
            }
            Ok(text.trim().to_string())
        }
        Some(other) => Err(wrong("bad_name", &path, format!("{key} is {}, not text", kind(other)))),
        None => Err(wrong("no_name", &path, format!("{key} is missing"))),
    }
}

/// The name of a page or screen, which may be missing.
fn title(fields: &Map<String, Value>) -> String {
    fields
        .get("name")
        .and_then(Value::as_str)
        .map(|text| text.chars().take(EVENT_NAME_LEN_MAX).collect())
        .unwrap_or_default()
}

/// Properties or traits: an object within bounds, or nothing.
fn bag(fields: &mut Map<String, Value>, key: &str) -> Result<Map<String, Value>, EventError> {
    let path = format!(".{key}");
    match fields.remove(key) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(bag)) => {
            let value = Value::Object(bag);
            check_bounds(&value, &path, PROPERTIES_DEPTH_MAX)?;
            match value {
                Value::Object(bag) => Ok(bag),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_) => Ok(Map::new()),
            }
        }
        Some(other) => {
            Err(wrong("bad_properties", &path, format!("{key} is {}, not an object", kind(&other))))
        }
    }
}

fn check_bounds(value: &Value, path: &str, depth_left: usize) -> Result<(), EventError> {
    let (Value::Object(_) | Value::Array(_)) = value else {
        return Ok(());
    };
    let Some(depth_left) = depth_left.checked_sub(1) else {
        return Err(wrong(
            "too_deep",
            path,
            format!("nested deeper than {PROPERTIES_DEPTH_MAX} levels"),
        ));
    };
    match value {
        Value::Object(fields) => {
            if PROPERTIES_KEYS_MAX < fields.len() {
                let count = fields.len();
                return Err(wrong(
                    "too_many_keys",
                    path,
                    format!("has {count} keys, more than {PROPERTIES_KEYS_MAX}"),
                ));
            }
            fields.iter().try_for_each(|(key, inner)| {
                check_nested(inner, depth_left, || format!("{path}.{}", short(key)))
            })
        }
        Value::Array(items) => items.iter().enumerate().try_for_each(|(at, inner)| {
            check_nested(inner, depth_left, || format!("{path}[{at}]"))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// Builds the path only for values that can fail, which most cannot.
fn check_nested(
    value: &Value,
    depth_left: usize,
    path: impl FnOnce() -> String,
) -> Result<(), EventError> {
    match value {
        Value::Object(_) | Value::Array(_) => check_bounds(value, &path(), depth_left),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

fn id<T>(fields: &Map<String, Value>, key: &str) -> Result<Option<T>, EventError>
where
    T: TryFrom<String, Error = IdError>,
{
    let text = match fields.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.clone(),
        // Shops number their customers; the number is the id.
        Some(Value::Number(number)) => number.to_string(),
        Some(other) => {
            return Err(wrong(
                "bad_id",
                &format!(".{key}"),
                format!("{key} is {}, not text", kind(other)),
            ));
        }
    };
    // Segment's own libraries send an empty userId for "nobody".
    if text.is_empty() {
        return Ok(None);
    }
    T::try_from(text)
        .map(Some)
        .map_err(|error| wrong("bad_id", &format!(".{key}"), format!("{key}: {error}")))
}

/// When it happened by our clock.
///
/// The sender's clock may be years off, so its time counts only relative to its own
/// `sentAt`. What would lie in the future happened on arrival.
fn time(fields: &Map<String, Value>, arrival: Arrival<'_>) -> Result<Timestamp, EventError> {
    let given = match fields.get("timestamp") {
        None | Some(Value::Null) => return Ok(arrival.received_at),
        Some(Value::String(text)) => Timestamp::parse_rfc3339(text).ok_or_else(|| {
            wrong(
                "bad_timestamp",
                ".timestamp",
                format!(
                    "timestamp is {:?}, not RFC 3339 such as 2026-01-05T01:00:00Z",
                    short(text)
                ),
            )
        })?,
        Some(other) => {
            return Err(wrong(
                "bad_timestamp",
                ".timestamp",
                format!("timestamp is {}, not RFC 3339 text", kind(other)),
            ));
        }
    };
    Ok(by_our_clock(given, arrival))
}

fn by_our_clock(given: Timestamp, arrival: Arrival<'_>) -> Timestamp {
    let corrected = match arrival.sent_at {
        Some(sent_at) if CLOCK_SKEW_MAX < skew(sent_at, arrival.received_at) => {
            arrival.received_at.saturating_sub(sent_at.since(given))
        }
        Some(_) | None => given,
    };
    corrected.min(arrival.received_at)
}

fn skew(a: Timestamp, b: Timestamp) -> core::time::Duration {
    a.since(b).max(b.since(a))
}

/// An id for an event without one, from its content: the same event sent again within one
/// request, or with the same timestamp, is the same event.
fn content_id<T>(fields: &Map<String, Value>, arrival: Arrival<'_>) -> Result<T, EventError>
where
    T: TryFrom<String, Error = IdError>,
{
    let mut content = serde_json::to_string(fields).unwrap_or_default();
    if !fields.contains_key("timestamp") {
        content.push_str(&arrival.received_at.unix_millis().to_string());
    }
    T::try_from(format!("content-{}", digest::sha256_hex(content.as_bytes())))
        .map_err(|error| wrong("bad_id", ".messageId", error.to_string()))
}

fn context(own: Option<&Value>, arrival: Arrival<'_>) -> Context {
    let find = |key: &str| {
        own.and_then(|context| context.get(key))
            .or_else(|| arrival.context.and_then(|context| context.get(key)))
    };
    let page = find("page").map(page).unwrap_or_default();
    let campaign = match find("campaign") {
        Some(given) => serde_json::from_value(given.clone()).unwrap_or_default(),
        None => Campaign::of_url(&page.url),
    };
    Context {
        campaign,
        locale: find("locale").and_then(Value::as_str).map(short).unwrap_or_default(),
        consent: find("consent").and_then(|consent| {
            serde_json::from_value::<CategoryPreferences>(
                consent.get("categoryPreferences")?.clone(),
            )
            .ok()
        }),
        zone: find("timezone").and_then(Value::as_str).and_then(|name| name.parse().ok()),
        choice: find("consent").and_then(|consent| choice(consent, arrival)),
        automated: find("automated").and_then(Value::as_bool).unwrap_or_default(),
        origin: Origin::Sent,
        // Who the others of a batch are says nothing about this one.
        ids: own.map(claim::of_context).unwrap_or_default(),
        page,
    }
}

/// When the person chose and what they saw; a sender may leave it out.
fn choice(consent: &Value, arrival: Arrival<'_>) -> Option<Choice> {
    let chosen_at = Timestamp::parse_rfc3339(consent.get("chosenAt")?.as_str()?)?;
    let notice = consent.get("notice").and_then(Value::as_u64);
    Some(Choice {
        at: by_our_clock(chosen_at, arrival),
        chosen_at,
        latest_at: arrival.sent_at.is_none().then_some(arrival.received_at),
        notice: notice.and_then(|version| u16::try_from(version).ok()).map(NoticeVersion::new),
    })
}

fn page(page: &Value) -> Page {
    let text = |key: &str| -> String {
        page.get(key)
            .and_then(Value::as_str)
            .map(|text| text.chars().take(PAGE_TEXT_CHARS_MAX).collect())
            .unwrap_or_default()
    };
    Page { url: text("url"), path: text("path"), title: text("title"), referrer: text("referrer") }
}

fn wrong(code: &'static str, path: &str, detail: String) -> EventError {
    EventError { code, path: path.to_string(), detail }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn short(text: &str) -> String {
    text.chars().take(64).collect()
}
