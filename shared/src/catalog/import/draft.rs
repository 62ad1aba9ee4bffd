//! What a feed says of one product.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value, json};

use crate::{
    catalog::{Catalog, Category, Product, check::Fault},
    id::ProductId,
    json,
    text::Locale,
};

/// Fields that a product cannot be without, and what they are.
const NEEDED: [(&str, &str); 5] = [
    ("name", "missing, and the product is new"),
    ("category", "missing, and the product is new"),
    ("price_minor", "missing, and the product is new"),
    ("currency", "missing, and the product is new"),
    ("stock", "missing, and the product is new"),
];

/// Fields whose entries are taken in one by one.
const MERGED: [&str; 4] = ["name", "category", "summary", "attributes"];

/// Whether a product can be sold, of a feed that does not say how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Availability {
    /// At least one.
    InStock,
    /// None.
    SoldOut,
}

/// What a feed says of one product: the fields it gives, as the catalog writes them.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    id: ProductId,
    fields: Map<String, Value>,
    available: Option<Availability>,
    // The name of its kind, by which the catalog may know it, and the language of the name.
    category: Option<(Locale, String)>,
}

impl Draft {
    /// Nothing yet, of the product with this id.
    pub(super) fn new(id: &str) -> Result<Self, Fault> {
        let read: Result<ProductId, _> = id.parse();
        let id = read.map_err(|error| Fault::new("id", id, error.to_string()))?;
        Ok(Self { id, fields: Map::new(), available: None, category: None })
    }

    /// Which product it is.
    #[must_use]
    pub const fn id(&self) -> &ProductId {
        &self.id
    }

    /// Says that `field` is `value`. Of `name`, `category`, `summary` and `attributes` only the entries that are given.
    pub(super) fn set(&mut self, field: &str, value: Value) {
        match (self.fields.get_mut(field), value) {
            (Some(Value::Object(known)), Value::Object(more)) if MERGED.contains(&field) => {
                known.extend(more);
            }
            (_, value) => {
                self.fields.insert(field.into(), value);
            }
        }
    }

    /// Says whether it can be sold, where nobody says how often.
    pub(super) const fn is_available(&mut self, available: Availability) {
        self.available = Some(available);
    }

    /// Says what kind of thing it is.
    pub(super) fn is_of_category(&mut self, locale: Locale, name: &str) {
        self.category = Some((locale, name.into()));
    }

    /// The product with what the draft says. `kinds` are the categories that are known, by id and by name.
    ///
    /// # Errors
    ///
    /// [`Fault`] names the field that is missing or wrong.
    pub(super) fn onto(self, known: Option<&Product>, kinds: &Kinds) -> Result<Product, Fault> {
        let mut json = match known.map(serde_json::to_value) {
            Some(Ok(Value::Object(known))) => known,
            _ => Map::new(),
        };
        if let Some((locale, name)) = self.category {
            json.insert("category".into(), kinds.of(locale, &name));
        }
        for (field, value) in self.fields {
            match (json.get_mut(&field), value) {
                (Some(Value::Object(before)), Value::Object(more))
                    if MERGED.contains(&field.as_str()) =>
                {
                    before.extend(more);
                }
                (_, value) => {
                    json.insert(field, value);
                }
            }
        }
        if let Some(available) = self.available {
            let count = json.get("stock").and_then(Value::as_u64).unwrap_or_default();
            let count = match available {
                Availability::InStock => count.max(1),
                Availability::SoldOut => 0,
            };
            json.insert("stock".into(), json!(count));
        }
        json.insert("id".into(), json!(self.id));
        json.entry("url").or_insert_with(|| json!(""));
        if let Some((field, detail)) = NEEDED.iter().find(|(field, _)| !json.contains_key(*field)) {
            return Err(Fault::new(field, "", *detail));
        }
        let product: Product = read(&json)?;
        product.check()?;
        Ok(product)
    }
}

/// The kinds of things that a catalog has.
#[derive(Debug, Default)]
pub(super) struct Kinds(BTreeMap<String, Category>);

impl Kinds {
    /// Those of a catalog.
    pub(super) fn of_catalog(catalog: &Catalog) -> Self {
        let mut kinds = BTreeMap::new();
        for Product { category, .. } in catalog.products() {
            for name in category.name.all().chain([category.id.as_str()]) {
                kinds.entry(name.to_lowercase()).or_insert_with(|| category.clone());
            }
        }
        Self(kinds)
    }

    /// The kind of this name, or a new one.
    fn of(&self, locale: Locale, name: &str) -> Value {
        let lower = name.to_lowercase();
        let id: String = lower.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
        let new = || json!(BTreeMap::from([("id", id.as_str()), (locale.tag(), name)]));
        self.0.get(&lower).map_or_else(new, |known| json!(known))
    }
}

/// Reads the whole; where that fails, tells which field of it is wrong.
fn read(product: &Map<String, Value>) -> Result<Product, Fault> {
    let error = match json::read(&Value::Object(product.clone())) {
        Ok(product) => return Ok(product),
        Err(error) => error,
    };
    // One field after the other is put into a product that is certainly one.
    let sound = json!({"id": "p", "name": {"en": "p"}, "category": {"id": "c", "en": "c"}, "price_minor": 0, "currency": "CNY",
        "stock": 0, "url": ""});
    for (field, value) in product {
        let mut one = sound.as_object().cloned().unwrap_or_default();
        one.insert(field.clone(), value.clone());
        if let Err(error) = json::read::<Product>(&Value::Object(one)) {
            let told = value.as_str().map_or_else(|| value.to_string(), String::from);
            return Err(Fault::new(field, &told, error.to_string()));
        }
    }
    Err(Fault::new("", "", error.to_string()))
}

/// Words in one language, as the catalog writes them.
pub(super) fn words(locale: &str, text: &str) -> Value {
    let words: BTreeMap<&str, &str> = BTreeMap::from([(locale, text)]);
    json!(words)
}

/// The entries of a list in one cell.
pub(super) fn list(text: &str) -> Vec<String> {
    let parts = text.split(['|', ';', '；']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(ToString::to_string).collect()
}
