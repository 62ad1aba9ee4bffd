//! The promises of a session.

#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one effect among many")]

use shared::{
    conversation::{Message, Modality, Speaker},
    delivery::{Card, Content},
    money::{Currency, Minor},
    offer::Benefit,
    rule::Class,
    time::Timestamp,
    wire::widget::{BootAnswer, Push, SendMessage, SendMessageAnswer},
};

use serde_json::Value;

use super::*;
use crate::{
    json::object,
    port::{Announcement, Signal},
};

const NOW: Timestamp = Timestamp::from_unix_millis(1_767_000_000_000);
const YES: Choice = Choice { analytics: true, marketing: true, at: None, notice: None };
const NO: Choice = Choice { analytics: false, marketing: false, at: None, notice: None };

/// A session with the clock that tests turn.
struct Visit {
    session: Session,
    now: Timestamp,
}

fn arrives(consent: Option<Choice>) -> Visit {
    let mut visit = Visit { session: Session::new(Device::default()), now: NOW };
    let hello =
        Hello { site: "pk_demo".into(), locale: "zh-CN".into(), consent, ..Hello::default() };
    visit.feed(Input::Heard(FromPage::Hello(hello)));
    visit.feed(Input::Recalled { saved: None, left: Left::default() });
    visit
}

impl Visit {
    fn feed(&mut self, input: Input) -> Vec<Effect> {
        self.session.handle(input, self.now)
    }

    /// Storage was read, and had nothing but a new key.
    fn recalls(&mut self, key: &str) -> Vec<Effect> {
        let saved = Saved { device_key: Some(key.into()), ..Saved::default() };
        self.feed(Input::Recalled { saved: Some(Box::new(saved)), left: Left::default() })
    }

    fn later(&mut self, millis: i64) -> Vec<Effect> {
        self.now = Timestamp::from_unix_millis(self.now.unix_millis().saturating_add(millis));
        self.feed(Input::Woke)
    }

    fn boots(&mut self) -> Vec<Effect> {
        self.feed(Input::Booted(Ok(Box::new(boot_answer(Vec::new())))))
    }

    fn writes(&mut self, id: &str, text: &str) -> Vec<Effect> {
        self.feed(Input::Gesture(Gesture::Sends { id: id.into(), text: text.into() }));
        self.feed(Input::Understood { id: id.into(), reading: None })
    }
}

fn boot_answer(messages: Vec<Message>) -> BootAnswer {
    BootAnswer {
        token: "t-1".into(),
        anonymous_id: "anon-1".parse().expect("an id"),
        shop: "山野数码".into(),
        notice: shared::consent::NoticeVersion::new(1),
        primary_colour: "#2f5bea".into(),
        messages,
    }
}

fn signal(id: &str, name: &str) -> Signal {
    Signal {
        call: "track".into(),
        arguments: vec![name.into()],
        id: id.into(),
        at: NOW,
        url: "https://shop.example/p".into(),
        title: "P".into(),
    }
}

fn page(id: &str, url: &str) -> Signal {
    Signal { call: "page".into(), arguments: Vec::new(), url: url.into(), ..signal(id, "") }
}

fn said(seq: u32, id: &str, from: Speaker, text: &str) -> Message {
    Message {
        seq,
        id: id.parse().expect("an id"),
        from,
        text: text.into(),
        at: NOW,
        modality: Modality::Text,
        confidence: None,
        intent: None,
        card: None,
        source: None,
        choices: Vec::new(),
        comparison: None,
    }
}

fn offer(delivery: &str) -> Card {
    Card {
        delivery: delivery.parse().expect("an id"),
        class: Class::Marketing,
        at: NOW,
        reason: "因为您看过它三次".into(),
        content: Content::Offer {
            title: "立减 100 元".into(),
            body: "两小时内有效".into(),
            benefit: Benefit::AmountOff { amount_minor: Minor::new(10_000) },
            min_spend_minor: Minor::ZERO,
            currency: Currency::CNY,
            code: "SAVE-1".parse().expect("a code"),
            expires_at: Timestamp::from_unix_millis(NOW.unix_millis().saturating_add(7_200_000)),
        },
    }
}

