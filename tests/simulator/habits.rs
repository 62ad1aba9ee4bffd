//! What shoppers do: look, want, ask, agree, refuse, buy, follow, log in, and ask to be forgotten.

use std::rc::Rc;

use serde_json::{Value, json};
use shared::{
    channel::Channel, delivery::Content, preference::Preferences, time::Timestamp,
    wire::admin::Conduct,
};

use crate::{
    device::{self, Choice, Request, Waiting},
    faults::{DAY, HOUR, MINUTE, SECOND},
    schedule::{Happening, Who},
    shops::{self, PRICES, PRODUCTS, VERSIONS},
    witness::Deed,
    world::World,
    zones,
};

/// What people say, with what a reader makes of it; `{}` is something personal.
pub const SAYINGS: [(&str, &str, &[&str]); 6] = [
    ("我是{}，这款手机续航怎么样？", "pre_sales.product", &[]),
    ("太贵了，有没有优惠，{}", "marketing.discount", &["price_sensitive"]),
    ("{} 拍照效果好吗", "pre_sales.product", &[]),
    ("可以退货吗", "after_sales.return_exchange", &[]),
    ("最近有什么活动 {}", "marketing.discount", &[]),
    ("你好", "chitchat.chitchat", &[]),
];

/// What the timeline says of a birthday.
pub const BIRTHDAY: &str = "Birthday Reached";

/// Birthdays of the people who log in: a story is about these days, so that most come while it is told.
const BIRTHDAYS: [&str; 4] = ["1990-01-30", "1988-01-31", "2000-02-01", "1999-02-02"];

/// Triggers that apps ask with.
const ASKED: [&str; 4] = ["Product Viewed", "page", "Product Added to Wishlist", "cart_lingered"];

