//! The shops of the simulated world: what each sells, and four versions of its rules.
//!
//! The versions are compiled once and serve every story. They differ in everything that a
//! merchant changes while people shop: promises, priorities, offers, experiments, the share
//! that is held out, and the notice that people must agree to anew.

use serde_json::{Value, json};
use shared::{
    catalog::Catalog,
    channel::Channel,
    compiled::Compiled,
    condition::Condition,
    config::Config,
    rule::{Class, Rule},
};

use crate::golden::{self, Known};

/// Tenants of the simulated world.
pub const TENANTS: usize = 2;
/// Versions of each tenant's config.
pub const VERSIONS: usize = 4;
/// Products of each shop.
pub const PRODUCTS: usize = 6;

/// Every shop in every version, and the people whom they knew before.
pub struct Shops {
    shops: Vec<Vec<Shop>>,
    /// People whom earlier versions wrote down.
    pub known: Vec<Known>,
}

/// One shop in one version.
pub struct Shop {
    /// The published config, ready to decide.
    pub config: Compiled,
    /// The same with every rule off: what a person is before anything is decided.
    pub bare: Compiled,
    /// The promises about how often somebody is contacted.
    pub promises: Vec<Promise>,
}

/// A promise as the config has it, read without the code that is under test.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    pub class: Option<Class>,
    pub channel: Option<Channel>,
    pub touches_max: usize,
    pub window_ms: i64,
}

impl Shops {
    /// Opens every shop.
    pub fn open() -> Self {
        let tenant = |tenant| (0..VERSIONS).map(|version| Shop::open(tenant, version)).collect();
        Self { shops: (0..TENANTS).map(tenant).collect(), known: golden::everybody() }
    }

    /// One shop in one version.
    pub fn of(&self, tenant: usize, version: usize) -> &Shop {
        &self.shops[tenant][version]
    }

    /// The version with this hash.
    pub fn named(&self, tenant: usize, hash: &str) -> Option<&Shop> {
        self.shops[tenant].iter().find(|shop| shop.config.hash == hash)
    }
}

/// A word that is in every name of one tenant's and in none of another's.
pub fn mark(tenant: usize) -> &'static str {
    ["qxtenantzero", "qxtenantone"][tenant]
}

/// The id of one of a tenant's products.
pub fn product_id(tenant: usize, place: usize) -> String {
    format!("{}-p{place}", mark(tenant))
}

/// Prices in minor units, cheap to dear.
pub const PRICES: [i64; PRODUCTS] = [19_900, 89_900, 129_900, 299_900, 499_900, 899_900];

impl Shop {
    fn open(tenant: usize, version: usize) -> Self {
        let json = config(tenant, version);
        let hash = format!("config-{}-{version}", mark(tenant));
        let compile = |json: &Value| {
            let config: Config = serde_json::from_value(json.clone()).expect("a config");
            Compiled::new(config, hash.clone(), catalog(tenant)).expect("the rules compile")
        };
        let mut bare = json.clone();
        for rule in bare["rules"].as_array_mut().expect("rules") {
            rule["enabled"] = false.into();
        }
        Self { config: compile(&json), bare: compile(&bare), promises: promises(&json) }
    }

    /// The rule of this name.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.config.config.rules.iter().find(|rule| rule.id.as_str() == id)
    }
}

fn promises(config: &Value) -> Vec<Promise> {
    let rules = config["frequency_rules"].as_array().expect("promises");
    let promise = |rule: &Value| Promise {
        class: rule
            .get("class")
            .map(|class| serde_json::from_value(class.clone()).expect("a class")),
        channel: rule
            .get("channel")
            .map(|channel| serde_json::from_value(channel.clone()).expect("a channel")),
        touches_max: rule["touches_max"].as_u64().expect("a number") as usize,
        window_ms: rule["window_secs"].as_i64().expect("a number") * 1_000,
    };
    rules.iter().map(promise).collect()
}

fn catalog(tenant: usize) -> Catalog {
    let product = |place: usize| {
        json!({
            "id": product_id(tenant, place), "name": text("型号", "Model"), "brand": "Novera",
            "category": {"id": "phone", "zh-CN": "手机", "en": "Phones"},
            "price_minor": PRICES[place], "currency": "CNY", "stock": 5, "url": "/p",
            "attributes": {"battery_mah": 4_000 + 300 * place}
        })
    };
    let products: Vec<Value> = (0..PRODUCTS).map(product).collect();
    Catalog::new(serde_json::from_value(products.into()).expect("a catalog"))
}

fn text(zh: &str, en: &str) -> Value {
    json!({ "zh-CN": zh, "en": en })
}

