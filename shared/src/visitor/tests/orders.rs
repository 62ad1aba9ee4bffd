//! Where is my order? From the record, the next best thing, or a question.

use super::*;
use crate::conversation::{Play, Playbook, Speaker};

const WHERE: &str = "我的订单到哪了";

fn buys(shopper: &mut Shopper, minutes: i64, id: &str) {
    shopper.track(minutes, "Order Completed", json!({"order_id": id, "revenue": 299.0}));
}

/// What the assistant says last.
fn answer(effects: &[Effect]) -> String {
    let answer = effects.iter().filter_map(Effect::posted).next_back().unwrap();
    assert_eq!(answer.from, Speaker::Assistant);
    answer.text.clone()
}

fn asks(shopper: &mut Shopper, minutes: i64, text: &str) -> String {
    answer(&shopper.say(minutes, text, Label::OrderShipping, &[]))
}

#[test]
fn a_shipped_order_is_told_with_its_parcel_and_nobody_waits_for_a_human() {
    let mut shopper = Shopper::new(config(0.0));
    buys(&mut shopper, 1, "SF-1001");
    let parcel = json!({"order_id": "SF-1001", "carrier": "顺丰", "tracking_number": "SF123"});
    shopper.track(2, "Order Shipped", parcel);
    let said = asks(&mut shopper, 3, WHERE);
    assert_eq!(said, "订单 SF-1001：1月5日下单，1月5日已由顺丰发出，运单号 SF123。");
    assert_eq!(shopper.visitor.conversation, Status::Open);

    shopper.track(60 * 30, "Order Delivered", json!({"order_id": "SF-1001"}));
    shopper.track(60 * 31, "Order Updated", json!({"order_id": "SF-1001", "status": "shipped"}));
    let said = asks(&mut shopper, 60 * 32, WHERE);
    assert_eq!(
        said, "订单 SF-1001：1月5日下单，1月6日已签收，运单号 SF123。",
        "a late report changes nothing"
    );
}

#[test]
fn of_several_orders_the_named_one_is_told_else_the_newest_first() {
    let mut shopper = Shopper::new(config(0.0));
    for (minutes, id) in [(1, "A-1"), (2, "A-10"), (3, "A-2")] {
        buys(&mut shopper, minutes, id);
        let update = json!({"order_id": id, "status": "processing"});
        shopper.track(minutes + 10, "Order Updated", update);
    }
    assert_eq!(asks(&mut shopper, 20, WHERE).lines().count(), 3);
    assert!(asks(&mut shopper, 21, WHERE).starts_with("订单 A-2："));
    let one = asks(&mut shopper, 22, "订单a-1到哪了");
    assert!(one.starts_with("订单 A-1：") && one.lines().count() == 1, "{one}");
}

#[test]
fn an_order_of_which_nothing_is_known_is_no_answer_but_money_that_went_back_is() {
    let mut shopper = Shopper::new(config(0.0));
    buys(&mut shopper, 1, "A-1");
    assert_eq!(asks(&mut shopper, 2, WHERE), "请把订单号发给我，我来查一下。");
    let said = asks(&mut shopper, 3, "A-1");
    assert!(said.contains("人工客服"), "asked once, not twice: {said}");
    shopper.track(4, "Order Refunded", json!({"order_id": "A-1", "total": 100.0}));
    assert_eq!(asks(&mut shopper, 5, WHERE), "订单 A-1：1月5日下单，已部分退款。");
}

#[test]
fn a_number_that_is_asked_for_is_looked_up_whatever_it_sounds_like() {
    let mut shopper = Shopper::new(config(0.0));
    asks(&mut shopper, 1, WHERE);
    buys(&mut shopper, 2, "A-1");
    shopper.track(3, "Order Updated", json!({"order_id": "A-1", "status": "shipped"}));
    let said = answer(&shopper.say(4, "a-1", Label::OutOfScope, &[]));
    assert_eq!(said, "订单 A-1：1月5日下单，1月5日已发出。");
    assert_eq!(shopper.visitor.conversation, Status::Open);
}

