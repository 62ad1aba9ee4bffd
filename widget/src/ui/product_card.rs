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
pub fn Products<'a>(
    /// The card; anything but products draws nothing.
    card: Card,
    /// The language.
    words: &'static Words,
    /// The language, for amounts.
    locale: Locale,
    /// The shop's origin: the catalog names pictures and pages as seen from there.
    origin: &'a str,
) -> Option<impl IntoView + use<>> {
    let Content::Products { intro, products } = card.content else { return None };
    let delivery = String::from(card.delivery);
    let drawn = |product: ProductCard| {
        let (page, image) = (address(&product.url, origin), address(&product.image, origin));
        let is_added = RwSignal::new(false);
        let look = {
            let delivery = delivery.clone();
            move || gesture(Gesture::Looks { delivery: delivery.clone() })
        };
        let add = {
            let (delivery, product) = (delivery.clone(), String::from(product.id));
            move || {
                is_added.set(true);
                gesture(Gesture::Adds { delivery: delivery.clone(), product: product.clone() });
            }
        };
        view! {
            <li data-testid="product-card">
                <a href=page target="_top" on:click=click(look)>
                    <img src=image alt=product.name.clone()/>
                </a>
                <div>
                    <h3>{product.name}</h3>
                    <p class="why">{product.why}</p>
                    <p class="price">{money(locale, product.currency, product.price_minor)}</p>
                </div>
                <button class="main" data-testid="product-add" on:click=click(add)>
                    {either(is_added, words.added, words.add)}
                </button>
            </li>
        }
    };
    Some(view! {
        <article class="products">
            <p class="bubble">{intro}</p>
            <ul>{products.into_iter().map(drawn).collect::<Vec<_>>()}</ul>
            <details><summary>{words.why}</summary><p>{card.reason}</p></details>
        </article>
    })
}
