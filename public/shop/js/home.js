//! The front page: promotions, categories, and the list with its search and filters.
//!
//! What is shown is in the address (`?category=phone&q=…&brand=…&price=…&sort=…&stock=1`),
//! so that a list can be shared, gone back to and opened in a new tab.

import { categoriesOf, facts, products } from './catalog.js';
import { byId, element } from './element.js';
import { inEveryLanguage, inLanguage, say } from './language.js';
import { productCard } from './product-card.js';
import { page, track } from './sdk.js';
import './storefront.js';

/** Most products one list event describes; the rest are only counted. */
const LISTED_MAX = 12;

const PRICES = {
  'under-500': { test: (minor) => minor < 50000, words: () => say('¥500 以下', 'Under ¥500') },
  '500-2000': { test: (minor) => minor >= 50000 && minor < 200000, words: () => say('¥500–2,000', '¥500–2,000') },
  '2000-5000': { test: (minor) => minor >= 200000 && minor < 500000, words: () => say('¥2,000–5,000', '¥2,000–5,000') },
  'over-5000': { test: (minor) => minor >= 500000, words: () => say('¥5,000 以上', '¥5,000 and up') },
};

const SORTS = {
  featured: { order: () => 0, words: () => say('综合推荐', 'Featured') },
  'price-up': { order: (one, other) => one.price_minor - other.price_minor, words: () => say('价格从低到高', 'Price: low to high') },
  'price-down': { order: (one, other) => other.price_minor - one.price_minor, words: () => say('价格从高到低', 'Price: high to low') },
  rating: { order: (one, other) => other.rating - one.rating, words: () => say('评分最高', 'Top rated') },
};

const all = await products();
const categories = categoriesOf(all);
const form = byId('filters');

const asked = () => {
  const query = new URLSearchParams(location.search);
  const read = (name) => query.get(name) ?? '';
  return { q: read('q').trim(), category: read('category'), brand: read('brand'), price: read('price'), sort: read('sort') in SORTS ? read('sort') : 'featured', stock: read('stock') === '1' };
};

const matches = (product, words) => {
  const text = [product.name['zh-CN'], product.name.en, product.brand, product.category['zh-CN'], product.category.en, product.summary['zh-CN'], product.summary.en, ...product.tags].join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
};

const select = ({ q, category, brand, price, sort, stock }) =>
  all
    .filter((product) => !category || product.category.id === category)
    .filter((product) => !brand || product.brand === brand)
    .filter((product) => !(price in PRICES) || PRICES[price].test(product.price_minor))
    .filter((product) => !stock || product.stock > 0)
    .filter((product) => !q || matches(product, q))
    .sort(SORTS[sort].order);

const listIdOf = ({ q, category }) => (q ? 'search' : category || 'all');

const drawCategories = ({ category }) => {
  byId('categories').replaceChildren(...categories.map((one) => {
    const sample = all.find((product) => product.category.id === one.id && product.stock > 0);
    return element('li', {}, element('a', { class: 'category', href: `/shop/?category=${one.id}#catalog`, 'aria-current': category === one.id ? 'page' : null },
      element('span', { class: 'category-picture' }, element('img', { src: sample.image, alt: '', width: 240, height: 240, loading: 'lazy', decoding: 'async' })),
      element('span', {}, inLanguage(one))));
  }));
};

const options = (first, entries, chosen) => [element('option', { value: '' }, first), ...entries.map(([value, words]) => element('option', { value, selected: value === chosen }, words))];

