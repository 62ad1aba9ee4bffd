/**
 * Storage of the frame's own origin, which a browser may close to us: then everything lives as long as the page.
 *
 * What could not be sent lies under a key of this page's own, guarded by a lock that lives as long as the page: no
 * two pages ever send the same thing, and whoever comes next takes over from a page that is gone.
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
const store = (device) => (device ? localStorage : sessionStorage);

export const recall = (device) => quiet(() => store(device).getItem(ME)) ?? undefined;
export const keep = (device, text) => quiet(() => store(device).setItem(ME, text));
export const keepLeft = (device, text) => quiet(() => (text ? store(device).setItem(mine, text) : store(device).removeItem(mine)));
export const forget = (device) => quiet(() => Object.keys(store(device)).filter((key) => key.startsWith('proffer.')).forEach((key) => store(device).removeItem(key)));

const take = (device, key, found) => {
  const text = quiet(() => store(device).getItem(key));
  quiet(() => store(device).removeItem(key));
  if (text) found(text);
};
const others = (device) => quiet(() => Object.keys(store(device)).filter((key) => key.startsWith(LEFT) && key !== mine)) ?? [];

/** Holds this page's lock until it goes away; a lock held in the back/forward cache would keep the page out of it. */
const guard = () => {
  let release;
  navigator.locks?.request(mine, () => new Promise((resolve) => (release = resolve))).catch(() => {});
  addEventListener('pagehide', () => release?.(), { once: true });
};

/** Takes over what earlier pages of this tab, and closed tabs, could not send. */
export const adopt = (device, found) => {
  others(false).forEach((key) => take(false, key, found));
  if (!device) return;
  guard();
  addEventListener('pageshow', (event) => event.persisted && guard());
  for (const key of others(true)) {
    if (navigator.locks) navigator.locks.request(key, { ifAvailable: true }, (lock) => lock && take(true, key, found)).catch(() => {});
    else take(true, key, found);
  }
};
