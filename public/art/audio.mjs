//! Things to listen with: earbuds, headphones and speakers.

import { darken, lighten, lightness, mix, rectMark } from './paint.mjs';

const round = (sheet, base) => sheet.linear([[0, lighten(base, 0.5)], [0.45, base], [1, darken(base, 0.32)]], [0, 0, 1, 0.9]);
const mesh = (sheet, base, size = 7) => sheet.pattern(size, size, `<circle cx="${size / 2}" cy="${size / 2}" r="${size * 0.27}" fill="${darken(base, 0.4)}" opacity=".7"/>`, 45);

const bud = (sheet, { x, y, base, side, stem }) => {
  const way = side === 'left' ? 1 : -1;
  sheet.group({ transform: `translate(${x} ${y}) scale(${way} 1) rotate(-8)` }, () => {
    sheet.rect(-18, 20, 36, stem, 18, { fill: sheet.linear([[0, lighten(base, 0.45)], [0.5, base], [1, darken(base, 0.3)]], [0, 0, 1, 0]) });
    sheet.rect(-11, stem - 8, 22, 18, 9, { fill: mix(base, '#8a8d92', 0.65) });
    sheet.ellipse(14, 0, 58, 52, { fill: sheet.radial([[0, lighten(base, 0.6)], [0.6, base], [1, darken(base, 0.3)]], [0.36, 0.3, 0.75]) });
    sheet.ellipse(-14, 6, 24, 28, { fill: darken(base, 0.12) });
    sheet.ellipse(-14, 6, 17, 21, { fill: '#1a1c20' });
    sheet.ellipse(66, 14, 21, 26, { fill: mix(base, '#5b5e64', 0.75), transform: 'rotate(18 66 14)' });
    sheet.ellipse(72, 16, 9, 14, { fill: '#15171b', transform: 'rotate(18 72 16)' });
    sheet.ellipse(2, -24, 20, 9, { fill: '#fff', opacity: lightness(base) > 0.6 ? 0.85 : 0.3, transform: 'rotate(-24 2 -24)' });
  });
};

/** True-wireless earbuds above their open case. */
export const earbuds = (sheet, { base, stem = 96 }) => {
  sheet.shadow(400, 688, 240, 24);
  sheet.path('M196 500C196 392 280 330 400 330S604 392 604 500Z', { fill: sheet.linear([[0, lighten(base, 0.35)], [0.5, darken(base, 0.05)], [1, darken(base, 0.4)]], [0, 0, 0.8, 1]) });
  sheet.path('M224 500C224 412 296 356 400 356S576 412 576 500Z', { fill: sheet.linear([[0, darken(base, 0.3)], [1, darken(base, 0.12)]]) });
  sheet.ellipse(400, 506, 206, 36, { fill: darken(base, 0.36) });
  sheet.ellipse(400, 510, 188, 27, { fill: darken(base, 0.6) });
  bud(sheet, { x: 318, y: 350, base, side: 'right', stem });
  bud(sheet, { x: 482, y: 350, base, side: 'left', stem });
  sheet.path('M194 506C210 540 300 548 400 548S590 540 606 506V552C606 640 528 690 400 690S194 640 194 552Z', { fill: sheet.linear([[0, lighten(base, 0.5)], [0.4, base], [1, darken(base, 0.32)]], [0, 0, 0.7, 1]) });
  sheet.path('M194 506C210 540 300 548 400 548S590 540 606 506', { fill: 'none', stroke: lighten(base, 0.6), 'stroke-width': 3, opacity: 0.7 });
  sheet.circle(400, 590, 5, { fill: '#46d18a' });
  sheet.text(400, 640, 18, 'AUREN', { fill: lightness(base) > 0.55 ? darken(base, 0.35) : lighten(base, 0.4), 'letter-spacing': 6 });
};

