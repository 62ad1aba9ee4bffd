//! From JSON to a condition, with every bound checked on the way.

mod operand;
mod question;

use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use serde_json::Value;

use super::{
    error::ConditionError,
    json::Json,
    path::Path,
    tree::{Check, Clause, Clauses, Listed, Test},
};
use crate::limits::{
    CONDITION_DEPTH_MAX, CONDITION_LEN_BYTES_MAX, CONDITION_NODES_MAX, CONDITION_PATH_LEN_BYTES_MAX,
};

/// What happens to an operator or an operand that is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It is an error: nobody may publish a rule that can never do what it says.
    Strict,
    /// It never holds, as in GrowthBook's libraries.
    Tolerant,
}

/// Reads a whole condition.
pub(crate) fn read(json: &Json, reading: Reading) -> Result<Clauses, ConditionError> {
    let len_bytes = json.len_bytes();
    if CONDITION_LEN_BYTES_MAX < len_bytes {
        return Err(ConditionError::TooLong { len_bytes });
    }
    Reader { reading, trail: Vec::new(), depth: 0, nodes: 0, inside: 0 }
        .clauses("a condition", json)
}

struct Reader {
    reading: Reading,
    trail: Vec<Step>,
    depth: usize,
    nodes: usize,
    /// How many conditions around this one are not about the person: about an element of an
    /// array, or the properties of an event.
    inside: usize,
}

enum Step {
    Key(String),
    Place(usize),
}

type Read<T> = Result<T, ConditionError>;

impl Reader {
    fn clauses(&mut self, operator: &str, json: &Json) -> Read<Clauses> {
        let Json::Object(fields) = json else {
            return Err(self.operand(operator, "an object", json));
        };
        self.descend()?;
        self.refuse_repeated(fields)?;
        let mut clauses = Vec::with_capacity(fields.len());
        for (key, operand) in fields {
            clauses.push(self.under(key, |reader| reader.clause(key, operand))?);
        }
        self.ascend();
        Ok(Clauses(clauses))
    }

    fn clause(&mut self, key: &str, operand: &Json) -> Read<Clause> {
        self.count()?;
        let (depth, steps) = (self.depth, self.trail.len());
        let clause = match key {
            "$or" => self.branches(key, operand).map(Clause::Any),
            "$nor" => self.branches(key, operand).map(Clause::Neither),
            "$and" => self.branches(key, operand).map(Clause::All),
            "$not" => self.clauses(key, operand).map(Clause::Not),
            "$events" if self.may_ask() => self.events(operand).map(Clause::from),
            "$age" if self.may_ask() => self.age(operand).map(Clause::from),
            _ => self.field(key, operand),
        };
        match clause {
            Err(ConditionError::Operand { .. }) if self.reading == Reading::Tolerant => {
                self.return_to(depth, steps);
                Ok(Clause::Never(key.to_string(), operand.clone().into()))
            }
            other => other,
        }
    }

    fn branches(&mut self, operator: &str, json: &Json) -> Read<Vec<Clauses>> {
        match json.as_list() {
            // In GrowthBook an empty `$or` holds for everybody. Nobody means that.
            Some(branches) if !branches.is_empty() || self.reading == Reading::Tolerant => self
                .each(branches, |reader, branch| {
                    reader.count()?;
                    reader.clauses(operator, branch)
                }),
            _ => Err(self.operand(operator, "an array of at least one condition", json)),
        }
    }

    fn field(&mut self, key: &str, operand: &Json) -> Read<Clause> {
        let path = Path::new(key);
        if self.reading == Reading::Strict {
            if key.starts_with('$') {
                return Err(self.unknown(key));
            }
            if !path.is_well_formed() || CONDITION_PATH_LEN_BYTES_MAX < key.len() {
                return Err(ConditionError::Path { at: self.at(), path: key.to_string() });
            }
        }
        let test = self.test(operand)?;
        if self.reading == Reading::Strict && path.is_set_valued() {
            return Ok(Clause::Field(path, self.membership(test)?));
        }
        Ok(Clause::Field(path, test))
    }

    /// Equality with a set of labels means membership: nobody's intent *is* one label.
    fn membership(&mut self, test: Test) -> Read<Test> {
        let checks = match test {
            Test::Text(label) => vec![Check::Listed(Listed::IN, vec![Value::String(label)])],
            Test::Checks(checks) => checks.into_iter().map(membership_check).collect(),
            Test::Number(_) | Test::Flag(_) | Test::Null | Test::Json(_) => return Ok(test),
        };
        for operator in ["$in", "$nin"] {
            if 1 < checks.iter().filter(|check| check.operator() == operator).count() {
                return Err(ConditionError::RepeatedKey {
                    at: self.at(),
                    key: operator.to_string(),
                });
            }
        }
        Ok(Test::Checks(checks))
    }

