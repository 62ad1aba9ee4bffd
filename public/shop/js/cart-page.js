//! The cart page: lines, quantities, and what the order will come to.

import { cart, cartFacts, cartLines, LINE_MAX, onCartChange, setQuantity, subtotalOf } from './cart.js';
import { major, products } from './catalog.js';
import { FREE_DELIVERY_FROM_MINOR, keptCode, totalsOf } from './coupon.js';
import { byId, element, icon, stepper } from './element.js';
import { finishOf, pictureOf } from './finishes.js';
import { inEveryLanguage, inLanguage, money, say } from './language.js';
import { productCard } from './product-card.js';
import { page, track } from './sdk.js';
import './storefront.js';

const drawLine = ({ product, finish, quantity }) => {
  const name = inLanguage(product.name);
  const variant = finishOf(product.id, finish);
  return element('li', { class: 'line', 'data-product': product.id },
    element('a', { class: 'line-picture', href: `${product.url}&finish=${finish}`, tabindex: '-1', 'aria-hidden': 'true' }, element('img', { src: pictureOf(product.id, finish), alt: '', width: 140, height: 140 })),
    element('div', { class: 'line-text' },
      element('a', { class: 'line-name', href: `${product.url}&finish=${finish}` }, name),
      element('p', { class: 'quiet' }, [product.brand, variant ? inLanguage(variant.name) : ''].filter(Boolean).join(' · ')),
      element('p', { class: 'quiet' }, say('明天发货 · 7 天无理由退货', 'Ships tomorrow · 7-day returns'))),
    element('div', { class: 'line-change' },
      stepper({ quantity, most: Math.min(product.stock, LINE_MAX), label: say(`${name}的数量`, `Quantity of ${name}`), fewer: say('减少一件', 'One fewer'), more: say('增加一件', 'One more'), change: (wanted) => setQuantity(product.id, finish, wanted) }),
      element('button', { type: 'button', class: 'link', 'aria-label': say(`移除${name}`, `Remove ${name}`), onclick: () => setQuantity(product.id, finish, 0) }, say('移除', 'Remove'))),
    element('p', { class: 'line-price' }, money(product.price_minor * quantity)));
};

const drawSummary = (lines) => {
  const sums = totalsOf(subtotalOf(lines), null);
  const missing = FREE_DELIVERY_FROM_MINOR - sums.subtotal;
  byId('sum-subtotal').textContent = money(sums.subtotal);
  byId('sum-delivery').textContent = sums.delivery === 0 ? say('免运费', 'Free') : money(sums.delivery);
  byId('sum-total').textContent = money(sums.total);
  byId('free-delivery').textContent = missing > 0 ? say(`再买 ${money(missing)} 免运费`, `${money(missing)} more for free delivery`) : say('已享免运费', 'You have free delivery');
  byId('kept-code').hidden = !keptCode();
  byId('kept-code').replaceChildren(icon('tag'), element('span', {}, say(`优惠码 ${keptCode()} 将在结算时填入`, `Code ${keptCode()} will be filled in at checkout`)));
};

const drawSuggestions = async () => {
  const all = await products();
  const picked = ['p-novera-12-endure', 'p-auren-buds', 'p-haldene-field', 'p-voltiq-20k'].map((id) => all.find((product) => product.id === id)).filter(Boolean);
  byId('suggestions').replaceChildren(...picked.map((product, at) => productCard(product, { position: at + 1, listId: 'empty-cart' })));
};

const draw = async () => {
  const lines = await cartLines();
  byId('full').hidden = lines.length === 0;
  byId('empty').hidden = lines.length > 0;
  byId('lines').replaceChildren(...lines.map(drawLine));
  drawSummary(lines);
  if (lines.length === 0) await drawSuggestions();
};

onCartChange(draw);
document.addEventListener('shop:coupon', draw);
inEveryLanguage(draw);

const lines = await cartLines();
page('Cart');
track('Cart Viewed', { cart_id: cart().id, cart_value: major(subtotalOf(lines)), currency: 'CNY', products: cartFacts(lines) });
