mod compare;
mod conversation;
mod orders;
mod study;

use alloc::vec;

use serde_json::json;

use super::*;
use crate::{
    bucket::Holdout,
    catalog::Catalog,
    config::Config,
    decision::{Decision, Outcome, Suppression, Verdict},
    delivery::{Card, Content, DeliveryState},
    event::Arrival,
    intent::{Flag, Label, Language, Score, Sentiment, Source, scan},
    money::Minor,
    rule::{Action, Class},
};

const MINUTE: i64 = 60_000;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_767_574_800_000 + minutes * MINUTE)
}

fn config(holdout_share: f64) -> Compiled {
    let config: Config = serde_json::from_value(json!({
        "settings": {
            "id": "demo", "name": "Demo", "write_keys": ["pk_demo"], "currency": "CNY",
            "notice": 1, "cart_abandoned_secs": 600, "high_value_minor": 300_000
        },
        "segments": [
            {"id": "hesitant", "name": "高价值但犹豫", "condition": {"high_value": true, "hesitation": {"$gte": 50}}}
        ],
        "rules": [
            {"id": "battery", "name": "续航", "priority": 50, "triggers": ["message"], "class": "service",
             "condition": {"message.about": {"$in": ["battery"]}},
             "action": {"kind": "recommend", "intro": {"zh-CN": "续航更强", "en": "More battery"},
                        "strategy": {"by": "attribute", "attribute": "battery_mah",
                                     "label": {"zh-CN": "电池", "en": "battery"}, "better": "higher"}}},
            {"id": "hesitant", "name": "犹豫", "priority": 80, "triggers": ["cart_lingered"], "class": "marketing",
             "condition": {"segment": {"$in": ["高价值但犹豫"]}},
             "action": {"kind": "offer", "offer": "limited"}},
            {"id": "price", "name": "价格敏感", "priority": 90, "triggers": ["message"], "class": "marketing",
             "condition": {"intent": {"$in": ["price_sensitive"]}, "cart_abandoned": true},
             "action": {"kind": "offer", "offer": "limited"}},
            {"id": "welcome", "name": "随便聊聊", "priority": 10, "triggers": ["message"], "class": "marketing",
             "condition": {"intent": {"$in": ["discount"]}},
             "action": {"kind": "say", "text": {"zh-CN": "看看活动", "en": "See our deals"}}},
            {"id": "wish", "name": "心愿单", "priority": 5, "triggers": ["Product Added to Wishlist"], "class": "marketing",
             "condition": {"visits": {"$gte": 1}},
             "action": {"kind": "say", "text": {"zh-CN": "已收藏", "en": "Saved"}}}
        ],
        "offers": [
            {"id": "limited", "title": {"zh-CN": "限时券", "en": "Limited"}, "body": {"zh-CN": "今天有效", "en": "Today"},
             "benefit": {"kind": "amount_off", "amount_minor": 20_000}, "valid_secs": 7200}
        ],
        "holdout": {"seed": "s", "share": holdout_share},
        "frequency_rules": [{"class": "marketing", "touches_max": 2, "window_secs": 86_400}]
    }))
    .unwrap();
    Compiled::new(config, "hash".into(), catalog()).unwrap()
}

fn catalog() -> Catalog {
    let phone = |id: &str, battery: u32| {
        json!({
            "id": id, "name": {"zh-CN": id, "en": id}, "brand": "Nova",
            "category": {"id": "phone", "zh-CN": "手机", "en": "Phones"}, "price_minor": 499_900,
            "currency": "CNY", "stock": 3, "url": "/p", "attributes": {"battery_mah": battery}
        })
    };
    Catalog::new(
        serde_json::from_value(json!([phone("a", 4000), phone("b", 4500), phone("max", 6000)]))
            .unwrap(),
    )
}

/// Every clock hangs in China.
struct China;

impl Zones for China {
    fn offset_secs(&self, zone: &Zone, _: Timestamp) -> Option<i32> {
        (zone.as_str() == "Asia/Shanghai").then_some(8 * 3_600)
    }
}

