//! Chargers, power banks and the bedside dock.

import { darken, lighten, lightness } from './paint.mjs';
import { phoneFront } from './phone.mjs';

const port = (sheet, x, y, wide = 60) => {
  sheet.rect(x - wide / 2, y - 11, wide, 22, 11, { fill: '#17181b' });
  sheet.rect(x - wide / 2 + 9, y - 3, wide - 18, 6, 3, { fill: '#6c6f75' });
};

const inkOn = (base) => (lightness(base) > 0.55 ? darken(base, 0.5) : lighten(base, 0.5));

/** A three-port wall charger with a coiled cable beside it. */
export const wallCharger = (sheet, { base }) => {
  sheet.shadow(390, 690, 230, 22);
  const cable = 'M392 566C560 640 640 560 640 474S560 350 512 400S520 560 640 610S730 690 700 700';
  sheet.path('M258 300V196Q258 186 268 186H282Q292 186 292 196V300ZM398 300V196Q398 186 408 186H422Q432 186 432 196V300Z', { fill: sheet.linear([[0, '#eceef0'], [0.5, '#a6a9af'], [1, '#d5d7da']], [0, 0, 1, 0]) });
  sheet.path(cable, { fill: 'none', stroke: darken(base, 0.24), 'stroke-width': 19, 'stroke-linecap': 'round' });
  sheet.path(cable, { fill: 'none', stroke: lighten(base, 0.3), 'stroke-width': 14, 'stroke-linecap': 'round' });
  sheet.path('M476 290L540 330V640Q540 676 506 680L476 690Z', { fill: darken(base, 0.24) });
  sheet.rect(196, 284, 300, 406, 58, { fill: sheet.linear([[0, lighten(base, 0.6)], [0.5, base], [1, darken(base, 0.16)]], [0, 0, 0.8, 1]) });
  sheet.rect(222, 310, 248, 354, 40, { fill: 'none', stroke: darken(base, 0.2), 'stroke-opacity': 0.35, 'stroke-width': 2 });
  sheet.text(346, 392, 58, '65', { fill: inkOn(base), 'font-weight': 700, 'letter-spacing': -2 });
  sheet.text(346, 418, 16, 'VOLTIQ GaN', { fill: inkOn(base), 'letter-spacing': 2, opacity: 0.75 });
  port(sheet, 346, 474);
  port(sheet, 346, 528);
  sheet.rect(308, 568, 76, 34, 6, { fill: '#17181b' });
  sheet.rect(315, 585, 62, 11, 2, { fill: '#e07b39' });
};

/** A power bank with its remaining charge on show. */
export const powerBank = (sheet, { base }) => {
  sheet.shadow(410, 704, 190, 24);
  sheet.rect(286, 128, 300, 576, 62, { fill: darken(base, 0.5) });
  sheet.rect(262, 118, 300, 586, 62, { fill: sheet.linear([[0, lighten(base, 0.4)], [0.3, base], [1, darken(base, 0.4)]], [0, 0, 0.9, 1]) });
  const ribs = sheet.pattern(14, 14, '<rect width="5" height="14" fill="#000" opacity=".16"/>');
  sheet.rect(280, 420, 264, 220, 30, { fill: ribs });
  sheet.rect(300, 156, 224, 152, 30, { fill: '#08090b' });
  sheet.text(402, 262, 92, '100', { fill: '#f3f5f7', 'font-weight': 300, 'letter-spacing': -3 });
  sheet.text(497, 258, 24, '%', { fill: '#8fe0a6' });
  sheet.rect(326, 282, 172, 7, 3.5, { fill: '#8fe0a6' });
  sheet.text(412, 366, 22, 'VOLTIQ', { fill: inkOn(base), 'letter-spacing': 7 });
  sheet.text(412, 394, 14, '20 000 mAh · 45 W', { fill: inkOn(base), opacity: 0.65, 'letter-spacing': 1 });
  sheet.path('M300 150Q290 150 288 190V420', { fill: 'none', stroke: '#fff', 'stroke-width': 5, opacity: 0.22, 'stroke-linecap': 'round' });
};

