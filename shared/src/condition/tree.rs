//! A condition as a tree, and that tree as JSON.
//!
//! The tree mirrors the JSON one to one, so that what was published is what is shown again.

use alloc::{
    boxed::Box,
    string::{String, ToString},
    vec::Vec,
};
use core::cmp::Ordering;

use serde_json::{Number, Value};

use super::{json::Json, path::Path, pattern::Pattern, question::Question};

/// One condition object: every clause must hold. An empty one always holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Clauses(pub(crate) Vec<Clause>);

/// One entry of a condition object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Clause {
    /// `$or`: at least one holds.
    Any(Vec<Clauses>),
    /// `$nor`: none holds.
    Neither(Vec<Clauses>),
    /// `$and`: all hold.
    All(Vec<Clauses>),
    /// `$not`: it does not hold.
    Not(Clauses),
    /// The value at a path passes a test.
    Field(Path, Test),
    /// `$events` and `$age`: a question about time.
    Question(Box<Question>),
    /// Not understood, so it never holds. Only a tolerant reading has it.
    Never(String, Value),
}

/// What a value is tested for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// Its text is this text.
    Text(String),
    /// Read as a number it is this number.
    Number(Number),
    /// It is there and is truthy, or falsy.
    Flag(bool),
    /// It is `null` or missing.
    Null,
    /// It has the same content as this array or object.
    Json(Value),
    /// It passes every one of these.
    Checks(Vec<Check>),
}

/// One operator and its operand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Check {
    /// `$eq`, without any conversion.
    Same(Value),
    /// `$ne`.
    Different(Value),
    /// `$lt`, `$lte`, `$gt`, `$gte`.
    Order(Order, Value),
    /// `$veq`, `$vne`, `$vlt`, `$vlte`, `$vgt`, `$vgte`.
    Version(VersionCheck),
    /// `$exists`.
    Exists(bool),
    /// `$in`, `$nin`, `$ini`, `$nini`.
    Listed(Listed, Vec<Value>),
    /// `$inGroup`, `$notInGroup`.
    Group(Presence, String),
    /// `$not`.
    Not(Box<Test>),
    /// `$size`.
    Size(Box<Test>),
    /// `$elemMatch` on plain values: one element passes every check.
    Element(Vec<Check>),
    /// `$elemMatch` on objects: one element meets the condition.
    ElementObject(Clauses),
    /// `$all`, `$alli`: each of the tests is passed by some element.
    All(Case, Vec<Test>),
    /// `$regex`, `$regexi`.
    Matches(Case, Pattern),
    /// `$type`.
    Type(JsonType),
    /// Not understood, so it never holds. Only a tolerant reading has it.
    Never(String, Value),
}

/// A comparison of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A comparison of two versions. The padded form is what is compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct VersionCheck {
    pub(crate) order: VersionOrder,
    pub(crate) operand: Value,
    pub(crate) padded: String,
}

/// How two versions are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VersionOrder {
    Equal,
    Different,
    Ordered(Order),
}

/// Whether upper and lower case are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Exact,
    Ignored,
}

/// Whether something must be there or must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Present,
    Absent,
}

/// How a value, or one of a set of values, is looked up in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) presence: Presence,
    pub(crate) case: Case,
}

/// The types that `$type` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonType {
    String,
    Number,
    Boolean,
    Array,
    Object,
    Null,
}

impl Listed {
    /// `$in`.
    pub(crate) const IN: Self = Self { presence: Presence::Present, case: Case::Exact };
    /// `$nin`.
    pub(crate) const NOT_IN: Self = Self { presence: Presence::Absent, case: Case::Exact };
}

impl Order {
    /// Whether two values in this order pass; values without an order never do.
    pub(crate) fn holds(self, ordering: Option<Ordering>) -> bool {
        match self {
            Self::Less => ordering == Some(Ordering::Less),
            Self::LessOrEqual => matches!(ordering, Some(Ordering::Less | Ordering::Equal)),
            Self::Greater => ordering == Some(Ordering::Greater),
            Self::GreaterOrEqual => matches!(ordering, Some(Ordering::Greater | Ordering::Equal)),
        }
    }
}

impl JsonType {
    /// Every type and its name.
    pub(crate) const NAMED: [(Self, &'static str); 6] = [
        (Self::String, "string"),
        (Self::Number, "number"),
        (Self::Boolean, "boolean"),
        (Self::Array, "array"),
        (Self::Object, "object"),
        (Self::Null, "null"),
    ];

    /// The type of a value.
    pub(crate) const fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    /// The type of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// The name, as `$type` writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::Null => "null",
        }
    }
}

