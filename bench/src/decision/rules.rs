//! Rules and moments of a middling shop, generated the same in every run.
//!
//! The mix follows what marketers write: mostly one segment and a threshold, then products
//! and categories, then intents, a few with alternatives, and one in twenty that names no
//! label at all and has to be tried each time.

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Rules, and moments at which they are decided.
#[derive(Debug, Serialize)]
pub(crate) struct Suite {
    pub(crate) rules: Vec<Rule>,
    pub(crate) moments: Vec<Moment>,
}

/// One rule. `clauses` is for engines with a format of their own, `condition` for ours.
#[derive(Debug, Serialize)]
pub(crate) struct Rule {
    pub(crate) triggers: Vec<String>,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) condition: Value,
}

/// One clause, in words that every engine has.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub(crate) enum Clause {
    /// The set at `path` has this label.
    Has { path: &'static str, value: String },
    /// The value is this text.
    Is { path: &'static str, value: String },
    /// The value is true.
    IsTrue { path: &'static str },
    /// The number is larger.
    Above { path: &'static str, value: u32 },
    /// The number is as large or larger.
    AtLeast { path: &'static str, value: u32 },
    /// One of these holds.
    Any { clauses: Vec<Clause> },
}

/// Something happens, and this is known then.
#[derive(Debug, Serialize)]
pub(crate) struct Moment {
    pub(crate) trigger: &'static str,
    pub(crate) document: Value,
}

/// Moments that are decided in turn, so that no engine learns one by heart.
const MOMENTS: u32 = 64;

const TRIGGERS: [&str; 8] = [
    "page",
    "message",
    "Product Viewed",
    "Product Added",
    "Cart Viewed",
    "cart_lingered",
    "Checkout Started",
    "Order Completed",
];

const INTENTS: [&str; 13] = [
    "product",
    "price",
    "return_exchange",
    "fault_repair",
    "discount",
    "campaign",
    "service",
    "product_defect",
    "order_shipping",
    "human_agent",
    "chitchat",
    "account_privacy",
    "other_service",
];

const CATEGORIES: u32 = 24;

/// A generator of numbers that is the same everywhere: `xorshift`, Marsaglia 2003.
struct Dice(u32);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0.wrapping_shl(13);
        self.0 ^= self.0.wrapping_shr(17);
        self.0 ^= self.0.wrapping_shl(5);
        self.0.checked_rem(bound).unwrap_or(0)
    }

    fn one_of<T: Copy>(&mut self, items: &[T], otherwise: T) -> T {
        let place = self.below(u32::try_from(items.len()).unwrap_or(1));
        usize::try_from(place).ok().and_then(|place| items.get(place)).copied().unwrap_or(otherwise)
    }
}

impl Suite {
    /// So many rules, and the moments to decide.
    pub(crate) fn generate(rules: usize) -> Self {
        let mut dice = Dice(0x9e37_79b9);
        // A shop with more rules has more segments: nobody writes fifty rules for one.
        let segments = u32::try_from(rules / 5).unwrap_or(u32::MAX).max(20);
        let rules = (0..rules).map(|_| rule(&mut dice, segments)).collect();
        let moments = (0..MOMENTS).map(|_| moment(&mut dice, segments)).collect();
        Self { rules, moments }
    }
}

fn rule(dice: &mut Dice, segments: u32) -> Rule {
    let trigger = dice.one_of(&TRIGGERS, "page");
    let segment =
        Clause::Has { path: "segment", value: format!("segment-{}", dice.below(segments)) };
    let intent = Clause::Has { path: "intent", value: dice.one_of(&INTENTS, "other").to_string() };
    let category = Clause::Is {
        path: "event.properties.category",
        value: format!("category-{}", dice.below(CATEGORIES)),
    };
    let cart = Clause::AtLeast {
        path: "cart_value",
        value: dice.below(4).saturating_add(1).saturating_mul(1_000),
    };
    let visits = Clause::Above { path: "visits", value: dice.below(20) };
    let abandoned = Clause::IsTrue { path: "cart_abandoned" };
    let clauses = match dice.below(20) {
        0..=8 => vec![segment, cart],
        9..=12 => vec![
            category,
            Clause::Above { path: "event.properties.price", value: dice.below(5_000) },
        ],
        13..=15 => vec![intent, abandoned, cart],
        16 => vec![Clause::Is {
            path: "event.properties.sku",
            value: format!("sku-{}", dice.below(2_000)),
        }],
        17 => vec![segment, Clause::Any { clauses: vec![abandoned, visits] }],
        18 => vec![
            Clause::Is { path: "locale", value: dice.one_of(&["zh-CN", "en"], "en").to_string() },
            Clause::Above { path: "last_active_days", value: dice.below(60).saturating_add(30) },
        ],
        _ => vec![
            Clause::AtLeast { path: "spend", value: dice.below(40_000).saturating_add(10_000) },
            visits,
        ],
    };
    let mut condition = Map::new();
    for clause in &clauses {
        let (key, test) = clause.condition();
        condition.insert(key.to_string(), test);
    }
    Rule { triggers: vec![trigger.to_string()], clauses, condition: Value::Object(condition) }
}

fn moment(dice: &mut Dice, segments: u32) -> Moment {
    let trigger = dice.one_of(&TRIGGERS, "page");
    let of_segments: Vec<String> =
        (0..3).map(|_| format!("segment-{}", dice.below(segments))).collect();
    let intents = [dice.one_of(&INTENTS, "other"), dice.one_of(&INTENTS, "other")];
    let document = json!({
        "id": format!("p-{}", dice.below(1_000_000)),
        "intent": intents,
        "segment": of_segments,
        "cart_abandoned": dice.below(4) == 0,
        "cart_value": dice.below(3_000),
        "last_active_days": dice.below(40),
        "visits": dice.below(12),
        "orders": dice.below(4),
        "spend": dice.below(12_000),
        "locale": dice.one_of(&["zh-CN", "en"], "en"),
        "event": {
            "name": trigger,
            "properties": {
                "category": format!("category-{}", dice.below(CATEGORIES)),
                "sku": format!("sku-{}", dice.below(2_000)),
                "price": dice.below(6_000),
                "quantity": dice.below(3),
            },
        },
        "profile": { "lifecycle_stage": "active", "price_band": "high" },
        "page": { "path": "/products/x", "title": "X" },
    });
    Moment { trigger, document }
}

impl Clause {
    /// The clause in our condition language.
    fn condition(&self) -> (&'static str, Value) {
        match self {
            Self::Has { path, value } => (path, json!({ "$in": [value] })),
            Self::Is { path, value } => (path, json!(value)),
            Self::IsTrue { path } => (path, json!(true)),
            Self::Above { path, value } => (path, json!({ "$gt": value })),
            Self::AtLeast { path, value } => (path, json!({ "$gte": value })),
            Self::Any { clauses } => {
                let branches = clauses.iter().map(|clause| {
                    let (key, test) = clause.condition();
                    json!({ key: test })
                });
                ("$or", branches.collect())
            }
        }
    }
}