/// The demo config with one thing changed.
fn config_with(change: impl FnOnce(&mut Config)) -> Compiled {
    let mut plain = config(0.0).config;
    change(&mut plain);
    Compiled::new(plain, "c".into(), catalog()).unwrap()
}

struct Shopper {
    visitor: Visitor,
    id: ProfileId,
    config: Compiled,
    sent: u32,
    /// What the shop's articles say to whatever is asked.
    knows: Vec<Hit>,
    /// How what they say sounds.
    mood: Sentiment,
}

impl Shopper {
    fn new(config: Compiled) -> Self {
        Self {
            visitor: Visitor::default(),
            id: "anon-7".parse().unwrap(),
            config,
            sent: 0,
            knows: vec![],
            mood: Sentiment::Neutral,
        }
    }

    fn apply(&mut self, command: Command, now: Timestamp) -> Vec<Effect> {
        let context = Context {
            id: &self.id,
            config: &self.config,
            now,
            zones: &China,
            secret: b"secret",
            explain: false,
        };
        self.visitor.apply(command, context)
    }

    fn track(&mut self, minutes: i64, name: &str, properties: Value) -> Vec<Effect> {
        self.sent += 1;
        let event = json!({
            "type": "track", "event": name, "properties": properties, "anonymousId": "anon-7",
            "messageId": format!("m-{}", self.sent), "timestamp": at(minutes).to_rfc3339(),
            "context": {"consent": {"categoryPreferences": {"marketing": true, "analytics": true}}}
        });
        let arrival = Arrival { received_at: at(minutes), sent_at: None, context: None };
        let events = vec![Event::parse(event, arrival).unwrap()];
        self.apply(Command::TakeIn { events }, at(minutes))
    }

    fn view(&mut self, minutes: i64, id: &str) -> Vec<Effect> {
        self.track(
            minutes,
            "Product Viewed",
            json!({"product_id": id, "category": "phone", "price": 4999.0}),
        )
    }

    fn say(&mut self, minutes: i64, text: &str, label: Label, flags: &[Flag]) -> Vec<Effect> {
        self.sent += 1;
        let saying = Saying {
            id: format!("c-{}", self.sent).parse().unwrap(),
            text: text.into(),
            modality: Modality::Text,
            heard: None,
            intent: IntentReading {
                label,
                score: Score::ONE,
                alternatives: vec![],
                flags: flags.iter().copied().collect(),
                entities: scan::entities(text),
                sentiment: self.mood,
                lang: Language::of(text),
                source: Source::Model,
                model: "m".into(),
            },
            locale: Some(Locale::ZhCn),
            articles: self.knows.clone(),
        };
        self.apply(Command::Hear { saying }, at(minutes))
    }

    fn hesitate(&mut self) {
        for (minutes, id) in [(0, "a"), (1, "b"), (2, "a"), (3, "b"), (4, "a"), (5, "a")] {
            self.view(minutes, id);
        }
        self.track(6, "Product Added", json!({"product_id": "a", "price": 4999.0}));
    }
}

fn shown(effects: &[Effect]) -> Option<Card> {
    effects.iter().find_map(|effect| match effect {
        Effect::Show(card) => Some(card.clone()),
        Effect::Post(message) => message.card.clone(),
        _ => None,
    })
}

fn explained(effects: &[Effect]) -> Option<Decision> {
    effects.iter().find_map(|effect| match effect {
        Effect::Explain(decision) => Some(decision.clone()),
        _ => None,
    })
}

#[test]
fn a_question_about_the_battery_is_answered_with_a_stronger_phone_of_the_brand() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.view(0, "a");
    shopper.view(1, "b");
    let effects = shopper.say(2, "这款手机续航怎么样?", Label::PreSalesProduct, &[]);
    let Content::Products { products, .. } = shown(&effects).unwrap().content else {
        panic!("not products")
    };
    assert_eq!(products.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["max"]);
}

