//! One event of a timeline in words: what happened, and to what.

use serde_json::Value;
use shared::money::{Currency, Minor};

use super::{Figures, trigger};

/// What happened: the event's name in words.
pub(crate) fn title(event_type: &str, name: &str, figures: &dyn Figures) -> String {
    let trigger = if matches!(event_type, "page" | "identify") { event_type } else { name };
    trigger::name(trigger, figures.locale())
}

/// To what: the product, the order, the words searched for; empty if the event says nothing.
pub(crate) fn detail(properties: &Value, currency: Currency, figures: &dyn Figures) -> String {
    let mut parts: Vec<String> = Vec::new();
    for key in ["title", "name", "query", "order_id", "category", "coupon", "code"] {
        if let Some(text) = properties.get(key).and_then(Value::as_str)
            && !text.is_empty()
            && !parts.iter().any(|part| part == text)
        {
            parts.push(text.to_owned());
        }
        if parts.len() == 2 {
            break;
        }
    }
    for key in ["price", "revenue", "total", "value"] {
        let amount = properties.get(key).and_then(number);
        if let Some(amount) = amount.and_then(|major| Minor::from_major(major, currency)) {
            parts.push(figures.money(amount, currency));
            break;
        }
    }
    if let Some(count) = properties.get("quantity").and_then(number)
        && 1.0 < count
    {
        parts.push(format!("× {}", figures.number(count)));
    }
    parts.join(" · ")
}

/// The address of a page without the shop's own, which is the same on every line.
pub(crate) fn address(url: &str) -> &str {
    let after_host =
        url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| (rest, at)));
    after_host.and_then(|(rest, at)| rest.get(at..)).unwrap_or(url)
}

/// Senders write numbers as numbers or as text.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::text::Locale;

    use super::*;
    use crate::explain::PlainFigures;

    #[test]
    fn a_product_view_names_the_product_and_its_price() {
        let properties = json!({"product_id": "p1", "name": "Novera 12", "price": "3299"});
        let figures = PlainFigures(Locale::En);
        assert_eq!(title("track", "Product Viewed", &figures), "Views a product");
        assert_eq!(detail(&properties, Currency::CNY, &figures), "Novera 12 · ¥3299");
    }

    #[test]
    fn a_page_is_known_by_its_path() {
        assert_eq!(address("https://shop.example/p?id=1"), "/p?id=1");
        assert_eq!(address("https://shop.example"), "https://shop.example");
        assert_eq!(address("/p"), "/p");
    }

    #[test]
    fn an_event_that_says_nothing_has_no_detail() {
        assert_eq!(detail(&json!({}), Currency::CNY, &PlainFigures(Locale::En)), "");
    }
}
