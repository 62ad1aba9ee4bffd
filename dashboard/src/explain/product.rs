//! What is said of a product: its properties, and why a row of a feed was refused.

use shared::{
    catalog::{Product, check::Fault},
    text::Locale,
};

use crate::i18n::{Text, products};

/// Properties that a line has room for.
const SHOWN_MAX: usize = 4;

/// How a feed's fault begins, and how it is said.
const FAULTS: [(&str, Text); 12] = [
    ("missing", products::WHY_MISSING),
    ("not a price", products::WHY_PRICE),
    ("empty, so it has no price", products::WHY_PRICE),
    ("not 0 to", products::WHY_PRICE_BOUND),
    ("not a whole number", products::WHY_COUNT),
    ("not an address", products::WHY_ADDRESS),
    ("identifier", products::WHY_ID),
    ("not the text that names", products::WHY_ID),
    ("not in_stock", products::WHY_STOCK_WORD),
    ("more than", products::WHY_LONG),
    ("empty", products::WHY_MISSING),
    ("currency is", products::WHY_CURRENCY),
];

/// The first properties of a product: `battery_mah 4300 · weight_g 172`.
pub(crate) fn properties(product: &Product) -> String {
    let told = product.attributes.iter().map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        [name.as_str(), " ", &value].concat()
    });
    told.take(SHOWN_MAX).collect::<Vec<String>>().join(" · ")
}

/// Why a row was refused; what has no words of its own is told as the edge told it.
pub(crate) fn why(fault: &Fault, locale: Locale) -> String {
    let known = FAULTS.iter().find(|(begins, _)| fault.detail.starts_with(begins));
    known.map_or_else(|| fault.detail.clone(), |(_, text)| text.say(locale).to_owned())
}

/// What a product is found by.
pub(crate) fn searched(product: &Product) -> String {
    let own = [product.id.as_str(), &product.sku, &product.brand, &product.category.id];
    let names = product.name.all().chain(product.category.name.all());
    let others = product.aliases.iter().map(String::as_str);
    own.into_iter().chain(names).chain(others).collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use shared::{
        catalog::{
            Catalog,
            import::{Feed, Format, Mode, Options},
        },
        money::Currency,
    };

    use super::*;

    #[test]
    fn every_fault_of_a_table_has_words_in_both_languages() {
        let text = "id,name,price,category,stock,url,availability,currency\n,x,1,c,1,,,\na,,,,,,,\nb,x,free,c,1,,,\nc,x,1,c,-1,,,\n\
            d,x,1,c,1,data:x,,\ne,x,1,c,1,,maybe,\nf,x,1,c,1,,,yuan\n";
        let options = Options {
            format: Format::Csv,
            locale: Locale::ZhCn,
            currency: Currency::CNY,
            mode: Mode::Update,
        };
        let outcome =
            Catalog::default().take_in(Feed::read(text, options).unwrap(), Mode::Update).unwrap();
        assert_eq!(outcome.refused_count, 7);
        for refused in outcome.refused {
            let zh = why(&refused.fault, Locale::ZhCn);
            assert!(!zh.is_ascii(), "{zh}");
        }
    }

    #[test]
    fn the_first_properties_stand_in_a_line() {
        let product: Product = serde_json::from_value(serde_json::json!({
            "id": "p", "name": {"en": "x"}, "category": {"id": "c", "en": "c"}, "price_minor": 1, "currency": "CNY", "stock": 1, "url": "",
            "attributes": {"a": 1, "b": "two", "c": 3.5, "d": true, "e": 5}
        }))
        .unwrap();
        assert_eq!(properties(&product), "a 1 · b two · c 3.5 · d true");
    }
}