#[test]
fn somebody_elses_number_says_nothing_and_fetches_a_human() {
    let mut buyer = Shopper::new(config(0.0));
    buys(&mut buyer, 1, "202611200001234");
    let mut other = Shopper::new(config(0.0));
    let said = asks(&mut other, 1, "帮我查一下202611200001234");
    assert!(said.contains("没有查到"), "{said}");
    assert!(other.visitor.conversation.is_pending());
}

#[test]
fn who_is_upset_gets_a_human_and_not_a_record() {
    let mut shopper = Shopper::new(config(0.0));
    buys(&mut shopper, 1, "A-1");
    shopper.track(2, "Order Updated", json!({"order_id": "A-1", "status": "processing"}));
    shopper.mood = Sentiment::Negative;
    asks(&mut shopper, 3, WHERE);
    let said = asks(&mut shopper, 4, "怎么还没到");
    assert!(said.contains("人工客服"), "{said}");
    assert!(shopper.visitor.conversation.is_pending());
}

#[test]
fn what_is_known_of_one_order_twice_is_joined() {
    let mut shopper = Shopper::new(config(0.0));
    buys(&mut shopper, 1, "A-1");
    let mut other = shopper.visitor.profile.orders.clone();
    shopper.track(2, "Order Delivered", json!({"order_id": "A-1"}));
    other.absorb(&shopper.visitor.profile.orders);
    assert_eq!(other.newest_first(), shopper.visitor.profile.orders.newest_first());
}

#[test]
fn a_playbook_of_the_merchants_asks_for_the_order_before_it_fetches_a_human() {
    let intent = Label::AfterSalesReturnExchange;
    let playbook = Playbook { intent, steps: vec![Play::Answer, Play::AskOrderNumber] };
    let config = Config { playbooks: vec![playbook], ..config(0.0).config };
    let mut shopper = Shopper::new(Compiled::new(config, "h".into(), catalog()).unwrap());
    assert_eq!(answer(&shopper.say(1, "我要退货", intent, &[])), "请把订单号发给我，我来查一下。");
    assert_eq!(shopper.visitor.conversation, Status::Open);
    let said = answer(&shopper.say(2, "订单号 202611200001234", Label::OutOfScope, &[]));
    assert!(said.starts_with("收到，订单号已经记下"), "{said}");
    assert!(shopper.visitor.conversation.is_pending());
    // Who gives no number is not asked again.
    let said = answer(&shopper.say(3, "我要退货", intent, &[]));
    assert_eq!(said, "请把订单号发给我，我来查一下。");
    let said = answer(&shopper.say(4, "我要换货", intent, &[]));
    assert!(!said.contains("请把订单号"), "{said}");
}

#[test]
fn a_number_of_any_making_will_do_where_one_was_asked_for() {
    for number in ["NV1795476999", "单号是 A_0093", "88123"] {
        let mut shopper = Shopper::new(config(0.0));
        asks(&mut shopper, 1, WHERE);
        let said = answer(&shopper.say(2, number, Label::Chitchat, &[]));
        assert!(said.contains("没有查到"), "{number}: {said}");
    }
    let mut shopper = Shopper::new(config(0.0));
    asks(&mut shopper, 1, WHERE);
    let said = answer(&shopper.say(2, "我没有订单号", Label::OrderShipping, &[]));
    assert!(said.contains("人工客服"), "{said}");
}

#[test]
fn a_number_of_two_digits_is_not_taken_for_an_order() {
    let mut shopper = Shopper::new(config(0.0));
    buys(&mut shopper, 1, "12");
    buys(&mut shopper, 2, "A-13");
    for id in ["12", "A-13"] {
        let update = json!({"order_id": id, "status": "processing"});
        shopper.track(3, "Order Updated", update);
    }
    assert_eq!(asks(&mut shopper, 4, "12号能到吗").lines().count(), 2);
}
