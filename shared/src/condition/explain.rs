//! Why a condition does not hold: the first clause that failed, in the order written.

use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    eval::{Answer, Evaluation},
    fuel::OutOfFuel,
    json::Json,
    path::Path,
    tree::{Case, Check, Clause, Clauses, Test},
};

/// The clause that decided against a rule, with what it wanted and what it found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FailedClause {
    /// The attribute; empty for a group (`$or`, `$nor`, `$not`) of several.
    pub path: String,
    /// The operator as JSON writes it; `=` for plain equality, [`FailedClause::OUT_OF_FUEL`]
    /// if the evaluation was given up.
    pub operator: String,
    /// What the clause asks for, as JSON writes it.
    pub expected: Value,
    /// The value found; `null` if the attribute is missing, or for a group.
    pub actual: Value,
}

impl FailedClause {
    /// The operator of a clause that took more steps than an evaluation may take.
    pub const OUT_OF_FUEL: &str = "fuel";

    fn new(path: &str, operator: &str, expected: Json, actual: &Value) -> Self {
        Self {
            path: path.to_string(),
            operator: operator.to_string(),
            expected: expected.into(),
            actual: actual.clone(),
        }
    }
}

impl fmt::Display for FailedClause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, operator, expected, actual } = self;
        if path.is_empty() {
            write!(formatter, "{operator} {expected}")
        } else {
            write!(formatter, "{path} {operator} {expected}, found {actual}")
        }
    }
}

/// The first clause of `clauses` that fails.
pub(crate) fn first_failure(
    evaluation: &mut Evaluation<'_>,
    clauses: &Clauses,
    document: &Value,
) -> Option<FailedClause> {
    clauses.0.iter().find_map(|clause| failure(evaluation, clause, document))
}

/// Why `clause` fails; `None` if it holds.
pub(crate) fn failure(
    evaluation: &mut Evaluation<'_>,
    clause: &Clause,
    document: &Value,
) -> Option<FailedClause> {
    match clause {
        // What is inside an `$and` fails on its own.
        Clause::All(branches) => begin(evaluation, clause).or_else(|| {
            branches.iter().find_map(|branch| first_failure(evaluation, branch, document))
        }),
        Clause::Field(path, test) => begin(evaluation, clause)
            .or_else(|| field_failure(evaluation, path, test, path.find(document))),
        Clause::Question(question) => {
            let answer = evaluation.clause(clause, document);
            let (operator, expected) = question.expectation();
            let (subject, actual) = (question.subject(), question.answer(document));
            refusal(answer, &subject, operator, || expected.clone(), &actual)
        }
        Clause::Any(_) | Clause::Neither(_) | Clause::Not(_) | Clause::Never(..) => {
            let answer = evaluation.clause(clause, document);
            refusal(answer, "", &clause.key(), || clause.operand(), &Value::Null)
        }
    }
}

/// Takes the step that looking at a clause costs, so that an explanation runs out of fuel
/// exactly where the evaluation does.
fn begin(evaluation: &mut Evaluation<'_>, clause: &Clause) -> Option<FailedClause> {
    let answer = evaluation.step().map(|()| true);
    refusal(answer, &clause.key(), "", || clause.operand(), &Value::Null)
}

fn field_failure(
    evaluation: &mut Evaluation<'_>,
    path: &Path,
    test: &Test,
    actual: &Value,
) -> Option<FailedClause> {
    let dotted = path.dotted();
    match test {
        Test::Checks(checks) => {
            checks.iter().find_map(|check| check_failure(evaluation, &dotted, check, actual))
        }
        Test::Text(_) | Test::Number(_) | Test::Flag(_) | Test::Null | Test::Json(_) => {
            let answer = evaluation.test(test, actual, Case::Exact);
            refusal(answer, &dotted, "=", || test.to_json(), actual)
        }
    }
}

fn check_failure(
    evaluation: &mut Evaluation<'_>,
    path: &str,
    check: &Check,
    actual: &Value,
) -> Option<FailedClause> {
    let answer = evaluation.check(check, actual);
    refusal(answer, path, check.operator(), || check.operand(), actual)
}

fn refusal(
    answer: Answer,
    path: &str,
    operator: &str,
    expected: impl Fn() -> Json,
    actual: &Value,
) -> Option<FailedClause> {
    match answer {
        Ok(true) => None,
        Ok(false) => Some(FailedClause::new(path, operator, expected(), actual)),
        Err(OutOfFuel) => {
            Some(FailedClause::new(path, FailedClause::OUT_OF_FUEL, expected(), actual))
        }
    }
}