#[test]
fn a_hesitant_person_with_a_lingering_cart_gets_a_limited_coupon_and_the_order_is_credited_once() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.hesitate();
    let effects = shopper.apply(Command::Wake, at(16));
    let card = shown(&effects).unwrap();
    let Content::Offer { code, .. } = card.content else { panic!("not an offer") };

    let order = json!({"order_id": "o-1", "revenue": 4799.0, "coupon": code.as_str()});
    let first = shopper.track(20, "Order Completed", order.clone());
    let again = shopper.track(21, "Order Completed", order);

    let credited = |effects: &[Effect]| {
        effects
            .iter()
            .filter(|e| {
                matches!(
                    e,
                    Effect::Enter(Entry { fact: Fact::Ordered { credited: Some(_), .. }, .. })
                )
            })
            .count()
    };
    assert_eq!((credited(&first), credited(&again)), (1, 0));
    assert!(matches!(shopper.visitor.deliveries[0].state, DeliveryState::Converted { .. }));
    assert_eq!(shopper.visitor.profile.orders.net_minor(), Minor::new(479_900));
}

#[test]
fn a_cart_lingers_once_and_not_before_its_time() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.hesitate();
    assert!(shown(&shopper.apply(Command::Wake, at(10))).is_none());
    assert!(shown(&shopper.apply(Command::Wake, at(16))).is_some());
    assert!(shown(&shopper.apply(Command::Wake, at(60))).is_none());
}

#[test]
fn too_expensive_with_an_abandoned_cart_wins_over_the_rule_below_and_says_so() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.track(0, "Product Added", json!({"product_id": "a", "price": 4999.0}));
    let effects =
        shopper.say(15, "太贵了,有没有优惠", Label::MarketingDiscount, &[Flag::PriceSensitive]);
    let decision = explained(&effects).unwrap();
    let outcomes: Vec<(&str, &Outcome)> =
        decision.considered.iter().map(|c| (c.rule.as_str(), &c.outcome)).collect();
    assert_eq!(outcomes[0], ("price", &Outcome::Chosen));
    assert!(
        matches!(outcomes[1], ("battery", Outcome::NotMatched { clause }) if clause.path == "message.about")
    );
    assert_eq!(outcomes[2], ("welcome", &Outcome::Outranked { by: "price".parse().unwrap() }));
}

#[test]
fn a_person_in_the_holdout_gets_nothing_and_the_reason_is_told() {
    let mut shopper = Shopper::new(config(1.0));
    shopper.hesitate();
    let effects = shopper.apply(Command::Wake, at(16));
    assert!(shown(&effects).is_none());
    assert!(matches!(
        explained(&effects).unwrap().verdict,
        Verdict::Held { suppression: Suppression::Holdout, .. }
    ));
}

#[test]
fn who_is_held_out_of_a_scenario_is_compared_with_who_gets_it() {
    let with = |share: f64| {
        let mut shopper = Shopper::new(config_with(|config| {
            config.rules[1].scenario = Some("cart-recovery".parse().unwrap());
            let holdout = Holdout { seed: "c".into(), share };
            config.holdout.scenarios.insert("cart-recovery".parse().unwrap(), holdout);
        }));
        shopper.hesitate();
        let effects = shopper.apply(Command::Wake, at(16));
        let met = effects.iter().find_map(|effect| match effect {
            Effect::Enter(entry) => match &entry.fact {
                Fact::Exposed { experiment, variation, .. } => {
                    Some((experiment.to_string(), *variation))
                }
                _ => None,
            },
            _ => None,
        });
        (explained(&effects).unwrap().verdict.clone(), met, shopper)
    };
    let (verdict, met, mut shopper) = with(1.0);
    let scenario = "cart-recovery".parse().unwrap();
    let held = Suppression::ScenarioHoldout { scenario };
    assert!(matches!(verdict, Verdict::Held { suppression, .. } if suppression == held));
    assert_eq!(met, Some(("holdout:cart-recovery".to_owned(), 0)));
    // Other marketing reaches them.
    let effects = shopper.say(17, "优惠", Label::MarketingDiscount, &[]);
    assert!(matches!(explained(&effects).unwrap().verdict, Verdict::Delivered { .. }));
    let (verdict, met, _) = with(0.0);
    assert!(matches!(verdict, Verdict::Delivered { .. }));
    assert_eq!(met, Some(("holdout:cart-recovery".to_owned(), 1)));
}

