//! What a column of a feed means: the names that shops, Google and Shopify give it.

use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::json;

use super::{
    Draft, Feed, Options,
    draft::{Availability, list, words},
    measure,
};
use crate::{
    catalog::check::Fault,
    money::{Currency, Minor},
    text::{Locale, clipped},
};

/// The longest sentence about a product, in bytes.
const SUMMARY_LEN_BYTES: usize = 600;

/// What a cell says.
enum Meaning<'a> {
    Id,
    /// A field that is text.
    Text(&'static str),
    /// A field with words, in a language where the column names one.
    Words(&'static str, Option<Locale>),
    /// A field that is a list.
    List(&'static str),
    Price,
    PriceMinor,
    SalePrice,
    Currency,
    Stock,
    Availability,
    Category,
    /// A property of this name.
    Attribute(&'a str),
    Nothing,
}

/// What a column means, by its name in small letters with `_` between words.
fn meaning(column: &str) -> Meaning<'_> {
    let attribute =
        column.strip_prefix("attributes.").or_else(|| column.strip_prefix("attribute."));
    if let Some(name) = attribute.filter(|name| !name.is_empty()) {
        return Meaning::Attribute(name);
    }
    // `name.en`, `name_en`, `name[en]`.
    let parts = column.rsplit_once(['.', '_', '[', ':']);
    let (base, locale) = match parts.map(|(base, tag)| (base, tag.trim_end_matches(']'))) {
        Some((base, "en")) => (base, Some(Locale::En)),
        Some((base, "zh" | "cn" | "zh-cn")) => (base, Some(Locale::ZhCn)),
        _ => (column, None),
    };
    match base {
        "id" | "product_id" | "item_id" | "商品编号" | "商品id" => Meaning::Id,
        "name" | "title" | "product_name" | "商品名称" | "名称" => {
            Meaning::Words("name", locale)
        }
        "summary" | "description" | "body_html" | "简介" | "描述" => {
            Meaning::Words("summary", locale)
        }
        "category" | "product_type" | "google_product_category" | "分类" | "类目" => {
            locale.map_or(Meaning::Category, |locale| Meaning::Words("category", Some(locale)))
        }
        "sku" | "item_sku" | "货号" => Meaning::Text("sku"),
        "brand" | "vendor" | "品牌" => Meaning::Text("brand"),
        "url" | "link" | "product_url" | "链接" => Meaning::Text("url"),
        "image" | "image_link" | "image_url" | "image_src" | "图片" => Meaning::Text("image"),
        "aliases" | "alias" | "别名" => Meaning::List("aliases"),
        "complements" | "搭配" => Meaning::List("complements"),
        "price" | "价格" | "售价" => Meaning::Price,
        "price_minor" => Meaning::PriceMinor,
        "sale_price" => Meaning::SalePrice,
        "currency" | "币种" => Meaning::Currency,
        "stock" | "quantity" | "inventory" | "inventory_quantity" | "库存" => Meaning::Stock,
        "availability" => Meaning::Availability,
        "color" | "colour" | "颜色" => Meaning::Attribute("colour"),
        "size" | "尺码" => Meaning::Attribute("size"),
        "material" | "材质" => Meaning::Attribute("material"),
        "product_weight" | "weight" | "重量" => Meaning::Attribute("weight"),
        "product_length" => Meaning::Attribute("length"),
        "product_width" => Meaning::Attribute("width"),
        "product_height" => Meaning::Attribute("height"),
        _ => Meaning::Nothing,
    }
}

/// The name of a column as it is compared.
pub(super) fn folded(column: &str) -> String {
    let spaced = column.trim().chars().map(|c| if c == ' ' { '_' } else { c });
    spaced.flat_map(char::to_lowercase).collect()
}

/// Whether a column names the product.
pub(super) fn is_id(column: &str) -> bool {
    matches!(meaning(column), Meaning::Id)
}

/// Takes one row in: cells with the names of their columns. An empty cell says nothing.
pub(super) fn take_in(feed: &mut Feed, row: u32, cells: &[(String, String)], options: Options) {
    let given: Vec<(&str, &str)> = cells
        .iter()
        .map(|(column, text)| (column.as_str(), text.trim()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let id = given.iter().find(|(column, _)| is_id(column));
    let id = id.map_or("", |(_, id)| id);
    match draft(feed, id, &given, options) {
        Ok(draft) => feed.drafts.push((row, draft)),
        Err(fault) => feed.refuse(row, id, fault),
    }
}

fn draft(
    feed: &mut Feed,
    id: &str,
    given: &[(&str, &str)],
    options: Options,
) -> Result<Draft, Fault> {
    let mut draft = Draft::new(id)?;
    let named = given.iter().find(|(column, _)| matches!(meaning(column), Meaning::Currency));
    let currency = match named {
        Some((column, code)) => Currency::try_from(*code)
            .map_err(|error| Fault::new(column, code, error.to_string()))?,
        None => options.currency,
    };
    // A sale that has dates is not one now, as far as can be told here.
    let has_dates = given.iter().any(|(column, _)| *column == "sale_price_effective_date");
    for (column, text) in given {
        cell(&mut draft, column, text, (options.locale, currency))?;
        if matches!(meaning(column), Meaning::Nothing) {
            feed.ignored.insert((*column).into());
        }
    }
    let sale = given.iter().find(|(column, _)| matches!(meaning(column), Meaning::SalePrice));
    if let Some((column, text)) = sale.filter(|_| !has_dates) {
        price(&mut draft, column, text, currency)?;
    }
    Ok(draft)
}

fn cell(
    draft: &mut Draft,
    column: &str,
    text: &str,
    (locale, currency): (Locale, Currency),
) -> Result<(), Fault> {
    let count = || -> Result<u64, Fault> {
        // Some shops write 12.0.
        let whole = text.strip_suffix(".0").unwrap_or(text).parse();
        whole.map_err(|_no_number| Fault::new(column, text, "not a whole number from 0"))
    };
    match meaning(column) {
        Meaning::Id | Meaning::Nothing | Meaning::SalePrice | Meaning::Currency => {}
        Meaning::Text(field) => draft.set(field, json!(text)),
        Meaning::Words(field @ "summary", tongue) => {
            draft.set(field, words(tongue.unwrap_or(locale).tag(), &sentence(text)));
        }
        Meaning::Words(field, tongue) => {
            draft.set(field, words(tongue.unwrap_or(locale).tag(), text));
        }
        Meaning::List(field) => draft.set(field, json!(list(text))),
        Meaning::Price => price(draft, column, text, currency)?,
        Meaning::PriceMinor => {
            let minor = i64::try_from(count()?).unwrap_or(i64::MAX);
            draft.set("price_minor", json!(Minor::new(minor)));
            draft.set("currency", json!(currency));
        }
        Meaning::Stock => {
            let stock = u32::try_from(count()?).unwrap_or(u32::MAX);
            draft.set("stock", json!(stock));
        }
        Meaning::Availability => draft.is_available(availability(column, text)?),
        Meaning::Category => draft.is_of_category(locale, last_part(text)),
        Meaning::Attribute(name) => {
            let (name, value) = measure::attribute(name, text);
            draft.set("attributes", json!(BTreeMap::from([(name, value)])));
        }
    }
    Ok(())
}

fn price(draft: &mut Draft, column: &str, text: &str, currency: Currency) -> Result<(), Fault> {
    let wrong = || Fault::new(column, text, "not a price such as 2999.00 or 15.00 USD");
    let (minor, currency) = measure::price(text, currency).ok_or_else(wrong)?;
    draft.set("price_minor", json!(minor));
    draft.set("currency", json!(currency));
    Ok(())
}

/// Google's words for whether it can be sold, and the Chinese ones.
fn availability(column: &str, text: &str) -> Result<Availability, Fault> {
    match folded(text).as_str() {
        "in_stock" | "true" | "yes" | "有货" | "在售" => Ok(Availability::InStock),
        "out_of_stock" | "false" | "no" | "preorder" | "backorder" | "无货" | "缺货" | "下架" => {
            Ok(Availability::SoldOut)
        }
        _ => Err(Fault::new(column, text, "not in_stock, out_of_stock, preorder or backorder")),
    }
}

/// `Electronics > Phones` is about phones.
fn last_part(text: &str) -> &str {
    text.rsplit('>').map(str::trim).find(|part| !part.is_empty()).unwrap_or(text)
}

/// The first sentence of a description, without marks of HTML.
fn sentence(text: &str) -> String {
    let plain = plain(text);
    let end = plain.char_indices().find_map(|(at, c)| {
        let after = plain.get(at.saturating_add(c.len_utf8())..)?;
        let ends = matches!(c, '。' | '！' | '？' | '\n')
            || (matches!(c, '.' | '!' | '?') && after.starts_with(char::is_whitespace));
        ends.then(|| plain.len().saturating_sub(after.len()))
    });
    let first = end.and_then(|end| plain.get(..end)).unwrap_or(&plain).trim();
    if first.len() <= SUMMARY_LEN_BYTES {
        return first.into();
    }
    format!("{}…", clipped(first, SUMMARY_LEN_BYTES).trim_end())
}

/// The text of a piece of HTML.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let Some((_, after)) = tag.split_once('>') else {
            // A sign, not a tag.
            text.push('<');
            rest = tag;
            continue;
        };
        text.push(' ');
        rest = after;
    }
    text.push_str(rest);
    let marks = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let read = marks.iter().fold(text, |text, (mark, means)| text.replace(mark, means));
    let words: Vec<&str> = read.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_told_in_its_first_sentence() {
        assert_eq!(sentence("<p>A <b>slim</b> flagship. With more.</p>"), "A slim flagship.");
        assert_eq!(sentence("一手可握。续航两天。"), "一手可握。");
        assert_eq!(sentence("6.3-inch &amp; 172 g"), "6.3-inch & 172 g");
        assert_eq!(sentence("a < b"), "a < b");
        assert!(sentence(&"长".repeat(1_000)).len() <= SUMMARY_LEN_BYTES + 3);
    }

    #[test]
    fn a_column_may_name_its_language() {
        for (column, field, tongue) in [
            ("name", "name", None),
            ("title_en", "name", Some(Locale::En)),
            ("name.zh-cn", "name", Some(Locale::ZhCn)),
            ("category[en]", "category", Some(Locale::En)),
        ] {
            let Meaning::Words(found, locale) = meaning(column) else { panic!("{column}") };
            assert_eq!((found, locale), (field, tongue));
        }
        assert!(matches!(meaning("attributes.battery_mah"), Meaning::Attribute("battery_mah")));
        assert!(matches!(meaning("what_is_this"), Meaning::Nothing));
    }
}
