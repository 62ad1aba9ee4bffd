//! Delivery, returns and warranty. Reading a part of it is worth knowing: a visitor who
//! looks up returns before buying is hesitating.

import { page, track } from './sdk.js';
import './storefront.js';

const read = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    read.unobserve(target);
    track('Policy Read', { topic: target.id });
  }
}, { threshold: 0.6 });

page('Policy');
for (const part of document.querySelectorAll('[data-topic]')) read.observe(part);
