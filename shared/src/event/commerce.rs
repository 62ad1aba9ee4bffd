//! What a commerce event says, in our own types.
//!
//! Names and properties follow Segment's e-commerce specification v2; `docs/api.md` lists
//! all 28. Events that only need counting are read by name and have no type here.

use alloc::{string::String, vec::Vec};

use serde_json::{Map, Value};

use crate::{
    id::{OrderId, ProductId},
    money::{Currency, Minor},
};

/// The 28 names of the specification.
pub const EVENT_NAMES: [&str; 28] = [
    "Products Searched",
    "Product List Viewed",
    "Product List Filtered",
    "Promotion Viewed",
    "Promotion Clicked",
    "Product Clicked",
    "Product Viewed",
    "Product Added",
    "Product Removed",
    "Cart Viewed",
    "Checkout Started",
    "Checkout Step Viewed",
    "Checkout Step Completed",
    "Payment Info Entered",
    "Order Completed",
    "Order Updated",
    "Order Refunded",
    "Order Cancelled",
    "Coupon Entered",
    "Coupon Applied",
    "Coupon Denied",
    "Coupon Removed",
    "Product Added to Wishlist",
    "Product Removed from Wishlist",
    "Wishlist Product Added to Cart",
    "Product Shared",
    "Cart Shared",
    "Product Reviewed",
];

/// A product as an event names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductLine {
    /// Which.
    pub id: ProductId,
    /// What it is called there; may be empty.
    pub name: String,
    /// Its category; may be empty.
    pub category: String,
    /// Its brand; may be empty.
    pub brand: String,
    /// Price of one; zero where the event has none.
    pub price_minor: Minor,
    /// How many, at least one.
    pub quantity: u32,
}

/// An order as an event names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// Which; a second event with the same id is the same order.
    pub id: OrderId,
    /// What the shop earned: `revenue`, else `total`.
    pub revenue_minor: Minor,
    /// The coupon used; may be empty.
    pub coupon: String,
    /// What the customer saved by it, if the event says.
    pub discount_minor: Minor,
}

/// The product in an event's properties, or `None` where it names none.
///
/// `product_id` is the specification's name; `sku` and `id` stand in for it.
#[must_use]
pub fn product(properties: &Map<String, Value>, currency: Currency) -> Option<ProductLine> {
    let id = ["product_id", "sku", "id"].iter().find_map(|key| text(properties, key))?;
    Some(ProductLine {
        id: id.parse().ok()?,
        name: text(properties, "name").unwrap_or_default(),
        category: text(properties, "category").unwrap_or_default(),
        brand: text(properties, "brand").unwrap_or_default(),
        price_minor: amount(properties, "price", currency).unwrap_or_default(),
        quantity: properties
            .get("quantity")
            .and_then(Value::as_u64)
            .and_then(|count| u32::try_from(count).ok())
            .map_or(1, |count| count.max(1)),
    })
}

/// The products in an event's `products` list.
#[must_use]
pub fn products(properties: &Map<String, Value>, currency: Currency) -> Vec<ProductLine> {
    properties
        .get("products")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .filter_map(|line| product(line, currency))
        .collect()
}

/// The order in an event's properties, or `None` where it names none.
#[must_use]
pub fn order(properties: &Map<String, Value>, currency: Currency) -> Option<OrderLine> {
    let currency = currency_of(properties).unwrap_or(currency);
    Some(OrderLine {
        id: text(properties, "order_id")?.parse().ok()?,
        revenue_minor: amount(properties, "revenue", currency)
            .or_else(|| amount(properties, "total", currency))
            .unwrap_or_default(),
        coupon: text(properties, "coupon").unwrap_or_default(),
        discount_minor: amount(properties, "discount", currency).unwrap_or_default(),
    })
}

/// The amount of money under `key`, given as a number or as text.
#[must_use]
pub fn amount(properties: &Map<String, Value>, key: &str, currency: Currency) -> Option<Minor> {
    let value = properties.get(key)?;
    let major = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Minor::from_major(major, currency)
}

/// A property as text; numbers become text too, as shops send ids either way.
#[must_use]
pub fn text(properties: &Map<String, Value>, key: &str) -> Option<String> {
    match properties.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(alloc::format!("{number}")),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

fn currency_of(properties: &Map<String, Value>) -> Option<Currency> {
    Currency::try_from(properties.get("currency")?.as_str()?).ok()
}
