//! What a good engineer would write by hand if the rules were known when compiling: typed
//! fields, a hash map for each kind of rule, nothing that is not needed. The floor.

use std::collections::HashMap;

use serde_json::Value;

use super::rules::{Clause, Moment, Suite};

/// A moment with its fields taken out.
#[derive(Debug, Default)]
pub(super) struct Visit {
    trigger: String,
    segments: Vec<String>,
    intents: Vec<String>,
    category: String,
    sku: String,
    locale: String,
    is_cart_abandoned: bool,
    cart_value: u32,
    price: u32,
    visits: u32,
    last_active_days: u32,
    spend: u32,
}

/// Rules by trigger.
#[derive(Debug, Default)]
pub(super) struct HandIndex {
    by_trigger: HashMap<String, OfTrigger>,
}

#[derive(Debug, Default)]
struct OfTrigger {
    by_segment: HashMap<String, Vec<Vec<Test>>>,
    by_intent: HashMap<String, Vec<Vec<Test>>>,
    by_category: HashMap<String, Vec<Vec<Test>>>,
    by_sku: HashMap<String, Vec<Vec<Test>>>,
    by_locale: HashMap<String, Vec<Vec<Test>>>,
    rest: Vec<Vec<Test>>,
}

/// What remains to be tested of a rule once it is found.
#[derive(Debug)]
enum Test {
    CartAbandoned,
    CartValue(u32),
    Price(u32),
    Visits(u32),
    LastActiveDays(u32),
    Spend(u32),
    Any(Vec<Test>),
}

impl HandIndex {
    pub(super) fn new(suite: &Suite) -> Self {
        let mut index = Self::default();
        for rule in &suite.rules {
            for trigger in &rule.triggers {
                index.by_trigger.entry(trigger.clone()).or_default().add(&rule.clauses);
            }
        }
        index
    }

    pub(super) fn count_matches(&self, visit: &Visit) -> usize {
        let Some(rules) = self.by_trigger.get(&visit.trigger) else { return 0 };
        let count = |found: Option<&Vec<Vec<Test>>>| {
            found.map_or(0, |found| found.iter().filter(|tests| passes(tests, visit)).count())
        };
        // A set may name a label twice; a rule still matches once.
        let of_set = |labels: &[String], map: &HashMap<String, Vec<Vec<Test>>>| {
            let once = labels.iter().enumerate().filter(|(place, label)| {
                !labels.iter().take(*place).any(|earlier| earlier == *label)
            });
            once.map(|(_, label)| count(map.get(label))).sum::<usize>()
        };
        [
            of_set(&visit.segments, &rules.by_segment),
            of_set(&visit.intents, &rules.by_intent),
            count(rules.by_category.get(&visit.category)),
            count(rules.by_sku.get(&visit.sku)),
            count(rules.by_locale.get(&visit.locale)),
            count(Some(&rules.rest)),
        ]
        .into_iter()
        .sum()
    }
}

impl OfTrigger {
    fn add(&mut self, clauses: &[Clause]) {
        let tests: Vec<Test> = clauses.iter().filter_map(test).collect();
        let found_by = clauses.iter().find_map(|clause| match clause {
            Clause::Has { path, value } | Clause::Is { path, value } => Some((*path, value)),
            Clause::IsTrue { .. }
            | Clause::Above { .. }
            | Clause::AtLeast { .. }
            | Clause::Any { .. } => None,
        });
        match found_by {
            Some(("segment", value)) => self.by_segment.entry(value.clone()).or_default(),
            Some(("intent", value)) => self.by_intent.entry(value.clone()).or_default(),
            Some(("locale", value)) => self.by_locale.entry(value.clone()).or_default(),
            Some(("event.properties.sku", value)) => self.by_sku.entry(value.clone()).or_default(),
            Some((_, value)) => self.by_category.entry(value.clone()).or_default(),
            None => &mut self.rest,
        }
        .push(tests);
    }
}

fn test(clause: &Clause) -> Option<Test> {
    Some(match clause {
        Clause::Has { .. } | Clause::Is { .. } => return None,
        Clause::IsTrue { .. } => Test::CartAbandoned,
        Clause::AtLeast { path: "spend", value } => Test::Spend(*value),
        Clause::AtLeast { value, .. } => Test::CartValue(*value),
        Clause::Above { path: "visits", value } => Test::Visits(*value),
        Clause::Above { path: "last_active_days", value } => Test::LastActiveDays(*value),
        Clause::Above { value, .. } => Test::Price(*value),
        Clause::Any { clauses } => Test::Any(clauses.iter().filter_map(test).collect()),
    })
}

fn passes(tests: &[Test], visit: &Visit) -> bool {
    tests.iter().all(|test| test.passes(visit))
}

impl Test {
    fn passes(&self, visit: &Visit) -> bool {
        match self {
            Self::CartAbandoned => visit.is_cart_abandoned,
            Self::CartValue(least) => *least <= visit.cart_value,
            Self::Price(bound) => *bound < visit.price,
            Self::Visits(bound) => *bound < visit.visits,
            Self::LastActiveDays(bound) => *bound < visit.last_active_days,
            Self::Spend(least) => *least <= visit.spend,
            Self::Any(tests) => tests.iter().any(|test| test.passes(visit)),
        }
    }
}

impl From<&Moment> for Visit {
    fn from(moment: &Moment) -> Self {
        let document = &moment.document;
        let at = |pointer: &str| document.pointer(pointer).unwrap_or(&Value::Null);
        let text = |pointer: &str| at(pointer).as_str().unwrap_or_default().to_string();
        let number = |pointer: &str| {
            at(pointer).as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
        };
        let set = |pointer: &str| {
            let labels = at(pointer).as_array().into_iter().flatten();
            labels.filter_map(Value::as_str).map(String::from).collect()
        };
        Self {
            trigger: moment.trigger.to_string(),
            segments: set("/segment"),
            intents: set("/intent"),
            category: text("/event/properties/category"),
            sku: text("/event/properties/sku"),
            locale: text("/locale"),
            is_cart_abandoned: at("/cart_abandoned").as_bool().unwrap_or(false),
            cart_value: number("/cart_value"),
            price: number("/event/properties/price"),
            visits: number("/visits"),
            last_active_days: number("/last_active_days"),
            spend: number("/spend"),
        }
    }
}
