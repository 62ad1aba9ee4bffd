//! Shopify's products, as its Admin API or a shop's `/products.json` gives them.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::Deserialize;
use serde_json::Value;

use super::{Feed, Format, ImportError, Options, cells, measure};
use crate::{catalog::check::Fault, json, money::Minor};

#[derive(Deserialize)]
struct Products {
    products: Vec<Value>,
}

#[derive(Deserialize)]
struct Item {
    id: Value,
    title: String,
    #[serde(default)]
    handle: String,
    #[serde(default)]
    body_html: Option<String>,
    #[serde(default)]
    vendor: Option<String>,
    #[serde(default)]
    product_type: Option<String>,
    #[serde(default)]
    status: Option<String>,
    variants: Vec<Variant>,
    #[serde(default)]
    options: Vec<Choice>,
    #[serde(default)]
    image: Option<Picture>,
    #[serde(default)]
    images: Vec<Picture>,
}

#[derive(Deserialize)]
struct Variant {
    price: Value,
    #[serde(default)]
    sku: Option<String>,
    #[serde(default)]
    inventory_quantity: Option<i64>,
    #[serde(default)]
    available: Option<bool>,
}

#[derive(Deserialize)]
struct Choice {
    name: String,
    #[serde(default)]
    values: Vec<String>,
}

#[derive(Deserialize)]
struct Picture {
    src: String,
}

pub(super) fn read(text: &str, options: Options) -> Result<Feed, ImportError> {
    let products: Products =
        json::parse(text).map_err(|error| Feed::form(Format::Shopify, error.to_string()))?;
    let mut feed = Feed::default();
    for (row, value) in (1..).zip(products.products) {
        let id = value.get("id").map(named).unwrap_or_default();
        match json::read::<Item>(&value) {
            Ok(item) => match item.cells(options) {
                Ok(found) => cells::take_in(&mut feed, row, &found, options),
                Err(fault) => feed.refuse(row, &id, fault),
            },
            Err(error) => feed.refuse(row, &id, Fault::new("", &id, error.to_string())),
        }
    }
    Ok(feed)
}

/// A number or a text, as text.
fn named(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToString::to_string)
}

impl Item {
    /// The cells of its row. A product costs what its cheapest variant costs, and there are as many as of all variants.
    fn cells(self, options: Options) -> Result<Vec<(String, String)>, Fault> {
        let mut cheapest: Option<(Minor, String)> = None;
        let mut stock = 0_i64;
        for variant in &self.variants {
            let text = named(&variant.price);
            let (minor, _) = measure::price(&text, options.currency)
                .ok_or_else(|| Fault::new("variants.price", &text, "not a price such as 29.90"))?;
            if cheapest.as_ref().is_none_or(|(least, _)| minor < *least) {
                cheapest = Some((minor, text));
            }
            let some = i64::from(variant.available == Some(true));
            stock = stock.saturating_add(variant.inventory_quantity.unwrap_or(some).max(0));
        }
        let Some((_, price)) = cheapest else {
            return Err(Fault::new("variants", "[]", "empty, so it has no price"));
        };
        let is_sold = self.status.as_deref().is_none_or(|status| status == "active");
        let picture = self.image.or_else(|| self.images.into_iter().next());
        let sku = self.variants.into_iter().find_map(|variant| variant.sku);
        let url = if self.handle.is_empty() {
            String::new()
        } else {
            format!("/products/{}", self.handle)
        };
        let mut found: Vec<(String, String)> = [
            ("id", named(&self.id)),
            ("title", self.title),
            ("body_html", self.body_html.unwrap_or_default()),
            ("vendor", self.vendor.unwrap_or_default()),
            ("product_type", self.product_type.unwrap_or_default()),
            ("url", url),
            ("image", picture.map(|picture| picture.src).unwrap_or_default()),
            ("sku", sku.unwrap_or_default()),
            ("price", price),
            ("stock", if is_sold { stock.to_string() } else { "0".into() }),
        ]
        .map(|(column, text)| (column.into(), text))
        .into();
        // "Title: Default Title" is how Shopify says that there is nothing to choose.
        let choices = self.options.into_iter().filter(|choice| choice.name != "Title");
        found.extend(choices.map(|choice| {
            (format!("attributes.{}", cells::folded(&choice.name)), choice.values.join(" / "))
        }));
        Ok(found)
    }
}
