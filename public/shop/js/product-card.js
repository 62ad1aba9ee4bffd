//! A product in a list: picture, name, what matters most about it, price, and a quick add.

import { addToCart } from './cart.js';
import { facts } from './catalog.js';
import { element, icon } from './element.js';
import { finishesOf } from './finishes.js';
import { inLanguage, money, say } from './language.js';
import { track } from './sdk.js';
import { keySpecsOf } from './specs.js';
import { toast } from './toast.js';

const badge = (product) => {
  if (product.stock === 0) return element('span', { class: 'badge badge-out' }, say('暂时缺货', 'Out of stock'));
  if (product.tags.includes('new')) return element('span', { class: 'badge badge-new' }, say('新品', 'New'));
  if (product.tags.includes('bestseller')) return element('span', { class: 'badge' }, say('热卖', 'Bestseller'));
  if (product.stock < 10) return element('span', { class: 'badge' }, say(`仅剩 ${product.stock} 件`, `Only ${product.stock} left`));
  return null;
};

const swatches = (product) => {
  const all = finishesOf(product.id);
  if (all.length < 2) return null;
  return element('span', { class: 'card-swatches', role: 'img', 'aria-label': say(`${all.length} 种颜色`, `${all.length} finishes`) }, all.map((one) => {
    const dot = element('span', { class: 'dot' });
    dot.style.setProperty('--finish', one.hex);
    return dot;
  }));
};

const quickAdd = (product) =>
  element('button', {
    type: 'button',
    class: 'card-add',
    disabled: product.stock === 0,
    'aria-label': say(`把${product.name['zh-CN']}加入购物车`, `Add ${product.name.en} to the cart`),
    onclick: async () => {
      const added = await addToCart(product.id);
      toast(added > 0 ? say('已加入购物车', 'Added to the cart') : say('已达到可购数量', 'No more available'), { product });
    },
  }, icon('plus'));

/** One card of the list `listId`, at `position` counted from one. */
export const productCard = (product, { position, listId }) =>
  element('li', { class: 'card', 'data-product': product.id },
    element('a', {
      class: 'card-link',
      href: product.url,
      onclick: () => track('Product Clicked', { list_id: listId, ...facts(product, { position }) }),
    },
      element('span', { class: 'card-picture' }, badge(product), element('img', { src: product.image, alt: '', width: 400, height: 400, loading: position > 8 ? 'lazy' : null, decoding: 'async' })),
      element('span', { class: 'card-brand' }, product.brand, swatches(product)),
      element('span', { class: 'card-name' }, inLanguage(product.name)),
      element('span', { class: 'card-specs' }, keySpecsOf(product, 3).map((spec) => spec.value).join(' · '))),
    element('div', { class: 'card-foot' },
      element('span', { class: 'price' }, money(product.price_minor)),
      element('span', { class: 'rating' }, icon('star'), String(product.rating)),
      quickAdd(product)));
