use alloc::vec;

use serde_json::{Value, json};

use super::*;
use crate::{event::Arrival, id::KeyId, identity::proof::Proven};

const NOON: Timestamp = Timestamp::from_unix_millis(1_767_574_800_000);

fn event(mut json: Value, proven: Option<&str>) -> Event {
    json["anonymousId"] = json!("a");
    let arrival = Arrival { received_at: NOON, sent_at: None, context: None };
    let mut event = Event::parse(json, arrival).unwrap();
    event.proven = proven.map(|user| {
        let user: UserId = user.parse().unwrap();
        event.user_id = Some(user.clone());
        let key: KeyId = "hs-1".parse().unwrap();
        let ids = vec![ExternalId::user(&user)];
        Proven { user, ids, claims: vec![], learned: Learned::Hash { key } }
    });
    event
}

fn page(user: Option<&str>) -> Event {
    event(json!({"type": "page", "userId": user}), None)
}

fn signs_in(user: &str) -> Event {
    event(json!({"type": "identify"}), Some(user))
}

#[test]
fn what_is_typed_is_a_claim_and_what_is_signed_is_proven() {
    let mut known = Known::default();
    let typed = json!({"type": "identify", "userId": "u", "traits": {"email": "a@b.cd", "phone": "13812345678"}});
    assert_eq!(known.note(&event(typed, None)), Some(Link::Claimed("u".parse().unwrap())));
    assert!(known.ids().iter().all(|held| !held.learned.is_proven()));
    assert_eq!((known.ids().len(), known.user()), (3, None));
    assert!(matches!(known.note(&signs_in("u")), Some(Link::Proven(ids)) if ids.len() == 1));
    assert!(known.user().is_some());
    assert_eq!(known.note(&signs_in("u")), None, "no news");
    assert_eq!(known.note(&page(Some("u"))), None, "a claim is less than a proof");
}

#[test]
fn an_event_about_another_customer_is_not_this_persons() {
    let mut known = Known::default();
    known.note(&page(Some("v")));
    assert!(!known.is_strange(&page(Some("u"))), "claims keep nobody out");
    known.note(&signs_in("u"));
    assert!(known.is_strange(&page(Some("v"))) && known.is_strange(&signs_in("v")));
    assert!(!known.is_strange(&page(Some("u"))) && !known.is_strange(&page(None)));
}

#[test]
fn who_was_taken_apart_is_not_signed_in_as_the_other_again() {
    let mut own = Known::default();
    own.note(&signs_in("u"));
    let mut whole = Known::default();
    whole.absorb(&own);
    own.circle = vec!["a".parse().unwrap(), "b".parse().unwrap()];
    own.leave(&whole, &[]);
    assert_eq!((own.user(), own.circle.len()), (None, 0));
    assert!(own.is_strange(&signs_in("u")));
    assert!(!own.is_strange(&page(Some("u"))), "a claim links nobody, so it may stay");
    let mut owner = whole.clone();
    owner.leave(&whole, &[ExternalId::user(&"u".parse().unwrap())]);
    assert!(owner.user().is_some());
}

#[test]
fn claims_make_room_for_each_other_and_proofs_stay() {
    let mut known = Known::default();
    known.note(&signs_in("u"));
    for number in 0..500 {
        let ids = json!([{"type": "app", "id": alloc::format!("{number}")}]);
        known.note(&event(json!({"type": "page", "context": {"externalIds": ids}}), None));
    }
    assert_eq!(known.ids().len(), IDS_KEPT_MAX);
    assert!(known.user().is_some());
}
