//! A short notice that something happened, read out by screen readers and gone by itself.

import { element, icon } from './element.js';
import { inLanguage, say } from './language.js';

/** How long a notice stays, unless the pointer or the keyboard is on it. */
const SHOWN_MS = 4200;

const shelf = element('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
document.body.append(shelf);

/** Shows `words`, with the product they are about when there is one. */
export const toast = (words, { product } = {}) => {
  const notice = element('div', { class: 'toast' },
    product ? element('img', { src: product.image, alt: '', width: 48, height: 48 }) : icon('check'),
    element('p', {}, element('strong', {}, words), product ? element('span', {}, inLanguage(product.name)) : null),
    product ? element('a', { href: '/shop/cart.html' }, say('去购物车', 'View cart')) : null);
  shelf.replaceChildren(notice);
  let timer = setTimeout(() => notice.remove(), SHOWN_MS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(() => notice.remove(), SHOWN_MS);
  };
  notice.addEventListener('pointerenter', hold);
  notice.addEventListener('focusin', hold);
  notice.addEventListener('pointerleave', release);
  notice.addEventListener('focusout', release);
};