/** Over-ear headphones, a little turned. */
export const headphones = (sheet, { base }) => {
  sheet.shadow(400, 704, 250, 22);
  const steel = sheet.linear([[0, '#e2e4e8'], [0.5, '#8b8e95'], [1, '#c5c8cd']], [0, 0, 1, 1]);
  sheet.path('M196 470C178 250 268 122 400 122S622 250 604 470', { fill: 'none', stroke: darken(base, 0.2), 'stroke-width': 46, 'stroke-linecap': 'round' });
  sheet.path('M196 470C178 250 268 122 400 122S622 250 604 470', { fill: 'none', stroke: round(sheet, base), 'stroke-width': 38, 'stroke-linecap': 'round' });
  sheet.path('M262 196C300 150 346 134 400 134S500 150 538 196', { fill: 'none', stroke: lighten(base, 0.5), 'stroke-width': 5, opacity: 0.6, 'stroke-linecap': 'round' });
  sheet.path('M278 226C312 184 352 168 400 168S488 184 522 226', { fill: 'none', stroke: darken(base, 0.45), 'stroke-width': 20, 'stroke-linecap': 'round', opacity: 0.8 });
  for (const way of [1, -1]) {
    sheet.group({ transform: way === 1 ? '' : 'translate(800 0) scale(-1 1)' }, () => {
      sheet.rect(183, 392, 22, 112, 11, { fill: steel });
      sheet.rect(228, 462, 66, 214, 33, { fill: sheet.linear([[0, darken(base, 0.35)], [0.6, darken(base, 0.6)], [1, darken(base, 0.72)]], [0, 0, 1, 0]) });
      sheet.rect(236, 470, 22, 198, 11, { fill: lighten(base, 0.12), opacity: 0.5 });
      sheet.rect(136, 440, 116, 258, 58, { fill: sheet.linear([[0, darken(base, 0.25)], [0.3, lighten(base, 0.28)], [0.7, base], [1, darken(base, 0.4)]], [0, 0, 1, 0.25]) });
      sheet.rect(150, 456, 72, 226, 36, { fill: sheet.linear([[0, lighten(base, 0.22)], [1, darken(base, 0.2)]], [0, 0, 1, 1]), stroke: darken(base, 0.3), 'stroke-opacity': 0.5 });
      sheet.circle(186, 569, 27, { fill: steel, opacity: 0.9 });
      sheet.circle(186, 569, 21, { fill: sheet.radial([[0, lighten(base, 0.2)], [1, darken(base, 0.35)]], [0.35, 0.3, 0.8]) });
    });
  }
};

/** Open-ear clips on a low stand. */
export const openEar = (sheet, { base }) => {
  sheet.shadow(400, 690, 230, 22);
  const ear = (x, way) => sheet.group({ transform: `translate(${x} 0) scale(${way} 1)` }, () => {
    sheet.path('M-36 520C-110 420-92 230 12 206C96 188 128 276 92 340', { fill: 'none', stroke: darken(base, 0.3), 'stroke-width': 30, 'stroke-linecap': 'round' });
    sheet.path('M-36 520C-110 420-92 230 12 206C96 188 128 276 92 340', { fill: 'none', stroke: round(sheet, base), 'stroke-width': 24, 'stroke-linecap': 'round' });
    sheet.path('M-62 470C-104 390-80 250 8 216', { fill: 'none', stroke: lighten(base, 0.6), 'stroke-width': 5, 'stroke-linecap': 'round', opacity: 0.55 });
    sheet.rect(-78, 478, 62, 128, 31, { fill: round(sheet, base) });
    sheet.circle(-47, 540, 13, { fill: darken(base, 0.2) });
    sheet.ellipse(84, 394, 56, 76, { fill: sheet.radial([[0, lighten(base, 0.5)], [0.6, base], [1, darken(base, 0.35)]], [0.36, 0.3, 0.8]), transform: 'rotate(14 84 394)' });
    sheet.ellipse(84, 398, 34, 52, { fill: darken(base, 0.55), transform: 'rotate(14 84 398)' });
    sheet.ellipse(84, 398, 34, 52, { fill: mesh(sheet, lighten(base, 0.3)), transform: 'rotate(14 84 398)' });
  });
  sheet.group({ transform: 'translate(0 70)' }, () => {
    ear(282, 1);
    ear(518, -1);
  });
};

/** A neckband with two buds that meet. */
export const neckband = (sheet, { base }) => {
  sheet.shadow(400, 704, 210, 18);
  const cord = 'M322 210C300 330 180 360 186 496C192 626 296 690 400 690S608 626 614 496C620 360 500 330 478 210';
  sheet.path(cord, { fill: 'none', stroke: '#24262b', 'stroke-width': 9 });
  const arc = 'M186 496C192 626 296 690 400 690S608 626 614 496';
  sheet.path(arc, { fill: 'none', stroke: darken(base, 0.35), 'stroke-width': 38, 'stroke-linecap': 'round' });
  sheet.path(arc, { fill: 'none', stroke: round(sheet, base), 'stroke-width': 32, 'stroke-linecap': 'round' });
  sheet.path('M196 530C214 626 304 678 400 678', { fill: 'none', stroke: lighten(base, 0.6), 'stroke-width': 5, opacity: 0.55, 'stroke-linecap': 'round' });
  sheet.rect(166, 456, 40, 92, 20, { fill: '#2b2d33' });
  sheet.rect(594, 456, 40, 92, 20, { fill: '#2b2d33' });
  for (const way of [1, -1]) sheet.group({ transform: `translate(${way === 1 ? 322 : 478} 190) scale(${way} 1)` }, () => {
    sheet.rect(-26, -46, 46, 80, 22, { fill: round(sheet, base) });
    sheet.ellipse(34, -16, 30, 36, { fill: '#2a2c31' });
    sheet.ellipse(54, -14, 18, 24, { fill: '#43464d' });
  });
};

