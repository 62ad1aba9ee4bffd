//! One simulated shopper, and the promises made to them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::{
    channel::Channel,
    conversation::Modality,
    decision::Verdict,
    delivery::{Card, Content},
    event::{Arrival, Event},
    frequency::{Contact, TouchLog, Verdict as Cap},
    id::ProfileId,
    intent::IntentReading,
    ledger::Fact,
    rule::Class,
    time::Timestamp,
    visitor::{Command, Context, Effect, Saying, Visitor},
    zone::NoZones,
};

use crate::shop::Shop;

/// What an offer in the chat is to the promises.
const OFFER: Contact = Contact { class: Class::Marketing, channel: Channel::Widget };

const MINUTE_MS: i64 = 60_000;
/// Monday, 5 January 2026.
const START_MS: i64 = 1_767_574_800_000;

/// What they say, with what a reader makes of it.
const SAYINGS: [(&str, &str, &[&str]); 6] = [
    ("这款手机续航怎么样？", "pre_sales.product", &[]),
    ("太贵了，有没有优惠", "marketing.discount", &["price_sensitive"]),
    ("拍照效果好吗", "pre_sales.product", &[]),
    ("可以退货吗", "after_sales.return_exchange", &[]),
    ("最近有什么活动", "marketing.campaign", &[]),
    ("你好", "chitchat.chitchat", &[]),
];

/// One simulated shopper.
pub struct Shopper<'a> {
    /// Their state in the core.
    pub visitor: Visitor,
    /// Every fact that reached the ledger.
    pub facts: Vec<Fact>,
    /// Every coupon code they were given.
    pub codes: Vec<String>,
    shop: &'a Shop,
    id: ProfileId,
    chance: u64,
    now: Timestamp,
    wake_at: Option<Timestamp>,
    allows: bool,
    touches: TouchLog,
    cards: Vec<Card>,
    clicked: BTreeSet<String>,
    sent: u32,
    orders: Vec<String>,
    credited: BTreeMap<String, String>,
    entries: u64,
}

impl<'a> Shopper<'a> {
    /// Somebody new, who has answered the consent question one way or the other.
    pub fn enter(shop: &'a Shop, number: u32) -> Self {
        let mut shopper = Self {
            visitor: Visitor::default(),
            facts: Vec::new(),
            codes: Vec::new(),
            shop,
            id: format!("shopper-{number}").parse().expect("a profile id"),
            chance: u64::from(number),
            now: Timestamp::from_unix_millis(START_MS),
            wake_at: None,
            allows: false,
            touches: TouchLog::default(),
            cards: Vec::new(),
            clicked: BTreeSet::new(),
            sent: 0,
            orders: Vec::new(),
            credited: BTreeMap::new(),
            entries: 0,
        };
        let allows = shopper.below(100) < 80;
        shopper.answer(allows);
        shopper
    }

    /// Some time passes, and they do something.
    pub fn step(&mut self) {
        let minutes = match self.below(10) {
            0 => self.below(4 * 24 * 60),
            1..=3 => self.below(90),
            _ => self.below(5),
        };
        let later = self.now.unix_millis() + i64::try_from(minutes).expect("minutes") * MINUTE_MS;
        self.sleep_until(Timestamp::from_unix_millis(later));
        match self.below(100) {
            0..35 => self.track_product("Product Viewed"),
            35..55 => self.track_product("Product Added"),
            55..75 => self.say(),
            75..85 => self.follow(),
            85..93 => self.order(),
            93..96 => {
                let allows = self.below(2) == 0;
                self.answer(allows);
            }
            _ => self.ask(),
        }
        if self.sent.is_multiple_of(8) {
            self.stored_state_reads_back();
        }
    }