/// A message as the edge reads it.
fn message(effects: &[Effect]) -> Option<SendMessage> {
    effects.iter().find_map(|effect| match effect {
        Effect::Request(Request::Message { body, .. }) => {
            Some(serde_json::from_str(body).expect("a message"))
        }
        _ => None,
    })
}

fn requests(effects: &[Effect]) -> Vec<&'static str> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Request(Request::Boot { .. }) => Some("boot"),
            Effect::Request(Request::Batch { .. }) => Some("batch"),
            Effect::Request(Request::Farewell { .. }) => Some("farewell"),
            Effect::Request(Request::Message { .. }) => Some("message"),
            Effect::Stream { .. } => Some("stream"),
            _ => None,
        })
        .collect()
}

fn body(effects: &[Effect]) -> &str {
    effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Request(Request::Batch { body, .. } | Request::Farewell { body, .. }) => {
                Some(body.as_str())
            }
            _ => None,
        })
        .expect("a batch")
}

fn teasers(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Page(ToPage::Teaser(_)))).count()
}

#[test]
fn nothing_is_kept_on_the_device_or_sent_before_a_choice() {
    let mut visit = arrives(None);
    let mut all = visit.feed(Input::Signals(vec![signal("1", "Product Viewed")]));
    all.extend(visit.later(60_000));
    all.extend(visit.feed(Input::Leaving));
    assert!(requests(&all).is_empty());
    for effect in &all {
        if let Effect::Keep { store, .. } | Effect::KeepLeft { store, .. } = effect {
            assert_eq!(*store, Store::Tab);
        }
    }
}

#[test]
fn what_waited_for_a_yes_is_sent_with_its_own_time() {
    let mut visit = arrives(None);
    visit.later(30_000);
    visit.feed(Input::Heard(FromPage::Consent(YES)));
    visit.boots();
    visit.feed(Input::Signals(vec![signal("1", "Product Viewed")]));
    let effects = visit.later(1_000);
    assert_eq!(requests(&effects), ["batch"]);
    assert!(body(&effects).contains(&crate::capture::event::rfc3339(NOW)), "{}", body(&effects));
    assert!(body(&effects).contains(r#""anonymousId":"anon-1""#));
}

#[test]
fn every_page_is_told_once_who_the_visitor_is_also_one_who_comes_back() {
    let told = |effects: &[Effect]| {
        let boot = |effect: &&Effect| matches!(effect, Effect::Page(ToPage::Emit(Announcement::Boot { anonymous_id })) if anonymous_id == "anon-1");
        effects.iter().filter(boot).count()
    };
    let mut visit = arrives(None);
    let saved = Saved {
        token: Some("t-1".into()),
        anonymous_id: Some("anon-1".into()),
        ..Saved::default()
    };
    visit.feed(Input::Recalled { saved: Some(Box::new(saved)), left: Left::default() });
    assert_eq!(told(&visit.boots()), 1);
    visit.feed(Input::StreamLost);
    assert_eq!(told(&visit.boots()), 0, "the same page again");
}

#[test]
fn opening_the_stream_does_not_forget_the_events_that_wait() {
    let mut visit = arrives(Some(YES));
    visit.feed(Input::Signals(vec![signal("1", "Product Viewed")]));
    let effects = visit.boots();
    assert_eq!(requests(&effects), ["stream"]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Wake { .. })));
}

#[test]
fn opening_the_chat_before_a_choice_serves_the_chat_alone() {
    let mut visit = arrives(None);
    assert_eq!(requests(&visit.feed(Input::Heard(FromPage::Open))), ["boot"]);
    assert_eq!(requests(&visit.boots()), ["stream"]);
    visit.feed(Input::Signals(vec![signal("1", "Product Viewed")]));
    let effects = visit.writes("m-1", "有货吗");
    assert_eq!(requests(&effects), ["message"], "no events");
}

#[test]
fn a_no_forgets_what_waits_and_the_edge_hears_of_a_withdrawal() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    visit.feed(Input::Signals(vec![signal("1", "Product Viewed")]));
    let effects = visit.feed(Input::Heard(FromPage::Consent(NO)));
    assert!(effects.contains(&Effect::Forget { store: Store::Device }));
    assert_eq!(requests(&effects), ["batch"]);
    assert!(!body(&effects).contains("Product Viewed"));
    assert!(
        body(&effects).contains(r#""categoryPreferences":{"analytics":false,"marketing":false}"#)
    );
    visit.feed(Input::Batched(Ok(Kept::default())));
    visit.feed(Input::Signals(vec![signal("2", "Product Viewed")]));
    assert!(requests(&visit.later(60_000)).iter().all(|request| *request != "batch"));
}

