//! Signing in to the demo shop, which tells Proffer who the visitor is, and past orders.
//!
//! The demo has no passwords: any address signs in. A real shop would send the identity
//! signed by its own server.

import { byId, element } from './element.js';
import { forget, keep, recall } from './keep.js';
import { date, inEveryLanguage, money, say } from './language.js';
import { page, tell } from './sdk.js';
import './storefront.js';

const account = () => recall('account', null);

const drawOrders = () => {
  const orders = recall('orders', []);
  byId('no-orders').hidden = orders.length > 0;
  byId('orders').replaceChildren(...orders.map((order) => element('li', {},
    element('a', { href: `/shop/order-complete.html?order=${encodeURIComponent(order.id)}` }, order.id),
    element('span', { class: 'quiet' }, date(order.at)),
    element('span', { class: 'quiet' }, say(`${order.lines.length} 种商品`, `${order.lines.length} ${order.lines.length === 1 ? 'product' : 'products'}`)),
    element('span', { class: 'price' }, money(order.totals.total)))));
};

const draw = () => {
  const who = account();
  byId('signed-out').hidden = Boolean(who);
  byId('signed-in').hidden = !who;
  if (!who) return;
  byId('hello').textContent = say(`你好，${who.name}`, `Hello, ${who.name}`);
  byId('who').textContent = who.email;
  byId('initial').textContent = who.name.slice(0, 1).toUpperCase();
  drawOrders();
};

byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const { email, name } = event.target.elements;
  const who = { email: email.value.trim().toLowerCase(), name: name.value.trim() };
  keep('account', who);
  tell('identify', who.email, { email: who.email, name: who.name });
  draw();
  byId('hello').focus();
});

byId('sign-out').addEventListener('click', () => {
  forget('account');
  tell('reset');
  draw();
  byId('email').focus();
});

inEveryLanguage(draw);
page('Account');
