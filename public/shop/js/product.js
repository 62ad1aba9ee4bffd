//! One product: its pictures, its numbers, its price, and putting it in the cart.

import { addToCart, cart, LINE_MAX } from './cart.js';
import { facts, productById, products } from './catalog.js';
import { viewsOf } from './close-ups.js';
import { byId, element, icon, stepper } from './element.js';
import { finishesOf, finishOf, pictureOf } from './finishes.js';
import { inEveryLanguage, inLanguage, money, say } from './language.js';
import { productCard } from './product-card.js';
import { reviewsOf } from './reviews.js';
import { page, track } from './sdk.js';
import { keySpecsOf, specsOf } from './specs.js';
import './storefront.js';
import { toast } from './toast.js';

const query = new URLSearchParams(location.search);
const product = await productById(query.get('id'));
const reviews = product ? await reviewsOf(product) : [];

/** Products shown beside this one. */
const TOGETHER_MAX = 3;

/** What the visitor has chosen on this page. */
const chosen = { finish: product ? finishOf(product.id, query.get('finish'))?.id : '', quantity: 1, view: 0 };

const drawGallery = () => {
  const views = viewsOf(pictureOf(product.id, chosen.finish), product.category.id);
  const name = inLanguage(product.name);
  byId('picture').replaceChildren(element('img', { src: views[chosen.view], alt: name, width: 800, height: 800, fetchpriority: 'high' }));
  byId('thumbs').replaceChildren(...views.map((view, at) => element('li', {}, element('button', {
    type: 'button',
    class: 'thumb',
    'aria-pressed': String(at === chosen.view),
    'aria-label': say(`第 ${at + 1} 张图`, `Picture ${at + 1}`),
    onclick: () => {
      chosen.view = at;
      drawGallery();
      byId('thumbs').children[at].firstElementChild.focus();
    },
  }, element('img', { src: view, alt: '', width: 96, height: 96 })))));
};

const drawFinishes = () => {
  const all = finishesOf(product.id);
  byId('finishes').hidden = all.length === 0;
  byId('finish-name').textContent = inLanguage(finishOf(product.id, chosen.finish).name);
  byId('finish-list').replaceChildren(...all.map((one) => {
    const dot = element('span', { class: 'dot' });
    dot.style.setProperty('--finish', one.hex);
    const choice = element('input', { type: 'radio', name: 'finish', value: one.id, checked: one.id === chosen.finish, onchange: () => {
      chosen.finish = one.id;
      byId('finish-name').textContent = inLanguage(one.name);
      drawGallery();
    } });
    return element('label', { class: 'swatch', title: inLanguage(one.name) }, choice, dot, element('span', { class: 'sr' }, inLanguage(one.name)));
  }));
};

const drawStock = () => {
  const { stock } = product;
  byId('stock').className = stock === 0 ? 'stock stock-none' : stock < 10 ? 'stock stock-low' : 'stock';
  byId('stock').textContent = stock === 0 ? say('暂时缺货，预计 7 天内到货', 'Out of stock, expected within 7 days') : stock < 10 ? say(`仅剩 ${stock} 件，今天下单明天发货`, `Only ${stock} left; order today, ships tomorrow`) : say('现货，今天下单明天发货', 'In stock; order today, ships tomorrow');
  for (const id of ['add', 'buy']) byId(id).disabled = stock === 0;
};

const drawStepper = () => byId('quantity').replaceChildren(stepper({
  quantity: chosen.quantity,
  most: Math.max(1, Math.min(product.stock, LINE_MAX)),
  label: say('数量', 'Quantity'),
  fewer: say('减少一件', 'One fewer'),
  more: say('增加一件', 'One more'),
  change: (quantity) => {
    chosen.quantity = quantity;
    drawStepper();
  },
}));

const drawPriceCheck = () => {
  const months = 12;
  byId('price-facts').replaceChildren(...[
    [say('今日价格', 'Price today'), money(product.price_minor)],
    [say('近 30 天最低', 'Lowest in 30 days'), money(product.price_minor)],
    [say(`${months} 期免息`, `${months} interest-free instalments`), say(`每期 ${money(Math.ceil(product.price_minor / months))}`, `${money(Math.ceil(product.price_minor / months))} a month`)],
    [say('价格保护', 'Price protection'), say('30 天内降价补差', 'Difference refunded for 30 days')],
  ].map(([label, value]) => element('div', {}, element('dt', {}, label), element('dd', {}, value))));
};

