//! The cheap half of a rule: its comparisons with plain numbers, and its truth values.
//!
//! A label finds a handful of rules, and most of those still fail at a threshold. Going
//! through the whole condition to see that means half a dozen jumps through memory. So two
//! of a rule's thresholds stand beside all others of the trigger, in a row, and are looked at
//! first. They are clauses of the condition like any other: if one fails, the rule fails.

use alloc::vec::Vec;

use serde_json::Value;

use crate::condition::{
    Path,
    coerce::{is_truthy, number_value, to_number},
    tree::{Check, Clause, Clauses, Order, Test},
};

/// Thresholds of one rule that are looked at first.
pub(super) const GUARDS_PER_RULE: usize = 2;

/// One threshold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    bound: f64,
    /// Slot of the path.
    pub(super) slot: u16,
    /// The top-level clause that it is part of.
    pub(super) clause: u16,
    asks: Asks,
}

#[derive(Debug, Clone, Copy)]
enum Asks {
    Order(Order),
    Truthy,
    Falsy,
}

impl Guard {
    /// Whether a value passes, exactly as the clause would say.
    #[inline]
    pub(super) fn passes(&self, value: &Value) -> bool {
        match self.asks {
            Asks::Order(order) => {
                let number = match value {
                    Value::Number(number) => number_value(number),
                    Value::Null
                    | Value::Bool(_)
                    | Value::String(_)
                    | Value::Array(_)
                    | Value::Object(_) => to_number(value),
                };
                order.holds(number.partial_cmp(&self.bound))
            }
            Asks::Truthy => is_truthy(value),
            Asks::Falsy => !value.is_null() && !is_truthy(value),
        }
    }
}

/// The first thresholds of a condition; `slot` gives the slot of a path.
pub(super) fn guards<'a>(
    clauses: &'a Clauses,
    mut slot: impl FnMut(&'a Path) -> Option<u16>,
) -> [Option<Guard>; GUARDS_PER_RULE] {
    let mut found = Vec::new();
    for (clause, place) in clauses.0.iter().zip(0_u16..) {
        collect(clause, place, &mut found);
    }
    // A comparison says more than a truth value, which half of all people have.
    found.sort_by_key(|(_, guard)| !matches!(guard.asks, Asks::Order(_)));
    let mut guards =
        found.into_iter().filter_map(|(path, guard)| Some(Guard { slot: slot(path)?, ..guard }));
    core::array::from_fn(|_| guards.next())
}

fn collect<'a>(clause: &'a Clause, place: u16, found: &mut Vec<(&'a Path, Guard)>) {
    match clause {
        Clause::Field(path, test) => {
            let guards = asks(test).into_iter();
            found.extend(
                guards.map(|(asks, bound)| (path, Guard { bound, slot: 0, clause: place, asks })),
            );
        }
        Clause::All(branches) => {
            for inner in branches.iter().flat_map(|branch| &branch.0) {
                collect(inner, place, found);
            }
        }
        Clause::Any(_)
        | Clause::Neither(_)
        | Clause::Not(_)
        | Clause::Question(_)
        | Clause::Never(..) => {}
    }
}

fn asks(test: &Test) -> Vec<(Asks, f64)> {
    match test {
        Test::Flag(true) => [(Asks::Truthy, 0.0)].into(),
        Test::Flag(false) => [(Asks::Falsy, 0.0)].into(),
        Test::Checks(checks) => checks.iter().filter_map(order).collect(),
        Test::Text(_) | Test::Number(_) | Test::Null | Test::Json(_) => Vec::new(),
    }
}

fn order(check: &Check) -> Option<(Asks, f64)> {
    // Beside a number both sides are compared as numbers; beside a text they need not be.
    if let Check::Order(order, Value::Number(bound)) = check {
        Some((Asks::Order(*order), number_value(bound)))
    } else {
        None
    }
}
