//! A Google Merchant feed: RSS 2.0 or Atom, with fields of the namespace `g`.
//!
//! Source: Google Merchant Center Help, "Product data specification" and "RSS 2.0 / Atom 1.0 specification".

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use roxmltree::{Document, Node};

use super::{Feed, Format, ImportError, Options, cells};

/// A property of its own making: a section, a name and a value.
const DETAIL: &str = "product_detail";

pub(super) fn read(text: &str, options: Options) -> Result<Feed, ImportError> {
    let document =
        Document::parse(text).map_err(|error| Feed::form(Format::Merchant, error.to_string()))?;
    let is_item = |node: &Node<'_, '_>| matches!(node.tag_name().name(), "item" | "entry");
    let items = document.descendants().filter(is_item);
    let mut feed = Feed::default();
    for (row, item) in (1..).zip(items) {
        let found: Vec<(String, String)> =
            item.children().filter(Node::is_element).map(cell).collect();
        cells::take_in(&mut feed, row, &found, options);
    }
    if feed.drafts.is_empty() && feed.refused.is_empty() {
        return Err(Feed::form(Format::Merchant, "there is no item and no entry in it"));
    }
    Ok(feed)
}

/// A field with its name as a column.
fn cell(field: Node<'_, '_>) -> (String, String) {
    let name = field.tag_name().name();
    if name == DETAIL {
        let part = |wanted: &str| {
            let mut parts = field.children();
            let found = parts.find(|part| part.tag_name().name() == wanted);
            found.map(|part| text(part)).unwrap_or_default()
        };
        let column = format!("attributes.{}", cells::folded(&part("attribute_name")));
        return (column, part("attribute_value"));
    }
    // Atom's link is an attribute.
    let link = field.attribute("href").filter(|_| name == "link");
    (cells::folded(name), link.map_or_else(|| text(field), ToString::to_string))
}

/// All the text in a field.
fn text(field: Node<'_, '_>) -> String {
    field.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect()
}
