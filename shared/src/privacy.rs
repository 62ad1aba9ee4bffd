//! What is hidden from whoever need not see it.
//!
//! Text is masked by [`crate::intent::mask`], the one masking function. Here it is applied
//! to whole documents: the properties of events, which may hold what a person typed.

use alloc::string::String;

use serde_json::Value;

use crate::intent::mask::mask;

/// Names of properties whose text is a contact or an address, whatever it looks like.
const PERSONAL: [&str; 10] = [
    "email",
    "phone",
    "mobile",
    "address",
    "street",
    "name",
    "first_name",
    "last_name",
    "birthday",
    "id_card",
];

/// Fields that only a thing of the shop has; its name is nobody's.
const OF_A_THING: [&str; 6] =
    ["product_id", "price", "promotion_id", "list_id", "coupon_id", "experiment_id"];

/// The document with every text in it masked, and personal fields reduced to their first
/// character. Numbers, flags and the names of fields stay.
#[must_use]
pub fn masked(document: Value) -> Value {
    match document {
        Value::String(text) => Value::String(mask(&text).into_owned()),
        Value::Array(items) => items.into_iter().map(masked).collect(),
        Value::Object(fields) => {
            let is_thing = OF_A_THING.iter().any(|field| fields.contains_key(*field));
            fields
                .into_iter()
                .map(|(key, value)| {
                    let personal = PERSONAL.contains(&key.as_str()) && !(is_thing && key == "name");
                    let hidden = if personal { shortened(value) } else { masked(value) };
                    (key, hidden)
                })
                .collect::<serde_json::Map<String, Value>>()
                .into()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => document,
    }
}

fn shortened(value: Value) -> Value {
    match value {
        Value::String(text) => {
            let hidden = mask(&text).into_owned();
            if hidden != text {
                return Value::String(hidden);
            }
            Value::String(text.chars().take(1).chain("*".chars()).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Value::Null,
        Value::Array(_) | Value::Object(_) => masked(value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_persons_name_is_hidden_and_that_of_a_thing_is_not() {
        assert_eq!(masked(json!({"name": "张三"})), json!({"name": "张*"}));
        let product = json!({"product_id": "p", "name": "Novera 12"});
        assert_eq!(masked(product.clone()), product);
        let promotion = json!({"promotion_id": "p", "name": "双十一"});
        assert_eq!(masked(promotion.clone()), promotion);
    }
}
