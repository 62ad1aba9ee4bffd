//! Products that suit the visitor, each with the reason.

use leptos::prelude::*;
use shared::{
    delivery::{Card, Content, ProductCard},
    text::Locale,
};

use super::{
    click, either,
    format::{address, money},
};
use crate::{session::Gesture, shell::gesture, words::Words};

/// The sentence above and the products under it.
#[component]
pub fn Products(
    /// The card; anything but products draws nothing.
    card: Card,
    /// The language.
    words: &'static Words,
    /// The language, for amounts.
    locale: Locale,
    /// The shop's origin: the catalog names pictures and pages as seen from there.
    origin: StoredValue<String>,
) -> impl IntoView {
    let Content::Products { intro, products } = card.content else { return ().into_any() };
    let delivery = StoredValue::new(String::from(card.delivery));
    let drawn = move |product: ProductCard| {
        let (page, image) = origin
            .with_value(|origin| (address(&product.url, origin), address(&product.image, origin)));
        let id = StoredValue::new(String::from(product.id));
        let is_added = RwSignal::new(false);
        view! {
            <li data-testid="product-card">
                <a href=page target="_top" aria-label=product.name.clone()
                    on:click=click(move || gesture(Gesture::Looks { delivery: delivery.get_value() }))>
                    <img src=image alt="" loading="lazy"/>
                </a>
                <div>
                    <h3>{product.name}</h3>
                    <p class="why">{product.why}</p>
                    <p class="price">{money(locale, product.currency, product.price_minor)}</p>
                </div>
                <button class="main" data-testid="product-add"
                    on:click=click(move || {
                        is_added.set(true);
                        gesture(Gesture::Adds { delivery: delivery.get_value(), product: id.get_value() });
                    })>
                    {either(is_added, words.added, words.add)}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <article class="products">
            <p class="bubble">{intro}</p>
            <ul>{products.into_iter().map(drawn).collect_view()}</ul>
            <details><summary>{words.why}</summary><p>{card.reason}</p></details>
        </article>
    }
    .into_any()
}
