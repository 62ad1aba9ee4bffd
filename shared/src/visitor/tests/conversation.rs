//! Who answers: promised, taken over, put aside, given back.

use super::*;
use crate::{conversation::Speaker, id::MessageId};

/// Everything said in these effects, by whom.
fn said(effects: &[Effect]) -> Vec<(Speaker, String)> {
    effects
        .iter()
        .filter_map(Effect::posted)
        .map(|message| (message.from, message.text.clone()))
        .collect()
}

fn reply(minutes: i64) -> (Command, Timestamp) {
    let id = format!("agent-{minutes}").parse::<MessageId>().unwrap();
    (Command::Reply { id, text: "我来帮您".into() }, at(minutes))
}

#[test]
fn who_is_promised_a_human_waits_for_one_and_is_not_promised_another() {
    let mut shopper = Shopper::new(config(0.0));
    assert_eq!(shopper.visitor.conversation, Status::Open);
    shopper.say(0, "你好", Label::Chitchat, &[]);
    assert_eq!(shopper.visitor.conversation, Status::Open);
    let first = said(&shopper.say(1, "我要投诉", Label::ComplaintService, &[]));
    assert_eq!(shopper.visitor.conversation, Status::Pending { since: at(1) });
    let second = said(&shopper.say(2, "有人吗", Label::HumanAgent, &[]));
    assert_eq!(shopper.visitor.conversation, Status::Pending { since: at(1) });
    assert_eq!((first.len(), second.len()), (2, 2));
    assert_ne!(first[1], second[1]);
}

#[test]
fn where_a_human_answers_nothing_automatic_is_said_or_shown_until_they_hand_it_back() {
    let mut shopper = Shopper::new(config(0.0));
    let (command, now) = reply(1);
    assert_eq!(said(&shopper.apply(command, now)).len(), 1);
    assert_eq!(shopper.visitor.conversation, Status::Human { since: at(1) });

    shopper.view(2, "a");
    shopper.view(2, "b");
    let effects = shopper.say(3, "这款手机续航怎么样?", Label::PreSalesProduct, &[]);
    assert_eq!(said(&effects), [(Speaker::Visitor, "这款手机续航怎么样?".to_owned())]);
    assert_eq!(shown(&effects), None);
    assert_eq!(held(&effects), ["with_human"]);

    shopper.apply(Command::Conduct { step: Step::HandedBack }, at(4));
    assert_eq!(shopper.visitor.conversation, Status::Open);
    let effects = shopper.say(5, "这款手机续航怎么样?", Label::PreSalesProduct, &[]);
    assert!(shown(&effects).is_some());
}

#[test]
fn what_is_put_aside_comes_back_by_the_alarm() {
    let mut shopper = Shopper::new(config(0.0));
    let (command, now) = reply(1);
    shopper.apply(command, now);
    let nap = Step::Snoozed { until: at(60) };
    let effects = shopper.apply(Command::Conduct { step: nap }, at(2));
    assert_eq!(effects.iter().find_map(Effect::wakes_at), Some(at(60)));
    shopper.apply(Command::Wake, at(60));
    assert_eq!(shopper.visitor.conversation, Status::Human { since: at(60) });
    assert!(shopper.visitor.may_conduct(nap, at(61)).is_err(), "the moment has passed");
}

#[test]
fn a_coupon_that_comes_after_a_human_took_over_is_not_handed_over() {
    let effects = granted_after(|shopper| {
        let (command, now) = reply(12);
        shopper.apply(command, now);
    });
    assert_eq!(held(&effects), ["with_human"]);
    assert_eq!(shown(&effects), None);
    assert_eq!(said(&effects), []);
}

fn article(score: f64, cover: f64) -> Hit {
    let source = crate::knowledge::Source {
        article: "refund-time".parse().unwrap(),
        title: "退款多久到账".into(),
        url: "/help".into(),
    };
    Hit {
        source, answer: "三个工作日内原路退回。".into(), score, cover, closeness: None
    }
}

#[test]
fn what_an_article_answers_is_said_in_its_words_with_its_name_and_nobody_waits_for_a_human() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.knows = vec![article(9.0, 1.0)];
    let effects = shopper.say(1, "退款多久到账", Label::AfterSalesReturnExchange, &[]);
    let answer = effects.iter().filter_map(Effect::posted).next_back().unwrap();
    assert_eq!((answer.from, answer.text.as_str()), (Speaker::Assistant, "三个工作日内原路退回。"));
    assert_eq!(answer.source, Some(article(0.0, 0.0).source));
    assert_eq!(shopper.visitor.conversation, Status::Open);
}

#[test]
fn an_article_that_is_only_near_is_not_read_out_and_who_wants_a_human_gets_one() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.knows = vec![article(9.0, 0.1)];
    shopper.say(1, "发票怎么开", Label::OtherService, &[]);
    assert!(shopper.visitor.conversation.is_pending());
    let mut angry = Shopper::new(config(0.0));
    angry.knows = vec![article(9.0, 1.0)];
    let effects = angry.say(1, "退款还不到账，我要投诉", Label::ComplaintService, &[]);
    assert!(effects.iter().filter_map(Effect::posted).all(|message| message.source.is_none()));
    assert!(angry.visitor.conversation.is_pending());
}

#[test]
fn a_rule_that_gives_something_goes_before_an_article() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.view(0, "a");
    shopper.view(1, "b");
    shopper.knows = vec![article(9.0, 1.0)];
    let effects = shopper.say(2, "这款手机续航怎么样?", Label::PreSalesProduct, &[]);
    assert!(shown(&effects).is_some());
    assert!(effects.iter().filter_map(Effect::posted).all(|message| message.source.is_none()));
}

#[test]
fn who_may_mean_several_things_is_asked_which_and_not_asked_again() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.knows = vec![article(1.0, 0.4), article(0.95, 0.4)];
    let asked = |effects: &[Effect]| {
        let answer = effects.iter().filter_map(Effect::posted).next_back().unwrap();
        answer.choices.clone()
    };
    let first = shopper.say(1, "退款的问题", Label::OtherService, &[]);
    assert_eq!(asked(&first), ["退款多久到账", "退款多久到账", "都不是，转人工"]);
    assert_eq!(shopper.visitor.conversation, Status::Open);
    let second = shopper.say(2, "就是那个", Label::OtherService, &[]);
    assert_eq!(asked(&second), Vec::<String>::new());
    assert!(shopper.visitor.conversation.is_pending());
    let third = shopper.say(3, "退款的问题", Label::OtherService, &[]);
    assert_eq!(asked(&third).len(), 3, "after something else it may ask back again");
}

#[test]
fn what_does_not_sound_like_a_shops_business_is_asked_back_and_not_answered() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.knows = vec![article(9.0, 1.0)];
    let effects = shopper.say(1, "退款多久到账", Label::OutOfScope, &[]);
    let answer = effects.iter().filter_map(Effect::posted).next_back().unwrap();
    assert_eq!((answer.choices.len(), answer.source.is_none()), (2, true));
    // Touched, it is answered.
    let effects = shopper.say(2, "退款多久到账", Label::OutOfScope, &[]);
    let answer = effects.iter().filter_map(Effect::posted).next_back().unwrap();
    assert!(answer.source.is_some());
}
