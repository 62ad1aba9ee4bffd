//! Draws every product picture of the demo shop: `node public/art/draw.mjs`.
//!
//! One SVG for each product and finish and one for each banner, into `public/shop/img`. The pictures are committed,
//! so this runs only when a product, a finish or a drawing changes.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { finishesOf } from '../shop/js/finishes.js';
import { earbuds, headphones, neckband, openEar, pocketSpeaker, roomSpeaker, soundbar } from './audio.mjs';
import { laptop, sleeve, tablet } from './computer.mjs';
import { hero, promoHeadphones, promoPhone } from './banner.mjs';
import { Sheet } from './paint.mjs';
import { flipPhone, phone, phoneCase } from './phone.mjs';
import { dock, magneticBattery, powerBank, wallCharger } from './power.mjs';
import { band, diveWatch, fieldWatch } from './wearable.mjs';

/** Which drawing shows which product. */
const DRAWINGS = {
  'p-novera-12': [phone, { island: 'pill', size: 0.95, scene: 'dawn' }],
  'p-novera-12-pro': [phone, { island: 'plate', scene: 'night' }],
  'p-novera-12-endure': [phone, { island: 'bar', scene: 'forest' }],
  'p-kestra-k5': [phone, { island: 'half', scene: 'sea' }],
  'p-kestra-k5-ultra': [phone, { island: 'ring', size: 1.02, scene: 'sand' }],
  'p-kestra-flip': [flipPhone, { scene: 'dusk' }],
  'p-mossa-m3': [phone, { island: 'dots', scene: 'forest' }],
  'p-mossa-m3-lite': [phone, { island: 'dots', size: 0.98, scene: 'sea' }],
  'p-auren-buds': [earbuds, {}],
  'p-auren-buds-air': [earbuds, { stem: 130 }],
  'p-auren-one': [headphones, {}],
  'p-terno-open': [openEar, {}],
  'p-terno-sport': [neckband, {}],
  'p-haldene-field': [fieldWatch, {}],
  'p-haldene-dive': [diveWatch, {}],
  'p-kestra-band': [band, {}],
  'p-novera-pad': [tablet, { scene: 'dawn' }],
  'p-novera-pad-pro': [tablet, { pen: true, scene: 'dusk' }],
  'p-mossa-pad-mini': [tablet, { small: true, scene: 'sea' }],
  'p-novera-air-13': [laptop, { scene: 'sand' }],
  'p-kestra-book-14': [laptop, { scene: 'sea' }],
  'p-kestra-book-16-pro': [laptop, { scene: 'night' }],
  'p-voltiq-65': [wallCharger, {}],
  'p-voltiq-20k': [powerBank, {}],
  'p-voltiq-mag': [magneticBattery, {}],
  'p-voltiq-dock': [dock, {}],
  'p-koralle-novera-12': [phoneCase, {}],
  'p-koralle-k5-ultra': [phoneCase, { leather: true, island: 'ring' }],
  'p-koralle-sleeve': [sleeve, {}],
  'p-terno-mini': [pocketSpeaker, {}],
  'p-auren-room': [roomSpeaker, {}],
  'p-auren-stage': [soundbar, {}],
};

const shop = fileURLToPath(new URL('../shop/', import.meta.url));
const catalog = JSON.parse(readFileSync(`${shop}catalog.json`, 'utf8'));

mkdirSync(`${shop}img`, { recursive: true });
for (const old of readdirSync(`${shop}img`)) if (old.startsWith('p-')) rmSync(`${shop}img/${old}`);

writeFileSync(`${shop}img/hero-endure.svg`, hero());
writeFileSync(`${shop}img/hero-auren-one.svg`, promoHeadphones());
writeFileSync(`${shop}img/hero-k5-ultra.svg`, promoPhone());

for (const product of catalog) {
  const [draw, options] = DRAWINGS[product.id];
  finishesOf(product.id).forEach((finish, at) => {
    const sheet = new Sheet();
    sheet.backdrop(finish.hex);
    draw(sheet, { base: finish.hex, brand: product.brand, ...options });
    writeFileSync(`${shop}img/${product.id}${at === 0 ? '' : `--${finish.id}`}.svg`, sheet.toString());
  });
}
