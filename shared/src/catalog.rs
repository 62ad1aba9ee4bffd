//! What the shop sells, and how a product is chosen for a person.
//!
//! A recommendation names its reason in one sentence. It respects stock, and it never
//! recommends the product the person is already looking at.
//!
//! Source: product brief, sections 一.2 (场景化推荐) and 三.3 (售前场景).

pub mod check;
pub mod compare;
pub mod import;
pub mod names;
pub mod property;

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    id::ProductId,
    limits::RECOMMENDED_MAX,
    money::{Currency, Minor},
    text::{LocalText, Locale},
};

/// One product of the merchant's catalog.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// As events name it in `product_id`.
    pub id: ProductId,
    /// Stock-keeping unit, where the shop has one.
    #[serde(default)]
    pub sku: String,
    /// What it is called.
    pub name: LocalText,
    /// What people call it besides: short forms, nicknames, old names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Who makes it.
    #[serde(default)]
    pub brand: String,
    /// What kind of thing it is.
    pub category: Category,
    /// Price of one, in minor units.
    pub price_minor: Minor,
    /// Currency of the price.
    pub currency: Currency,
    /// How many can be sold now.
    pub stock: u32,
    /// Its page in the shop.
    pub url: String,
    /// Its picture.
    #[serde(default)]
    pub image: String,
    /// Properties; measured ones have the unit in the name: `battery_mah`, `weight_g`.
    #[serde(default)]
    pub attributes: BTreeMap<String, Value>,
    /// One sentence about it.
    #[serde(default, skip_serializing_if = "LocalText::is_empty")]
    pub summary: LocalText,
    /// Products that go with it.
    #[serde(default)]
    pub complements: Vec<ProductId>,
}

/// A kind of product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Short name, such as `phone`.
    pub id: String,
    /// What people call it.
    #[serde(flatten)]
    pub name: LocalText,
}

/// How to choose products for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Strategy {
    /// The best of the same category and brand by a measured attribute, better than the one
    /// being looked at: "same brand, larger battery".
    Attribute {
        /// Name of the attribute, such as `battery_mah`.
        attribute: String,
        /// The attribute in words, for the reason: "battery (mAh)".
        label: LocalText,
        /// Whether more or less of it is better.
        better: Better,
    },
    /// What goes with the product being looked at: phone, then earphones.
    Complements,
}

/// Which way an attribute is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better: battery.
    Higher,
    /// Less is better: weight.
    Lower,
}

/// A product with the reason it was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation<'a> {
    /// The product.
    pub product: &'a Product,
    /// Why, in one sentence.
    pub reason: LocalText,
}

/// The products of a workspace, by id.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Catalog(Vec<Product>);

impl Catalog {
    /// Takes the products in; of two with one id the later stays.
    #[must_use]
    pub fn new(products: Vec<Product>) -> Self {
        let by_id: BTreeMap<ProductId, Product> =
            products.into_iter().map(|product| (product.id.clone(), product)).collect();
        Self(by_id.into_values().collect())
    }

    /// All products, in the order of their ids.
    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.0
    }

    /// The product with this id.
    #[must_use]
    pub fn get(&self, id: &ProductId) -> Option<&Product> {
        self.0.binary_search_by(|product| product.id.cmp(id)).ok().and_then(|at| self.0.get(at))
    }

    /// Chooses at most [`RECOMMENDED_MAX`] products for someone who is looking at `viewing`
    /// (the most recent first). Empty when there is nothing better to say.
    #[must_use]
    pub fn recommend(&self, strategy: &Strategy, viewing: &[ProductId]) -> Vec<Recommendation<'_>> {
        let Some(anchor) = viewing.iter().find_map(|id| self.get(id)) else {
            return Vec::new();
        };
        match strategy {
            Strategy::Attribute { attribute, label, better } => {
                self.by_attribute(anchor, viewing, attribute, (label, *better))
            }
            Strategy::Complements => self.complements(anchor, viewing),
        }
    }

    fn by_attribute(
        &self,
        anchor: &Product,
        viewing: &[ProductId],
        attribute: &str,
        (label, better): (&LocalText, Better),
    ) -> Vec<Recommendation<'_>> {
        let value = |product: &Product| product.attributes.get(attribute).and_then(Value::as_f64);
        let Some(bar) = viewing
            .iter()
            .filter_map(|id| self.get(id))
            .filter(|product| product.category.id == anchor.category.id)
            .filter_map(value)
            .reduce(|a, b| if better.is_better(a, b) { a } else { b })
        else {
            return Vec::new();
        };
        let mut found: Vec<(f64, &Product)> = self
            .0
            .iter()
            .filter(|p| p.category.id == anchor.category.id && p.brand == anchor.brand)
            .filter(|p| 0 < p.stock)
            .filter_map(|p| Some((value(p)?, p)))
            .filter(|(measured, _)| better.is_better(*measured, bar))
            .collect();
        // Best first; of two equally good ones the cheaper.
        found.sort_by(|a, b| {
            let by_value = if better.is_better(a.0, b.0) {
                core::cmp::Ordering::Less
            } else if better.is_better(b.0, a.0) {
                core::cmp::Ordering::Greater
            } else {
                core::cmp::Ordering::Equal
            };
            by_value.then(a.1.price_minor.cmp(&b.1.price_minor)).then(a.1.id.cmp(&b.1.id))
        });
        found
            .into_iter()
            .take(RECOMMENDED_MAX)
            .map(|(measured, product)| Recommendation {
                product,
                reason: LocalText::both(
                    &alloc::format!(
                        "同品牌，{} {measured}，优于您浏览的 {bar}",
                        label.get(Locale::ZhCn)
                    ),
                    &alloc::format!(
                        "Same brand, {} {measured} instead of {bar}",
                        label.get(Locale::En)
                    ),
                ),
            })
            .collect()
    }

    fn complements(&self, anchor: &Product, viewing: &[ProductId]) -> Vec<Recommendation<'_>> {
        anchor
            .complements
            .iter()
            .filter(|id| !viewing.contains(id))
            .filter_map(|id| self.get(id))
            .filter(|product| 0 < product.stock)
            .take(RECOMMENDED_MAX)
            .map(|product| Recommendation {
                product,
                reason: LocalText::both(
                    &alloc::format!("与{}搭配", anchor.name.get(Locale::ZhCn)),
                    &alloc::format!("Goes with {}", anchor.name.get(Locale::En)),
                ),
            })
            .collect()
    }
}

impl Better {
    fn is_better(self, a: f64, than: f64) -> bool {
        match self {
            Self::Higher => than < a,
            Self::Lower => a < than,
        }
    }
}