#[test]
fn an_experiment_waits_for_what_another_gave() {
    let given = |parent_weights: [f64; 2]| {
        let mut shopper = Shopper::new(config_with(|config| {
            config.experiments = vec![
                json!({"key": "first", "variations": [false, true], "weights": parent_weights, "hashVersion": 2}),
                json!({"key": "second", "variations": [0, 1], "weights": [0, 1], "hashVersion": 2,
                       "parentConditions": [{"id": "first", "condition": {"value": true}}]}),
            ];
            let text = json!({"kind": "say", "text": {"zh-CN": "第二", "en": "Second"}});
            config.rules[1].experiment = serde_json::from_value(json!({
                "key": "second", "actions": [{"kind": "offer", "offer": "limited"}, text],
            }))
            .unwrap();
        }));
        shopper.hesitate();
        let effects = shopper.apply(Command::Wake, at(16));
        matches!(shown(&effects).unwrap().content, Content::Text { .. })
    };
    assert!(given([0.0, 1.0]));
    assert!(!given([1.0, 0.0]));
}

#[test]
fn what_one_batch_holds_back_twice_is_told_once() {
    let mut shopper = Shopper::new(config(1.0));
    let event = |id: &str| {
        let event = json!({
            "type": "track", "event": "Product Added to Wishlist", "anonymousId": "anon-7", "messageId": id,
            "context": {"consent": {"categoryPreferences": {"marketing": true, "analytics": true}}}
        });
        let arrival = Arrival { received_at: at(0), sent_at: None, context: None };
        Event::parse(event, arrival).unwrap()
    };
    let told = |effects: &[Effect]| {
        effects.iter().filter(|effect| matches!(effect, Effect::Explain(_))).count()
    };
    let effects = shopper.apply(Command::TakeIn { events: vec![event("a"), event("b")] }, at(0));
    assert_eq!(told(&effects), 1);
    let effects = shopper.apply(Command::TakeIn { events: vec![event("c")] }, at(1));
    assert_eq!(told(&effects), 1, "the next batch is another occasion");
}

#[test]
fn the_holdout_still_gets_answers_to_questions() {
    let mut shopper = Shopper::new(config(1.0));
    shopper.view(0, "a");
    assert!(shown(&shopper.say(1, "续航", Label::PreSalesProduct, &[])).is_some());
}

#[test]
fn a_person_who_never_agreed_gets_no_marketing() {
    let mut shopper = Shopper::new(config(0.0));
    let effects = shopper.say(0, "有优惠吗", Label::MarketingDiscount, &[Flag::PriceSensitive]);
    assert!(shown(&effects).is_none());
    assert!(matches!(
        explained(&effects).unwrap().verdict,
        Verdict::Held { suppression: Suppression::NoConsent, .. }
    ));
}

#[test]
fn the_third_marketing_message_of_a_day_is_held_back() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.view(0, "a");
    let ask = |shopper: &mut Shopper, minute| {
        let effects = shopper.say(minute, "优惠", Label::MarketingDiscount, &[]);
        explained(&effects).unwrap().verdict
    };
    assert!(matches!(ask(&mut shopper, 1), Verdict::Delivered { .. }));
    assert!(matches!(ask(&mut shopper, 2), Verdict::Delivered { .. }));
    assert!(matches!(
        ask(&mut shopper, 3),
        Verdict::Held { suppression: Suppression::FrequencyCap { .. }, .. }
    ));
}

#[test]
fn the_state_survives_being_stored() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.hesitate();
    shopper.apply(Command::Wake, at(16));
    let stored = serde_json::to_string(&shopper.visitor).unwrap();
    assert_eq!(serde_json::from_str::<Visitor>(&stored).unwrap(), shopper.visitor);
}

