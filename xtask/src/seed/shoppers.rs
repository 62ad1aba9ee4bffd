//! Simulated shoppers, so that a new demo has something to show.
//!
//! Each walks in through the front door: the same API, the same rules, the same holdout as
//! everybody. What they do is drawn from a seed, so every new demo tells the same story; what
//! they are given is decided by the running product.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::SITE;
use super::chance::Chance;
use super::clock::{self, DAY_MS, MINUTE_MS};
use crate::{http, paths};

/// Shoppers who have been here when nobody says how many.
pub(crate) const SHOPPERS: u32 = 60;

/// What some of them ask in the chat, by language.
const QUESTIONS: [(&str, &str); 7] = [
    ("这款手机续航怎么样？", "How long does the battery last?"),
    ("太贵了，有没有优惠？", "Too expensive, any discount?"),
    ("拍照效果好吗？", "Is the camera any good?"),
    ("买了不合适可以退货吗？", "Can I return it if it does not suit me?"),
    ("我的订单什么时候发货？", "When will my order ship?"),
    ("最近有什么活动吗？", "Any promotion going on?"),
    ("这两款有什么区别？", "What is the difference between these two?"),
];

const NAMES: [(&str, &str); 10] = [
    ("林晓", "Ada"),
    ("陈默", "Ben"),
    ("周雨桐", "Clara"),
    ("吴敏", "David"),
    ("赵一鸣", "Emma"),
    ("孙悦", "Felix"),
    ("李思远", "Grace"),
    ("黄可", "Henry"),
    ("徐静", "Iris"),
    ("何川", "Jack"),
];

/// Between two looks at a product.
const LOOK_MS: u64 = 15_000;

/// How likely, in percent, each step is.
const SPEAKS_CHINESE: u64 = 70;
const TELLS_NAME: u64 = 35;
const ALLOWS_MARKETING: u64 = 88;
const FILLS_CART: u64 = 65;
const ASKS: u64 = 60;
const FOLLOWS_OFFER: u64 = 65;
const BUYS_WITH_OFFER: u64 = 60;
const BUYS_ALONE: u64 = 18;

/// Lets `count` shoppers visit the instance on `port`.
pub(crate) fn visit(port: u16, count: u32) -> Result<()> {
    let catalog: Vec<Value> =
        serde_json::from_slice(&std::fs::read(paths::at("public/shop/catalog.json"))?)?;
    for number in 0..count {
        let shopper = Shopper::enter(port, number, &catalog);
        shopper.and_then(Shopper::shop).with_context(|| format!("shopper {number}"))?;
    }
    Ok(())
}

/// One simulated person.
struct Shopper<'a> {
    port: u16,
    number: u32,
    chance: Chance,
    chinese: bool,
    consent: Value,
    token: String,
    anonymous_id: String,
    /// What they came for.
    product: &'a Value,
    sent: u32,
}

impl<'a> Shopper<'a> {
    fn enter(port: u16, number: u32, catalog: &'a [Value]) -> Result<Self> {
        let mut chance = Chance::of(number);
        let boot = http::post(port, "/v1/boot", "", &json!({ "writeKey": SITE }))?;
        let text = |key: &str| boot.get(key).and_then(Value::as_str).map(str::to_owned);
        let chinese = chance.happens(SPEAKS_CHINESE);
        let marketing = chance.happens(ALLOWS_MARKETING);
        Ok(Self {
            port,
            number,
            chinese,
            consent: json!({ "analytics": true, "marketing": marketing }),
            token: text("token").context("boot gave no token")?,
            anonymous_id: text("anonymousId").context("boot gave no anonymous id")?,
            product: chance.pick(catalog).context("the catalog is empty")?,
            chance,
            sent: 0,
        })
    }

    /// Some visits in the past, then one now: looks, fills a cart, asks, and perhaps buys.
    fn shop(mut self) -> Result<()> {
        let now = clock::now_ms();
        let visits = self.chance.below(3);
        for visit in (1..=visits).rev() {
            let away = visit.saturating_mul(DAY_MS).saturating_add(self.chance.below(DAY_MS / 2));
            self.look(now.saturating_sub(away))?;
        }
        let minutes_ago = self.chance.below(20);
        let mut cards = self.look(now.saturating_sub(minutes_ago.saturating_mul(MINUTE_MS)))?;
        if self.chance.happens(FILLS_CART) {
            let product = self.line();
            let event = self.track("Product Added", &product, clock::now_ms());
            cards.extend(self.send(&[event])?);
        }
        if self.chance.happens(ASKS) {
            cards.extend(self.ask()?);
        }
        self.decide(&cards)
    }

