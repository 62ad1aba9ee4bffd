//! How clauses that are joined by `AND` share one condition object.

use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};

use super::object;
use crate::condition::json::Json;

/// One of the things that `AND` joins.
pub(super) enum Operand {
    /// A test of one attribute.
    Field(String, Json),
    /// A condition in brackets.
    Group(Json),
    /// Alternatives in brackets.
    Choice(Vec<Json>),
    /// `NOT` and what follows.
    Not(Json),
    /// `NONE OF` and its list.
    Neither(Vec<Json>),
}

/// The object that holds when all of `operands` hold.
///
/// One `OR` is a key of the object; of several none is special, so all go under `$and`. The
/// same for `NOT` and `NONE OF`. Two tests of one attribute share its key while their
/// operators differ.
pub(super) fn conjunction(operands: impl IntoIterator<Item = Operand>) -> Json {
    let operands: Vec<Operand> = operands.into_iter().collect();
    let several = |is_kind: fn(&Operand) -> bool| {
        1 < operands.iter().filter(|operand| is_kind(operand)).count()
    };
    let several_choices = several(|operand| matches!(operand, Operand::Choice(_)));
    let several_nots = several(|operand| matches!(operand, Operand::Not(_)));
    let several_neithers = several(|operand| matches!(operand, Operand::Neither(_)));

    let mut fields = Vec::new();
    for operand in operands {
        let (key, value, is_one_of_several) = match operand {
            Operand::Group(clauses) => {
                add_branch(&mut fields, clauses);
                continue;
            }
            Operand::Field(path, test) => {
                if let Some(test) = add_test(&mut fields, &path, test) {
                    add_branch(&mut fields, object(&path, test));
                }
                continue;
            }
            Operand::Choice(branches) => ("$or", Json::List(branches), several_choices),
            Operand::Not(clauses) => ("$not", clauses, several_nots),
            Operand::Neither(branches) => ("$nor", Json::List(branches), several_neithers),
        };
        if is_one_of_several {
            add_branch(&mut fields, object(key, value));
        } else {
            fields.push((key.to_string(), value));
        }
    }
    Json::Object(fields)
}

/// Adds a condition under `$and`.
fn add_branch(fields: &mut Vec<(String, Json)>, branch: Json) {
    match fields.iter_mut().find(|(key, _)| key == "$and") {
        Some((_, Json::List(branches))) => branches.push(branch),
        _ => fields.push(("$and".to_string(), Json::List(vec![branch]))),
    }
}

/// Adds a test of an attribute to the object; gives it back if there is no room for it.
fn add_test(fields: &mut Vec<(String, Json)>, path: &str, test: Json) -> Option<Json> {
    let Some((_, present)) = fields.iter_mut().find(|(key, _)| key == path) else {
        fields.push((path.to_string(), test));
        return None;
    };
    let has_room = match (present.as_object(), test.as_object()) {
        (Some(present), Some(added)) => {
            !added.iter().any(|(operator, _)| present.iter().any(|(known, _)| known == operator))
        }
        _ => false,
    };
    match (present, test) {
        (Json::Object(present), Json::Object(added)) if has_room => {
            present.extend(added);
            None
        }
        (_, test) => Some(test),
    }
}
