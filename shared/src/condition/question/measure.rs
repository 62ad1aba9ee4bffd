//! What is measured of a person's events.

use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};
use core::time::Duration;

use serde_json::{Map, Number, Value};

use super::Comparison;
use crate::{
    condition::{Condition, json::Json, path::Path},
    time::Timestamp,
};

/// What is measured of a person's events.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Which events: a name, or `*` for all.
    pub name: String,
    /// Only those whose properties meet this.
    pub filter: Filter,
    /// Over which time.
    pub period: Period,
    /// What of them.
    pub what: What,
}

/// A condition on the properties of an event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter(pub(crate) Condition);

/// Over which time events are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Period {
    /// As far as is known.
    #[default]
    Ever,
    /// From so long ago until now.
    Last(Span),
    /// From the first moment on, and before the second.
    Between {
        /// The first moment; none for the beginning.
        after: Option<Timestamp>,
        /// The moment that is no longer in it; none for now.
        before: Option<Timestamp>,
    },
}

/// A length of time as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// So many
    pub count: u32,
    /// of these.
    pub unit: Unit,
}

/// A unit of time. Days are 24 hours: windows do not follow anybody's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 24 hours.
    Days,
    /// Hours.
    Hours,
    /// Seconds.
    Secs,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// How many there are.
    Count,
    /// A figure of one property over all of them.
    Of(Aggregate, Property),
    /// How long ago the first was, in seconds.
    FirstAge,
    /// How long ago the last was, in seconds.
    LastAge,
    /// Whether the properties of the last meet this.
    LastHas(Filter),
}

/// A figure of one property over several events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// Its sum.
    Sum,
    /// Its smallest value.
    Min,
    /// Its largest value.
    Max,
    /// Its mean.
    Avg,
    /// How many different values it has.
    Distinct,
}

/// A property of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property(pub(crate) Path);

impl Filter {
    /// Whether the properties of an event meet it. Too much work counts as no.
    #[must_use]
    pub fn accepts(&self, properties: Option<&Map<String, Value>>) -> bool {
        if self.is_any() {
            return true;
        }
        let document = Value::Object(properties.cloned().unwrap_or_default());
        self.0.eval(&document)
    }

    /// Whether every event meets it.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.0.is_always()
    }

    fn written(&self) -> String {
        self.0.to_value().to_string()
    }
}

impl Property {
    /// The value of the property, `null` if the event has none.
    #[must_use]
    pub fn find<'a>(&self, properties: &'a Map<String, Value>) -> &'a Value {
        self.0.find_in(properties)
    }

    /// The property as it is written.
    #[must_use]
    pub fn dotted(&self) -> String {
        self.0.dotted()
    }
}

impl Unit {
    /// Every unit, the longest first.
    pub(crate) const ALL: [Self; 3] = [Self::Days, Self::Hours, Self::Secs];

    /// Its length in seconds.
    #[must_use]
    pub const fn secs(self) -> u32 {
        match self {
            Self::Days => 86_400,
            Self::Hours => 3_600,
            Self::Secs => 1,
        }
    }

    /// The word, as JSON writes it.
    pub(crate) const fn plural(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Secs => "secs",
        }
    }

    /// The letter, as text writes it.
    pub(crate) const fn letter(self) -> char {
        match self {
            Self::Days => 'd',
            Self::Hours => 'h',
            Self::Secs => 's',
        }
    }
}

impl Span {
    /// How long it is.
    #[must_use]
    pub fn duration(self) -> Duration {
        Duration::from_secs(u64::from(self.count).saturating_mul(u64::from(self.unit.secs())))
    }

    /// As text writes it: `30d`.
    pub(crate) fn written(self) -> String {
        format!("{}{}", self.count, self.unit.letter())
    }
}

impl Aggregate {
    /// Every aggregate with its name, the same in JSON and in text.
    pub(crate) const NAMED: [(Self, &'static str); 5] = [
        (Self::Sum, "sum"),
        (Self::Min, "min"),
        (Self::Max, "max"),
        (Self::Avg, "avg"),
        (Self::Distinct, "distinct"),
    ];

    /// The name.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(known, _)| *known == self).map_or("sum", |(_, name)| name)
    }
}

