//! What every page shares: the bar at the top, language and theme, and what the chat may do.
//!
//! The chat may do two things here: put a recommended product in the cart, and hand over a
//! coupon code. Both arrive through the SDK's public events.

import { addToCart, cartCount, onCartChange } from './cart.js';
import { productById } from './catalog.js';
import { keepCode } from './coupon.js';
import { byId } from './element.js';
import { keepWord } from './keep.js';
import { inEveryLanguage, language, say, speak } from './language.js';
import { tell } from './sdk.js';
import { toast } from './toast.js';

const drawCount = () => {
  const count = cartCount();
  byId('cart-count').textContent = count > 99 ? '99+' : String(count);
  byId('cart-count').hidden = count === 0;
  byId('cart-link').setAttribute('aria-label', say(`购物车，${count} 件`, `Cart, ${count} ${count === 1 ? 'item' : 'items'}`));
};

const themeNow = () => document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

const drawThemeButton = () => byId('theme').setAttribute('aria-label', themeNow() === 'dark' ? say('切换到浅色', 'Switch to light') : say('切换到深色', 'Switch to dark'));

byId('language').addEventListener('click', () => speak(language() === 'en' ? 'zh-CN' : 'en'));

byId('theme').addEventListener('click', () => {
  const next = themeNow() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  keepWord('theme', next);
  drawThemeButton();
  tell('set', { theme: next });
});

for (const opener of document.querySelectorAll('[data-open-chat]')) opener.addEventListener('click', () => tell('open'));

const category = new URLSearchParams(location.search).get('category');
for (const link of document.querySelectorAll('.nav a')) {
  if (category && new URL(link.href).searchParams.get('category') === category) link.setAttribute('aria-current', 'page');
}

tell('on', 'cart:add', async ({ product_id: productId, quantity }) => {
  const product = await productById(productId);
  if (!product) return;
  const added = await addToCart(productId, { quantity: Number(quantity) > 0 ? Math.floor(Number(quantity)) : 1, source: 'chat' });
  toast(added > 0 ? say('已加入购物车', 'Added to the cart') : say('这件商品暂时没有更多库存', 'No more of this in stock'), { product });
});

tell('on', 'coupon', ({ code }) => {
  if (typeof code !== 'string' || code === '') return;
  keepCode(code);
  document.dispatchEvent(new CustomEvent('shop:coupon', { detail: { code } }));
  toast(say(`优惠码 ${code} 已备好，结算时自动填入`, `Code ${code} is ready and will be filled in at checkout`));
});

onCartChange(drawCount);
inEveryLanguage(() => {
  drawCount();
  drawThemeButton();
});
