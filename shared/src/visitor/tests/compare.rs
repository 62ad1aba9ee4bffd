//! Two products named in one question are put beside one another.

use super::*;
use crate::conversation::{Message, Play, Playbook};

const WHICH: &str = "Nova A1 和 Nova B2 哪个续航好";

fn shop(playbooks: Vec<Playbook>) -> Compiled {
    let phone = |id: &str, name: &str, battery: u32| {
        json!({"id": id, "name": {"zh-CN": name}, "category": {"id": "phone", "zh-CN": "手机"}, "price_minor": 100, "currency": "CNY", "stock": 3,
            "url": "/p", "attributes": {"battery_mah": battery}})
    };
    let sold = json!([phone("a1", "Nova A1", 4_000), phone("b2", "Nova B2", 4_500)]);
    let config = Config { playbooks, ..config(0.0).config };
    Compiled::new(config, "c".into(), serde_json::from_value(sold).unwrap()).unwrap()
}

fn asks(shopper: &mut Shopper, minutes: i64, text: &str, label: Label) -> Message {
    let effects = shopper.say(minutes, text, label, &[]);
    effects.iter().filter_map(Effect::posted).next_back().cloned().unwrap()
}

#[test]
fn the_answer_is_the_comparison_and_no_rule_recommends_something_else() {
    let mut shopper = Shopper::new(shop(vec![]));
    shopper.track(0, "Product Viewed", json!({"product_id": "a1"}));
    let answer = asks(&mut shopper, 1, WHICH, Label::PreSalesProduct);
    assert_eq!(answer.text, "电池容量更好的是 Nova B2：4500 mAh，对 4000 mAh。");
    assert_eq!(answer.card, None);
    let comparison = answer.comparison.unwrap();
    assert_eq!(comparison.rows.first().and_then(|row| row.best), Some(1));
    assert_eq!(shopper.visitor.conversation, Status::Open);
    let one = asks(&mut shopper, 2, "Nova A1 续航怎么样", Label::PreSalesProduct);
    assert!(
        one.comparison.is_none() && one.card.is_some(),
        "of one the rule recommends a better one"
    );
}

#[test]
fn who_complains_waits_or_has_a_human_gets_no_table() {
    let mut shopper = Shopper::new(shop(vec![]));
    let complaint = asks(&mut shopper, 1, WHICH, Label::ComplaintProductDefect);
    assert!(complaint.comparison.is_none());
    assert!(
        asks(&mut shopper, 2, WHICH, Label::PreSalesProduct).comparison.is_none(),
        "they wait for a human"
    );
}

#[test]
fn the_merchant_may_leave_it_out() {
    let playbook = Playbook { intent: Label::PreSalesProduct, steps: vec![Play::Answer] };
    let mut shopper = Shopper::new(shop(vec![playbook]));
    assert!(asks(&mut shopper, 1, WHICH, Label::PreSalesProduct).comparison.is_none());
}
