//! The one condition language: who is meant by a segment, a rule, a journey, an experiment.
//!
//! A [`Condition`] asks a question about one JSON document, the attributes of a person at one
//! moment. It is written as GrowthBook writes targeting, a MongoDB-style object:
//!
//! ```json
//! { "intent": { "$in": ["price_sensitive"] }, "profile.last_active_days": { "$gt": 30 } }
//! ```
//!
//! and means exactly what GrowthBook's `evalCondition` says, JavaScript's conversions
//! included: a missing number counts as 0 for `<` and `>`. Marketers read and type the same
//! condition as text (see [`Condition::to_text`]): `intent = 'price_sensitive' AND
//! profile.last_active_days > 30`.
//!
//! Questions about time are clauses of their own: `performed('Order Completed', 30d) >= 2` and
//! `age(traits.created_at) < 7d`; see `question.rs` here and `docs/segments.md`.
//!
//! Three differences to GrowthBook are on purpose. The set of operators is closed: what GrowthBook would
//! quietly never match is refused when a condition is published ([`ConditionError`]).
//! `intent` and `segment` are sets of labels, so equality with one of them means membership.
//! And objects are equal whatever the order of their keys, because JSON gives them none.
//!
//! The work of one evaluation is bounded by steps ([`crate::limits::CONDITION_FUEL`]). Where
//! they do not suffice the condition does not match: silence is the cautious answer.
//!
//! Source: product design, "The one condition language"; GrowthBook's public test cases.

mod clock;
pub(crate) mod coerce;
mod error;
pub(crate) mod eval;
mod explain;
mod fuel;
mod json;
pub(crate) mod path;
mod pattern;
mod question;
mod read;
mod text;
pub(crate) mod tree;
mod version;

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

pub(crate) use clock::{bounds_of, path_of};
pub(crate) use coerce::{number_of, to_text as text_of};
pub use error::ConditionError;
pub use explain::FailedClause;
pub use path::{Path, SET_VALUED};
pub use pattern::PatternError;
pub use question::{ANY_EVENT, Aggregate, Filter, Measure, Period, Property, Span, Unit, What};
pub(crate) use question::{Comparison, EVENTS, NOW, Question, each_clause, moment as moment_of};
pub use text::{Expected, NotExpressible, Position, TextError};
pub(crate) use tree::Clause;

use eval::Evaluation;
use json::Json;
use read::Reading;
use tree::Clauses;

/// A question about one document, with a yes or no for an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Condition {
    // Invariant: within the bounds of depth, nodes and length in `limits`.
    clauses: Clauses,
}

/// Lists of values that conditions refer to by name, with `$inGroup` and `$notInGroup`.
///
/// An unknown name is an empty list, as in GrowthBook.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SavedGroups(BTreeMap<String, Vec<Value>>);

/// No saved groups at all.
static NO_GROUPS: SavedGroups = SavedGroups::none();

impl Condition {
    /// Reads a condition that somebody wants to publish.
    ///
    /// # Errors
    ///
    /// [`ConditionError`] with the JSON path of the first thing that is not understood or is
    /// over a bound.
    ///
    /// # Examples
    ///
    /// ```
    /// use serde_json::json;
    /// use shared::condition::Condition;
    ///
    /// let condition = Condition::parse(&json!({ "cart_value": { "$gte": 2000 } }))?;
    /// assert!(condition.eval(&json!({ "cart_value": 2599 })));
    ///
    /// let misspelt = Condition::parse(&json!({ "cart_value": { "$gt3": 2000 } }));
    /// assert_eq!(misspelt.unwrap_err().to_string(), "$.cart_value.$gt3: unknown operator `$gt3`");
    /// # Ok::<(), shared::condition::ConditionError>(())
    /// ```
    pub fn parse(json: &Value) -> Result<Self, ConditionError> {
        Ok(Self { clauses: read::read(&Json::from(json), Reading::Strict)? })
    }

    /// Reads a condition as GrowthBook's libraries do: what is not understood never holds.
    ///
    /// For targeting that comes from elsewhere. The bounds apply here too.
    ///
    /// # Errors
    ///
    /// [`ConditionError`] if it is no object, or over a bound.
    pub fn parse_tolerant(json: &Value) -> Result<Self, ConditionError> {
        Ok(Self { clauses: read::read(&Json::from(json), Reading::Tolerant)? })
    }

    /// Reads a condition from JSON text, keeping the order of its clauses.
    ///
    /// # Errors
    ///
    /// [`ConditionError`], as [`Condition::parse`].
    pub fn from_json(text: &str) -> Result<Self, ConditionError> {
        let json: Json = crate::json::parse(text)
            .map_err(|reason| ConditionError::Syntax { reason: reason.to_string() })?;
        Ok(Self { clauses: read::read(&json, Reading::Strict)? })
    }

    /// The condition that everybody meets.
    #[must_use]
    pub fn always() -> Self {
        Self::default()
    }

    /// Whether there is nothing to meet.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.clauses.0.is_empty()
    }

    /// Whether `document` meets the condition. Too much work counts as no.
    #[must_use]
    pub fn eval(&self, document: &Value) -> bool {
        self.eval_with(document, &NO_GROUPS)
    }

    /// Whether `document` meets the condition, with lists to refer to.
    #[must_use]
    pub fn eval_with(&self, document: &Value, groups: &SavedGroups) -> bool {
        Evaluation::new(groups).clauses(&self.clauses, document).unwrap_or(false)
    }

    /// The first clause, in the order written, that `document` fails; `None` if it meets all.
    ///
    /// Agrees with [`Condition::eval`] always, also about work that is too much.
    #[must_use]
    pub fn explain(&self, document: &Value) -> Option<FailedClause> {
        self.explain_with(document, &NO_GROUPS)
    }

    /// As [`Condition::explain`], with lists to refer to.
    #[must_use]
    pub fn explain_with(&self, document: &Value, groups: &SavedGroups) -> Option<FailedClause> {
        explain::first_failure(&mut Evaluation::new(groups), &self.clauses, document)
    }

    /// The clauses that must all hold.
    pub(crate) const fn clauses(&self) -> &Clauses {
        &self.clauses
    }

    /// What the condition asks about a person's events, each with its key in the document.
    ///
    /// Who builds the document answers these ([`crate::segment::Windows`]).
    #[must_use]
    pub fn measures(&self) -> Vec<(&Measure, &str)> {
        question::measures(&self.clauses)
    }

    /// The condition as a JSON value. The order of clauses is lost in it.
    #[must_use]
    pub fn to_value(&self) -> Value {
        self.clauses.to_json().into()
    }
}

/// Why one top-level clause of `condition` fails; none if it holds, or there is no such one.
pub(crate) fn explain_clause(
    condition: &Condition,
    clause: usize,
    document: &Value,
    groups: &SavedGroups,
) -> Option<FailedClause> {
    let clause = condition.clauses.0.get(clause)?;
    explain::failure(&mut Evaluation::new(groups), clause, document)
}

impl SavedGroups {
    /// No lists at all.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Lists by name.
    #[must_use]
    pub const fn new(groups: BTreeMap<String, Vec<Value>>) -> Self {
        Self(groups)
    }

    /// The values of one list; none if there is no such list.
    #[must_use]
    pub fn members(&self, group: &str) -> &[Value] {
        self.0.get(group).map_or(&[], Vec::as_slice)
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.clauses.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        let clauses = read::read(&json, Reading::Strict).map_err(D::Error::custom)?;
        Ok(Self { clauses })
    }
}

#[cfg(test)]
mod tests;