const drawFilters = ({ q, category, brand, price, sort, stock }) => {
  const inCategory = all.filter((product) => !category || product.category.id === category);
  const brands = [...new Set(inCategory.map((product) => product.brand))];
  form.elements.brand.replaceChildren(...options(say('全部品牌', 'All brands'), brands.map((name) => [name, name]), brand));
  form.elements.price.replaceChildren(...options(say('全部价格', 'Any price'), Object.entries(PRICES).map(([id, { words }]) => [id, words()]), price));
  form.elements.sort.replaceChildren(...Object.entries(SORTS).map(([id, { words }]) => element('option', { value: id, selected: id === sort }, words())));
  form.elements.stock.checked = stock;
  byId('search').value = q;
  byId('chips').replaceChildren(...[{ id: '', 'zh-CN': '全部', en: 'All' }, ...categories].map((one) =>
    element('li', {}, element('a', { class: 'chip', href: one.id ? `/shop/?category=${one.id}#catalog` : '/shop/#catalog', 'aria-current': one.id === category ? 'true' : null }, inLanguage(one)))));
};

const drawHeading = ({ q, category }, count) => {
  const named = categories.find((one) => one.id === category);
  byId('list-title').textContent = q ? say(`“${q}”的搜索结果`, `Results for “${q}”`) : named ? inLanguage(named) : say('全部商品', 'All products');
  byId('list-count').textContent = say(`${count} 件商品`, `${count} ${count === 1 ? 'product' : 'products'}`);
  const isListOnly = Boolean(q || category);
  byId('front').hidden = isListOnly;
  // Without the banner above it, the list's heading is the page's.
  byId('list-title').ariaLevel = isListOnly ? '1' : '2';
};

const draw = () => {
  const now = asked();
  const shown = select(now);
  drawCategories(now);
  drawFilters(now);
  drawHeading(now, shown.length);
  byId('products').replaceChildren(...shown.map((product, at) => productCard(product, { position: at + 1, listId: listIdOf(now) })));
  byId('nothing').hidden = shown.length > 0;
  return { now, shown };
};

const listFacts = ({ now, shown }) => ({
  list_id: listIdOf(now),
  category: now.category || 'all',
  products: shown.slice(0, LISTED_MAX).map((product, at) => facts(product, { position: at + 1 })),
});

const reportFilters = ({ now, shown }) => {
  const filters = ['brand', 'price'].filter((name) => now[name]).map((name) => ({ type: name, value: now[name] }));
  if (now.stock) filters.push({ type: 'availability', value: 'in_stock' });
  track('Product List Filtered', { ...listFacts({ now, shown }), filters, sorts: [{ type: 'sort', value: now.sort }] });
};

form.addEventListener('change', () => {
  const query = new URLSearchParams(location.search);
  for (const name of ['brand', 'price', 'sort']) {
    if (form.elements[name].value && form.elements[name].value !== 'featured') query.set(name, form.elements[name].value);
    else query.delete(name);
  }
  if (form.elements.stock.checked) query.set('stock', '1');
  else query.delete('stock');
  history.replaceState(null, '', `?${query}${location.hash}`);
  reportFilters(draw());
});
form.addEventListener('submit', (event) => event.preventDefault());

/** The banners: seen when half of one is on screen, clicked when followed. */
const promotionOf = (banner) => ({ promotion_id: banner.dataset.promotion, creative: banner.dataset.creative, name: banner.dataset.name, position: banner.dataset.position });
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    track('Promotion Viewed', promotionOf(target));
  }
}, { threshold: 0.5 });
for (const banner of document.querySelectorAll('[data-promotion]')) {
  seen.observe(banner);
  for (const link of banner.querySelectorAll('a')) link.addEventListener('click', () => track('Promotion Clicked', promotionOf(banner)));
}

inEveryLanguage(draw);

const first = { now: asked(), shown: select(asked()) };
page(first.now.q ? 'Search' : first.now.category ? 'Category' : 'Home', first.now.category ? { category: first.now.category } : {});
if (first.now.q) track('Products Searched', { query: first.now.q, results: first.shown.length });
track('Product List Viewed', listFacts(first));
// A category or a search is the page, so the list comes into view at once.
if ((first.now.category || first.now.q) && !location.hash) byId('catalog').scrollIntoView();
