//! Who is signed in, and what went wrong.

use serde_json::Value;
use shared::wire::{admin::Session, problem::Problem};

use crate::api::json::{currency, flag, id, owned, owned_or_empty, small};

/// Reads whether the first operator has to be made.
pub(crate) fn setup_needed(value: &Value) -> Option<bool> {
    flag(value, "needed")
}

/// Reads who is signed in.
pub(crate) fn session(value: &Value) -> Option<Session> {
    Some(Session {
        operator: id(value, "operator")?,
        name: owned(value, "name")?,
        email: owned(value, "email")?,
        workspace: owned(value, "workspace")?,
        currency: currency(value, "currency")?,
        write_key: owned(value, "write_key")?,
    })
}

/// Reads what went wrong.
pub(crate) fn problem(value: &Value) -> Option<Problem> {
    Some(Problem {
        code: owned(value, "code")?,
        title: owned(value, "title")?,
        status: small(value, "status")?,
        detail: owned_or_empty(value, "detail"),
        path: owned_or_empty(value, "path"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::money::Currency;

    #[test]
    fn a_session_is_read_as_the_edge_wrote_it() {
        let known = Session {
            operator: "op-1".parse().unwrap(),
            name: "林晓".into(),
            email: "lin@shop.example".into(),
            workspace: "山野数码".into(),
            currency: Currency::CNY,
            write_key: "pk_1".into(),
        };
        assert_eq!(session(&serde_json::to_value(&known).unwrap()), Some(known));
    }

    #[test]
    fn a_problem_is_read_with_and_without_its_details() {
        let mut known = Problem {
            code: "invalid_rule".into(),
            title: "The rule makes no sense".into(),
            status: 422,
            detail: "priority is 9999999999".into(),
            path: "$.priority".into(),
        };
        assert_eq!(problem(&serde_json::to_value(&known).unwrap()), Some(known.clone()));
        known.detail.clear();
        known.path.clear();
        assert_eq!(problem(&serde_json::to_value(&known).unwrap()), Some(known));
        assert_eq!(problem(&Value::String("502 Bad Gateway".into())), None);
    }
}
