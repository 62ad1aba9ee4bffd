//! The thank-you page. It reports the order once, however often it is opened.

import { productById } from './catalog.js';
import { byId, element } from './element.js';
import { finishOf, pictureOf } from './finishes.js';
import { keep, recall } from './keep.js';
import { date, inEveryLanguage, inLanguage, money, say } from './language.js';
import { page, track } from './sdk.js';
import './storefront.js';

const DAY_MS = 86_400_000;

const wanted = new URLSearchParams(location.search).get('order');
const orders = recall('orders', []);
const order = orders.find((one) => one.id === wanted);
const lines = order ? (await Promise.all(order.lines.map(async (line) => ({ ...line, product: await productById(line.product_id) })))).filter((line) => line.product) : [];

const draw = () => {
  byId('order-id').textContent = order.id;
  byId('arrival').textContent = date(order.at + (order.delivery === 'express' ? 1 : 3) * DAY_MS);
  byId('city').textContent = order.city;
  byId('total').textContent = money(order.totals.total);
  byId('saved').hidden = order.totals.discount === 0;
  byId('saved').textContent = say(`已优惠 ${money(order.totals.discount)}${order.facts.coupon ? `（${order.facts.coupon}）` : ''}`, `You saved ${money(order.totals.discount)}${order.facts.coupon ? ` with ${order.facts.coupon}` : ''}`);
  byId('lines').replaceChildren(...lines.map(({ product, finish, quantity, price_minor: price }) => element('li', {},
    element('img', { src: pictureOf(product.id, finish), alt: '', width: 72, height: 72 }),
    element('span', {}, inLanguage(product.name), element('small', {}, [inLanguage(finishOf(product.id, finish)?.name ?? { 'zh-CN': '', en: '' }), `× ${quantity}`].filter(Boolean).join(' '))),
    element('span', { class: 'price' }, money(price * quantity)))));
};

page('Order Complete');
if (order) {
  byId('done').hidden = false;
  inEveryLanguage(draw);
  if (!order.reported) {
    track('Order Completed', order.facts);
    // A shop's own systems report how far an order is; this shop has none but its pages.
    track('Order Updated', { order_id: order.facts.order_id, status: 'processing' });
    keep('orders', orders.map((one) => (one === order ? { ...one, reported: true } : one)));
  }
} else byId('missing').hidden = false;