impl World<'_> {
    /// A person does the next thing, and decides when to do another.
    pub fn act(&mut self, who: Who) {
        if self.people[who].acts_left == 0 {
            return;
        }
        self.people[who].acts_left -= 1;
        let tab = self.a_tab(who);
        if self.people[who].device.tabs[tab].choice.is_none() && self.chance.percent(70) {
            self.choose(who, tab);
        }
        self.do_something(who, tab);
        if self.chance.percent(4) {
            self.publish_soon(who);
        }
        let pause = match self.chance.below(20) {
            0 => self.chance.millis(4 * DAY),
            1..=3 => self.chance.millis(90 * MINUTE),
            4..=8 => self.chance.millis(5 * MINUTE),
            _ => self.chance.millis(2 * SECOND),
        };
        self.schedule.add(self.now + pause, Happening::Act { who });
    }

    /// The merchant changes something while people shop.
    fn publish_soon(&mut self, who: Who) {
        let tenant = self.people[who].tenant;
        let version = self.chance.place(VERSIONS);
        let at = self.now + self.chance.millis(20 * SECOND);
        self.schedule.add(at, Happening::Publish { tenant, version });
    }

    fn do_something(&mut self, who: Who, tab: usize) {
        match self.chance.below(100) {
            0..22 => self.look(who, tab, "Product Viewed"),
            22..30 => self.look(who, tab, "Product Added to Wishlist"),
            30..40 => self.look(who, tab, "Product Added"),
            40..43 => self.look(who, tab, "Product Removed"),
            43..47 => {
                let product = self.any(who);
                self.track(who, tab, "Cart Viewed", json!({ "products": [product] }));
            }
            47..57 => self.say(who, tab),
            57..67 => self.follow(who, tab),
            67..76 => self.order(who, tab),
            76..78 => self.refund(who, tab),
            78..83 => self.page(who, tab),
            83..88 => self.choose(who, tab),
            88..90 => self.identify(who, tab),
            90..94 => self.ask(who),
            94..96 => self.turn_page(who, tab),
            96..98 => self.prefer(who),
            98 => self.take_over(who),
            _ => self.want_erasure(who, tab),
        }
    }

    fn a_tab(&mut self, who: Who) -> usize {
        let tabs = &self.people[who].device.tabs;
        let open: Vec<usize> = (0..tabs.len()).filter(|tab| tabs[*tab].is_open).collect();
        *self.chance.pick(&open)
    }

    fn any(&mut self, who: Who) -> Value {
        let tenant = self.people[who].tenant;
        let place = self.chance.place(PRODUCTS);
        json!({
            "product_id": shops::product_id(tenant, place), "brand": "Novera", "category": "手机",
            "price": PRICES[place] as f64 / 100.0, "currency": "CNY", "quantity": 1,
        })
    }

    fn look(&mut self, who: Who, tab: usize, name: &str) {
        let product = self.any(who);
        self.track(who, tab, name, product);
    }

    fn page(&mut self, who: Who, tab: usize) {
        let page = json!({"type": "page", "name": "home"});
        self.note(who, tab, page);
    }

    fn identify(&mut self, who: Who, tab: usize) {
        let canary = self.people[who].canary.clone();
        let user = format!("customer-{canary}-{}", self.chance.below(2));
        let birthday = BIRTHDAYS[who % BIRTHDAYS.len()];
        let event = json!({
            "type": "identify", "userId": user,
            "traits": {"name": canary, "email": format!("{canary}@example.com"), "birthday": birthday},
        });
        self.note(who, tab, event);
    }

    fn track(&mut self, who: Who, tab: usize, name: &str, properties: Value) {
        self.note(who, tab, json!({"type": "track", "event": name, "properties": properties}));
    }

    /// Notes an event, if the person allows that.
    fn note(&mut self, who: Who, tab: usize, event: Value) {
        let choice = self.people[who].device.tabs[tab].choice;
        if let Some(choice) = choice.filter(|choice| choice.analytics) {
            self.note_under(who, tab, (event, choice));
        }
    }

    /// Puts an event into a tab's queue, as the widget does: with time, page and consent.
    fn note_under(&mut self, who: Who, tab: usize, (mut event, choice): (Value, Choice)) {
        let person = &mut self.people[who];
        let number = person.device.number();
        let id = format!("{}-{number}", person.id);
        event["messageId"] = id.as_str().into();
        event["anonymousId"] = person.id.as_str().into();
        let at = Timestamp::from_unix_millis(person.device.clock(self.now));
        event["timestamp"] = at.to_rfc3339().into();
        event["context"] = json!({
            "consent": device::consent(choice),
            "timezone": zones::NAMES.get(person.device.zone),
            "page": {"url": format!("https://{}.example/{}", shops::mark(person.tenant), person.canary)},
        });
        person.witness.deed_of.insert(id.clone(), choice.deed);
        let waiting = Waiting { id, event: Rc::new(event) };
        person.device.tabs[tab].queue.push(waiting.clone());
        // A page that goes away sends once more what is under way, and another tab takes over.
        if self.chance.percent(15) {
            let other = self.a_tab(who);
            if other != tab {
                self.people[who].device.tabs[other].queue.push(waiting);
                self.flush_soon(who, other);
            }
        }
        self.flush_soon(who, tab);
    }

    /// Agrees to something, or takes it back.
    fn choose(&mut self, who: Who, tab: usize) {
        let yes = match self.chance.below(20) {
            0 => (false, false),
            1..8 => (true, false),
            _ => (true, true),
        };
        let now = self.now;
        let person = &mut self.people[who];
        let notice = person.device.tabs[tab].notice;
        let was = person.device.tabs[tab].choice.is_some_and(|choice| choice.marketing);
        person.witness.deeds.push(Deed {
            marketing: yes.1,
            analytics: yes.0,
            notice,
            taken_at: None,
        });
        let deed = person.witness.deeds.len() - 1;
        person.device.choose(tab, deed, yes, now);
        if was && !yes.1 {
            self.seen.withdrawn += 1;
        }
        if !yes.0 {
            // The past of a no goes; the no itself is sent.
            self.people[who].device.tabs[tab].queue.clear();
        }
        let choice = self.people[who].device.tabs[tab].choice.expect("a choice");
        let event = json!({"type": "track", "event": "Segment Consent Preference Updated"});
        self.note_under(who, tab, (event, choice));
    }

    fn say(&mut self, who: Who, tab: usize) {
        let saying = self.chance.place(SAYINGS.len());
        let person = &mut self.people[who];
        let id = format!("{}-say-{}", person.id, person.device.number());
        person.device.tabs[tab].sayings.push_back((id, saying));
        self.flush_soon(who, tab);
    }

    /// Looks at a card, and perhaps follows it or sends it away.
    fn follow(&mut self, who: Who, tab: usize) {
        if self.people[who].device.cards.is_empty() {
            return self.look(who, tab, "Product Viewed");
        }
        let cards = &self.people[who].device.cards;
        let delivery = self.chance.pick(cards).delivery.to_string();
        let names: &[&str] = match self.chance.below(4) {
            0 => &["Offer Viewed"],
            1 => &["Offer Viewed", "Offer Dismissed"],
            _ => &["Offer Viewed", "Offer Clicked"],
        };
        for name in names {
            self.track(who, tab, name, json!({ "delivery_id": delivery }));
        }
    }

    /// Buys something, sometimes with a coupon, sometimes reported by page and server both.
    fn order(&mut self, who: Who, tab: usize) {
        let product = self.any(who);
        let person = &mut self.people[who];
        let number = person.device.number();
        let codes: Vec<String> = person.device.cards.iter().filter_map(code).collect();
        let coupon = if self.chance.percent(50) && !codes.is_empty() {
            format!(" {}", self.chance.pick(&codes).to_lowercase())
        } else {
            String::new()
        };
        let person = &self.people[who];
        let order = json!({
            "order_id": format!("{}-{}-o{number}", shops::mark(person.tenant), person.canary),
            "revenue": product["price"], "currency": "CNY", "coupon": coupon, "products": [product],
        });
        for _ in 0..1 + self.chance.below(3) / 2 {
            self.track(who, tab, "Order Completed", order.clone());
        }
    }

    fn refund(&mut self, who: Who, tab: usize) {
        let orders: Vec<String> = self.people[who].witness.credited.keys().cloned().collect();
        if !orders.is_empty() {
            let order = self.chance.pick(&orders).clone();
            self.track(who, tab, "Order Refunded", json!({"order_id": order, "revenue": 10.0}));
        }
    }

    /// Two machines of an app's ask at the same moment.
    fn ask(&mut self, who: Who) {
        let trigger = *self.chance.pick(&ASKED);
        for _ in 0..2 {
            let request = Rc::new(Request::Ask { trigger });
            self.send(Happening::Arrive { who, request, from: None });
        }
    }

    /// Loads the page again, opens another tab, or leaves one.
    fn turn_page(&mut self, who: Who, tab: usize) {
        let notice = self.newest(self.people[who].tenant).config.config.settings.notice.get();
        let device = &mut self.people[who].device;
        let is_new = device.tabs.len() < 3 && self.chance.percent(60);
        if !is_new {
            // Gone with its memory; what waits lies on the device until a page comes again.
            let left = std::mem::take(&mut device.tabs[tab].queue);
            let sayings = std::mem::take(&mut device.tabs[tab].sayings);
            let tab = &mut device.tabs[tab];
            let choice = device.choice.filter(|choice| notice <= choice.notice);
            *tab = device::Tab {
                choice,
                notice,
                queue: left,
                sayings,
                is_open: true,
                has_socket: true,
                ..device::Tab::default()
            };
        } else {
            device.open(notice);
        }
        let request = Rc::new(Request::Converse);
        let tab = if is_new { self.people[who].device.tabs.len() - 1 } else { tab };
        let device = &mut self.people[who].device;
        device.attempts += 1;
        let from = Some(device::Attempt { tab, number: device.attempts });
        self.send(Happening::Arrive { who, request, from });
        self.flush_soon(who, tab);
    }

    /// A human answers, perhaps once more, and does something with the conversation afterwards.
    fn take_over(&mut self, who: Who) {
        self.reply(who);
        let mut at = self.now;
        for _ in 0..1 + self.chance.below(3) {
            at += self.chance.millis(HOUR / 2);
            let request = match self.chance.below(4) {
                0 => Request::Reply { id: self.agents_id(who) },
                1 => {
                    let until = at + self.chance.millis(HOUR);
                    let until = Timestamp::from_unix_millis(until);
                    Request::Conduct { conduct: Conduct::Snooze { until } }
                }
                2 => Request::Conduct { conduct: Conduct::Resolve },
                _ => Request::Conduct { conduct: Conduct::HandBack },
            };
            self.schedule.add(at, Happening::Arrive { who, request: Rc::new(request), from: None });
        }
    }

    fn agents_id(&mut self, who: Who) -> String {
        let number = self.people[who].device.number();
        format!("{}-agent-{number}", self.people[who].id)
    }

    fn reply(&mut self, who: Who) {
        let id = self.agents_id(who);
        let request = Rc::new(Request::Reply { id });
        self.send(Happening::Arrive { who, request, from: None });
    }

    /// Asks for fewer, for none over the page, for a rest, or for nothing personal; or for all again.
    fn prefer(&mut self, who: Who) {
        let mut preferences = Preferences::default();
        match self.chance.below(6) {
            0 => preferences.personalisation = false,
            1 => preferences.weekly_max = Some(self.chance.below(3) as u16),
            2 => preferences.muted = vec![Channel::Widget],
            3 => {
                let until = self.server_clock(who).unix_millis() + self.chance.millis(DAY);
                preferences.paused_until = Some(Timestamp::from_unix_millis(until));
            }
            4 => preferences.zone = self.chance.pick(&zones::NAMES).parse().ok(),
            _ => {}
        }
        let request = Rc::new(Request::Prefer { preferences });
        self.send(Happening::Arrive { who, request, from: None });
    }

    fn want_erasure(&mut self, who: Who, tab: usize) {
        if self.chance.percent(60) {
            self.people[who].device.tabs[tab].wants_erasure = true;
            self.flush_soon(who, tab);
        }
    }

    /// A tab sends in a moment; two that race do so in the same one.
    pub fn flush_soon(&mut self, who: Who, tab: usize) {
        let pause = if self.chance.percent(40) { 0 } else { self.chance.millis(2 * SECOND) };
        let at = self.now + pause.min(HOUR);
        self.schedule.add(at, Happening::Flush { who, tab });
    }
}

/// The coupon's code on a card.
fn code(card: &shared::delivery::Card) -> Option<String> {
    match &card.content {
        Content::Offer { code, .. } => Some(code.to_string()),
        Content::Products { .. } | Content::Text { .. } => None,
    }
}
