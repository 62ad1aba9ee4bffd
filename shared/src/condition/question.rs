//! Questions about time: what a person did and how often, and how long ago a date is.
//!
//! They are part of the one condition language. In JSON they are clauses of their own, in text
//! they look like functions:
//!
//! | text | JSON |
//! |---|---|
//! | `performed('Order Completed', 30d) >= 2` | `{"$events": {"name": "Order Completed", "within_days": 30, "count": {"$gte": 2}}}` |
//! | `performed('Order Completed')`: at least once, as far as is known | `{"$events": {"name": "Order Completed", "count": {"$gte": 1}}}` |
//! | `performed('Product Viewed', 7d) = 0`: never | `{"$events": {"name": "Product Viewed", "within_days": 7, "count": 0}}` |
//! | `performed('Order Completed', 90d, WHERE revenue > 500)` | `"where": {"revenue": {"$gt": 500}}` |
//! | `performed('page', AFTER '2026-01-01T00:00:00Z')`, `BEFORE` | `"after"`, `"before"` |
//! | `sum('Order Completed', revenue, 90d) > 1000`; `min`, `max`, `avg`, `distinct` | `"sum": {"of": "revenue", "is": {"$gt": 1000}}` |
//! | `last('Order Completed') < 7d`, `first(…)`: how long ago | `"last_days": {"$lt": 7}`; `_hours`, `_secs` |
//! | `last('Order Completed', WHERE …) HAS (coupon = 'A')`: the last one was such | `"last": {"coupon": "A"}` |
//! | `age(traits.created_at) < 60s`: how long ago the date is | `{"$age": {"of": "traits.created_at", "secs": {"$lt": 60}}}` |
//!
//! `where` and `last` are conditions on the event's properties. The name is that of a `track`
//! event, or `page`, `screen`, `identify`, `group`, `alias`; `*` is any event. A window ends now
//! and begins so much earlier: an event exactly as old as the window is no longer in it.
//!
//! The answer is not computed here. Who builds the document writes it there: under `events` by
//! [`Measure::key`], and the moment under `now` (see [`crate::segment`]). What is not in the
//! document does not hold, whatever is asked of it: silence is the cautious answer.
//!
//! Source: product brief, section 一.2 (30 天未活跃), 三.3 (60 天未登录); design, "Segments".

mod measure;
mod moment;

use alloc::{
    boxed::Box,
    string::{String, ToString},
    vec,
    vec::Vec,
};
use core::cmp::Ordering;

use serde_json::{Number, Value};

pub use measure::{ANY_EVENT, Aggregate, Filter, Measure, Period, Property, Span, Unit, What};
pub(crate) use moment::moment;

use super::{
    coerce::{number_of, number_value},
    json::Json,
    path::Path,
    tree::{Clause, Clauses, Order},
};
use crate::time::Timestamp;

/// Under which the answers about events stand in the document.
pub(crate) const EVENTS: &str = "events";

/// Under which the moment stands in the document, in milliseconds.
pub(crate) const NOW: &str = "now";

/// A question about time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Question {
    /// `$events`.
    Events {
        /// What is measured.
        measure: Measure,
        /// Where the answer stands in the document.
        key: String,
        /// What is asked of it; nothing where the measure itself is a yes or no.
        asked: Option<Comparison>,
    },
    /// `$age`.
    Age {
        /// Where the date stands in the document.
        of: Path,
        /// What is asked of its age.
        asked: Comparison,
    },
}

/// A comparison with a number, or with a length of time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) relation: Relation,
    pub(crate) bound: Number,
    /// The unit of the bound, where it is a length of time.
    pub(crate) unit: Option<Unit>,
}

/// How two numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    Different,
    Ordered(Order),
}

impl Relation {
    /// Every relation with its sign in text and its operator in JSON.
    pub(crate) const SPELLED: [(Self, &'static str, &'static str); 6] = [
        (Self::Equal, "=", "$eq"),
        (Self::Different, "!=", "$ne"),
        (Self::Ordered(Order::Less), "<", "$lt"),
        (Self::Ordered(Order::LessOrEqual), "<=", "$lte"),
        (Self::Ordered(Order::Greater), ">", "$gt"),
        (Self::Ordered(Order::GreaterOrEqual), ">=", "$gte"),
    ];

    /// The relation of this operator.
    pub(crate) fn of_operator(operator: &str) -> Option<Self> {
        Self::SPELLED.iter().find(|(_, _, known)| *known == operator).map(|(found, ..)| *found)
    }

    fn spelled(self) -> (&'static str, &'static str) {
        let found = Self::SPELLED.iter().find(|(known, ..)| *known == self);
        found.map_or(("=", "$eq"), |(_, sign, operator)| (*sign, *operator))
    }

    /// The sign, as text writes it.
    pub(crate) fn sign(self) -> &'static str {
        self.spelled().0
    }

    /// The operator, as JSON writes it.
    pub(crate) fn operator(self) -> &'static str {
        self.spelled().1
    }
}

impl Comparison {
    /// At least one: what `performed('X')` asks.
    pub(crate) fn at_least_once() -> Self {
        Self { relation: Relation::Ordered(Order::GreaterOrEqual), bound: 1.into(), unit: None }
    }

