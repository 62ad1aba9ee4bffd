//! What the shop remembers in this browser: the cart, the language, the orders.
//!
//! Every key begins with `shop.` and is written only after the visitor does something, so
//! an untouched visit leaves nothing behind. A browser that refuses storage loses memory
//! between pages, never the page.

/** The kept value, or `fallback` when there is none or it cannot be read. */
export const recall = (key, fallback) => {
  try {
    const kept = localStorage.getItem(`shop.${key}`);
    return kept === null ? fallback : JSON.parse(kept);
  } catch {
    return fallback;
  }
};

/** Keeps a value as JSON. */
export const keep = (key, value) => {
  try {
    localStorage.setItem(`shop.${key}`, JSON.stringify(value));
  } catch {
    // Nothing to tell the visitor: the page in front of them still works.
  }
};

/** Keeps a bare word, for the keys that `early.js` reads before any module runs. */
export const keepWord = (key, word) => {
  try {
    localStorage.setItem(`shop.${key}`, word);
  } catch {
    // As above.
  }
};

export const forget = (key) => {
  try {
    localStorage.removeItem(`shop.${key}`);
  } catch {
    // As above.
  }
};
