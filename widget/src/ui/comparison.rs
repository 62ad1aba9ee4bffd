//! Products beside one another, with what is better marked in words too.
//!
//! One kind of element, told apart by its role: every kind of table part would be compiled anew, six kilobytes in all.

use leptos::prelude::*;
use shared::{
    catalog::compare::{Compared, Comparison, Row},
    text::Locale,
};

use super::format::{address, money};
use crate::words::Words;

/// A table with a column for each product; it scrolls where the chat is narrow.
pub fn comparison(
    of: Comparison,
    words: &'static Words,
    (locale, origin): (Locale, &str),
) -> AnyView {
    let mut head = vec![part("cell", Vec::new())];
    head.extend(of.products.into_iter().map(|product| column(product, locale, origin)));
    let mut rows = vec![part("row", head)];
    rows.extend(of.rows.into_iter().map(|row| line(row, words)));
    view! {
        <div class="compared" data-testid="comparison" role="region" tabindex="0" aria-label=words.compare>
            {part("table", rows)}
        </div>
    }
    .into_any()
}

/// A product with its price, at the head of its column.
fn column(product: Compared, locale: Locale, origin: &str) -> AnyView {
    let page = (!product.url.is_empty()).then(|| address(&product.url, origin));
    let link = view! { <a href=page target="_top">{product.name}</a> };
    let price = money(locale, product.currency, product.price_minor);
    part("columnheader", vec![link.into_any(), price.into_any()])
}

fn line(row: Row, words: &'static Words) -> AnyView {
    let best = row.best.map(usize::from);
    let mut cells = vec![part("rowheader", vec![row.label.into_any()])];
    cells.extend(row.values.into_iter().enumerate().map(|(at, value)| {
        // A dash is read out as nothing: the catalog does not say.
        let mut said = if value.is_empty() { "–".to_owned() } else { value };
        if best == Some(at) {
            said.extend([" ✓ ", words.better]);
        }
        part("cell", vec![said.into_any()])
    }));
    part("row", cells)
}

/// A part of a table.
fn part(role: &'static str, content: Vec<AnyView>) -> AnyView {
    view! { <div role=role>{content}</div> }.into_any()
}