fn held(effects: &[Effect]) -> Vec<&'static str> {
    explained(effects)
        .iter()
        .flat_map(|decision| &decision.considered)
        .filter_map(|considered| match &considered.outcome {
            Outcome::Suppressed { reason } => Some(reason.name()),
            _ => None,
        })
        .collect()
}

fn limited(coupons_max: u32) -> Compiled {
    config_with(|config| config.offers[0].stock.coupons_max = Some(coupons_max))
}

/// Somebody whose cart lingered, and who waits for the one coupon there is.
fn waiting() -> Shopper {
    let mut shopper = Shopper::new(limited(1));
    shopper.hesitate();
    shopper.apply(Command::Wake, at(17));
    shopper
}

#[test]
fn a_limited_offer_is_claimed_first_and_shown_when_its_stock_has_granted_it() {
    let mut shopper = waiting();
    let reservation = shopper.visitor.pending[0].reservation.clone();
    assert_eq!(shopper.visitor.deliveries[0].state, DeliveryState::Queued);
    assert_eq!(shopper.visitor.coupons.len(), 1);

    let delivery = reservation.delivery.clone();
    let settle = Command::Settle { delivery, grant: Grant::Granted };
    let effects = shopper.apply(settle.clone(), at(18));
    assert!(matches!(shown(&effects).unwrap().content, Content::Offer { .. }));
    assert!(explained(&effects).is_some());
    assert_eq!(shopper.visitor.deliveries[0].state, DeliveryState::Sent);

    let again = shopper.apply(settle, at(18));
    assert!(shown(&again).is_none(), "a stock that answers twice shows twice");
}

#[test]
fn who_was_refused_a_coupon_counts_as_not_contacted_and_sees_why_nowhere_but_in_the_explanation() {
    let mut shopper = waiting();
    let delivery = shopper.visitor.pending[0].reservation.delivery.clone();
    let effects = shopper.apply(Command::Settle { delivery, grant: Grant::SoldOut }, at(18));
    assert!(shown(&effects).is_none());
    assert_eq!(held(&effects[..2]), ["sold_out"]);
    assert!(shopper.visitor.coupons.is_empty());
    assert_eq!(shopper.visitor.touches, TouchLog::default());
    assert!(matches!(shopper.visitor.deliveries[0].state, DeliveryState::Skipped { .. }));
    // For ten minutes nobody asks again.
    shopper.track(19, "Product Added", json!({"product_id": "a", "price": 4999.0}));
    assert!(shopper.visitor.pending.is_empty());
}

#[test]
fn a_claim_that_nobody_answered_is_asked_for_again_by_the_alarm() {
    let mut shopper = waiting();
    let effects = shopper.apply(Command::Wake, at(18));
    assert_eq!(effects.iter().filter_map(Effect::reserved).count(), 1);
    // Not at once again: a stock that is down would be asked without a pause.
    assert!(effects.iter().filter_map(Effect::wakes_at).all(|next| at(18) < next));
}

/// What comes of a coupon that is granted after something has changed.
fn granted_after(change: impl FnOnce(&mut Shopper)) -> Vec<Effect> {
    let mut shopper = waiting();
    let delivery = shopper.visitor.pending[0].reservation.delivery.clone();
    change(&mut shopper);
    let effects = shopper.apply(Command::Settle { delivery, grant: Grant::Granted }, at(18));
    assert!(shopper.visitor.pending.is_empty());
    if shown(&effects).is_none() {
        assert_eq!(shopper.visitor.touches, TouchLog::default());
        assert!(shopper.visitor.coupons.is_empty());
        assert!(matches!(shopper.visitor.deliveries[0].state, DeliveryState::Skipped { .. }));
    }
    effects
}

#[test]
fn who_takes_their_consent_back_while_the_stock_is_asked_is_not_told() {
    let effects = granted_after(|shopper| {
        let no = choice(shopper, 17, 17, (false, 1));
        shopper.apply(Command::TakeIn { events: vec![no] }, at(17));
    });
    assert!(shown(&effects).is_none());
    assert_eq!(held(&effects), ["no_consent"]);
}