/** A palm-sized round speaker with a loop. */
export const pocketSpeaker = (sheet, { base }) => {
  sheet.shadow(400, 678, 220, 26);
  sheet.path('M548 250C640 220 676 300 640 372', { fill: 'none', stroke: darken(base, 0.4), 'stroke-width': 22, 'stroke-linecap': 'round' });
  sheet.rect(186, 226, 428, 452, 120, { fill: round(sheet, base) });
  const weave = sheet.pattern(12, 12, `<path d="M0 6h6v6M6 0v6h6" fill="none" stroke="${darken(base, 0.36)}" stroke-width="2.6" opacity=".55"/>`, 45);
  sheet.rect(186, 226, 428, 452, 120, { fill: weave });
  sheet.rect(186, 226, 428, 452, 120, { fill: sheet.linear([[0, '#fff', 0.32], [0.4, '#fff', 0], [1, '#000', 0.26]], [0, 0, 0.8, 1]) });
  sheet.rect(222, 258, 356, 34, 17, { fill: darken(base, 0.34), opacity: 0.75 });
  for (const [at, mark] of [[300, '−'], [400, '●'], [500, '+']]) sheet.text(at, 283, 24, mark, { fill: lighten(base, 0.55) });
  sheet.rect(340, 560, 120, 42, 10, { fill: darken(base, 0.45) });
  sheet.text(400, 588, 20, 'TERNO', { fill: lighten(base, 0.6), 'letter-spacing': 4 });
};

/** A room speaker: a fabric cylinder with a lit top. */
export const roomSpeaker = (sheet, { base }) => {
  sheet.shadow(400, 706, 210, 28);
  const body = 'M226 214C226 176 304 150 400 150S574 176 574 214L560 660C560 692 488 712 400 712S240 692 240 660Z';
  sheet.path(body, { fill: sheet.linear([[0, darken(base, 0.28)], [0.28, lighten(base, 0.34)], [0.65, base], [1, darken(base, 0.42)]], [0, 0, 1, 0]) });
  const weave = sheet.pattern(10, 10, `<path d="M0 5h5M5 0v5M5 5v5M10 5H5" stroke="${darken(base, 0.5)}" stroke-width="1.6" opacity=".4"/>`, 28);
  sheet.path(body, { fill: weave });
  sheet.ellipse(400, 212, 174, 60, { fill: sheet.linear([[0, lighten(base, 0.35)], [1, darken(base, 0.2)]]) });
  sheet.ellipse(400, 212, 150, 50, { fill: '#17181c' });
  sheet.ellipse(400, 212, 106, 34, { fill: 'none', stroke: sheet.linear([[0, '#6bd3ff'], [0.5, '#9d8bff'], [1, '#ff9fc0']], [0, 0, 1, 0]), 'stroke-width': 7 });
  sheet.rect(352, 636, 96, 28, 7, { fill: darken(base, 0.3) });
  sheet.text(400, 655, 14, 'AUREN', { fill: lighten(base, 0.6), 'letter-spacing': 3 });
};

/** A soundbar, seen slightly from above. */
export const soundbar = (sheet, { base }) => {
  sheet.shadow(400, 556, 340, 26);
  sheet.path('M74 420L120 352H680L726 420Z', { fill: sheet.linear([[0, lighten(base, 0.24)], [1, lighten(base, 0.06)]]), 'stroke-linejoin': 'round' });
  for (const at of [210, 590]) {
    sheet.ellipse(at, 386, 50, 18, { fill: darken(base, 0.5) });
    sheet.ellipse(at, 386, 50, 18, { fill: mesh(sheet, lighten(base, 0.4), 6) });
  }
  for (const at of [352, 384, 416, 448]) sheet.ellipse(at, 388, 7, 3.4, { fill: lighten(base, 0.5) });
  const front = rectMark(62, 416, 676, 122, 24, { fill: sheet.linear([[0, darken(base, 0.12)], [0.4, darken(base, 0.32)], [1, darken(base, 0.6)]]) });
  sheet.add(front);
  sheet.rect(62, 416, 676, 122, 24, { fill: mesh(sheet, lighten(base, 0.16), 8) });
  sheet.rect(62, 416, 676, 5, 2, { fill: lighten(base, 0.5), opacity: 0.7 });
  sheet.text(660, 510, 16, 'AUREN', { fill: '#d9dadd', 'letter-spacing': 3 });
  sheet.circle(400, 510, 5, { fill: '#fff' });
  sheet.circle(420, 510, 5, { fill: '#fff', opacity: 0.6 });
  sheet.circle(440, 510, 5, { fill: '#fff', opacity: 0.3 });
};
