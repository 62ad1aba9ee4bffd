//! The front page's banners: products on nothing, for a coloured panel behind them.

import { headphones } from './audio.mjs';
import { finishOf } from '../shop/js/finishes.js';
import { Sheet } from './paint.mjs';
import { phoneBack, phoneFront } from './phone.mjs';

const hexOf = (product, finish) => finishOf(product, finish).hex;

/** The long-lasting phone in its three finishes, its screen in front. */
export const hero = () => {
  const sheet = new Sheet(900, 760);
  const [width, height] = [292, 602];
  const back = (x, y, turn, finish) => {
    sheet.group({ transform: `rotate(${turn} ${x + width / 2} ${y + height})` }, () => {
      sheet.rect(x + 14, y + 22, width, height, 44, { fill: '#000', opacity: 0.36, filter: sheet.blur(18) });
      phoneBack(sheet, { x, y, width, height, base: hexOf('p-novera-12-endure', finish), island: 'bar', brand: 'Novera' });
    });
  };
  sheet.ellipse(450, 728, 360, 22, { fill: '#000', opacity: 0.5, filter: sheet.blur(20) });
  back(140, 90, -13, 'graphite');
  back(468, 90, 13, 'amber');
  back(236, 66, -5, 'moss');
  sheet.rect(372, 120, width, height, 44, { fill: '#000', opacity: 0.4, filter: sheet.blur(20) });
  sheet.group({ transform: 'rotate(5 500 720)' }, () => phoneFront(sheet, { x: 360, y: 104, width, height, base: hexOf('p-novera-12-endure', 'moss'), scene: 'forest' }));
  return sheet.toString();
};

export const promoHeadphones = () => {
  const sheet = new Sheet();
  headphones(sheet, { base: hexOf('p-auren-one', 'oat') });
  return sheet.toString();
};

export const promoPhone = () => {
  const sheet = new Sheet();
  const [width, height] = [330, 690];
  sheet.group({ transform: 'rotate(11 400 400)' }, () => {
    sheet.rect(246, 80, width, height, 50, { fill: '#000', opacity: 0.5, filter: sheet.blur(24) });
    phoneBack(sheet, { x: 235, y: 60, width, height, base: hexOf('p-kestra-k5-ultra', 'titanium'), island: 'ring', brand: 'Kestra' });
  });
  return sheet.toString();
};