    /// One visit: a page and a few looks at the product.
    fn look(&mut self, at: u64) -> Result<Vec<Value>> {
        let mut events = Vec::new();
        if self.sent == 0 && self.chance.happens(TELLS_NAME) {
            let names = self.chance.pick(&NAMES).copied().unwrap_or_default();
            let name = if self.chinese { names.0 } else { names.1 };
            events.push(self.event(json!({ "type": "identify", "traits": { "name": name } }), at));
        }
        events.push(self.event(json!({ "type": "page" }), at));
        for look in 0..=self.chance.below(3) {
            let product = self.line();
            events.push(self.track(
                "Product Viewed",
                &product,
                at.saturating_add(look.saturating_mul(LOOK_MS)),
            ));
        }
        self.send(&events)
    }

    fn ask(&mut self) -> Result<Vec<Value>> {
        let question = self.chance.pick(&QUESTIONS).copied().unwrap_or_default();
        let id = self.next_id();
        let body = json!({
            "id": id,
            "text": if self.chinese { question.0 } else { question.1 },
            "locale": self.locale(),
        });
        let answer = http::post(self.port, "/v1/messages", &self.token, &body)?;
        let replies = answer.get("replies").and_then(Value::as_array).cloned().unwrap_or_default();
        Ok(replies.iter().filter_map(|reply| reply.get("card").cloned()).collect())
    }

    /// What they make of an offer, if they got one; some buy without.
    fn decide(&mut self, cards: &[Value]) -> Result<()> {
        let offer =
            cards.iter().find(|card| card.pointer("/content/kind") == Some(&json!("offer")));
        let Some(offer) = offer else {
            return if self.chance.happens(BUYS_ALONE) { self.buy("") } else { Ok(()) };
        };
        let follow = |shopper: &mut Self, name: &str| {
            let properties = json!({ "delivery_id": offer.get("delivery") });
            let event = shopper.track(name, &properties, clock::now_ms());
            shopper.send(&[event])
        };
        follow(self, "Offer Viewed")?;
        if !self.chance.happens(FOLLOWS_OFFER) {
            return Ok(());
        }
        follow(self, "Offer Clicked")?;
        if self.chance.happens(BUYS_WITH_OFFER) {
            let code = offer.pointer("/content/code").and_then(Value::as_str).unwrap_or_default();
            return self.buy(code);
        }
        Ok(())
    }

    fn buy(&mut self, coupon: &str) -> Result<()> {
        let line = self.line();
        let order = json!({
            "order_id": format!("DEMO-{:04}", self.number),
            "revenue": line.get("price"),
            "currency": "CNY",
            "coupon": coupon,
            "products": [line],
        });
        let event = self.track("Order Completed", &order, clock::now_ms());
        self.send(&[event]).map(drop)
    }

    /// The product as events name it, amounts in major units.
    fn line(&self) -> Value {
        let of = |pointer: &str| self.product.pointer(pointer).cloned().unwrap_or_default();
        let minor = of("/price_minor").as_f64().unwrap_or_default();
        json!({
            "product_id": of("/id"),
            "sku": of("/sku"),
            "name": of(if self.chinese { "/name/zh-CN" } else { "/name/en" }),
            "brand": of("/brand"),
            "category": of("/category/id"),
            "price": minor / 100.0,
            "currency": of("/currency"),
            "quantity": 1,
        })
    }

    fn track(&mut self, name: &str, properties: &Value, at: u64) -> Value {
        self.event(json!({ "type": "track", "event": name, "properties": properties }), at)
    }

    fn event(&mut self, mut event: Value, at: u64) -> Value {
        let id = self.next_id();
        let address = self.text("url");
        let path = address.split('?').next().unwrap_or_default();
        let url = format!("http://localhost:{}{address}", self.port);
        let title = self.line().get("name").cloned();
        if let Some(fields) = event.as_object_mut() {
            fields.insert("messageId".into(), id.into());
            fields.insert("anonymousId".into(), self.anonymous_id.clone().into());
            fields.insert("timestamp".into(), clock::rfc3339(at).into());
            let page = json!({ "url": url, "path": path, "title": title });
            let consent = json!({ "categoryPreferences": self.consent });
            let context = json!({ "page": page, "locale": self.locale(), "consent": consent });
            fields.insert("context".into(), context);
        }
        event
    }

    /// Sends events and gives the cards that came back.
    fn send(&mut self, events: &[Value]) -> Result<Vec<Value>> {
        let body = json!({
            "writeKey": SITE, "sentAt": clock::rfc3339(clock::now_ms()), "batch": events,
        });
        let answer = http::post(self.port, "/v1/batch", &self.token, &body)?;
        Ok(answer.get("cards").and_then(Value::as_array).cloned().unwrap_or_default())
    }

    fn next_id(&mut self) -> String {
        self.sent = self.sent.saturating_add(1);
        format!("{}-{}", self.anonymous_id, self.sent)
    }

    fn locale(&self) -> &'static str {
        if self.chinese { "zh-CN" } else { "en" }
    }

    fn text(&self, key: &str) -> &str {
        self.product.get(key).and_then(Value::as_str).unwrap_or_default()
    }
}