#[test]
fn a_no_from_somebody_the_edge_never_met_sends_nothing() {
    let mut visit = arrives(None);
    let effects = visit.feed(Input::Heard(FromPage::Consent(NO)));
    assert!(requests(&effects).is_empty());
    assert!(requests(&visit.later(60_000)).is_empty());
}

#[test]
fn a_lost_network_loses_and_doubles_nothing() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    visit.feed(Input::Signals(vec![signal("1", "Product Viewed")]));
    assert_eq!(requests(&visit.later(1_000)), ["batch"]);
    let kept = visit.feed(Input::Batched(Err(Failure::Later)));
    let still_left = kept
        .iter()
        .any(|effect| matches!(effect, Effect::KeepLeft { left, .. } if left.events.len() == 1));
    assert!(still_left);
    assert!(visit.session.view().is_offline);
    visit.feed(Input::Online(false));
    let effects = visit.feed(Input::Online(true));
    assert!(body(&effects).contains(r#""messageId":"1""#), "the same id again");
    visit.feed(Input::Batched(Ok(Kept::default())));
    assert!(requests(&visit.later(120_000)).is_empty());
}

#[test]
fn another_customer_who_signs_in_sees_nothing_of_the_one_before() {
    let mut visit = arrives(Some(YES));
    let messages = vec![said(1, "m-1", Speaker::Visitor, "在吗")];
    visit.feed(Input::Booted(Ok(Box::new(boot_answer(messages)))));
    let mut identify = signal("1", "u-2");
    identify.call = "identify".into();
    identify.arguments.extend([Value::Null, object([("token", "signed".into())])]);
    visit.feed(Input::Signals(vec![identify, signal("2", "Product Viewed")]));
    let sent = visit.later(1_000);
    assert!(body(&sent).contains(r#""identity":{"token":"signed"}"#));
    let other = NewIdentity { token: "t-2".into(), anonymous_id: "anon-2".into() };
    let kept = Kept { cards: Vec::new(), identity: Some(other) };
    let effects = visit.feed(Input::Batched(Ok(kept)));
    assert!(effects.contains(&Effect::StreamClose));
    assert_eq!(requests(&effects), ["boot"]);
    let boots = effects.iter().any(|effect| {
        matches!(effect, Effect::Request(Request::Boot { body }) if body.contains(r#""token":"t-2""#))
    });
    assert!(boots, "as the other customer");
    assert!(visit.session.view().entries.is_empty());
    assert_eq!(visit.session.person(), "anon-2");
}

#[test]
fn messages_arrive_in_the_order_in_which_they_were_written() {
    let mut visit = arrives(Some(NO));
    visit.feed(Input::Heard(FromPage::Open));
    visit.boots();
    visit.feed(Input::Gesture(Gesture::Sends { id: "m-1".into(), text: "一".into() }));
    visit.feed(Input::Gesture(Gesture::Sends { id: "m-2".into(), text: "二".into() }));
    // The second is understood first, and still waits for the first.
    let effects = visit.feed(Input::Understood { id: "m-2".into(), reading: None });
    assert!(requests(&effects).is_empty());
    let effects = visit.feed(Input::Understood { id: "m-1".into(), reading: None });
    assert_eq!(message(&effects).map(|message| message.text).as_deref(), Some("一"));
}

#[test]
fn a_message_that_arrives_by_answer_and_by_push_is_shown_once() {
    let mut visit = arrives(Some(NO));
    visit.feed(Input::Heard(FromPage::Open));
    visit.boots();
    visit.writes("m-1", "有货吗");
    let reply = said(2, "r-1", Speaker::Assistant, "有的");
    visit.feed(Input::Pushed(Box::new(Push::Message { message: reply.clone().into() })));
    visit.feed(Input::Said(Ok(Box::new(SendMessageAnswer {
        message: said(1, "m-1", Speaker::Visitor, "有货吗"),
        replies: vec![reply],
    }))));
    let view = visit.session.view();
    let texts: Vec<&str> = view.entries.iter().map(|line| line.entry.text.as_str()).collect();
    assert_eq!(texts, ["有货吗", "有的"]);
}

#[test]
fn a_message_of_an_earlier_page_is_sent_with_its_own_id() {
    let mut first = arrives(Some(YES));
    first.feed(Input::Heard(FromPage::Open));
    first.writes("m-1", "在吗");
    let left = first.session.left();
    let stored = left.write();

    let mut second = Visit { session: Session::new(Device::default()), now: NOW };
    let hello = Hello { site: "pk_demo".into(), consent: Some(YES), ..Hello::default() };
    second.feed(Input::Heard(FromPage::Hello(hello)));
    second.feed(Input::Recalled { saved: None, left: Left::stored(&stored) });
    let sent = message(&second.boots()).expect("a message");
    assert_eq!((sent.id.as_str(), sent.text.as_str()), ("m-1", "在吗"));
}

#[test]
fn one_offer_a_page_view_may_show_itself() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    let effects = visit.feed(Input::Pushed(Box::new(Push::Card { card: offer("d-1") })));
    assert_eq!(teasers(&effects), 1);
    let effects = visit.feed(Input::Pushed(Box::new(Push::Card { card: offer("d-2") })));
    assert_eq!(teasers(&effects), 0);
    assert_eq!(visit.session.view().entries.len(), 2, "both wait in the conversation");
    visit.feed(Input::Signals(vec![page("p-2", "https://shop.example/other")]));
    let effects = visit.feed(Input::Pushed(Box::new(Push::Card { card: offer("d-3") })));
    assert_eq!(teasers(&effects), 1);
}

#[test]
fn what_was_sent_away_stays_away() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    visit.feed(Input::Pushed(Box::new(Push::Card { card: offer("d-1") })));
    visit.feed(Input::Heard(FromPage::Dismissed));
    let effects = visit.later(1_000);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Keep { .. })));
    let saved = Saved::stored(&visit.session.saved().write());

    let mut next = arrives(Some(YES));
    next.feed(Input::Recalled { saved: Some(Box::new(saved)), left: Left::default() });
    next.boots();
    let effects = next.feed(Input::Pushed(Box::new(Push::Card { card: offer("d-1") })));
    assert_eq!(teasers(&effects), 0);
    assert!(next.session.view().entries.is_empty());
}

