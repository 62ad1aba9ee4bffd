//! What the shop sells, and the feeds it comes from.

mod feed;
mod preview;

use leptos::prelude::*;
use shared::catalog::Product;

use crate::{
    api::{self, Remote, remote},
    explain::{Figures as _, product},
    i18n::{Text, common, products, t, tf},
    state::{figures::figures, locale, place, route::Route},
    ui::{
        choice::{Labelled, Segmented},
        empty::Empty,
        icon::{Icon, icon},
        list::{Views as _, live},
        page::{PageHead, titled},
        search::{self, Search},
        staged,
    },
};

/// Products that are drawn at once, and that more are drawn at a time.
const STEP: usize = 100;

/// The filter for what can be sold.
const IN_STOCK: &str = "stock";
/// The filter for what cannot.
const SOLD_OUT: &str = "out";

/// Shows the products.
#[component]
pub(crate) fn Products() -> impl IntoView {
    let all = remote(api::catalog);
    let [words, shown] = [(); 2].map(|()| RwSignal::new(String::new()));
    let importing = RwSignal::new(false);
    place::keep(
        [words, shown],
        |route| {
            if let Route::Products { words, shown } = route { Some([words, shown]) } else { None }
        },
        |[words, shown]| Route::Products { words, shown },
    );
    view! {
        <PageHead title=titled(common::NAV_PRODUCTS) hint=products::HINT>
            <button
                class="button primary" type="button" aria-expanded=move || importing.get().to_string()
                on:click=move |_| importing.update(|importing| *importing = !*importing)
            >
                {icon(Icon::Add)} {t(products::IMPORT)}
            </button>
        </PageHead>
        {live(move || if importing.get() { feed::feed(all, importing) } else { ().into_any() })}
        <div class="toolbar">
            <Search hint=products::SEARCH_HINT words=words/>
            <Segmented
                label=products::SHOW value=shown labelled=Labelled::Unseen
                options=vec![("", products::EVERY), (IN_STOCK, products::IN_STOCK), (SOLD_OUT, products::SOLD_OUT)]
            />
        </div>
        {staged::kept(all, 8, move || list(all, words, shown))}
    }
}

fn list(all: Remote<Vec<Product>>, words: RwSignal<String>, shown: RwSignal<String>) -> AnyView {
    let room = RwSignal::new(STEP);
    live(move || {
        let all = all.value().unwrap_or_default();
        if all.is_empty() {
            return view! {
                <div class="card">
                    <Empty picture=Icon::Bag title=products::EMPTY hint=products::EMPTY_HINT/>
                </div>
            }
            .into_any();
        }
        let (words, shown) = (words.get(), shown.get());
        let fits = |product: &&Product| {
            let is_there = 0 < product.stock;
            let is_shown = match shown.as_str() {
                IN_STOCK => is_there,
                SOLD_OUT => !is_there,
                _ => true,
            };
            is_shown && search::finds(&words, &product::searched(product))
        };
        let found: Vec<&Product> = all.iter().filter(fits).collect();
        if found.is_empty() {
            return view! {
                <div class="card empty"><p class="empty-title">{t(common::NO_MATCHES)}</p></div>
            }
            .into_any();
        }
        let (many, left) = (found.len(), found.len().saturating_sub(room.get()));
        let count =
            tf(products::COUNT, &[("n", &many.to_string()), ("of", &all.len().to_string())]);
        let table = table(common::NAV_PRODUCTS, found.into_iter().take(room.get()));
        let more = (0 < left).then(|| {
            let step = left.min(STEP).to_string();
            view! {
                <button class="button more-of-list" type="button" on:click=move |_| room.update(|room| *room = room.saturating_add(STEP))>
                    {tf(products::MORE, &[("n", &step)])}
                </button>
            }
        });
        view! {
            <p class="muted small count" role="status">{count}</p>
            <div class="card">{table}</div>
            {more}
        }
        .into_any()
    })
}

/// Products one below the other.
fn table<'a>(label: Text, all: impl Iterator<Item = &'a Product>) -> AnyView {
    let head = |text| view! { <th scope="col">{t(text)}</th> };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=t(label)>
            <table class="table products">
                <thead><tr>
                    {head(products::PRODUCT)} {head(products::CATEGORY)}
                    <th scope="col" class="number">{t(products::PRICE)}</th>
                    <th scope="col" class="number">{t(products::STOCK)}</th>
                    {head(products::ATTRIBUTES)}
                </tr></thead>
                <tbody>{all.map(line).views()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(product: &Product) -> AnyView {
    let spoken = locale::current();
    let under = [product.brand.as_str(), product.id.as_str(), &product.sku];
    let under: Vec<&str> = under.into_iter().filter(|part| !part.is_empty()).collect();
    let stock = if product.stock == 0 {
        view! { <span class="badge warn">{t(products::NONE_LEFT)}</span> }.into_any()
    } else {
        figures().count(product.stock.into()).into_any()
    };
    view! {
        <tr data-line="">
            <th scope="row">
                <span class="product-name">{product.name.get(spoken).to_owned()}</span>
                <span class="muted small">{under.join(" · ")}</span>
            </th>
            <td>{product.category.name.get(spoken).to_owned()}</td>
            <td class="number">{figures().money(product.price_minor, product.currency)}</td>
            <td class="number">{stock}</td>
            <td class="muted small product-properties">{product::properties(product)}</td>
        </tr>
    }
    .into_any()
}