    /// Wakes the core at the time it asked for, as an alarm does.
    fn sleep_until(&mut self, later: Timestamp) {
        while let Some(at) = self.wake_at.filter(|at| *at <= later) {
            self.wake_at = None;
            self.now = self.now.max(at);
            self.apply(Command::Wake);
            assert!(self.wake_at.is_none_or(|next| at < next), "woken for ever at {at:?}");
        }
        self.now = later;
    }

    fn answer(&mut self, allows: bool) {
        self.allows = allows;
        let consent = json!({ "categoryPreferences": { "analytics": true, "marketing": allows } });
        self.take_in(json!({ "type": "page", "name": "home" }), Some(consent));
    }

    fn track_product(&mut self, name: &str) {
        let product = self.product();
        self.take_in(json!({ "type": "track", "event": name, "properties": product }), None);
    }

    fn say(&mut self) {
        let (text, label, flags) = SAYINGS[usize::try_from(self.below(6)).expect("an index")];
        let intent: IntentReading = serde_json::from_value(json!({
            "label": label, "score": 0.9, "flags": flags, "lang": "zh", "source": "model", "model": "simulated",
        }))
        .expect("a reading");
        let id = self.next_id().parse().expect("a message id");
        let text = text.to_owned();
        let saying =
            Saying { id, text, modality: Modality::Text, heard: None, intent, locale: None };
        self.apply(Command::Hear { saying });
    }

    fn ask(&mut self) {
        let trigger = "Product Viewed".to_owned();
        self.apply(Command::Ask { trigger, intent: None, locale: None });
    }

    /// Looks at the newest card, and perhaps follows it.
    fn follow(&mut self) {
        let Some(card) = self.cards.last().cloned() else { return };
        let delivery = card.delivery.as_str().to_owned();
        let names = if self.below(3) == 0 {
            vec!["Offer Viewed"]
        } else {
            vec!["Offer Viewed", "Offer Clicked"]
        };
        for name in names {
            let properties = json!({ "delivery_id": delivery });
            self.take_in(json!({ "type": "track", "event": name, "properties": properties }), None);
            if name == "Offer Clicked" {
                self.clicked.insert(delivery.clone());
            }
        }
    }

    /// Buys something, sometimes with a coupon, sometimes reported twice.
    fn order(&mut self) {
        let again = self.below(4) == 0;
        let order = match self.orders.last() {
            Some(last) if again => last.clone(),
            _ => format!("{}-order-{}", self.id, self.orders.len()),
        };
        let coupon = if self.below(2) == 0 { self.codes.last().cloned() } else { None };
        let product = self.product();
        let properties = json!({
            "order_id": order, "revenue": product["price"], "currency": "CNY",
            "coupon": coupon.unwrap_or_default(), "products": [product],
        });
        if self.orders.last() != Some(&order) {
            self.orders.push(order);
        }
        let event =
            json!({ "type": "track", "event": "Order Completed", "properties": properties });
        self.take_in(event, None);
        assert!(
            usize::try_from(self.visitor.profile.orders.count).expect("a count")
                <= self.orders.len(),
            "an order that was reported twice counts once"
        );
    }

    fn take_in(&mut self, mut event: Value, consent: Option<Value>) {
        event["messageId"] = self.next_id().into();
        event["anonymousId"] = self.id.as_str().into();
        event["timestamp"] = self.now.to_rfc3339().into();
        if let Some(consent) = consent {
            event["context"] = json!({ "consent": consent });
        }
        let arrival = Arrival { received_at: self.now, sent_at: None, context: None };
        let event = Event::parse(event, arrival).expect("a good event");
        self.apply(Command::TakeIn { events: vec![event] });
    }

