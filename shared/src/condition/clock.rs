//! Where a condition can change by time alone.

use alloc::vec::Vec;

use super::{
    coerce::{text_to_number, to_number},
    path::Path,
    tree::{Check, Clause, Test},
};

/// The attribute that a clause looks at, if it looks at one.
pub(crate) const fn path_of(clause: &Clause) -> Option<&Path> {
    match clause {
        Clause::Field(path, _) => Some(path),
        Clause::Any(_)
        | Clause::Neither(_)
        | Clause::All(_)
        | Clause::Not(_)
        | Clause::Question(_)
        | Clause::Never(..) => None,
    }
}

/// Every number that a clause compares its attribute with.
pub(crate) fn bounds_of(clause: &Clause) -> Vec<f64> {
    let mut bounds = Vec::new();
    if let Clause::Field(_, test) = clause {
        of_test(test, &mut bounds);
    }
    bounds.retain(|bound| bound.is_finite());
    bounds
}

fn of_test(test: &Test, bounds: &mut Vec<f64>) {
    match test {
        Test::Number(number) => bounds.extend(number.as_f64()),
        Test::Text(words) => bounds.push(text_to_number(words)),
        // Truth and falsehood part at zero.
        Test::Flag(_) => bounds.push(0.0),
        Test::Null | Test::Json(_) => {}
        Test::Checks(checks) => checks.iter().for_each(|check| of_check(check, bounds)),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "no other operator compares with a number")]
fn of_check(check: &Check, bounds: &mut Vec<f64>) {
    match check {
        Check::Same(value) | Check::Different(value) | Check::Order(_, value) => {
            bounds.push(to_number(value));
        }
        Check::Listed(_, values) => bounds.extend(values.iter().map(to_number)),
        Check::Not(test) => of_test(test, bounds),
        _ => {}
    }
}
