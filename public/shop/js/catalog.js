//! The products on sale, and how events describe them.
//!
//! The same `catalog.json` is what the Worker recommends from. Prices are minor units
//! there and here; events carry major units, as Segment's specification asks.

import { finishOf, pictureOf } from './finishes.js';
import { inLanguage } from './language.js';

const loaded = fetch('/shop/catalog.json').then((answer) => {
  if (!answer.ok) throw new Error(`catalog answered ${answer.status}`);
  return answer.json();
});

/** Every product, in the shop's order. */
export const products = () => loaded;

/** One product, or `undefined` for an id the shop does not sell. */
export const productById = async (id) => (await loaded).find((product) => product.id === id);

/** Minor units as the major units of an event. */
export const major = (minor) => Math.round(minor) / 100;

/** A product as Segment's e-commerce specification describes it. */
export const facts = (product, { finish, quantity = 1, position } = {}) => {
  const variant = finishOf(product.id, finish);
  const described = {
    product_id: product.id,
    sku: product.sku,
    category: product.category.id,
    name: inLanguage(product.name),
    brand: product.brand,
    variant: variant ? variant.id : '',
    price: major(product.price_minor),
    quantity,
    currency: product.currency,
    url: new URL(product.url, location.origin).href,
    image_url: new URL(pictureOf(product.id, finish), location.origin).href,
  };
  return position === undefined ? described : { ...described, position };
};

/** The category ids in the shop's order, each with its names. */
export const categoriesOf = (all) => [...new Map(all.map((product) => [product.category.id, product.category])).values()];
