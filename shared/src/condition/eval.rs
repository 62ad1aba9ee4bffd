//! Whether a document meets a condition, as GrowthBook's `evalCondition` says it.

use serde_json::Value;

use super::{
    SavedGroups, coerce,
    fuel::{Fuel, OutOfFuel},
    tree::{
        Case, Check, Clause, Clauses, JsonType, Listed, Presence, Test, VersionCheck, VersionOrder,
    },
    version,
};

/// One evaluation: the saved groups it may ask, and the work it may still do.
pub(crate) struct Evaluation<'a> {
    groups: &'a SavedGroups,
    fuel: Fuel,
}

/// An answer, or none because the work was too much.
pub(crate) type Answer = Result<bool, OutOfFuel>;

impl<'a> Evaluation<'a> {
    /// Begins with a full tank.
    pub(crate) const fn new(groups: &'a SavedGroups) -> Self {
        Self { groups, fuel: Fuel::full() }
    }

    /// Takes one step of work.
    pub(crate) fn step(&mut self) -> Result<(), OutOfFuel> {
        self.fuel.step()
    }

    /// Whether every clause holds.
    pub(crate) fn clauses(&mut self, clauses: &Clauses, document: &Value) -> Answer {
        self.every(&clauses.0, |this, clause| this.clause(clause, document))
    }

    /// Whether one clause holds.
    pub(crate) fn clause(&mut self, clause: &Clause, document: &Value) -> Answer {
        self.fuel.step()?;
        match clause {
            Clause::Field(path, test) => self.test(test, path.find(document), Case::Exact),
            Clause::All(branches) => {
                self.every(branches, |this, branch| this.clauses(branch, document))
            }
            Clause::Any(branches) => self.any_branch(branches, document),
            Clause::Neither(branches) => self.any_branch(branches, document).map(|holds| !holds),
            Clause::Not(clauses) => self.clauses(clauses, document).map(|holds| !holds),
            Clause::Question(question) => Ok(question.holds(document)),
            Clause::Never(..) => Ok(false),
        }
    }

    fn any_branch(&mut self, branches: &[Clauses], document: &Value) -> Answer {
        if branches.is_empty() {
            return Ok(true);
        }
        self.some(branches, |this, branch| this.clauses(branch, document))
    }

    /// Whether a value passes a test.
    pub(crate) fn test(&mut self, test: &Test, value: &Value, case: Case) -> Answer {
        match test {
            Test::Text(expected) => Ok(is_text(value, expected, case)),
            #[expect(clippy::float_cmp, reason = "JavaScript's === on numbers is exact")]
            Test::Number(expected) => {
                Ok(coerce::to_number(value) == coerce::number_value(expected))
            }
            Test::Flag(expected) => Ok(!value.is_null() && coerce::is_truthy(value) == *expected),
            Test::Null => Ok(value.is_null()),
            Test::Json(expected) => Ok(coerce::is_equal_json(value, expected)),
            Test::Checks(checks) => self.every(checks, |this, check| this.check(check, value)),
        }
    }

    /// Whether a value passes one operator.
    pub(crate) fn check(&mut self, check: &Check, value: &Value) -> Answer {
        self.fuel.step()?;
        match check {
            Check::Same(expected) => Ok(coerce::is_same(value, expected)),
            Check::Different(expected) => Ok(!coerce::is_same(value, expected)),
            Check::Order(order, bound) => Ok(order.holds(coerce::compare(value, bound))),
            Check::Version(check) => Ok(is_version(check, value)),
            Check::Exists(expected) => Ok(value.is_null() != *expected),
            Check::Listed(listed, values) => self.listed(*listed, values, value),
            Check::Group(presence, group) => {
                let members = self.groups.members(group);
                self.listed(Listed { presence: *presence, case: Case::Exact }, members, value)
            }
            Check::Not(test) => self.test(test, value, Case::Exact).map(|holds| !holds),
            Check::Size(test) => match value.as_array() {
                Some(items) => self.test(test, &Value::from(items.len()), Case::Exact),
                None => Ok(false),
            },
            Check::Element(checks) => self.element(value, |this, item| {
                this.every(checks, |this, check| this.check(check, item))
            }),
            Check::ElementObject(clauses) => {
                self.element(value, |this, item| this.clauses(clauses, item))
            }
            Check::All(case, tests) => self.all(tests, value, *case),
            Check::Matches(_, pattern) => {
                pattern.is_found_in(&coerce::to_text(value), &mut self.fuel)
            }
            Check::Type(kind) => Ok(JsonType::of(value) == *kind),
            Check::Never(..) => Ok(false),
        }
    }

    /// A set of values is listed if one of them is.
    fn listed(&mut self, listed: Listed, values: &[Value], value: &Value) -> Answer {
        let is_listed = match value {
            Value::Array(items) => {
                self.fuel.burn(items.len().saturating_mul(values.len()))?;
                items.iter().any(|item| is_one_of(item, values, listed.case))
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_) => {
                self.fuel.burn(values.len())?;
                is_one_of(value, values, listed.case)
            }
        };
        Ok(is_listed == (listed.presence == Presence::Present))
    }

    fn element(
        &mut self,
        value: &Value,
        mut holds: impl FnMut(&mut Self, &Value) -> Answer,
    ) -> Answer {
        let Value::Array(items) = value else { return Ok(false) };
        self.some(items, |this, item| {
            this.fuel.step()?;
            Ok(!item.is_null() && holds(this, item)?)
        })
    }

    fn all(&mut self, tests: &[Test], value: &Value, case: Case) -> Answer {
        let Value::Array(items) = value else { return Ok(false) };
        self.every(tests, |this, test| {
            this.some(items, |this, item| {
                this.fuel.step()?;
                this.test(test, item, case)
            })
        })
    }

    fn every<T>(&mut self, items: &[T], mut holds: impl FnMut(&mut Self, &T) -> Answer) -> Answer {
        for item in items {
            if !holds(self, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn some<T>(&mut self, items: &[T], mut holds: impl FnMut(&mut Self, &T) -> Answer) -> Answer {
        for item in items {
            if holds(self, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn is_text(value: &Value, expected: &str, case: Case) -> bool {
    match (value, case) {
        (Value::String(text), Case::Exact) => text == expected,
        (_, Case::Exact) => coerce::to_text(value) == expected,
        (_, Case::Ignored) => coerce::to_text(value).to_lowercase() == expected.to_lowercase(),
    }
}

fn is_one_of(value: &Value, values: &[Value], case: Case) -> bool {
    match (value, case) {
        (Value::String(text), Case::Ignored) => {
            let text = text.to_lowercase();
            values
                .iter()
                .any(|other| other.as_str().is_some_and(|other| other.to_lowercase() == text))
        }
        _ => values.iter().any(|other| coerce::is_same(value, other)),
    }
}

fn is_version(check: &VersionCheck, value: &Value) -> bool {
    let ordering = coerce::compare_text(&version::padded(value), &check.padded);
    match check.order {
        VersionOrder::Equal => ordering.is_eq(),
        VersionOrder::Different => ordering.is_ne(),
        VersionOrder::Ordered(order) => order.holds(Some(ordering)),
    }
}
