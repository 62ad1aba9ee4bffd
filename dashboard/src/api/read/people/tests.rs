use serde_json::json;
use shared::{
    conversation::{Status, Why},
    decision::Verdict,
    delivery::{Card, Content},
    money::Minor,
    profile::portrait::Portrait,
    rule::Class,
    time::Timestamp,
    wire::admin::{Labelled, LivePush},
};

use super::*;

const AT: Timestamp = Timestamp::from_unix_millis(1_767_000_000_000);

fn person(profile: &str) -> VisitorSummary {
    VisitorSummary {
        profile: profile.parse().unwrap(),
        name: "陈嘉".into(),
        first_seen: Timestamp::from_unix_millis(0),
        last_seen: AT,
        online: true,
        page_title: "Novera 12 Pro".into(),
        page_url: "/shop/product.html".into(),
        visits: 3,
        cart_minor: Minor::new(499_900),
        orders: 1,
        spend_minor: Minor::new(-5),
        last_order_at: Some(AT),
        order_value_minor: Minor::new(499_900),
        buying: None,
        intent: "marketing.discount".into(),
        hesitation: 63,
        segments: vec!["高价值".into()],
        holdout: false,
        consented: true,
        conversation: Status::Pending { since: AT, why: Why::Asked },
    }
}

fn said(from: Speaker, intent: Option<IntentReading>, card: Option<Card>) -> TimelineItem {
    let message = Message {
        seq: 2,
        id: "m-2".parse().unwrap(),
        from,
        text: "太贵了".into(),
        at: AT,
        modality: Modality::Transcript,
        confidence: Some(Score::HALF),
        intent,
        card,
        source: None,
        choices: vec![],
        comparison: None,
    };
    TimelineItem::Message { at: AT, message: Box::new(message) }
}

#[test]
fn the_list_is_read_as_the_edge_wrote_them() {
    let known = Visitors { visitors: vec![person("p1"), person("p2")], as_of: AT };
    assert_eq!(visitors(&serde_json::to_value(&known).unwrap()), Some(known));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a person in full")]
fn a_person_in_full_is_read_as_the_edge_wrote_them() {
    let card = Card {
        delivery: "d1".parse().unwrap(),
        class: Class::Service,
        at: AT,
        reason: String::new(),
        content: Content::Text { text: "您好".into() },
    };
    let answer = |purpose, source| Answer {
        purpose,
        granted: true,
        notice: NoticeVersion::new(3),
        locale: Locale::En,
        source,
        at: AT,
        confirmed_at: AT,
        chosen_at: Some(AT),
    };
    let known = VisitorDetail {
        summary: person("p1"),
        attributes: json!({"visits": 3, "intent": ["discount"]}),
        portrait: Portrait {
            as_of: AT,
            figures: vec![
                serde_json::from_value(json!({
                    "name": "hesitation", "title": {"zh-CN": "犹豫", "en": "Hesitation"}, "value": 45,
                    "source": ["Price Rechecked"], "n": 3, "as_of": 5, "changes_at": 9,
                    "terms": [{"name": "returns", "title": {"en": "Returns"}, "value": 3.0, "weight": 15.0,
                        "most": 45.0, "contribution": 45.0}]
                }))
                .unwrap(),
                serde_json::from_value(json!({
                    "name": "rfm", "title": {"en": "RFM"}, "value": null, "source": [], "n": 0,
                    "missing": {"zh-CN": "没有订单", "en": "no order"}
                }))
                .unwrap(),
            ],
        },
        consents: vec![
            answer(Purpose::Analytics, ConsentSource::Widget),
            answer(Purpose::Marketing, ConsentSource::Merchant),
        ],
        deliveries: Vec::new(),
        timeline: vec![
            TimelineItem::Event {
                at: AT,
                event_type: "track".into(),
                name: "Product Viewed".into(),
                properties: json!({"price": 4_999}),
                page_url: "/shop".into(),
                derived: true,
            },
            said(Speaker::Visitor, None, None),
            said(Speaker::Assistant, None, Some(card)),
            said(Speaker::Agent, None, None),
            TimelineItem::Decision {
                at: AT,
                decision: "d:1".parse().unwrap(),
                trigger: "message".into(),
                verdict: Verdict::Nothing,
            },
        ],
        labels: vec![Labelled { message: "m-2".parse().unwrap(), label: Label::Chitchat }],
    };
    assert_eq!(visitor(&serde_json::to_value(&known).unwrap()), Some(known));
}

#[test]
fn of_a_reading_label_score_and_reader_are_read() {
    let read: IntentReading = serde_json::from_value(json!({
        "label": "marketing.discount", "score": 0.93, "flags": ["price_sensitive"], "lang": "zh",
        "source": "model", "model": "m1"
    }))
    .unwrap();
    let known = (read.label, read.score, read.source, read.model.clone());
    let written = serde_json::to_value(said(Speaker::Visitor, Some(read), None)).unwrap();
    let Some(TimelineItem::Message { message, .. }) = item(&written) else { panic!("a message") };
    let seen = message.intent.unwrap();
    assert_eq!((seen.label, seen.score, seen.source, seen.model), known);
}

#[test]
fn a_push_is_read_and_one_of_a_later_edge_is_nothing() {
    let known = LivePush::Visitor { visitor: person("p1") };
    assert_eq!(pushed(&serde_json::to_value(&known).unwrap()), Some(person("p1")));
    assert_eq!(pushed(&json!({"type": "weather"})), None);
}