    fn test(&mut self, json: &Json) -> Read<Test> {
        let fields = match json {
            Json::Scalar(Value::String(text)) => return Ok(Test::Text(text.clone())),
            Json::Scalar(Value::Number(number)) => return Ok(Test::Number(number.clone())),
            Json::Scalar(Value::Bool(flag)) => return Ok(Test::Flag(*flag)),
            Json::Scalar(_) => return Ok(Test::Null),
            Json::List(_) => return self.literal(json).map(Test::Json),
            Json::Object(fields) => fields,
        };
        if json.is_operators() {
            return self.checks(fields).map(Test::Checks);
        }
        if fields.iter().any(|(key, _)| key.starts_with('$')) && self.reading == Reading::Strict {
            return Err(ConditionError::MixedKeys { at: self.at() });
        }
        self.literal(json).map(Test::Json)
    }

    fn checks(&mut self, fields: &[(String, Json)]) -> Read<Vec<Check>> {
        self.descend()?;
        self.refuse_repeated(fields)?;
        let mut checks = Vec::with_capacity(fields.len());
        for (operator, operand) in fields {
            checks.push(self.under(operator, |reader| reader.check(operator, operand))?);
        }
        self.ascend();
        Ok(checks)
    }

    fn check(&mut self, operator: &str, operand: &Json) -> Read<Check> {
        self.count()?;
        let (depth, steps) = (self.depth, self.trail.len());
        match self.understood(operator, operand) {
            Err(
                ConditionError::Operand { .. }
                | ConditionError::UnknownOperator { .. }
                | ConditionError::Pattern { .. },
            ) if self.reading == Reading::Tolerant => {
                self.return_to(depth, steps);
                Ok(Check::Never(operator.to_string(), operand.clone().into()))
            }
            other => other,
        }
    }

    /// A value to compare with as a whole; its nesting counts like that of the condition.
    fn literal(&mut self, json: &Json) -> Read<Value> {
        match json {
            Json::Scalar(_) => {}
            Json::List(items) => {
                self.descend()?;
                self.each(items, Self::literal)?;
                self.ascend();
            }
            Json::Object(fields) => {
                self.descend()?;
                self.refuse_repeated(fields)?;
                for (key, value) in fields {
                    self.under(key, |reader| reader.literal(value))?;
                }
                self.ascend();
            }
        }
        Ok(json.clone().into())
    }

    fn each<T>(
        &mut self,
        items: &[Json],
        read: impl Fn(&mut Self, &Json) -> Read<T>,
    ) -> Read<Vec<T>> {
        let mut values = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            self.trail.push(Step::Place(place));
            values.push(read(self, item)?);
            self.trail.pop();
        }
        Ok(values)
    }

    fn under<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        self.trail.push(Step::Key(key.to_string()));
        let value = read(self)?;
        self.trail.pop();
        Ok(value)
    }

    fn descend(&mut self) -> Read<()> {
        self.depth = self.depth.saturating_add(1);
        if CONDITION_DEPTH_MAX < self.depth {
            return Err(ConditionError::TooDeep { at: self.at(), depth: self.depth });
        }
        Ok(())
    }

    fn ascend(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Goes back to where a part began that was not understood.
    fn return_to(&mut self, depth: usize, steps: usize) {
        self.depth = depth;
        self.trail.truncate(steps);
    }

    fn count(&mut self) -> Read<()> {
        self.nodes = self.nodes.saturating_add(1);
        if CONDITION_NODES_MAX < self.nodes {
            return Err(ConditionError::TooManyNodes { at: self.at() });
        }
        Ok(())
    }

    fn refuse_repeated(&self, fields: &[(String, Json)]) -> Read<()> {
        let mut keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        let repeated = keys.iter().zip(keys.iter().skip(1)).find(|(key, next)| key == next);
        match repeated {
            None => Ok(()),
            Some((key, _)) => {
                Err(ConditionError::RepeatedKey { at: self.at(), key: (*key).to_string() })
            }
        }
    }

    fn operand(&self, operator: &str, expected: &'static str, found: &Json) -> ConditionError {
        ConditionError::Operand {
            at: self.at(),
            operator: operator.to_string(),
            expected,
            found: found.kind(),
        }
    }

    fn unknown(&self, operator: &str) -> ConditionError {
        ConditionError::UnknownOperator { at: self.at(), operator: operator.to_string() }
    }

    /// The place that is being read: `$.$or[1]['profile.visits'].$gt`.
    fn at(&self) -> String {
        let mut at = String::from("$");
        for step in &self.trail {
            let written = match step {
                Step::Place(place) => format!("[{place}]"),
                Step::Key(key) if is_plain(key) => format!(".{key}"),
                Step::Key(key) => {
                    format!("['{}']", key.replace('\\', "\\\\").replace('\'', "\\'"))
                }
            };
            at.push_str(&written);
        }
        at
    }
}

/// Whether a key needs no quotes in a JSON path.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|sign| sign.is_alphanumeric() || sign == '_' || sign == '$')
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only equality means something else")]
fn membership_check(check: Check) -> Check {
    match check {
        Check::Same(Value::String(label)) => Check::Listed(Listed::IN, vec![Value::String(label)]),
        Check::Different(Value::String(label)) => {
            Check::Listed(Listed::NOT_IN, vec![Value::String(label)])
        }
        other => other,
    }
}