impl Measure {
    /// Under which the answer stands in the document, and which operators read in an
    /// explanation: the text form, with the filter as JSON.
    #[must_use]
    pub fn key(&self) -> String {
        let (function, arguments) = match &self.what {
            What::Count => ("performed", self.arguments(None)),
            What::Of(aggregate, of) => (aggregate.name(), self.arguments(Some(of))),
            What::FirstAge => ("first", self.arguments(None)),
            What::LastAge => ("last", self.arguments(None)),
            What::LastHas(has) => {
                return format!("last({}) HAS {}", self.arguments(None), has.written());
            }
        };
        format!("{function}({arguments})")
    }

    /// Under which the events themselves are kept: the same for all measures that look at the
    /// same events in the same way.
    #[must_use]
    pub fn series_key(&self) -> String {
        match (&self.what, &self.period) {
            (What::Of(Aggregate::Distinct, of), _) => {
                format!("distinct({})", self.arguments(Some(of)))
            }
            (What::LastHas(_), _) => self.key(),
            (What::Of(_, of), _) => format!("values({})", self.arguments(Some(of))),
            (What::Count | What::FirstAge | What::LastAge, _) => {
                format!("times({})", self.arguments(None))
            }
        }
    }

    fn arguments(&self, of: Option<&Property>) -> String {
        let quoted = format!("'{}'", self.name.replace('\'', "''"));
        let mut arguments = vec![quoted];
        arguments.extend(of.map(Property::dotted));
        match &self.period {
            Period::Ever => {}
            Period::Last(span) => arguments.push(span.written()),
            Period::Between { after, before } => {
                arguments.extend(after.map(|at| format!("AFTER '{}'", at.to_rfc3339())));
                arguments.extend(before.map(|at| format!("BEFORE '{}'", at.to_rfc3339())));
            }
        }
        if !self.filter.is_any() {
            arguments.push(format!("WHERE {}", self.filter.written()));
        }
        arguments.join(", ")
    }

    /// The measure with what is asked of it, as JSON writes it.
    pub(crate) fn to_json(&self, asked: Option<&Comparison>) -> Json {
        let text = |text: String| Json::Scalar(Value::String(text));
        let mut fields = vec![("name".to_string(), text(self.name.clone()))];
        if !self.filter.is_any() {
            fields.push(("where".to_string(), self.filter.0.clauses().to_json()));
        }
        match &self.period {
            Period::Ever => {}
            Period::Last(span) => {
                let count = Json::Scalar(Value::Number(Number::from(span.count)));
                fields.push((format!("within_{}", span.unit.plural()), count));
            }
            Period::Between { after, before } => {
                fields.extend(after.map(|at| ("after".to_string(), text(at.to_rfc3339()))));
                fields.extend(before.map(|at| ("before".to_string(), text(at.to_rfc3339()))));
            }
        }
        fields.extend(self.asked_json(asked));
        Json::Object(fields)
    }

    fn asked_json(&self, asked: Option<&Comparison>) -> Option<(String, Json)> {
        let unit = || asked.and_then(|asked| asked.unit).unwrap_or(Unit::Secs).plural();
        Some(match &self.what {
            What::Count => ("count".to_string(), asked?.to_json()),
            What::Of(aggregate, of) => {
                let fields: Vec<(String, Json)> = vec![
                    ("of".to_string(), Json::Scalar(Value::String(of.dotted()))),
                    ("is".to_string(), asked?.to_json()),
                ];
                (aggregate.name().to_string(), Json::Object(fields))
            }
            What::FirstAge => (format!("first_{}", unit()), asked?.to_json()),
            What::LastAge => (format!("last_{}", unit()), asked?.to_json()),
            What::LastHas(has) => ("last".to_string(), has.0.clauses().to_json()),
        })
    }

    /// Whether an event of this name is one of those that are measured.
    #[must_use]
    pub fn is_about(&self, name: &str) -> bool {
        self.name == ANY_EVENT || self.name == name
    }
}

/// Stands for every event.
pub const ANY_EVENT: &str = "*";
