//! Products beside one another: what differs, and which is better at it.
//!
//! Every figure is the catalog's own. Source: product brief, section 一.1 (售前: 对比) and 三.3.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use super::{Better, Catalog, Product, property::Property};
use crate::{
    id::ProductId,
    limits::COMPARED_MAX,
    money::{Currency, Minor},
    text::Locale,
};

/// The concept of what a product costs.
const PRICE: &str = "price";

/// Lines of one comparison.
const ROWS_MAX: usize = 8;

/// Two or three products beside one another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The products, in the order in which they were named.
    pub products: Vec<Compared>,
    /// What is compared, what was asked about first.
    pub rows: Vec<Row>,
}

/// A product in a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Which it is.
    pub id: ProductId,
    /// What it is called, in the person's language.
    pub name: String,
    /// Its price now.
    pub price_minor: Minor,
    /// The price's currency.
    pub currency: Currency,
    /// Its page.
    pub url: String,
}

/// One property of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is called, in the person's language.
    pub label: String,
    /// What each of them has; empty where the catalog does not say.
    pub values: Vec<String>,
    /// Which is better, by its place; none where they are alike or nothing is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<u8>,
}

impl Catalog {
    /// Puts products beside one another, in the order in which they were named; none where the catalog has fewer than two of them.
    ///
    /// `about` are the concepts that were asked about: their properties come first.
    #[must_use]
    pub fn compare(
        &self,
        named: &[ProductId],
        about: &[&str],
        locale: Locale,
    ) -> Option<Comparison> {
        let mut products: Vec<&Product> = Vec::new();
        for product in named.iter().filter_map(|id| self.get(id)) {
            if !products.iter().any(|known| known.id == product.id) {
                products.push(product);
            }
        }
        products.truncate(COMPARED_MAX);
        if products.len() < 2 {
            return None;
        }
        let is_asked = |property: &&Property| about.contains(&property.concept);
        let asked = Property::all().filter(is_asked);
        let others = Property::all().filter(|property| !is_asked(property));
        let rows: Vec<Row> = asked
            .chain(others)
            .filter_map(|property| row(property, &products, locale))
            .take(ROWS_MAX)
            .chain([stock(&products, locale)])
            .collect();
        let compared = products.iter().map(|product| Compared {
            id: product.id.clone(),
            name: product.name.get(locale).into(),
            price_minor: product.price_minor,
            currency: product.currency,
            url: product.url.clone(),
        });
        Some(Comparison { products: compared.collect(), rows })
    }
}

impl Comparison {
    /// The answer in a sentence: which is better at what was asked first, by how much; else only what is compared.
    #[must_use]
    pub fn verdict(&self, about: &[&str], locale: Locale) -> String {
        let names: Vec<&str> = self.products.iter().map(|product| product.name.as_str()).collect();
        let first = self.rows.first().filter(|row| {
            Property::all().any(|property| {
                about.contains(&property.concept) && property.label(locale) == row.label
            })
        });
        let told = first.and_then(|row| {
            let best = usize::from(row.best?);
            let (name, value) = (names.get(best)?, row.values.get(best)?);
            let others = row.values.iter().enumerate().filter(|(at, _)| *at != best);
            let others: Vec<&str> =
                others.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty()).collect();
            let (label, others) = (row.label.as_str(), others.join(" / "));
            Some(match locale {
                Locale::ZhCn => format!("{label}更好的是 {name}：{value}，对 {others}。"),
                Locale::En => {
                    format!(
                        "{name} does better at {}: {value} against {others}.",
                        label.to_lowercase()
                    )
                }
            })
        });
        let cheapest =
            self.cheapest().filter(|_| about.contains(&PRICE)).map(|name| match locale {
                Locale::ZhCn => format!("{name} 价格更低。"),
                Locale::En => format!("{name} costs less."),
            });
        told.or(cheapest).unwrap_or_else(|| match locale {
            Locale::ZhCn => format!("{}，放在一起看：", names.join(" 和 ")),
            Locale::En => format!("{}, side by side:", names.join(" and ")),
        })
    }

    /// The name of the only one that costs least; none where they cost alike, or in several currencies.
    fn cheapest(&self) -> Option<&str> {
        let first = self.products.first()?;
        let least = self.products.iter().min_by_key(|product| product.price_minor)?;
        let is_one_currency = self.products.iter().all(|other| other.currency == first.currency);
        let rivals = self.products.iter().filter(|other| other.price_minor == least.price_minor);
        (is_one_currency && rivals.count() == 1).then_some(least.name.as_str())
    }
}