/** A magnetic battery on the back of a phone. */
export const magneticBattery = (sheet, { base }) => {
  sheet.shadow(400, 716, 200, 22);
  const glass = sheet.linear([[0, '#707681'], [0.5, '#484d57'], [1, '#2d3038']], [0, 0, 0.8, 1]);
  sheet.rect(258, 92, 290, 616, 46, { fill: sheet.linear([[0, '#3a3d44'], [0.08, '#b7bac0'], [0.16, '#6c6f76'], [0.9, '#55585f'], [1, '#25272c']], [0, 0, 1, 0]) });
  sheet.rect(263, 97, 280, 606, 42, { fill: glass });
  sheet.rect(288, 122, 76, 168, 38, { fill: '#3a3e47' });
  for (const y of [164, 246]) {
    sheet.circle(326, y, 30, { fill: '#0b0c0f' });
    sheet.circle(320, y - 8, 7, { fill: '#88a7e0', opacity: 0.8 });
  }
  sheet.rect(300, 350, 232, 326, 44, { fill: '#0b0c10', opacity: 0.45, filter: sheet.blur(14) });
  sheet.rect(286, 336, 234, 330, 44, { fill: sheet.linear([[0, lighten(base, 0.6)], [0.5, base], [1, darken(base, 0.22)]], [0, 0, 0.8, 1]) });
  sheet.circle(403, 464, 70, { fill: 'none', stroke: darken(base, 0.2), 'stroke-width': 9, opacity: 0.45 });
  sheet.text(403, 472, 22, 'VOLTIQ', { fill: inkOn(base), 'letter-spacing': 3 });
  for (const at of [0, 1, 2, 3]) sheet.circle(374 + at * 19, 622, 4.6, { fill: at < 3 ? '#3fbf77' : darken(base, 0.25) });
};

/** A bedside dock holding a phone, a watch and earbuds. */
export const dock = (sheet, { base }) => {
  sheet.shadow(400, 706, 290, 22);
  sheet.rect(150, 646, 500, 58, 29, { fill: sheet.linear([[0, lighten(base, 0.4)], [0.4, base], [1, darken(base, 0.4)]]) });
  sheet.rect(300, 330, 26, 330, 13, { fill: sheet.linear([[0, darken(base, 0.3)], [0.4, lighten(base, 0.45)], [1, darken(base, 0.35)]], [0, 0, 1, 0]) });
  sheet.group({ transform: 'rotate(-3 310 400)' }, () => phoneFront(sheet, { x: 196, y: 130, width: 232, height: 476, base: '#8a93a3', scene: 'forest' }));
  sheet.rect(560, 470, 20, 190, 10, { fill: sheet.linear([[0, darken(base, 0.3)], [0.4, lighten(base, 0.45)], [1, darken(base, 0.35)]], [0, 0, 1, 0]) });
  sheet.path('M516 520C504 600 520 640 540 640H600C620 640 636 600 624 520Z', { fill: 'none', stroke: '#d7d2c7', 'stroke-width': 26 });
  sheet.circle(570, 440, 84, { fill: sheet.linear([[0, '#eef0f2'], [0.5, '#8c9097'], [1, '#c7cad0']], [0, 0, 1, 1]) });
  sheet.circle(570, 440, 74, { fill: '#08090b' });
  sheet.circle(570, 440, 58, { fill: 'none', stroke: '#8fe0a6', 'stroke-width': 9, 'stroke-linecap': 'round', 'stroke-dasharray': '300 364', transform: 'rotate(-90 570 440)' });
  sheet.text(570, 450, 30, '82%', { fill: '#fff', 'font-weight': 300 });
  sheet.rect(396, 606, 128, 54, 27, { fill: sheet.linear([[0, '#ffffff'], [1, '#cfcfcb']]) });
  sheet.path('M396 628H524', { stroke: '#b5b5b0', 'stroke-width': 2 });
};