impl Check {
    /// The operator, as JSON writes it.
    pub(crate) fn operator(&self) -> &str {
        match self {
            Self::Same(_) => "$eq",
            Self::Different(_) => "$ne",
            Self::Order(Order::Less, _) => "$lt",
            Self::Order(Order::LessOrEqual, _) => "$lte",
            Self::Order(Order::Greater, _) => "$gt",
            Self::Order(Order::GreaterOrEqual, _) => "$gte",
            Self::Version(check) => match check.order {
                VersionOrder::Equal => "$veq",
                VersionOrder::Different => "$vne",
                VersionOrder::Ordered(Order::Less) => "$vlt",
                VersionOrder::Ordered(Order::LessOrEqual) => "$vlte",
                VersionOrder::Ordered(Order::Greater) => "$vgt",
                VersionOrder::Ordered(Order::GreaterOrEqual) => "$vgte",
            },
            Self::Exists(_) => "$exists",
            Self::Listed(Listed { presence: Presence::Present, case: Case::Exact }, _) => "$in",
            Self::Listed(Listed { presence: Presence::Absent, case: Case::Exact }, _) => "$nin",
            Self::Listed(Listed { presence: Presence::Present, case: Case::Ignored }, _) => "$ini",
            Self::Listed(Listed { presence: Presence::Absent, case: Case::Ignored }, _) => "$nini",
            Self::Group(Presence::Present, _) => "$inGroup",
            Self::Group(Presence::Absent, _) => "$notInGroup",
            Self::Not(_) => "$not",
            Self::Size(_) => "$size",
            Self::Element(_) | Self::ElementObject(_) => "$elemMatch",
            Self::All(Case::Exact, _) => "$all",
            Self::All(Case::Ignored, _) => "$alli",
            Self::Matches(Case::Exact, _) => "$regex",
            Self::Matches(Case::Ignored, _) => "$regexi",
            Self::Type(_) => "$type",
            Self::Never(operator, _) => operator,
        }
    }

    /// The operand, as JSON writes it.
    pub(crate) fn operand(&self) -> Json {
        match self {
            Self::Same(value)
            | Self::Different(value)
            | Self::Order(_, value)
            | Self::Never(_, value) => Json::from(value),
            Self::Version(check) => Json::from(&check.operand),
            Self::Exists(flag) => Json::Scalar(Value::Bool(*flag)),
            Self::Listed(_, values) => Json::List(values.iter().map(Json::from).collect()),
            Self::Group(_, group) => text(group),
            Self::Not(test) | Self::Size(test) => test.to_json(),
            Self::Element(checks) => checks_to_json(checks),
            Self::ElementObject(clauses) => clauses.to_json(),
            Self::All(_, tests) => Json::List(tests.iter().map(Test::to_json).collect()),
            Self::Matches(_, pattern) => text(pattern.source()),
            Self::Type(kind) => text(kind.name()),
        }
    }
}

impl Test {
    /// The test, as JSON writes it.
    pub(crate) fn to_json(&self) -> Json {
        match self {
            Self::Text(expected) => text(expected),
            Self::Number(number) => Json::Scalar(Value::Number(number.clone())),
            Self::Flag(flag) => Json::Scalar(Value::Bool(*flag)),
            Self::Null => Json::Scalar(Value::Null),
            Self::Json(value) => Json::from(value),
            Self::Checks(checks) => checks_to_json(checks),
        }
    }
}

impl Clause {
    /// The key under which the clause stands in its object.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Any(_) => "$or".to_string(),
            Self::Neither(_) => "$nor".to_string(),
            Self::All(_) => "$and".to_string(),
            Self::Not(_) => "$not".to_string(),
            Self::Field(path, _) => path.dotted(),
            Self::Question(question) => question.operator().to_string(),
            Self::Never(key, _) => key.clone(),
        }
    }

    /// What stands under that key.
    pub(crate) fn operand(&self) -> Json {
        match self {
            Self::Any(branches) | Self::Neither(branches) | Self::All(branches) => {
                Json::List(branches.iter().map(Clauses::to_json).collect())
            }
            Self::Not(clauses) => clauses.to_json(),
            Self::Field(_, test) => test.to_json(),
            Self::Question(question) => question.operand(),
            Self::Never(_, value) => Json::from(value),
        }
    }
}

impl Clauses {
    /// The object, as JSON writes it.
    pub(crate) fn to_json(&self) -> Json {
        Json::Object(self.0.iter().map(|clause| (clause.key(), clause.operand())).collect())
    }
}

fn checks_to_json(checks: &[Check]) -> Json {
    Json::Object(
        checks.iter().map(|check| (check.operator().to_string(), check.operand())).collect(),
    )
}

fn text(text: &str) -> Json {
    Json::Scalar(Value::String(text.to_string()))
}