fn config(tenant: usize, version: usize) -> Value {
    // Another question in every other version: it is answered from the events that are kept.
    let keen = if version.is_multiple_of(2) {
        "performed('Product Viewed', 1d) >= 3 AND performed('Order Completed', 7d) = 0"
    } else {
        "performed('Product Added', 2h) >= 1"
    };
    let keen = Condition::from_text(keen).expect("a condition");
    let patience = [600, 300, 600, 60][version];
    let held_out = [0.1, 0.1, 0.3, 0.0][version];
    let kept_back = [0.2, 0.5, 0.0, 0.2][version];
    let touches_max = [2, 1, 2, 3][version];
    let coupons_max = [2, 1, 3, 2][version];
    let budget = if version == 3 { json!({}) } else { json!({"budget_minor": 20_000}) };
    let night = if version.is_multiple_of(2) {
        Value::Null
    } else {
        json!({"from": "22:00", "to": "08:00", "channels": ["widget"], "zones": ["Asia/Shanghai", "Test/Spring"]})
    };
    let valid = [7_200, 600, 86_400, 7_200][version];
    let offer = |id: &str, valid_secs: u32, stock: Value| {
        json!({
            "stock": stock,
            "id": id, "title": text("券", "Coupon"), "body": text("今天有效", "Today"),
            "benefit": {"kind": "amount_off", "amount_minor": 5_000}, "valid_secs": valid_secs
        })
    };
    json!({
        "settings": {
            "id": mark(tenant), "name": mark(tenant), "write_keys": [format!("pk_{}", mark(tenant))],
            "currency": "CNY", "notice": if version < 2 { 1 } else { 2 },
            "cart_abandoned_secs": patience, "high_value_minor": 250_000
        },
        "segments": [
            {"id": "hesitant", "name": "高价值但犹豫",
             "condition": {"high_value": true, "hesitation": {"$gte": 30}}},
            {"id": "loyal", "name": "老客户", "condition": {"orders": {"$gte": 2}}},
            {"id": "keen", "name": "热心", "condition": keen}
        ],
        // The two wishes are of one priority: ranked in one version, drawn in the next.
        "bands": if version.is_multiple_of(2) { json!([]) } else { json!([{"priority": 5, "method": "bandit"}]) },
        "rules": rules(version),
        "offers": [
            offer("limited", valid, json!({ "coupons_max": coupons_max })),
            offer("thanks", 3_600, budget)
        ],
        "quiet_hours": night,
        "experiments": [{
            "key": "tips", "variations": [0, 1], "hashVersion": 2,
            "weights": if version == 3 { json!([0.2, 0.8]) } else { json!([0.5, 0.5]) }
        }],
        "holdout": {
            "seed": format!("held-{tenant}"), "share": held_out,
            "scenarios": {"cart-recovery": {"seed": format!("carts-{tenant}"), "share": kept_back}}
        },
        "frequency_rules": [
            {"class": "marketing", "touches_max": touches_max, "window_secs": 86_400},
            {"class": "marketing", "touches_max": 5, "window_secs": 604_800},
            {"class": "service", "touches_max": 6, "window_secs": 3_600},
            {"channel": "widget", "touches_max": 8, "window_secs": 7_200}
        ]
    })
}

fn rules(version: usize) -> Value {
    let say = |en: &str| json!({"kind": "say", "text": text("看看", en)});
    let offer = |id: &str| json!({"kind": "offer", "offer": id});
    json!([
        {"id": "battery", "name": "续航", "priority": 50, "triggers": ["message"], "class": "service",
         "condition": {"message.about": {"$in": ["battery"]}},
         "action": {"kind": "recommend", "intro": text("续航更强", "More battery"),
                    "strategy": {"by": "attribute", "attribute": "battery_mah",
                                 "label": text("电池", "battery"), "better": "higher"}}},
        {"id": "hesitant", "name": "犹豫", "priority": if version == 1 { 40 } else { 80 },
         "triggers": ["cart_lingered"], "class": "marketing", "scenario": "cart-recovery",
         "condition": {"segment": {"$in": ["高价值但犹豫"]}}, "action": offer("limited")},
        {"id": "lingered", "name": "弃购", "priority": 45, "triggers": ["cart_lingered"],
         "class": "marketing", "cooldown_secs": 7_200, "scenario": "cart-recovery",
         "condition": {"cart_value": {"$gte": 100}}, "action": offer("thanks")},
        {"id": "price", "name": "价格敏感", "priority": 90, "triggers": ["message", "Product Viewed"],
         "class": "marketing", "enabled": version != 2,
         "condition": {"intent": {"$in": ["price_sensitive"]}}, "action": offer("limited")},
        {"id": "loyal", "name": "老客户", "priority": 60, "triggers": ["message"], "class": "marketing",
         "condition": {"segment": {"$in": ["loyal"]}}, "action": offer("thanks"),
         "cooldown_secs": 86_400},
        {"id": "welcome", "name": "随便聊聊", "priority": 10, "triggers": ["message"],
         "class": "marketing", "condition": {"intent": {"$in": ["discount"]}},
         "action": say("See our deals")},
        {"id": "wish", "name": "心愿单", "priority": 5, "triggers": ["Product Added to Wishlist"],
         "class": "marketing", "condition": {}, "action": say("Saved"), "times_max": 3},
        {"id": "wish-too", "name": "心愿单之二", "priority": 5, "triggers": ["Product Added to Wishlist"],
         "class": "marketing", "condition": {}, "action": say("We saved it for you"), "times_max": 3},
        {"id": "keen", "name": "热心", "priority": 35, "triggers": ["Segment Entered"],
         "class": "marketing", "cooldown_secs": 3_600,
         "condition": {"event.properties.segment": "keen"}, "action": say("You are keen")},
        {"id": "tips", "name": "贴士", "priority": 20, "triggers": ["Product Viewed", "page"],
         "class": "marketing", "cooldown_secs": 600, "action": say("A tip"),
         "experiment": {"key": "tips", "actions": [{"kind": "nothing"}, say("A better tip")]}},
        {"id": "birthday", "name": "生日", "priority": 25, "triggers": ["birthday"], "class": "marketing",
         "condition": {"profile.birthday_days": 0}, "action": offer("thanks")},
        {"id": "spring", "name": "春节", "priority": 30, "triggers": ["page"], "class": "marketing",
         "starts_at": 1_769_700_000_000_i64, "ends_at": 1_770_400_000_000_i64,
         "action": say("Spring Festival")}
    ])
}
