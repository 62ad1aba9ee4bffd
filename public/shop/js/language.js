//! Chinese and English: words, prices and dates as the visitor reads them.
//!
//! Fixed text is in the pages in both languages and CSS shows one of them. Text made by a
//! script goes through `say` and is drawn again when the language changes.

import { keepWord } from './keep.js';
import { tell } from './sdk.js';

const listeners = new Set();

/** `zh-CN` or `en`. */
export const language = () => (document.documentElement.lang === 'en' ? 'en' : 'zh-CN');

/** The one of two texts that fits the visitor's language. */
export const say = (chinese, english) => (language() === 'en' ? english : chinese);

/** The visitor's side of a `{ 'zh-CN', en }` pair. */
export const inLanguage = (pair) => pair[language()];

/** A price from minor units, without decimals when they are zero. */
export const money = (minor) =>
  new Intl.NumberFormat(language(), { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol', minimumFractionDigits: minor % 100 === 0 ? 0 : 2 }).format(minor / 100);

export const number = (value) => new Intl.NumberFormat(language()).format(value);

export const date = (milliseconds) => new Intl.DateTimeFormat(language(), { year: 'numeric', month: 'long', day: 'numeric' }).format(milliseconds);

/** Runs `draw` now and again whenever the language changes. */
export const inEveryLanguage = (draw) => {
  listeners.add(draw);
  draw();
};

/** Fixed attributes and the title, which CSS cannot choose. */
const drawAttributes = () => {
  for (const holder of document.querySelectorAll('[data-en]')) {
    holder.dataset.zh ??= holder.textContent;
    holder.textContent = say(holder.dataset.zh, holder.dataset.en);
  }
  for (const name of ['placeholder', 'aria-label', 'alt', 'value']) {
    for (const holder of document.querySelectorAll(`[data-en-${name}]`)) {
      const chinese = `data-zh-${name}`;
      if (!holder.hasAttribute(chinese)) holder.setAttribute(chinese, holder.getAttribute(name) ?? '');
      holder.setAttribute(name, say(holder.getAttribute(chinese), holder.getAttribute(`data-en-${name}`)));
    }
  }
};

/** Changes the language, keeps it, and draws everything again. */
export const speak = (chosen) => {
  document.documentElement.lang = chosen;
  keepWord('language', chosen);
  drawAttributes();
  for (const draw of listeners) draw();
  tell('set', { locale: chosen });
};

drawAttributes();
