//! Our own products, or those of their fields that change.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value};

use super::{Draft, Feed, Format, ImportError};
use crate::{catalog::check::Fault, json};

/// Fields of a product.
const FIELDS: [&str; 13] = [
    "sku",
    "name",
    "aliases",
    "brand",
    "category",
    "price_minor",
    "currency",
    "stock",
    "url",
    "image",
    "attributes",
    "summary",
    "complements",
];

pub(super) fn read(text: &str) -> Result<Feed, ImportError> {
    let rows: Vec<Value> =
        json::parse(text).map_err(|error| Feed::form(Format::Json, error.to_string()))?;
    let mut feed = Feed::default();
    for (row, value) in (1..).zip(rows) {
        let told = value.to_string();
        let Value::Object(fields) = value else {
            feed.refuse(row, "", Fault::new("", &told, "not a product with its fields"));
            continue;
        };
        match draft(&fields, &mut feed) {
            Ok(draft) => feed.drafts.push((row, draft)),
            Err(fault) => feed.refuse(row, "", fault),
        }
    }
    Ok(feed)
}

fn draft(fields: &Map<String, Value>, feed: &mut Feed) -> Result<Draft, Fault> {
    let id = fields.get("id").unwrap_or(&Value::Null);
    let Some(id) = id.as_str() else {
        return Err(Fault::new("id", &id.to_string(), "not the text that names the product"));
    };
    let mut draft = Draft::new(id)?;
    for (field, value) in fields.iter().filter(|(field, _)| field.as_str() != "id") {
        if FIELDS.contains(&field.as_str()) {
            draft.set(field, value.clone());
        } else {
            feed.ignored.insert(field.clone());
        }
    }
    Ok(draft)
}
