/** Amounts and times as the visitor reads them; the browser knows every language, we need not. */

export const money = (locale, currency, amount) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: Number.isInteger(amount) ? 0 : 2 }).format(amount);

export const clock = (locale, at) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false }).format(at);

/** The address as seen from the shop; only web pages and pictures, never a script. */
export const address = (url, origin) => {
  try {
    const { href, protocol } = new URL(url, origin);
    return /^https?:$/.test(protocol) ? href : '';
  } catch {
    return '';
  }
};

export const copy = (text) => navigator.clipboard?.writeText(text).catch(() => {});