#[test]
fn an_offer_counts_as_seen_once_and_only_when_it_is_in_view() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    visit.feed(Input::Pushed(Box::new(Push::Card { card: offer("d-1") })));
    assert_eq!(visit.session.queue.len(), 0);
    visit.feed(Input::Heard(FromPage::Open));
    visit.feed(Input::Heard(FromPage::Closed));
    visit.feed(Input::Heard(FromPage::Open));
    let left = visit.session.left().write().to_string();
    assert_eq!(left.matches(r#""event":"Offer Viewed""#).count(), 1);
    assert!(left.contains(r#""properties":{"delivery_id":"d-1"}"#));
}

#[test]
fn using_a_coupon_tells_the_shop_the_code() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    visit.feed(Input::Pushed(Box::new(Push::Card { card: offer("d-1") })));
    let effects = visit.feed(Input::Gesture(Gesture::Uses { delivery: "d-1".into() }));
    let coupon = effects.iter().find_map(|effect| match effect {
        Effect::Page(ToPage::Emit(Announcement::Coupon { code, .. })) => Some(code.as_str()),
        _ => None,
    });
    assert_eq!(coupon, Some("SAVE-1"));
}

#[test]
fn an_expired_offer_is_not_brought_back() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    visit.feed(Input::Pushed(Box::new(Push::Card { card: offer("d-1") })));
    let saved = visit.session.saved();
    let mut tomorrow = arrives(Some(YES));
    tomorrow.now = Timestamp::from_unix_millis(NOW.unix_millis().saturating_add(86_400_000));
    tomorrow.feed(Input::Recalled { saved: Some(Box::new(saved)), left: Left::default() });
    assert!(tomorrow.session.view().entries.is_empty());
}

#[test]
fn a_hundred_events_need_no_more_than_two_requests_however_they_come() {
    for together in [1, 7, 50, 100] {
        let mut visit = arrives(Some(YES));
        visit.boots();
        let signals: Vec<_> =
            (0..100).map(|number| signal(&number.to_string(), "Product Viewed")).collect();
        let mut batches = 0;
        let mut count = |effects: &[Effect]| {
            batches += requests(effects).iter().filter(|request| **request == "batch").count();
        };
        for some in signals.chunks(together) {
            count(&visit.feed(Input::Signals(some.to_vec())));
        }
        for _ in 0..10 {
            visit.later(1_000);
            count(&visit.feed(Input::Batched(Ok(Kept::default()))));
        }
        assert!(visit.session.queue.is_empty(), "something is left of {together} at a time");
        assert!(batches <= 2, "{batches} requests for {together} at a time");
    }
}

#[test]
fn leaving_sends_what_fits_and_keeps_all_of_it() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    let signals = (0..45)
        .map(|number| signal(&format!("a-long-id-{number:0100}"), "Product Viewed"))
        .collect();
    visit.feed(Input::Signals(signals));
    let effects = visit.feed(Input::Leaving);
    assert_eq!(requests(&effects), ["farewell"]);
    assert!(body(&effects).len() <= 16 * 1024);
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepLeft { left, .. } => Some(left.events.len()),
        _ => None,
    });
    assert_eq!(kept, Some(45));
}

