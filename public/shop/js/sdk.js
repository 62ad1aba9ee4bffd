//! The shop's only door to Proffer: the public `proffer(…)` function.
//!
//! When the widget is blocked the stub in the page keeps queueing and nothing else
//! happens, so no page may wait for an answer from here.

/** The tag that loads the widget; it also says where the API is and which site this is. */
const tag = document.querySelector('script[data-site]');

/** The site's public write key. */
export const siteKey = tag?.dataset.site ?? '';

/** Where the widget and the API live, which is not where the shop lives. */
export const origin = tag ? new URL(tag.src, location.href).origin : location.origin;

/** Calls the SDK. */
export const tell = (...call) => window.proffer?.(...call);

/** Reports one of Segment's e-commerce events. */
export const track = (event, properties) => tell('track', event, properties);

/** Reports a page view. */
export const page = (name, properties = {}) => tell('page', name, { title: document.title, path: location.pathname, url: location.href, ...properties });
