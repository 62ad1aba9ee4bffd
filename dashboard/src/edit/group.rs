//! A condition as the builder shows it: rows joined by AND or OR, in groups.
//!
//! What the builder has no row for (`$not`, `$elemMatch` on objects, …) is kept whole as
//! [`Node::Other`] and written back unchanged, so that opening a rule in the builder never
//! loses a part of it.

use serde_json::{Map, Value, json};

use crate::explain::attribute::{self, Kind};

/// How the rows of a group are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    /// Every row must hold.
    All,
    /// One row is enough.
    Any,
}

/// Rows joined in one way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// How.
    pub(crate) join: Join,
    /// The rows.
    pub(crate) nodes: Vec<Node>,
}

/// One row of a group.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// An attribute, an operator and a value.
    Clause(Row),
    /// How often somebody did something.
    Did(Did),
    /// A group inside.
    Group(Group),
    /// Something that the builder has no row for.
    Other(Value),
}

/// One clause: attribute, operator, value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The attribute.
    pub(crate) path: String,
    /// The operator with its `$`, or [`IS`].
    pub(crate) operator: String,
    /// The value.
    pub(crate) value: Value,
}

/// How often somebody did something, in all or in the last days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Did {
    /// The event.
    pub(crate) name: String,
    /// How the count is compared.
    pub(crate) times: Times,
    /// With how many.
    pub(crate) count: u32,
    /// Within so many days; none for as far back as is known.
    pub(crate) days: Option<u32>,
}

/// How a count is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Times {
    /// So often or more.
    AtLeast,
    /// So often or less.
    AtMost,
    /// Exactly so often; 0 is never.
    Exactly,
}

/// The word of the condition language for what people did.
const DID: &str = "$events";

impl Did {
    /// Reads the question; none where it asks for more than the builder has fields for.
    fn read(question: &Value) -> Option<Self> {
        let fields = question.as_object()?;
        let count = fields.get("count")?;
        let days = fields.get("within_days");
        let known = usize::from(days.is_some()).saturating_add(2);
        let (times, count) = match count.as_object() {
            None => (Times::Exactly, count),
            Some(checks) => match (checks.get("$gte"), checks.get("$lte"), checks.len()) {
                (Some(count), None, 1) => (Times::AtLeast, count),
                (None, Some(count), 1) => (Times::AtMost, count),
                _ => return None,
            },
        };
        let whole = |number: &Value| u32::try_from(number.as_u64()?).ok();
        let days = match days {
            None => None,
            Some(days) => Some(whole(days)?),
        };
        let name = fields.get("name")?.as_str()?.to_owned();
        (fields.len() == known).then_some(Self { name, times, count: whole(count)?, days })
    }

    fn write(&self) -> Value {
        let count = match self.times {
            Times::AtLeast => json!({ "$gte": self.count }),
            Times::AtMost => json!({ "$lte": self.count }),
            Times::Exactly => self.count.into(),
        };
        let mut question = Map::new();
        question.insert("name".to_owned(), self.name.as_str().into());
        if let Some(days) = self.days {
            question.insert("within_days".to_owned(), days.into());
        }
        question.insert("count".to_owned(), count);
        json!({ DID: question })
    }
}

/// The operator of a value that stands alone, as in `{"visits": 3}`. It is not `$eq`, which does
/// not convert between texts and numbers.
pub(crate) const IS: &str = "=";

/// The operators that have a row, besides [`IS`].
const OPERATORS: [&str; 9] =
    ["$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$all", "$exists"];

impl Group {
    /// Reads a condition. What is no condition object at all is kept as one other part.
    pub(crate) fn read(condition: &Value) -> Self {
        let Value::Object(fields) = condition else {
            return Self { join: Join::All, nodes: vec![Node::Other(condition.clone())] };
        };
        let mut nodes: Vec<Node> =
            fields.iter().flat_map(|(key, value)| read_entry(key, value)).collect();
        // One group alone is the whole condition.
        match (nodes.len(), nodes.pop()) {
            (1, Some(Node::Group(group))) => group,
            (_, Some(last)) => {
                nodes.push(last);
                Self { join: Join::All, nodes }
            }
            (_, None) => Self { join: Join::All, nodes },
        }
    }