/// What each has of a property, where at least two say.
fn row(property: &Property, products: &[&Product], locale: Locale) -> Option<Row> {
    let values: Vec<_> =
        products.iter().map(|product| product.attributes.get(property.name)).collect();
    if values.iter().flatten().count() < 2 {
        return None;
    }
    let measured: Vec<Option<f64>> =
        values.iter().map(|value| value.and_then(serde_json::Value::as_f64)).collect();
    let best = property.better.and_then(|better| best(&measured, better));
    let said = values
        .iter()
        .map(|value| value.map(|value| property.say(value, locale)).unwrap_or_default());
    Some(Row { label: property.label(locale).into(), values: said.collect(), best })
}

/// The place of the only best value; none where two are equally good.
fn best(measured: &[Option<f64>], better: Better) -> Option<u8> {
    let at = |wins: &dyn Fn(f64, f64) -> bool| {
        measured.iter().position(|value| {
            value.is_some_and(|value| measured.iter().flatten().all(|other| wins(value, *other)))
        })
    };
    let place = at(&|value, other| !better.is_better(other, value))?;
    let value = measured.get(place).copied().flatten()?;
    let rivals =
        measured.iter().flatten().filter(|other| !better.is_better(value, **other)).count();
    if rivals == 1 { u8::try_from(place).ok() } else { None }
}

/// Whether each can be had now.
fn stock(products: &[&Product], locale: Locale) -> Row {
    let (label, yes, no) = match locale {
        Locale::ZhCn => ("库存", "有货", "无货"),
        Locale::En => ("Stock", "In stock", "Sold out"),
    };
    let values =
        products.iter().map(|product| if product.stock == 0 { no } else { yes }.to_string());
    Row { label: label.into(), values: values.collect(), best: None }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use serde_json::json;

    use super::*;

    fn catalog() -> Catalog {
        let product = |id: &str, attributes| {
            json!({"id": id, "name": {"zh-CN": id, "en": id}, "category": {"id": "phone", "en": "Phones"}, "price_minor": if id == "b" { 200 } else { 100 }, "currency": "CNY",
                "stock": u8::from(id != "c"), "url": "/", "attributes": attributes})
        };
        serde_json::from_value(json!([
            product(
                "a",
                json!({"battery_mah": 4300, "weight_g": 172, "camera_mp": 50, "ip_rating": "IP65"})
            ),
            product("b", json!({"battery_mah": 4800, "weight_g": 198, "camera_mp": 50})),
            product("c", json!({"battery_mah": 4800}))
        ]))
        .expect("a catalog")
    }

    fn compared(named: &[&str], about: &[&str]) -> Option<Comparison> {
        let ids: Vec<ProductId> = named.iter().map(|id| id.parse().expect("an id")).collect();
        catalog().compare(&ids, about, Locale::ZhCn)
    }

    #[test]
    fn what_was_asked_about_comes_first_and_says_which_is_better() {
        let both = compared(&["b", "a", "b"], &["weight"]).expect("two");
        let labels: Vec<&str> = both.rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(
            labels,
            ["重量", "电池容量", "主摄", "库存"],
            "of what only one says nothing is told"
        );
        assert_eq!(
            both.rows[0],
            Row {
                label: "重量".into(),
                values: vec!["198 g".into(), "172 g".into()],
                best: Some(1)
            }
        );
        assert_eq!(both.rows[2].best, None, "they are alike");
        assert_eq!(both.verdict(&["weight"], Locale::ZhCn), "重量更好的是 a：172 g，对 198 g。");
        assert_eq!(both.verdict(&[], Locale::ZhCn), "b 和 a，放在一起看：");
    }

    #[test]
    fn two_that_are_equally_good_are_not_told_apart() {
        let three = compared(&["a", "b", "c"], &["battery"]).expect("three");
        assert_eq!((three.rows[0].label.as_str(), three.rows[0].best), ("电池容量", None));
        assert_eq!(three.verdict(&["battery"], Locale::En), "a and b and c, side by side:");
        assert_eq!(
            three.rows.last().map(|row| row.values.join(" ")),
            Some("有货 有货 无货".into())
        );
    }

    #[test]
    fn what_costs_least_is_said_to_who_asks_for_the_price() {
        let both = compared(&["b", "a"], &["price"]).expect("two");
        assert_eq!(both.verdict(&["price"], Locale::ZhCn), "a 价格更低。");
        let alike = compared(&["a", "c"], &["price"]).expect("two");
        assert_eq!(alike.verdict(&["price"], Locale::En), "a and c, side by side:");
    }

    #[test]
    fn one_product_is_no_comparison() {
        assert_eq!(compared(&["a"], &[]), None);
        assert_eq!(compared(&["a", "a", "nowhere"], &[]), None);
    }
}
