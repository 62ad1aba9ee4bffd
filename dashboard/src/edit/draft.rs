//! What is wrong with a form, and where: the same for what we find ourselves and for what the
//! edge refuses.

use crate::i18n::Text;

/// Whether what is edited is published already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Novelty {
    /// It exists only in the form.
    New,
    /// It is published.
    Published,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The field, by its name in the API: `name`, `action.offer`; empty for the form as a whole.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) said: Said,
}

/// Who says what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// We do, in both languages.
    Here(Text),
    /// The edge does, in its own words.
    There(String),
}

impl Fault {
    /// Something that we found.
    pub(crate) fn here(field: &str, text: Text) -> Self {
        Self { field: field.to_owned(), said: Said::Here(text) }
    }

    /// Something that the edge refused; `path` is its JSON path, such as `$.rules[3].condition`.
    pub(crate) fn there(path: &str, detail: String) -> Self {
        Self { field: field_of(path), said: Said::There(detail) }
    }
}

/// The field that a JSON path leads to. A path through the whole config (`$.rules[3].name`) leads
/// to the same field as the path in the rule alone (`$.name`).
fn field_of(path: &str) -> String {
    let path = path.trim_start_matches('$').trim_start_matches('.');
    for list in ["rules[", "offers[", "segments[", "experiments["] {
        if let Some((_, inner)) = path.strip_prefix(list).and_then(|rest| rest.split_once(']')) {
            return inner.trim_start_matches('.').to_owned();
        }
    }
    path.to_owned()
}

/// The faults that belong to a field or to something inside it.
pub(crate) fn at<'a>(faults: &'a [Fault], field: &str) -> Option<&'a Fault> {
    faults.iter().find(|fault| {
        fault
            .field
            .strip_prefix(field)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

/// The value, or `None` and a fault.
pub(crate) fn or_fault<T, E>(
    result: Result<T, E>,
    field: &str,
    text: Text,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    if result.is_err() {
        faults.push(Fault::here(field, text));
    }
    result.ok()
}

/// A number that may be left out: `Ok(None)` for an empty field.
pub(crate) fn optional<T: core::str::FromStr>(text: &str) -> Result<Option<T>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_not_a_number| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_edge_refuses_is_shown_at_its_field() {
        let fault = Fault::there("$.rules[3].condition.cart_value", "unknown operator".into());
        assert_eq!(fault.field, "condition.cart_value");
        let faults = [fault];
        assert!(at(&faults, "condition").is_some());
        assert!(at(&faults, "name").is_none());
        assert!(at(&faults, "cond").is_none());
    }

    #[test]
    fn an_empty_number_is_none_and_a_word_is_wrong() {
        assert_eq!(optional::<u16>(" "), Ok(None));
        assert_eq!(optional::<u16>("3"), Ok(Some(3)));
        assert_eq!(optional::<u16>("three"), Err(()));
        assert_eq!(optional::<u16>("70000"), Err(()));
    }
}