    fn apply(&mut self, command: Command) {
        let context = Context {
            id: &self.id,
            config: &self.shop.config,
            now: self.now,
            zones: &NoZones,
            secret: b"a secret of the simulator",
            explain: false,
        };
        let held_out = self.visitor.is_held_out(context);
        let effects = self.visitor.apply(command, context);
        let given = self.cards_in(&effects);
        for card in &given {
            self.was_allowed(card, held_out);
        }
        for effect in effects {
            match effect {
                Effect::Enter(entry) => {
                    self.entries += 1;
                    assert_eq!(entry.seq, self.entries, "entries are numbered without a gap");
                    self.credited_once(&entry.fact);
                    self.facts.push(entry.fact);
                }
                Effect::Explain(decision) => is_shown(&decision.verdict, &given),
                Effect::Register(code) => self.codes.push(code.as_str().to_owned()),
                Effect::WakeAt(at) => self.wake_at = Some(at),
                Effect::Show(_)
                | Effect::Post(_)
                | Effect::File(_)
                | Effect::Reserve(_)
                | Effect::Redeem(_)
                | Effect::Link(_) => {}
            }
        }
        self.cards.extend(given);
    }

    /// What the person gets to see.
    fn cards_in(&self, effects: &[Effect]) -> Vec<Card> {
        effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Show(card) => Some(card.clone()),
                Effect::Post(message) => message.card.clone(),
                _ => None,
            })
            .collect()
    }

    /// Marketing needs a yes, spares the holdout, and keeps within the merchant's promises.
    fn was_allowed(&mut self, card: &Card, held_out: bool) {
        if card.class != Class::Marketing {
            assert!(!matches!(card.content, Content::Offer { .. }), "an offer is marketing");
            return;
        }
        assert!(self.allows, "{} got marketing without a yes", self.id);
        assert!(!held_out, "{} is held out and got marketing", self.id);
        for promise in &self.shop.promises {
            let verdict = promise.check(OFFER, &self.touches, self.now);
            assert_eq!(verdict, Cap::Allowed, "{} was contacted too often", self.id);
        }
        self.touches.record(OFFER, self.now);
    }

    /// One sale is credited to one delivery, and only to one that the person followed or whose
    /// coupon they used.
    fn credited_once(&mut self, fact: &Fact) {
        let Fact::Ordered { order, credited: Some((delivery, _)), .. } = fact else { return };
        let before = self.credited.insert(order.as_str().to_owned(), delivery.as_str().to_owned());
        assert_eq!(before, None, "{order} is credited twice");
        let coupon = self.visitor.coupons.iter().any(|coupon| {
            coupon.delivery == *delivery && coupon.redeemed_by.as_ref() == Some(order)
        });
        assert!(
            coupon || self.clicked.contains(delivery.as_str()),
            "{order} is credited to {delivery}, which was neither followed nor redeemed"
        );
    }

    fn stored_state_reads_back(&self) {
        let stored = serde_json::to_string(&self.visitor).expect("state is JSON");
        let read: Visitor = serde_json::from_str(&stored).expect("stored state is read back");
        assert_eq!(read, self.visitor);
    }

    /// A product as events name it; everybody keeps coming back to a few.
    fn product(&mut self) -> Value {
        let few = self.chance % 5;
        let at =
            usize::try_from(few * 3 + self.below(3)).expect("an index") % self.shop.products.len();
        let product = &self.shop.products[at];
        let minor = product["price_minor"].as_f64().expect("a price");
        json!({
            "product_id": product["id"], "name": product["name"]["zh-CN"], "brand": product["brand"],
            "category": product["category"]["id"], "price": minor / 100.0, "currency": "CNY", "quantity": 1,
        })
    }

    fn next_id(&mut self) -> String {
        self.sent += 1;
        format!("{}-{}", self.id, self.sent)
    }

    /// A number from 0 to `end`, without `end` (`SplitMix64`).
    fn below(&mut self, end: u64) -> u64 {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.chance;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// What a decision says was delivered is among the cards.
fn is_shown(verdict: &Verdict, given: &[Card]) {
    if let Verdict::Delivered { delivery, .. } = verdict {
        let shown = given.iter().any(|card| card.delivery == *delivery);
        assert!(shown, "{delivery} is explained but not shown");
    }
}
