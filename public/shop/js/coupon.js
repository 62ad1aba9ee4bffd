//! Coupon codes: the one kept for checkout, whether it is valid, and what it takes off.
//!
//! The answer comes from Proffer's API and is asked for again when the order is placed.
//! The shop keeps only the code, never the benefit: a visitor who edits storage gains
//! nothing.

import { major } from './catalog.js';
import { forget, keep, recall } from './keep.js';
import { money, say } from './language.js';
import { origin, siteKey } from './sdk.js';

/** Delivery below the free limit, in minor units. */
export const DELIVERY_MINOR = 1500;
/** What next-day delivery adds, in minor units. */
const EXPRESS_MINOR = 1200;
/** Orders from here on are delivered free, in minor units. */
export const FREE_DELIVERY_FROM_MINOR = 9900;

export const keptCode = () => recall('coupon', '');
export const keepCode = (code) => keep('coupon', code);
export const forgetCode = () => forget('coupon');

/** Why a code was not taken. */
export const REFUSALS = {
  unknown: () => say('这个优惠码不存在或已失效。', 'This code does not exist or is no longer valid.'),
  expired: () => say('这个优惠码已经过期。', 'This code has expired.'),
  below_minimum: (coupon) => say(`订单满 ${money(coupon.min_spend_minor)} 才能使用。`, `Spend at least ${money(coupon.min_spend_minor)} to use it.`),
  unreachable: () => say('暂时无法验证优惠码，请稍后再试。', 'The code cannot be checked right now. Please try again.'),
};

/** Asks whether a code is valid: `{ coupon }`, or `{ refusal, coupon? }`. */
export const checkCode = async (code, subtotalMinor, now) => {
  try {
    const answer = await fetch(`${origin}/v1/coupons/${encodeURIComponent(code)}?site=${encodeURIComponent(siteKey)}`);
    if (answer.status === 404) return { refusal: 'unknown' };
    if (!answer.ok) return { refusal: 'unreachable' };
    const coupon = await answer.json();
    if (!coupon.valid) return { refusal: 'unknown' };
    if (coupon.expires_at && coupon.expires_at <= now) return { refusal: 'expired', coupon };
    if (coupon.min_spend_minor > subtotalMinor) return { refusal: 'below_minimum', coupon };
    return { coupon };
  } catch {
    return { refusal: 'unreachable' };
  }
};

/** What a benefit says to a shopper. */
export const benefitText = ({ kind, percent, amount_minor: amount }) => {
  switch (kind) {
    case 'percent_off':
      return say(`立减 ${percent}%`, `${percent}% off`);
    case 'amount_off':
      return say(`立减 ${money(amount)}`, `${money(amount)} off`);
    case 'free_delivery':
      return say('免运费', 'Free delivery');
    default:
      return '';
  }
};

const discountOf = (benefit, subtotalMinor) => {
  if (benefit?.kind === 'percent_off') return Math.floor((subtotalMinor * benefit.percent) / 100);
  if (benefit?.kind === 'amount_off') return Math.min(benefit.amount_minor, subtotalMinor);
  return 0;
};

/** The whole sum of an order, in minor units. */
export const totalsOf = (subtotalMinor, coupon, express = false) => {
  const discount = discountOf(coupon?.benefit, subtotalMinor);
  const standard = subtotalMinor - discount >= FREE_DELIVERY_FROM_MINOR ? 0 : DELIVERY_MINOR;
  const delivery = coupon?.benefit?.kind === 'free_delivery' ? 0 : standard + (express ? EXPRESS_MINOR : 0);
  return { subtotal: subtotalMinor, discount, delivery, total: subtotalMinor - discount + delivery };
};

/** The sums of an order in an event's major units. */
export const totalFacts = ({ subtotal, discount, delivery, total }) => ({
  subtotal: major(subtotal),
  discount: major(discount),
  shipping: major(delivery),
  revenue: major(subtotal - discount),
  total: major(total),
});