#[test]
fn who_asks_for_peace_or_goes_to_bed_while_the_stock_is_asked_is_not_told() {
    let paused = granted_after(|shopper| {
        let preferences = Preferences { paused_until: Some(at(99)), ..Preferences::default() };
        shopper.apply(Command::Prefer { preferences }, at(17));
    });
    assert_eq!(held(&paused), ["paused"]);
    let asleep = granted_after(|shopper| {
        let hours = json!({"from": "00:00", "to": "23:59", "channels": ["widget"], "zones": ["Asia/Shanghai"]});
        shopper.config.config.quiet_hours = serde_json::from_value(hours).unwrap();
    });
    assert_eq!(held(&asleep), ["quiet_hours"]);
}

#[test]
fn who_asks_for_nothing_personal_while_the_stock_is_asked_gets_nothing_that_was_chosen_by_their_profile()
 {
    let effects = granted_after(|shopper| {
        let preferences = Preferences { personalisation: false, ..Preferences::default() };
        shopper.apply(Command::Prefer { preferences }, at(17));
    });
    assert_eq!(held(&effects), ["personalisation_off"]);
}

#[test]
fn a_coupon_of_a_rule_that_was_switched_off_meanwhile_is_not_handed_over() {
    let effects = granted_after(|shopper| shopper.config.config.rules.clear());
    assert_eq!(held(&effects), ["outside_schedule"]);
}

#[test]
fn the_stock_hears_of_a_used_coupon_once() {
    let mut shopper = waiting();
    let delivery = shopper.visitor.pending[0].reservation.delivery.clone();
    shopper.apply(Command::Settle { delivery, grant: Grant::Granted }, at(18));
    let code = shopper.visitor.coupons[0].code.to_string();
    let redeemed = |effects: &[Effect]| {
        effects.iter().filter(|effect| matches!(effect, Effect::Redeem(_))).count()
    };
    let order = |id: &str| json!({"order_id": id, "revenue": 4899.0, "coupon": code});
    assert_eq!(redeemed(&shopper.track(19, "Order Completed", order("o-1"))), 1);
    assert_eq!(redeemed(&shopper.track(20, "Order Completed", order("o-2"))), 0);
}

#[test]
fn with_personalisation_off_the_trace_holds_nothing_of_the_profile() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.hesitate();
    let preferences = Preferences { personalisation: false, ..Preferences::default() };
    shopper.apply(Command::Prefer { preferences }, at(6));
    let effects = shopper.say(7, "有什么优惠", Label::MarketingDiscount, &[]);
    let decision = explained(&effects);
    let inputs = decision.unwrap().inputs;
    for name in inputs.as_object().unwrap().keys() {
        assert!(!attributes::is_personal(name), "{name} is of the profile");
    }
    let (document, segments) = {
        let context = Context {
            id: &shopper.id,
            config: &shopper.config,
            now: at(8),
            zones: &China,
            secret: b"",
            explain: true,
        };
        shopper.visitor.document(&attributes::Occasion::default(), context)
    };
    assert!(segments.is_empty());
    assert!(document.as_object().unwrap().keys().all(|name| !attributes::is_personal(name)));
}

#[test]
fn a_rule_by_the_profile_says_that_personalisation_is_off() {
    // "Not a buyer yet" is true of a document without orders; it must not be of a person who
    // asked not to be looked up.
    let mut shopper = Shopper::new(config_with(|config| {
        for rule in &mut config.rules {
            rule.condition = json!({"orders": {"$ne": 5}});
            rule.triggers = vec!["Product Viewed".into()];
        }
    }));
    let preferences = Preferences { personalisation: false, ..Preferences::default() };
    shopper.apply(Command::Prefer { preferences }, at(0));
    let effects = shopper.view(1, "a");
    assert!(shown(&effects).is_none());
    assert!(held(&effects).iter().all(|reason| *reason == "personalisation_off"));
    assert!(!held(&effects).is_empty());
}