const drawReviews = () => {
  byId('review-score').textContent = String(product.rating);
  byId('review-list').replaceChildren(...reviews.map((review) => element('li', { class: 'review' },
    element('p', { class: 'review-head' }, element('strong', {}, review.author), element('span', { class: 'stars', role: 'img', 'aria-label': say(`${review.stars} 星`, `${review.stars} stars`) }, Array.from({ length: 5 }, (_, at) => element('span', { class: at < review.stars ? 'on' : '' }, icon('star'))))),
    element('p', {}, inLanguage(review.words)),
    element('p', { class: 'quiet' }, inLanguage(review.after)))));
};

const drawTogether = async () => {
  const all = await products();
  const complements = product.complements.map((id) => all.find((one) => one.id === id)).filter(Boolean);
  const siblings = all.filter((one) => one.brand === product.brand && one.id !== product.id && one.stock > 0 && !complements.includes(one));
  const together = [...complements, ...siblings].slice(0, TOGETHER_MAX);
  byId('together').replaceChildren(...together.map((one, at) => productCard(one, { position: at + 1, listId: 'complements' })));
};

const draw = () => {
  const name = inLanguage(product.name);
  document.title = `${name} · ${say('光屿', 'Lumio')}`;
  byId('crumb-category').textContent = inLanguage(product.category);
  byId('crumb-category').href = `/shop/?category=${product.category.id}`;
  byId('crumb-name').textContent = name;
  byId('brand').textContent = product.brand;
  byId('name').textContent = name;
  byId('summary').textContent = inLanguage(product.summary);
  byId('rating').replaceChildren(icon('star'), `${product.rating} · ${say(`${reviews.length} 条精选评价`, `${reviews.length} selected reviews`)}`);
  byId('price').textContent = money(product.price_minor);
  byId('highlights').replaceChildren(...keySpecsOf(product, 4).map((spec) => element('li', {}, element('strong', {}, spec.value), element('span', {}, spec.label))));
  byId('specs').replaceChildren(...[{ label: say('型号', 'Model'), value: product.sku }, ...specsOf(product)].map((spec) => element('tr', {}, element('th', { scope: 'row' }, spec.label), element('td', {}, spec.value))));
  drawGallery();
  drawFinishes();
  drawStock();
  drawStepper();
  drawPriceCheck();
  drawReviews();
  return drawTogether();
};

const put = async () => {
  const added = await addToCart(product.id, { finish: chosen.finish, quantity: chosen.quantity });
  toast(added > 0 ? say('已加入购物车', 'Added to the cart') : say('已达到可购数量', 'No more available'), { product });
  return added;
};

const share = async () => {
  const link = { title: inLanguage(product.name), url: new URL(product.url, location.origin).href };
  const way = navigator.share ? 'system' : 'link';
  try {
    if (way === 'system') await navigator.share(link);
    else {
      await navigator.clipboard.writeText(link.url);
      toast(say('链接已复制', 'Link copied'));
    }
    track('Product Shared', { share_via: way, share_message: link.title, ...facts(product, { finish: chosen.finish }) });
  } catch {
    toast(say('没有分享', 'Not shared'));
  }
};

const open = () => {
  byId('product').hidden = false;
  inEveryLanguage(draw);
  byId('add').addEventListener('click', put);
  byId('buy').addEventListener('click', async () => {
    // A full line is no reason to stay: what is wanted is already in the cart.
    if ((await put()) > 0 || cart().lines.some((line) => line.product_id === product.id)) location.href = '/shop/checkout.html';
  });
  byId('share').addEventListener('click', share);
  byId('check-price').addEventListener('click', () => {
    const panel = byId('price-panel');
    panel.hidden = !panel.hidden;
    byId('check-price').setAttribute('aria-expanded', String(!panel.hidden));
    if (!panel.hidden) track('Price Rechecked', facts(product, { finish: chosen.finish }));
  });
  page('Product', { product_id: product.id, category: product.category.id });
  track('Product Viewed', facts(product, { finish: chosen.finish }));
};

if (product) open();
else byId('missing').hidden = false;