    /// Writes the condition: a flat object where every row asks for an attribute of its own, else
    /// `$and` or `$or` with one object a row.
    pub(crate) fn write(&self) -> Value {
        let mut parts: Vec<Value> = self.nodes.iter().map(Node::write).collect();
        match (self.join, parts.len()) {
            (_, 0) => json!({}),
            (_, 1) => parts.pop().unwrap_or_default(),
            (Join::Any, _) => json!({ "$or": parts }),
            (Join::All, _) => merge(&parts).unwrap_or_else(|| json!({ "$and": parts })),
        }
    }
}

impl Node {
    fn write(&self) -> Value {
        match self {
            Self::Clause(Row { path, operator, value }) if operator == IS => {
                json!({ path.as_str(): value })
            }
            Self::Clause(Row { path, operator, value }) => {
                json!({ path.as_str(): { operator.as_str(): value } })
            }
            Self::Did(did) => did.write(),
            Self::Group(group) => group.write(),
            Self::Other(value) => value.clone(),
        }
    }
}

fn read_entry(key: &str, value: &Value) -> Vec<Node> {
    match (key, value) {
        ("$and" | "$or", Value::Array(parts)) => {
            let nodes = parts
                .iter()
                .map(|part| {
                    let mut inner = Group::read(part);
                    match (inner.nodes.len(), inner.nodes.pop()) {
                        (1, Some(only)) => only,
                        (_, last) => {
                            inner.nodes.extend(last);
                            Node::Group(inner)
                        }
                    }
                })
                .collect();
            let join = if key == "$and" { Join::All } else { Join::Any };
            vec![Node::Group(Group { join, nodes })]
        }
        (DID, question) => match Did::read(question) {
            Some(did) => vec![Node::Did(did)],
            None => vec![Node::Other(json!({ key: question }))],
        },
        (key, value) if key.starts_with('$') => vec![Node::Other(json!({ key: value }))],
        (path, Value::Object(checks)) if checks.keys().any(|name| name.starts_with('$')) => {
            checks.iter().map(|(operator, value)| read_check(path, operator, value)).collect()
        }
        (path, value) if is_set(path) && value.is_string() => {
            vec![clause(path, "$in", &json!([value]))]
        }
        (path, value) => vec![clause(path, IS, value)],
    }
}

fn read_check(path: &str, operator: &str, value: &Value) -> Node {
    match (operator, element(value)) {
        // "One item is x", and "is x" itself, mean "includes x" where the attribute is a set.
        ("$elemMatch", Some(item)) if is_set(path) => clause(path, "$in", &json!([item])),
        ("$ne", _) if is_set(path) && value.is_string() => clause(path, "$nin", &json!([value])),
        (operator, _) if OPERATORS.contains(&operator) => clause(path, operator, value),
        _ => Node::Other(json!({ path: { operator: value } })),
    }
}

fn is_set(path: &str) -> bool {
    match attribute::kind(path) {
        Kind::Intents | Kind::Segments | Kind::Set => true,
        Kind::Amount | Kind::Number | Kind::YesNo | Kind::Words => false,
    }
}

fn element(value: &Value) -> Option<&Value> {
    let checks = value.as_object()?;
    checks.get("$eq").filter(|item| checks.len() == 1 && item.is_string())
}

fn clause(path: &str, operator: &str, value: &Value) -> Node {
    Node::Clause(Row { path: path.to_owned(), operator: operator.to_owned(), value: value.clone() })
}