#[test]
fn a_shop_may_keep_the_night_in_the_chat_too() {
    let mut shopper = Shopper::new(config_with(|config| {
        config.quiet_hours = Some(
            serde_json::from_value(json!({
                "from": "00:00", "to": "23:59", "channels": ["widget"], "zones": ["Asia/Shanghai"]
            }))
            .unwrap(),
        );
    }));
    shopper.hesitate();
    shopper.apply(Command::Wake, at(17));
    assert!(shopper.visitor.deliveries.iter().all(|delivery| delivery.class == Class::Service));
}

#[test]
fn a_discount_by_what_people_are_thought_to_be_able_to_pay_cannot_be_published() {
    let mut plain = config(0.0).config;
    let place = plain.rules.iter().position(|rule| matches!(rule.action, Action::Offer { .. }));
    plain.rules[place.unwrap()].condition = json!({"price_band": "high"});
    let error = Compiled::new(plain, "c".into(), catalog()).unwrap_err();
    assert!(error.to_string().contains("price_band"), "{error}");
    assert!(error.path.ends_with(".condition"), "{error}");
}

/// An event that says what a visitor allows, chosen at `chosen` minutes under `notice`.
fn choice(
    shopper: &mut Shopper,
    minutes: i64,
    chosen: i64,
    (marketing, notice): (bool, u16),
) -> Event {
    shopper.sent += 1;
    let event = json!({
        "type": "track", "event": "Product Added to Wishlist", "anonymousId": "anon-7",
        "messageId": format!("m-{}", shopper.sent), "timestamp": at(minutes).to_rfc3339(),
        "context": {"consent": {
            "categoryPreferences": {"marketing": marketing, "analytics": true},
            "chosenAt": at(chosen).to_rfc3339(), "notice": notice
        }}
    });
    let arrival = Arrival { received_at: at(minutes), sent_at: None, context: None };
    Event::parse(event, arrival).unwrap()
}

#[test]
fn a_no_at_the_end_of_a_batch_holds_for_its_beginning() {
    let mut shopper = Shopper::new(config(0.0));
    let yes = choice(&mut shopper, 1, 1, (true, 1));
    let no = choice(&mut shopper, 2, 2, (false, 1));
    let effects = shopper.apply(Command::TakeIn { events: vec![yes, no] }, at(3));
    assert!(shown(&effects).is_none());
}

#[test]
fn a_yes_to_the_old_notice_is_no_yes_to_the_new_one() {
    let mut new = config(0.0);
    new.config.settings.notice = crate::consent::NoticeVersion::new(2);
    let mut shopper = Shopper::new(new);
    let old = choice(&mut shopper, 1, 1, (true, 1));
    assert!(shown(&shopper.apply(Command::TakeIn { events: vec![old] }, at(1))).is_none());
    let seen = choice(&mut shopper, 3, 2, (true, 2));
    assert!(shown(&shopper.apply(Command::TakeIn { events: vec![seen] }, at(3))).is_some());
}

#[test]
fn who_was_erased_leaves_a_mark_and_nothing_else() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.hesitate();
    let effects = shopper.apply(Command::Erase, at(7));
    assert_eq!(effects, [Effect::Erase { since: at(0), circle: vec![] }]);
    let mark = Visitor { erased_at: Some(at(7)), ..Visitor::default() };
    assert_eq!(shopper.visitor, mark);
}

#[test]
fn what_comes_for_somebody_who_was_erased_is_counted_and_dropped() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.apply(Command::Erase, at(0));
    assert!(shopper.view(1, "a").is_empty());
    assert!(shopper.say(2, "优惠", Label::MarketingDiscount, &[]).is_empty());
    assert!(shopper.apply(Command::Wake, at(60)).is_empty());
    let mark = Visitor { erased_at: Some(at(0)), after_erasure: 2, ..Visitor::default() };
    assert_eq!(shopper.visitor, mark);
}

#[test]
fn erasing_again_keeps_the_first_time_and_asks_the_others_again() {
    let mut shopper = Shopper::new(config(0.0));
    shopper.apply(Command::Erase, at(0));
    assert_eq!(shopper.apply(Command::Erase, at(5)).len(), 1);
    assert_eq!(shopper.visitor.erased_at, Some(at(0)));
}