#[test]
fn messages_read_on_an_earlier_page_are_not_unread_again() {
    let mut visit = arrives(Some(NO));
    let messages = vec![
        said(1, "m-1", Speaker::Visitor, "在吗"),
        said(2, "r-1", Speaker::Agent, "在的"),
        said(3, "r-2", Speaker::Agent, "您好"),
    ];
    let saved = Saved { read_seq: 2, ..Saved::default() };
    visit.feed(Input::Recalled { saved: Some(Box::new(saved)), left: Left::default() });
    let effects = visit.feed(Input::Booted(Ok(Box::new(boot_answer(messages)))));
    assert!(effects.contains(&Effect::Page(ToPage::Unread(1))));
}

#[test]
fn logging_out_makes_a_new_person_of_this_browser() {
    let mut visit = arrives(Some(YES));
    visit.boots();
    visit.writes("m-1", "我的订单");
    let effects = visit.feed(Input::Heard(FromPage::Reset));
    assert!(visit.session.view().entries.is_empty());
    assert!(effects.contains(&Effect::Forget { store: Store::Device }));
    assert_eq!(effects.last(), Some(&Effect::Recall { store: Store::Device }));
    let effects = visit.recalls("key-2");
    let anew = r#"{"deviceKey":"key-2","writeKey":"pk_demo"}"#;
    assert_eq!(boot_body(&effects), Some(anew), "booted anew, without the old token");
}

#[test]
fn a_boot_whose_answer_was_lost_is_asked_again_for_the_same_person() {
    let mut visit = arrives(Some(YES));
    visit.feed(Input::Heard(FromPage::Reset));
    let effects = visit.recalls("key-1");
    let first = boot_body(&effects).map(str::to_owned);
    assert!(first.is_some());
    let kept = effects.into_iter().find_map(|effect| match effect {
        Effect::Keep { saved, .. } => Some(saved),
        _ => None,
    });

    let mut next = Visit { session: Session::new(Device::default()), now: visit.now };
    let hello = Hello { site: "pk_demo".into(), consent: Some(YES), ..Hello::default() };
    next.feed(Input::Heard(FromPage::Hello(hello)));
    let effects = next.feed(Input::Recalled { saved: kept, left: Left::default() });
    assert_eq!(boot_body(&effects), first.as_deref());
}

#[test]
fn signals_are_acknowledged_after_they_are_kept() {
    let mut visit = arrives(Some(YES));
    let effects = visit.feed(Input::Signals(vec![signal("1", "Product Viewed")]));
    let at = |wanted: fn(&Effect) -> bool| effects.iter().position(wanted).expect("an effect");
    let kept = at(|effect| matches!(effect, Effect::KeepLeft { .. }));
    let told = at(|effect| matches!(effect, Effect::Page(ToPage::Ack(1))));
    assert!(kept < told);
}

fn boot_body(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        Effect::Request(Request::Boot { body }) => Some(body.as_str()),
        _ => None,
    })
}