/// One object of all parts, if no two of them have a key in common.
fn merge(parts: &[Value]) -> Option<Value> {
    let mut merged = Map::new();
    for part in parts {
        for (key, value) in part.as_object()? {
            if merged.insert(key.clone(), value.clone()).is_some() {
                return None;
            }
        }
    }
    Some(Value::Object(merged))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(condition: &Value) {
        let once = Group::read(condition);
        assert_eq!(Group::read(&once.write()), once, "{condition}");
    }

    #[test]
    fn reading_and_writing_keeps_every_clause() {
        for condition in [
            json!({}),
            json!({"visits": 3}),
            json!({"cart_value": {"$gte": 100, "$lt": 500}}),
            json!({"$or": [{"visits": 3}, {"orders": {"$gt": 1}, "spend": {"$gte": 9}}]}),
            json!({"intent": {"$in": ["a"]}, "$or": [{"x": 1}, {"y": 2}]}),
            json!({"$not": {"visits": 3}, "orders": 1}),
            json!({"$and": [{"visits": 1}, {"visits": 2}]}),
        ] {
            kept(&condition);
        }
    }

    #[test]
    fn rows_of_different_attributes_become_one_flat_object() {
        let condition = json!({"visits": {"$gte": 3}, "cart_abandoned": true});
        assert_eq!(Group::read(&condition).write(), condition);
    }

    #[test]
    fn two_rows_of_one_attribute_become_an_and() {
        let group = Group::read(&json!({"cart_value": {"$gte": 100, "$lt": 500}}));
        assert_eq!(
            group.write(),
            json!({"$and": [{"cart_value": {"$gte": 100}}, {"cart_value": {"$lt": 500}}]}),
        );
    }

    #[test]
    fn what_has_no_row_is_kept_as_it_is() {
        let condition = json!({"cart": {"$elemMatch": {"price": {"$gt": 5}}}, "visits": 1});
        let group = Group::read(&condition);
        assert!(matches!(group.nodes.as_slice(), [Node::Other(_), Node::Clause(_)]));
        assert_eq!(group.write(), condition);
    }

    #[test]
    fn how_often_somebody_did_something_is_a_row() {
        for question in [
            json!({"name": "Order Completed", "within_days": 30, "count": {"$gte": 2}}),
            json!({"name": "page", "count": {"$lte": 3}}),
            json!({"name": "Product Viewed", "within_days": 7, "count": 0}),
        ] {
            let condition = json!({ DID: question });
            let group = Group::read(&condition);
            assert!(matches!(group.nodes.as_slice(), [Node::Did(_)]), "{condition}");
            assert_eq!(group.write(), condition);
        }
        for more in [
            json!({"name": "a", "count": {"$gt": 2}}),
            json!({"name": "a", "within_hours": 2, "count": 1}),
            json!({"name": "a", "count": 1, "where": {"revenue": 5}}),
            json!({"name": "a", "last_days": {"$lt": 7}}),
        ] {
            let condition = json!({ DID: more });
            let group = Group::read(&condition);
            assert!(matches!(group.nodes.as_slice(), [Node::Other(_)]), "{condition}");
            assert_eq!(group.write(), condition);
        }
    }

    #[test]
    fn two_things_somebody_did_do_not_overwrite_each_other() {
        let condition =
            json!({"$and": [{DID: {"name": "a", "count": 1}}, {DID: {"name": "b", "count": 0}}]});
        assert_eq!(Group::read(&condition).write(), condition);
    }

    #[test]
    fn one_item_of_a_set_is_a_row() {
        let group = Group::read(&json!({"intent": {"$elemMatch": {"$eq": "discount"}}}));
        assert_eq!(group.write(), json!({"intent": {"$in": ["discount"]}}));
    }

    #[test]
    fn a_strict_comparison_is_not_mistaken_for_a_loose_one() {
        let condition = json!({"visits": {"$eq": 3}});
        assert_eq!(Group::read(&condition).write(), condition);
    }

    #[test]
    fn an_or_inside_an_and_stays_inside() {
        let condition = json!({"visits": 1, "$or": [{"orders": 1}, {"spend": 2}]});
        let group = Group::read(&condition);
        assert_eq!(group.join, Join::All);
        assert!(
            group
                .nodes
                .iter()
                .any(|node| matches!(node, Node::Group(inner) if inner.join == Join::Any))
        );
        assert_eq!(group.write(), condition);
    }
}
