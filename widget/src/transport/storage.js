/**
 * Storage of the frame's own origin. A browser may close it to a third-party frame; then the page that embeds us
 * lends its own, through the loader, or, if that is closed too, everything lives as long as the page.
 *
 * What could not be sent lies under a key of this page's own, guarded by a lock that lives as long as the page: no
 * two pages ever send the same thing, and whoever comes next takes over from a page that is gone. With the page's
 * storage it lies in the tab's: only the next page of the same tab takes over.
 */

const ME = 'proffer.me';
const LEFT = 'proffer.left.';
const page = Math.random().toString(36).slice(2);
const mine = LEFT + page;

const quiet = (f) => {
  try {
    return f();
  } catch {
    return undefined;
  }
};

/** Storage as the page lends it: one text for the tab and one for the device, told to the loader at each change. */
const lend = (port, device, text) => {
  const items = new Map(quiet(() => Object.entries(JSON.parse(text))));
  const tell = () => port.postMessage(JSON.stringify(['keep', device, items.size ? JSON.stringify(Object.fromEntries(items)) : '']));
  return {
    keys: () => [...items.keys()],
    getItem: (key) => items.get(key),
    setItem: (key, value) => tell(items.set(key, value)),
    removeItem: (key) => items.delete(key) && tell(),
  };
};
/** The browser's own, as long as it lets us. */
const own = (storage) => ({
  keys: () => Object.keys(storage),
  getItem: (key) => storage.getItem(key),
  setItem: (key, value) => storage.setItem(key, value),
  removeItem: (key) => storage.removeItem(key),
});

let tab = quiet(() => own(sessionStorage));
let long = quiet(() => own(localStorage));
const isOwn = tab && long;
const store = (device) => (device ? long : tab);
/** Where this page leaves what it could not send: two tabs would write over each other in one lent text. */
const lefts = (device) => store(device && isOwn);

export const borrow = (port, tabText, longText) => {
  if (isOwn) return;
  tab = lend(port, false, tabText);
  long = lend(port, true, longText);
};

/** A secret of 128 bits. */
export const mint = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export const recall = (device) => quiet(() => store(device).getItem(ME)) ?? undefined;
export const keep = (device, text) => quiet(() => store(device).setItem(ME, text));
export const keepLeft = (device, text) => quiet(() => (text ? lefts(device).setItem(mine, text) : lefts(device).removeItem(mine)));
export const forget = (device) => quiet(() => ours(store(device)).forEach((key) => store(device).removeItem(key)));

const ours = (from) => from.keys().filter((key) => key.startsWith('proffer.'));
const take = (from, key, found) => {
  const text = quiet(() => from.getItem(key));
  quiet(() => from.removeItem(key));
  if (text) found(text);
};
const others = (from) => quiet(() => ours(from).filter((key) => key.startsWith(LEFT) && key !== mine)) ?? [];

/** Holds this page's lock until it goes away; a lock held in the back/forward cache would keep the page out of it. */
const guard = () => {
  let release;
  navigator.locks?.request(mine, () => new Promise((resolve) => (release = resolve))).catch(() => {});
  addEventListener('pagehide', () => release?.(), { once: true });
};

/** Takes over what earlier pages of this tab, and closed tabs, could not send. */
export const adopt = (device, found) => {
  others(tab).forEach((key) => take(tab, key, found));
  if (!device || !isOwn) return;
  guard();
  addEventListener('pageshow', (event) => event.persisted && guard());
  for (const key of others(long)) {
    if (navigator.locks) navigator.locks.request(key, { ifAvailable: true }, (lock) => lock && take(long, key, found)).catch(() => {});
    else take(long, key, found);
  }
};
