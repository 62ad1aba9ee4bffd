//! Who answers: promised, taken over, put aside, given back.

use super::*;
use crate::{
    conversation::{Speaker, Why},
    id::MessageId,
};

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
    assert_eq!(shopper.visitor.conversation, Status::Pending { since: at(1), why: Why::Complaint });
    let second = said(&shopper.say(2, "有人吗", Label::HumanAgent, &[]));
    assert_eq!(shopper.visitor.conversation, Status::Pending { since: at(1), why: Why::Complaint });
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

fn pending(shopper: &Shopper) -> Option<Why> {
    match shopper.visitor.conversation {
        Status::Pending { why, .. } => Some(why),
        _ => None,
    }
}

#[test]
fn who_is_upset_twice_in_a_row_or_threatens_to_leave_gets_a_human_and_not_an_article() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.knows = vec![article(9.0, 1.0)];
    shopper.mood = Sentiment::Negative;
    shopper.say(1, "怎么还不到账啊", Label::OrderShipping, &[]);
    assert_eq!(pending(&shopper), None, "once is answered from the article");
    let told = said(&shopper.say(2, "到底什么时候到", Label::OrderShipping, &[]));
    assert_eq!(pending(&shopper), Some(Why::Upset));
    assert!(told[1].1.contains("非常抱歉"), "{told:?}");
    // Who waits already is answered what can be answered meanwhile.
    let effects = shopper.say(3, "退款多久到账", Label::OrderShipping, &[]);
    assert!(effects.iter().filter_map(Effect::posted).any(|message| message.source.is_some()));

    let mut calm = Shopper::new(config(0.0));
    calm.knows = vec![article(9.0, 1.0)];
    for (minutes, mood) in
        [(1, Sentiment::Negative), (2, Sentiment::Neutral), (3, Sentiment::Negative)]
    {
        calm.mood = mood;
        calm.say(minutes, "退款多久到账", Label::OrderShipping, &[]);
        assert_eq!(pending(&calm), None, "in a row, not in all");
    }
    let mut leaving = Shopper::new(config(0.0));
    leaving.knows = vec![article(9.0, 1.0)];
    leaving.say(1, "再不退我就去 12315", Label::OrderShipping, &[Flag::ChurnThreat]);
    assert_eq!(pending(&leaving), Some(Why::Upset));
}

#[test]
fn of_a_good_customer_one_upset_word_is_enough() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.track(
        0,
        "Order Completed",
        json!({"order_id": "o1", "revenue": 9_999.0, "currency": "CNY"}),
    );
    shopper.knows = vec![article(9.0, 1.0)];
    shopper.mood = Sentiment::Negative;
    shopper.say(1, "怎么还不到账啊", Label::OrderShipping, &[]);
    assert_eq!(pending(&shopper), Some(Why::HighValue));
}

#[test]
fn out_of_hours_the_promise_says_so() {
    let mut config = config(0.0);
    config.config.settings.service_hours = Some(crate::zone::WeeklyHours {
        days: Vec::new(),
        from: "09:00".parse().unwrap(),
        to: "21:00".parse().unwrap(),
    });
    let mut shopper = Shopper::new(config);
    // The clocks of the tests begin at nine in the morning.
    let early = said(&shopper.say(-60, "转人工", Label::HumanAgent, &[]));
    assert!(early[1].1.starts_with("现在不是人工服务时间（09:00–21:00）。好的"), "{early:?}");
    shopper.apply(Command::Conduct { step: Step::Resolved }, at(0));
    let told = said(&shopper.say(1, "转人工", Label::HumanAgent, &[]));
    assert!(told[1].1.starts_with("好的"), "{told:?}");
}

/// The events of this name that were recorded.
fn recorded(effects: &[Effect], name: &str) -> usize {
    let is_named =
        |effect: &&Effect| matches!(effect, Effect::Record(event) if event.trigger() == name);
    effects.iter().filter(is_named).count()
}

#[test]
fn who_talked_to_a_human_is_asked_how_it_was_once_and_their_word_counts() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.say(0, "转人工", Label::HumanAgent, &[]);
    let (command, now) = reply(1);
    shopper.apply(command, now);
    let ended = shopper.apply(Command::Conduct { step: Step::Resolved }, at(2));
    let asked = ended.iter().find_map(Effect::posted).unwrap();
    assert_eq!(asked.choices, ["非常满意", "满意", "一般", "不满意", "非常不满意"]);
    assert_eq!(recorded(&ended, "Conversation Resolved"), 1);

    let rated = shopper.say(3, "非常满意", Label::OutOfScope, &[]);
    assert_eq!(said(&rated)[1], (Speaker::Assistant, "谢谢您的评价！".to_owned()));
    assert_eq!(recorded(&rated, "Conversation Rated"), 1);
    assert_eq!(shopper.visitor.conversation, Status::Resolved { at: at(2) }, "it stays closed");
    assert_eq!(shopper.visitor.asked, None);

    let again = shopper.say(4, "非常满意", Label::OutOfScope, &[]);
    assert_eq!(recorded(&again, "Conversation Rated"), 0, "a word like any other by now");
}

#[test]
fn nobody_is_asked_how_it_was_who_talked_to_the_assistant_alone() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.say(0, "转人工", Label::HumanAgent, &[]);
    let ended = shopper.apply(Command::Conduct { step: Step::Resolved }, at(1));
    assert_eq!(said(&ended), []);
    assert_eq!(shopper.visitor.asked, None);
}

#[test]
fn who_says_something_else_begins_anew_and_is_not_asked_again() {
    let mut shopper = Shopper::new(config(0.0));
    let (command, now) = reply(1);
    shopper.apply(command, now);
    shopper.apply(Command::Conduct { step: Step::Resolved }, at(2));
    shopper.say(3, "你好", Label::Chitchat, &[]);
    assert_eq!(shopper.visitor.conversation, Status::Open);
    let effects = shopper.say(4, "满意", Label::Chitchat, &[]);
    assert_eq!(recorded(&effects, "Conversation Rated"), 0);
    let (command, now) = reply(5);
    shopper.apply(command, now);
    shopper.apply(Command::Conduct { step: Step::Resolved }, at(6));
    let effects = shopper.say(7, "我的订单到哪了", Label::OrderShipping, &[]);
    assert!(said(&effects)[1].1.contains("订单号"), "how it was counts as no question before");
}
