//! What a product must be before it may be sold: named, priced, and leading nowhere but to the web.

use alloc::{
    format,
    string::{String, ToString},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::Product;
use crate::{
    limits::{PRODUCT_ITEMS_MAX, PRODUCT_NAME_CHARS_MAX, PRODUCT_URL_LEN_BYTES_MAX},
    money::Minor,
    text::clipped,
};

/// The most that one costs, in minor units: dearer is a mistake in the decimal point.
const PRICE_MINOR_MAX: Minor = Minor::new(1_000_000_000_000);

/// As much of a refused value as is told.
const TOLD_LEN_BYTES: usize = 120;

/// What is wrong with a product.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{field} is {value:?}, {detail}")]
pub struct Fault {
    /// The field, as the catalog or the column of a feed names it.
    pub field: String,
    /// What stood there, the beginning of it.
    pub value: String,
    /// What is expected.
    pub detail: String,
}

impl Fault {
    /// A fault of `field`, where `value` stood.
    pub(super) fn new(field: &str, value: &str, detail: impl Into<String>) -> Self {
        let value = clipped(value, TOLD_LEN_BYTES).into();
        Self { field: field.into(), value, detail: detail.into() }
    }
}

impl Product {
    /// Refuses a product that could not be shown or sold.
    ///
    /// # Errors
    ///
    /// [`Fault`] names the first field that is wrong, its value and the bound.
    pub fn check(&self) -> Result<(), Fault> {
        self.check_words()?;
        if self.price_minor < Minor::ZERO || PRICE_MINOR_MAX < self.price_minor {
            let most = PRICE_MINOR_MAX.get();
            let price = self.price_minor.get().to_string();
            return Err(Fault::new("price_minor", &price, format!("not 0 to {most}")));
        }
        for (field, address) in [("url", &self.url), ("image", &self.image)] {
            if !is_web_address(address) {
                let detail = format!(
                    "not an address of the web (https://, http:// or relative to the shop) of at most {PRODUCT_URL_LEN_BYTES_MAX} bytes"
                );
                return Err(Fault::new(field, address, detail));
            }
        }
        self.check_counts()
    }

    fn check_words(&self) -> Result<(), Fault> {
        let within = |field: &str, text: &str| {
            if text.chars().count() <= PRODUCT_NAME_CHARS_MAX {
                return Ok(());
            }
            Err(Fault::new(field, text, format!("more than {PRODUCT_NAME_CHARS_MAX} characters")))
        };
        let own = [("sku", &self.sku), ("brand", &self.brand), ("category.id", &self.category.id)];
        own.into_iter().try_for_each(|(field, text)| within(field, text))?;
        self.name.all().try_for_each(|text| within("name", text))?;
        self.category.name.all().try_for_each(|text| within("category", text))?;
        self.aliases.iter().try_for_each(|text| within("aliases", text))?;
        if self.category.id.trim().is_empty() {
            return Err(Fault::new("category.id", &self.category.id, "empty"));
        }
        Ok(())
    }

    fn check_counts(&self) -> Result<(), Fault> {
        let counts = [
            ("aliases", self.aliases.len()),
            ("attributes", self.attributes.len()),
            ("complements", self.complements.len()),
        ];
        for (field, count) in counts {
            if PRODUCT_ITEMS_MAX < count {
                let detail = format!("more than {PRODUCT_ITEMS_MAX} entries");
                return Err(Fault::new(field, &count.to_string(), detail));
            }
        }
        for (name, value) in &self.attributes {
            let is_plain = matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
            let told = value.to_string();
            let is_short = told.chars().count().max(name.chars().count()) <= PRODUCT_NAME_CHARS_MAX;
            if name.is_empty() || !is_plain || !is_short {
                let detail = format!(
                    "not a word, a number or a truth of at most {PRODUCT_NAME_CHARS_MAX} characters"
                );
                return Err(Fault::new(&format!("attributes.{name}"), &told, detail));
            }
        }
        Ok(())
    }
}

/// Whether a browser sent there opens a page of the web, or of the shop itself: no other scheme, and no machine without one.
fn is_web_address(address: &str) -> bool {
    let is_plain = address.len() <= PRODUCT_URL_LEN_BYTES_MAX
        && !address.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    // A colon before any slash ends a scheme.
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    is_plain && (is_web || (!first.contains(':') && !address.starts_with("//")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(field: &str, value: Value) -> Result<(), Fault> {
        let mut json = json!({"id": "p", "name": {"en": "Lamp"}, "category": {"id": "lamp", "en": "Lamps"},
            "price_minor": 100, "currency": "EUR", "stock": 1, "url": "/p"});
        json.as_object_mut().expect("an object").insert(field.into(), value);
        serde_json::from_value::<Product>(json).expect("a product").check()
    }

    #[test]
    fn an_address_leads_to_the_web_or_is_refused() {
        for good in
            ["/p", "p.html?a=1:2", "https://shop.example/p", "HTTP://shop.example", "", "#top"]
        {
            assert_eq!(with("url", json!(good)), Ok(()), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "\u{1}javascript:a",
            "data:text/html,x",
            "//evil.example",
            "a b",
            "\\\\evil",
            "java\nscript:a",
        ] {
            let fault = with("image", json!(bad)).expect_err(bad);
            assert_eq!((fault.field.as_str(), fault.value.as_str()), ("image", bad));
        }
        assert!(with("url", json!("a".repeat(3_000))).is_err());
    }

    #[test]
    fn a_fault_names_field_value_and_bound() {
        let said = |field, value| with(field, value).expect_err("a fault").to_string();
        assert_eq!(said("price_minor", json!(-5)), "price_minor is \"-5\", not 0 to 1000000000000");
        assert_eq!(
            said("brand", json!("b".repeat(300))).len(),
            "brand is \"\", more than 200 characters".len() + 120
        );
        assert!(
            said("attributes", json!({"a": {"b": 1}}))
                .starts_with("attributes.a is \"{\\\"b\\\":1}\"")
        );
        assert!(said("aliases", json!(vec!["a"; 100])).contains("more than 64 entries"));
        assert!(said("category", json!({"id": " ", "en": "x"})).starts_with("category.id"));
    }
}
