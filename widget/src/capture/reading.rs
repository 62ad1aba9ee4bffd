//! From a raw signal to an event: what the shop's calls mean.
//!
//! Arguments come in the order of Segment's and our own SDK: `track(name, properties)`, `page(name, properties)`,
//! `identify(user, traits, proof)`, `group(group, traits)`, `alias(user, previous)`. A missing name is tolerated where
//! Segment's library tolerates it. The proof is the shop's server's word for who the customer is; the edge checks it.

use serde_json::Value;

use super::event::Event;
use crate::{json::object, port::Signal};

/// What a signal asks for.
#[derive(Debug)]
pub enum Meaning {
    /// An event to keep.
    Event(Event),
    /// An event to send at once: the shop wants an answer to it.
    Trigger(Event),
    /// Send what waits.
    Flush,
}

/// Says what a signal means; `None` for a call that the SDK does not have.
#[must_use]
pub fn read(signal: &Signal) -> Option<Meaning> {
    let nothing = Value::Null;
    let first = signal.arguments.first().unwrap_or(&nothing);
    let second = signal.arguments.get(1).unwrap_or(&nothing);
    let name = name(first);
    let bag = if first.is_object() { first } else { second };
    let bag = if bag.is_object() { bag.clone() } else { Value::Null };

    let (kind, name_field, bag_field) = match signal.call.as_str() {
        "flush" => return Some(Meaning::Flush),
        "track" | "trigger" => ("track", "event", "properties"),
        "page" => ("page", "name", "properties"),
        "identify" => ("identify", "userId", "traits"),
        "group" => ("group", "groupId", "traits"),
        "alias" => ("alias", "userId", "previousId"),
        _ => return None,
    };
    if name.is_null() && matches!(kind, "track" | "group" | "alias") {
        return None;
    }
    let mut event = Event::new(kind, &signal.id, signal.at);
    event.set(name_field, name);
    event.set(bag_field, if kind == "alias" { self::name(second) } else { bag });
    if kind == "identify" {
        event.set("identity", proof(signal.arguments.get(2).unwrap_or(&nothing)));
    }
    Some(if signal.call == "trigger" { Meaning::Trigger(event) } else { Meaning::Event(event) })
}

/// A name: text, or a number, as shops number their customers; null for anything else.
fn name(value: &Value) -> Value {
    match value {
        Value::String(text) if !text.is_empty() => value.clone(),
        Value::Number(number) => number.to_string().into(),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Value::Null
        }
    }
}

/// The proof among the options of an `identify`; null where there is none. Options of other libraries stay here.
fn proof(options: &Value) -> Value {
    let given = |name| (name, options.get(name).cloned().unwrap_or_default());
    let proof = object(["identifier_hash", "token"].map(given));
    if proof.as_object().is_some_and(|fields| !fields.is_empty()) { proof } else { Value::Null }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::Timestamp;

    fn event(call: &str, arguments: &str) -> Option<Value> {
        let signal = Signal {
            call: call.into(),
            arguments: serde_json::from_str(arguments).expect("a list"),
            id: "s-1".into(),
            at: Timestamp::from_unix_millis(1_767_000_000_000),
            url: String::new(),
            title: String::new(),
        };
        match read(&signal)? {
            Meaning::Event(event) | Meaning::Trigger(event) => {
                Some(event.send("anon", &Value::Null))
            }
            Meaning::Flush => None,
        }
    }

    #[test]
    fn what_the_shop_says_leaves_as_it_came() {
        let event = event("track", r#"["Product Viewed",{"price":1.5,"n":9007199254740991}]"#);
        assert_eq!(
            event.expect("an event").to_string(),
            r#"{"anonymousId":"anon","event":"Product Viewed","messageId":"s-1","properties":{"n":9007199254740991,"price":1.5},"timestamp":"2025-12-29T09:20:00.000Z","type":"track"}"#
        );
    }

    #[test]
    fn an_event_without_a_name_is_no_event() {
        assert!(event("track", "[]").is_none());
        assert!(event("track", r#"[{"price":1}]"#).is_none());
    }

    #[test]
    fn a_page_may_have_properties_alone() {
        let event = event("page", r#"[{"category":"phone"}]"#).expect("an event");
        assert_eq!(event.get("name"), None);
        assert_eq!(event["properties"]["category"], "phone");
    }

    #[test]
    fn a_customer_may_be_a_number_or_nobody_yet() {
        assert_eq!(event("identify", "[42]").expect("an event")["userId"], "42");
        let traits_alone = event("identify", r#"[{"vip":true}]"#).expect("an event");
        assert!(traits_alone.get("userId").is_none() && traits_alone.get("traits").is_some());
    }

    #[test]
    fn the_shops_proof_goes_along_and_nothing_else_of_the_options() {
        let proven = event("identify", r#"["u",{"vip":true},{"token":"t","integrations":{}}]"#);
        assert_eq!(proven.expect("an event")["identity"].to_string(), r#"{"token":"t"}"#);
        let hashed = event("identify", r#"["u",null,{"identifier_hash":"h"}]"#).expect("an event");
        assert_eq!(hashed["identity"]["identifier_hash"], "h");
        let options = event("identify", r#"["u",{},{"integrations":{}}]"#).expect("an event");
        assert!(options.get("identity").is_none());
    }

    #[test]
    fn two_ids_are_one_person() {
        let event = event("alias", r#"["new","old"]"#).expect("an event");
        assert_eq!((&event["userId"], &event["previousId"]), (&"new".into(), &"old".into()));
    }

    #[test]
    fn a_call_that_the_sdk_does_not_have_means_nothing() {
        assert!(event("boot", "[]").is_none());
    }
}
