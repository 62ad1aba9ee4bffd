//! The closed set of operators, and what each of them can work with.

use alloc::{boxed::Box, string::String, vec::Vec};

use serde_json::Value;

use super::{Read, Reader, Reading};
use crate::condition::{
    coerce,
    error::ConditionError,
    json::Json,
    pattern::Pattern,
    tree::{Case, Check, JsonType, Listed, Order, Presence, Test, VersionCheck, VersionOrder},
    version,
};

impl Reader {
    /// Reads an operator with its operand, if it is one of ours.
    pub(super) fn understood(&mut self, operator: &str, operand: &Json) -> Read<Check> {
        match operator {
            "$eq" => self.comparable(operator, operand).map(Check::Same),
            "$ne" => self.comparable(operator, operand).map(Check::Different),
            "$exists" => self.flag(operator, operand).map(Check::Exists),
            "$in" | "$nin" | "$ini" | "$nini" => self.listed(operator, operand),
            "$inGroup" => Ok(Check::Group(Presence::Present, self.text(operator, operand)?)),
            "$notInGroup" => Ok(Check::Group(Presence::Absent, self.text(operator, operand)?)),
            "$not" => Ok(Check::Not(Box::new(self.test(operand)?))),
            "$size" => Ok(Check::Size(Box::new(self.test(operand)?))),
            "$elemMatch" => self.element(operator, operand),
            "$all" => Ok(Check::All(Case::Exact, self.tests(operator, operand)?)),
            "$alli" => Ok(Check::All(Case::Ignored, self.tests(operator, operand)?)),
            "$regex" => self.pattern(operator, operand, Case::Exact),
            "$regexi" => self.pattern(operator, operand, Case::Ignored),
            "$type" => self.kind(operator, operand),
            _ => match (order(operator), version_order(operator)) {
                (Some(order), _) => Ok(Check::Order(order, self.ordered(operator, operand)?)),
                (None, Some(order)) => self.version(operator, operand, order),
                (None, None) => Err(self.unknown(operator)),
            },
        }
    }

    fn listed(&mut self, operator: &str, operand: &Json) -> Read<Check> {
        let presence =
            if operator.starts_with("$n") { Presence::Absent } else { Presence::Present };
        let case = if operator.ends_with("ni") { Case::Ignored } else { Case::Exact };
        let Some(items) = operand.as_list() else {
            return Err(self.operand(operator, "an array", operand));
        };
        let values = self.each(items, |reader, item| reader.comparable(operator, item))?;
        Ok(Check::Listed(Listed { presence, case }, values))
    }

    fn element(&mut self, operator: &str, operand: &Json) -> Read<Check> {
        match operand.as_object() {
            Some(checks) if operand.is_operators() => self.checks(checks).map(Check::Element),
            _ => self.inner_clauses(operator, operand).map(Check::ElementObject),
        }
    }

    fn tests(&mut self, operator: &str, operand: &Json) -> Read<Vec<Test>> {
        let Some(items) = operand.as_list() else {
            return Err(self.operand(operator, "an array", operand));
        };
        self.each(items, |reader, item| {
            reader.count()?;
            reader.test(item)
        })
    }

    fn pattern(&mut self, operator: &str, operand: &Json, case: Case) -> Read<Check> {
        let source = self.text(operator, operand)?;
        match Pattern::compile(&source, case) {
            Ok(pattern) => Ok(Check::Matches(case, pattern)),
            Err(reason) => Err(ConditionError::Pattern { at: self.at(), pattern: source, reason }),
        }
    }

    fn kind(&mut self, operator: &str, operand: &Json) -> Read<Check> {
        let name = self.text(operator, operand)?;
        JsonType::named(&name).map(Check::Type).ok_or_else(|| {
            self.operand(operator, "one of string, number, boolean, array, object, null", operand)
        })
    }

    fn version(&self, operator: &str, operand: &Json, order: VersionOrder) -> Read<Check> {
        let operand = self.ordered(operator, operand)?;
        let padded = version::padded(&operand);
        Ok(Check::Version(VersionCheck { order, operand, padded }))
    }

    /// A value that `===` can be true for. JavaScript never calls two arrays the same, which
    /// a strict reading refuses and a tolerant one reproduces.
    fn comparable(&mut self, operator: &str, json: &Json) -> Read<Value> {
        match json {
            Json::Scalar(value) => Ok(value.clone()),
            Json::List(_) | Json::Object(_) if self.reading == Reading::Tolerant => {
                self.literal(json)
            }
            Json::List(_) | Json::Object(_) => {
                Err(self.operand(operator, "a text, a number, true, false or null", json))
            }
        }
    }

    /// A bound of `<` or `>`.
    fn ordered(&self, operator: &str, json: &Json) -> Read<Value> {
        match json.as_scalar() {
            Some(value) if value.is_string() || value.is_number() => Ok(value.clone()),
            _ if self.reading == Reading::Tolerant => Ok(json.clone().into()),
            _ => Err(self.operand(operator, "a text or a number", json)),
        }
    }

    fn flag(&self, operator: &str, json: &Json) -> Read<bool> {
        match json.as_scalar().and_then(Value::as_bool) {
            Some(flag) => Ok(flag),
            None if self.reading == Reading::Tolerant => {
                Ok(coerce::is_truthy(&json.clone().into()))
            }
            None => Err(self.operand(operator, "true or false", json)),
        }
    }

    pub(super) fn text(&self, operator: &str, json: &Json) -> Read<String> {
        let text = json.as_scalar().and_then(Value::as_str);
        text.map(String::from).ok_or_else(|| self.operand(operator, "a text", json))
    }
}

fn order(operator: &str) -> Option<Order> {
    match operator {
        "$lt" => Some(Order::Less),
        "$lte" => Some(Order::LessOrEqual),
        "$gt" => Some(Order::Greater),
        "$gte" => Some(Order::GreaterOrEqual),
        _ => None,
    }
}

fn version_order(operator: &str) -> Option<VersionOrder> {
    match operator {
        "$veq" => Some(VersionOrder::Equal),
        "$vne" => Some(VersionOrder::Different),
        "$vlt" => Some(VersionOrder::Ordered(Order::Less)),
        "$vlte" => Some(VersionOrder::Ordered(Order::LessOrEqual)),
        "$vgt" => Some(VersionOrder::Ordered(Order::Greater)),
        "$vgte" => Some(VersionOrder::Ordered(Order::GreaterOrEqual)),
        _ => None,
    }
}
