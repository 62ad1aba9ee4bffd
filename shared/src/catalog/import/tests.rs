//! Feeds as shops have them, and what becomes of the catalog.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn catalog() -> Catalog {
    let product = |id: &str, price: i64, stock: u32| {
        json!({"id": id, "sku": "S-1", "name": {"zh-CN": "云梯 K5", "en": "Kestra K5"}, "category": {"id": "phone", "zh-CN": "手机", "en": "Phones"},
            "price_minor": price, "currency": "CNY", "stock": stock, "url": "/p/k5", "attributes": {"battery_mah": 4300, "colour": "ink"}})
    };
    serde_json::from_value(json!([product("k5", 299_900, 3), product("k6", 399_900, 0)]))
        .expect("a catalog")
}

fn options(format: Format) -> Options {
    Options { format, locale: Locale::ZhCn, currency: Currency::CNY, mode: Mode::Update }
}

fn take(format: Format, mode: Mode, text: &str) -> Outcome {
    let feed = Feed::read(text, options(format)).expect("a feed");
    catalog().take_in(feed, mode).expect("a catalog")
}

fn ids(products: &[ProductId]) -> Vec<&str> {
    products.iter().map(ProductId::as_str).collect()
}

#[test]
fn a_table_of_two_columns_changes_the_stock_and_nothing_else() {
    let outcome = take(Format::Csv, Mode::Update, "id,stock\nk5,12\nk6,0\n");
    assert_eq!((ids(&outcome.changed), outcome.unchanged), (vec!["k5"], 1));
    let before = catalog();
    let expected = Product { stock: 12, ..before.products()[0].clone() };
    assert_eq!(outcome.catalog.products()[0], expected);
    assert_eq!(outcome.summary(), "catalog: 0 added, 1 changed, 0 removed");
}

