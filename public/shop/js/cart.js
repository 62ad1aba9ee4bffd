//! The shopping cart: what is in it and how it changes.
//!
//! Lines are one product in one finish. A cart has an id from its first product until it
//! is ordered, so that events about one cart can be told from events about the next.
//! Other tabs of the same browser see changes through the `storage` event.

import { facts, major, productById } from './catalog.js';
import { finishOf } from './finishes.js';
import { forget, keep, recall } from './keep.js';
import { track } from './sdk.js';

/** Most of one line a visitor may order at once. */
export const LINE_MAX = 9;

const empty = () => ({ id: null, lines: [] });
const listeners = new Set();

/** The cart as kept: `{ id, lines: [{ product_id, finish, quantity }] }`. */
export const cart = () => recall('cart', empty());

export const cartCount = () => cart().lines.reduce((sum, line) => sum + line.quantity, 0);

/** Lines joined with their products; a product that is no longer sold drops out. */
export const cartLines = async () => {
  const found = await Promise.all(cart().lines.map(async (line) => ({ ...line, product: await productById(line.product_id) })));
  return found.filter((line) => line.product);
};

export const subtotalOf = (lines) => lines.reduce((sum, line) => sum + line.product.price_minor * line.quantity, 0);

/** The products of an event about the whole cart. */
export const cartFacts = (lines) => lines.map((line, at) => facts(line.product, { finish: line.finish, quantity: line.quantity, position: at + 1 }));

/** Calls `draw` after every change, here or in another tab. */
export const onCartChange = (draw) => listeners.add(draw);

const changed = (next) => {
  keep('cart', next);
  for (const draw of listeners) draw();
};

const sameLine = (line, productId, finish) => line.product_id === productId && line.finish === finish;

/** Puts a product in the cart and says how many were added: fewer when stock runs out. */
export const addToCart = async (productId, { finish, quantity = 1, source = 'shop' } = {}) => {
  const product = await productById(productId);
  if (!product) return 0;
  const chosen = finishOf(productId, finish)?.id ?? '';
  const now = cart();
  const held = now.lines.find((line) => sameLine(line, productId, chosen))?.quantity ?? 0;
  const added = Math.min(quantity, Math.min(product.stock, LINE_MAX) - held);
  if (added <= 0) return 0;
  const others = now.lines.filter((line) => !sameLine(line, productId, chosen));
  const id = now.id ?? `c-${crypto.randomUUID()}`;
  changed({ id, lines: [...others, { product_id: productId, finish: chosen, quantity: held + added }] });
  track('Product Added', { cart_id: id, source, ...facts(product, { finish: chosen, quantity: added }), cart_value: await cartValue() });
  return added;
};

const cartValue = async () => major(subtotalOf(await cartLines()));

/** Sets how many of a line there are; zero takes the line out. */
export const setQuantity = async (productId, finish, quantity) => {
  const now = cart();
  const line = now.lines.find((one) => sameLine(one, productId, finish));
  const product = await productById(productId);
  if (!line || !product) return;
  const wanted = Math.max(0, Math.min(quantity, product.stock, LINE_MAX));
  const lines = now.lines.map((one) => (one === line ? { ...one, quantity: wanted } : one)).filter((one) => one.quantity > 0);
  changed({ ...now, lines });
  const difference = wanted - line.quantity;
  if (difference === 0) return;
  track(difference > 0 ? 'Product Added' : 'Product Removed', { cart_id: now.id, ...facts(product, { finish, quantity: Math.abs(difference) }), cart_value: await cartValue() });
};

/** Empties the cart once it has been ordered; the next product starts a new one. */
export const emptyCart = () => {
  forget('cart');
  for (const draw of listeners) draw();
};

window.addEventListener('storage', (event) => {
  if (event.key === 'shop.cart') for (const draw of listeners) draw();
});