    /// The bound; a length of time in seconds.
    pub(crate) fn bound(&self) -> f64 {
        let unit = self.unit.map_or(1.0, |unit| f64::from(unit.secs()));
        number_value(&self.bound) * unit
    }

    /// Whether a number, or a length of time in seconds, passes.
    pub(crate) fn holds(&self, value: f64) -> bool {
        let ordering = value.partial_cmp(&self.bound());
        match self.relation {
            Relation::Equal => ordering == Some(Ordering::Equal),
            Relation::Different => matches!(ordering, Some(Ordering::Less | Ordering::Greater)),
            Relation::Ordered(order) => order.holds(ordering),
        }
    }

    /// The comparison, as JSON writes it: equality is the plain number.
    pub(crate) fn to_json(&self) -> Json {
        let bound = Json::Scalar(Value::Number(self.bound.clone()));
        match self.relation {
            Relation::Equal => bound,
            Relation::Different | Relation::Ordered(_) => {
                Json::Object(vec![(self.relation.operator().to_string(), bound)])
            }
        }
    }
}

impl Question {
    /// A question about events; its key is made here, once.
    pub(crate) fn events(measure: Measure, asked: Option<Comparison>) -> Self {
        let key = measure.key();
        Self::Events { measure, key, asked }
    }

    /// Whether the document answers yes.
    pub(crate) fn holds(&self, document: &Value) -> bool {
        match self {
            Self::Events { asked: None, .. } => self.answer(document) == Value::Bool(true),
            Self::Events { asked: Some(asked), .. } | Self::Age { asked, .. } => {
                self.answer(document).as_f64().is_some_and(|value| asked.holds(value))
            }
        }
    }

    /// What the document says: a number, an age in seconds, or whether; `null` if nothing.
    pub(crate) fn answer(&self, document: &Value) -> Value {
        match self {
            Self::Events { key, .. } => document
                .get(EVENTS)
                .and_then(|answers| answers.get(key))
                .cloned()
                .unwrap_or(Value::Null),
            Self::Age { of, .. } => {
                age_secs(of.find(document), document).map_or(Value::Null, number_of)
            }
        }
    }

    /// The key under which the clause stands in its object.
    pub(crate) const fn operator(&self) -> &'static str {
        match self {
            Self::Events { .. } => "$events",
            Self::Age { .. } => "$age",
        }
    }

    /// What stands under that key.
    pub(crate) fn operand(&self) -> Json {
        match self {
            Self::Events { measure, asked, .. } => measure.to_json(asked.as_ref()),
            Self::Age { of, asked } => {
                let unit = asked.unit.unwrap_or(Unit::Secs).plural();
                Json::Object(vec![
                    ("of".to_string(), Json::Scalar(Value::String(of.dotted()))),
                    (unit.to_string(), asked.to_json()),
                ])
            }
        }
    }

    /// What is asked, in a word or two: for an explanation.
    pub(crate) fn subject(&self) -> String {
        match self {
            Self::Events { key, .. } => key.clone(),
            Self::Age { of, .. } => alloc::format!("age({})", of.dotted()),
        }
    }

    /// The operator and the bound of an explanation; lengths of time are in seconds.
    pub(crate) fn expectation(&self) -> (&'static str, Json) {
        match self {
            Self::Events { asked: None, .. } => ("=", Json::Scalar(Value::Bool(true))),
            Self::Events { asked: Some(asked), .. } | Self::Age { asked, .. } => {
                let bound = match asked.unit {
                    Some(_) => number_of(asked.bound()),
                    None => Value::Number(asked.bound.clone()),
                };
                (asked.relation.operator(), Json::Scalar(bound))
            }
        }
    }
}

/// How many seconds ago the date at `value` is, by the document's own moment.
fn age_secs(value: &Value, document: &Value) -> Option<f64> {
    let now = document.get(NOW)?.as_i64().map(Timestamp::from_unix_millis)?;
    let then = moment(value)?;
    let millis = now.unix_millis().saturating_sub(then.unix_millis());
    Number::from(millis).as_f64().map(|millis| millis / 1_000.0)
}

/// Calls `found` with every clause of a condition, also those inside groups.
pub(crate) fn each_clause<'a>(clauses: &'a Clauses, found: &mut impl FnMut(&'a Clause)) {
    for clause in &clauses.0 {
        found(clause);
        match clause {
            Clause::Any(branches) | Clause::Neither(branches) | Clause::All(branches) => {
                for branch in branches {
                    each_clause(branch, found);
                }
            }
            Clause::Not(inner) => each_clause(inner, found),
            Clause::Field(..) | Clause::Question(_) | Clause::Never(..) => {}
        }
    }
}

/// Every question about events in a condition.
pub(crate) fn measures(clauses: &Clauses) -> Vec<(&Measure, &str)> {
    let mut found = Vec::new();
    each_clause(clauses, &mut |clause| {
        if let Clause::Question(question) = clause
            && let Question::Events { measure, key, .. } = &**question
        {
            found.push((measure, key.as_str()));
        }
    });
    found
}

impl From<Question> for Clause {
    fn from(question: Question) -> Self {
        Self::Question(Box::new(question))
    }
}

#[cfg(test)]
mod tests;