#[test]
fn a_table_from_a_spreadsheet_is_read_with_its_measures() {
    let text = "\u{feff}ID;Title;title_en;Price;Category;Quantity;attribute.Battery;Weight;Link;Strange\r\n\
        \"n-1\";\"降噪耳机, \"\"Air\"\"\";Buds Air;\"1.299,00\";手机;7;500 mAh;0.05 kg;/p/n-1;x\r\n\
        ;;;;;;;;;\r\n";
    let feed = Feed::read(text, options(Format::Csv)).expect("a feed");
    assert_eq!(feed.ignored, BTreeSet::from(["strange".into()]));
    let outcome = catalog().take_in(feed, Mode::Update).expect("a catalog");
    assert_eq!(outcome.refused, []);
    let product = outcome.catalog.get(&"n-1".parse().unwrap()).expect("it is there");
    assert_eq!(product.name, crate::text::LocalText::both("降噪耳机, \"Air\"", "Buds Air"));
    assert_eq!((product.price_minor.get(), product.stock), (129_900, 7));
    assert_eq!(product.category.id, "phone", "it is known by its name");
    assert_eq!(json!(product.attributes), json!({"battery_mah": 500, "weight_g": 50}));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_taken_in() {
    let text = "id,name,price,category,stock,url\nk5,,free,,,\nnew,Lamp,9.90,Lamps,4,javascript:alert(1)\n,Lamp,1,Lamps,1,\nk6,,,,-2,\nok,Lamp,9.90,Lamps,4,/p/ok\nhalf,Lamp,,Lamps,1,\n";
    let outcome = take(Format::Csv, Mode::Update, text);
    assert_eq!(ids(&outcome.added), ["ok"]);
    let told: Vec<String> =
        outcome.refused.iter().map(|r| format!("{} {} {}", r.row, r.id, r.fault)).collect();
    assert_eq!(told[0], "1 k5 price is \"free\", not a price such as 2999.00 or 15.00 USD");
    assert!(
        told[1].starts_with("2 new url is \"javascript:alert(1)\", not an address of the web"),
        "{told:?}"
    );
    assert_eq!(told[2], "3  id is \"\", identifier is empty");
    assert_eq!(told[3], "4 k6 stock is \"-2\", not a whole number from 0");
    assert_eq!(told[4], "6 half price_minor is \"\", missing, and the product is new");
    assert_eq!((outcome.refused_count, outcome.changed.len()), (5, 0));
}

#[test]
fn who_replaces_everything_keeps_what_was_refused_and_never_loses_all() {
    let outcome = take(
        Format::Csv,
        Mode::Replace,
        "id,name,price,category,stock\nk5,,broken,,\nn,Lamp,5,Lamps,1\n",
    );
    assert_eq!(ids(&outcome.removed), ["k6"]);
    assert!(
        outcome.catalog.get(&"k5".parse().unwrap()).is_some(),
        "its row was refused, so nobody said that it is gone"
    );
    let nothing = Feed::read("id,name\n", options(Format::Csv)).expect("a feed");
    let error = catalog().take_in(nothing, Mode::Replace).unwrap_err();
    assert_eq!(error, ImportError::Empty { rows: 0 });
}

#[test]
fn a_feed_that_is_not_what_it_is_said_to_be_is_refused_whole() {
    let refused = |format, text| Feed::read(text, options(format)).unwrap_err().to_string();
    assert_eq!(
        refused(Format::Csv, "name,price\nLamp,5"),
        "feed is not csv: the first line names no column `id`, but: name, price"
    );
    assert!(refused(Format::Json, "{}").starts_with("feed is not json: invalid type: map"));
    assert!(refused(Format::Shopify, "[]").starts_with("feed is not shopify: "));
    assert!(refused(Format::Merchant, "<rss").starts_with("feed is not merchant: "));
    assert!(refused(Format::Merchant, "<rss></rss>").contains("no item"));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><rss><item>&a;</item></rss>";
    assert!(refused(Format::Merchant, bomb).contains("DTD"), "{}", refused(Format::Merchant, bomb));
}

#[test]
fn our_own_products_may_be_given_in_part() {
    let text = json!([
        {"id": "k5", "attributes": {"weight_g": 172}, "name": {"en": "Kestra K5 (2026)"}, "rating": 5},
        {"id": "k6", "stock": "many"}, {"id": 7}, 8
    ])
    .to_string();
    let feed = Feed::read(&text, options(Format::Json)).expect("a feed");
    assert_eq!(feed.ignored, BTreeSet::from(["rating".into()]));
    let outcome = catalog().take_in(feed, Mode::Update).expect("a catalog");
    let product = &outcome.catalog.products()[0];
    assert_eq!(
        json!(product.attributes),
        json!({"battery_mah": 4300, "colour": "ink", "weight_g": 172})
    );
    assert_eq!(product.name, crate::text::LocalText::both("云梯 K5", "Kestra K5 (2026)"));
    let told: Vec<String> =
        outcome.refused.iter().map(|r| format!("{} {}", r.row, r.fault)).collect();
    assert_eq!(told[0], "2 stock is \"many\", invalid type: string \"many\", expected u32");
    assert_eq!(told[1], "3 id is \"7\", not the text that names the product");
    assert!(told[2].starts_with("4  is \"8\""));
}

#[test]
fn what_the_catalog_exports_it_takes_in_again_without_a_change() {
    let outcome = take(Format::Json, Mode::Replace, &json!(catalog()).to_string());
    assert!(!outcome.changes_something());
    assert_eq!((outcome.unchanged, outcome.refused_count), (2, 0));
}

#[test]
fn shopifys_products_cost_what_the_cheapest_variant_costs() {
    let text = json!({"products": [
        {"id": 632_910_392, "title": "Field Lamp", "handle": "field-lamp", "body_html": "<p>A lamp. It folds.</p>", "vendor": "Lumen", "product_type": "Lamps",
         "status": "active", "options": [{"name": "Color", "values": ["Black", "Sand"]}], "image": {"src": "https://cdn.example/lamp.png"},
         "variants": [{"price": "39.90", "sku": "L-1", "inventory_quantity": 4}, {"price": "29.90", "inventory_quantity": -1}]},
        {"id": "x", "title": "Gone", "product_type": "Lamps", "status": "archived", "options": [{"name": "Title", "values": ["Default Title"]}],
         "variants": [{"price": 5, "available": true}]},
        {"id": "y", "title": "No variants", "variants": []}, {"id": "z"}
    ]})
    .to_string();
    assert_eq!(Format::guess(&text), Format::Shopify);
    let outcome = take(Format::Shopify, Mode::Update, &text);
    let product = outcome.catalog.get(&"632910392".parse().unwrap()).expect("it is there");
    assert_eq!((product.price_minor.get(), product.stock, product.sku.as_str()), (2_990, 4, "L-1"));
    assert_eq!((product.url.as_str(), product.brand.as_str()), ("/products/field-lamp", "Lumen"));
    assert_eq!(product.summary.get(Locale::ZhCn), "A lamp.");
    assert_eq!(json!(product.attributes), json!({"color": "Black / Sand"}));
    assert_eq!(outcome.catalog.get(&"x".parse().unwrap()).map(|gone| gone.stock), Some(0));
    let told: Vec<&str> = outcome.refused.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(told, ["y", "z"]);
}

#[test]
fn a_merchant_feed_is_read_as_rss_and_as_atom() {
    let rss = r#"<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>
        <item><g:id>a1</g:id><title>Travel mug</title><g:description><![CDATA[Keeps <b>warm</b>. Six hours.]]></g:description>
        <link>https://shop.example/mug</link><g:image_link>https://shop.example/mug.jpg</g:image_link><g:price>19.90 USD</g:price>
        <g:sale_price>14.90 USD</g:sale_price><g:availability>in_stock</g:availability><g:brand>Mugly</g:brand>
        <g:google_product_category>Home &gt; Kitchen &gt; Mugs</g:google_product_category>
        <g:product_detail><g:attribute_name>Volume</g:attribute_name><g:attribute_value>350 ml</g:attribute_value></g:product_detail>
        <g:gtin>123</g:gtin></item>
        <item><g:id>k5</g:id><g:availability>out of stock</g:availability></item></channel></rss>"#;
    assert_eq!(Format::guess(rss), Format::Merchant);
    let outcome = take(Format::Merchant, Mode::Update, rss);
    assert_eq!(outcome.refused, []);
    let mug = outcome.catalog.get(&"a1".parse().unwrap()).expect("it is there");
    assert_eq!((mug.price_minor.get(), mug.currency.as_str(), mug.stock), (1_490, "USD", 1));
    assert_eq!((mug.category.id.as_str(), mug.summary.get(Locale::ZhCn)), ("mugs", "Keeps warm ."));
    assert_eq!(json!(mug.attributes), json!({"volume_ml": 350}));
    assert_eq!(outcome.catalog.get(&"k5".parse().unwrap()).map(|k5| k5.stock), Some(0));

    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
        <entry><g:id>k5</g:id><link href="https://shop.example/k5"/><g:availability>in stock</g:availability></entry></feed>"#;
    let outcome = take(Format::Merchant, Mode::Update, atom);
    let k5 = outcome.catalog.get(&"k5".parse().unwrap()).expect("it is there");
    assert_eq!(
        (k5.url.as_str(), k5.stock),
        ("https://shop.example/k5", 3),
        "how many there are was known"
    );
}

#[test]
fn a_catalog_is_no_larger_than_it_can_be() {
    let rows: Vec<String> =
        (0..=CATALOG_PRODUCTS_MAX).map(|n| format!("n{n},Lamp,1,Lamps,1")).collect();
    let text = format!("id,name,price,category,stock\n{}", rows.join("\n"));
    let feed = Feed::read(&text, options(Format::Csv)).expect("a feed");
    let error = catalog().take_in(feed, Mode::Update).unwrap_err();
    assert_eq!(error, ImportError::TooMany { products: CATALOG_PRODUCTS_MAX + 3 });
}

#[test]
fn a_product_without_a_sentence_is_stored_and_read_again() {
    let before = catalog();
    let text = serde_json::to_string(&before).expect("text");
    assert_eq!(serde_json::from_str::<Catalog>(&text).expect("the same"), before);
}

proptest! {
    #[test]
    fn whatever_is_sent_nothing_panics_and_nobody_is_lost(text in "\\PC{0,300}", rows in "(id|name|price|stock|k5|k6|,|;|\n|\"|[0-9]|<|>|\\{|\\}|\\[|\\]|:){0,60}") {
        for format in [Format::Csv, Format::Json, Format::Shopify, Format::Merchant] {
            for text in [text.as_str(), rows.as_str(), &format!("id,stock\n{rows}")] {
                if let Ok(feed) = Feed::read(text, options(format)) {
                    let outcome = catalog().take_in(feed, Mode::Update).expect("a small feed");
                    prop_assert!(outcome.removed.is_empty() && outcome.catalog.products().len() >= 2);
                    prop_assert!(outcome.catalog.products().iter().all(|product| product.check().is_ok()));
                }
            }
        }
    }
}
