//! Watches and the fitness band.

import { darken, lighten, mix } from './paint.mjs';

const strap = (sheet, base, width) => {
  const fill = sheet.linear([[0, darken(base, 0.35)], [0.2, lighten(base, 0.22)], [0.7, base], [1, darken(base, 0.42)]], [0, 0, 1, 0]);
  const [left, right] = [400 - width / 2, 400 + width / 2];
  sheet.path(`M${left} 300C${left + 6} 200 ${left + 26} 130 ${left + 34} 74C${left + 36} 56 ${right - 36} 56 ${right - 34} 74C${right - 26} 130 ${right - 6} 200 ${right} 300Z`, { fill });
  sheet.path(`M${left} 500C${left + 6} 600 ${left + 26} 670 ${left + 34} 726C${left + 36} 746 ${right - 36} 746 ${right - 34} 726C${right - 26} 670 ${right - 6} 600 ${right} 500Z`, { fill });
  for (const y of [642, 672, 702]) sheet.rect(393, y, 14, 9, 4, { fill: darken(base, 0.6) });
};

const polar = (degrees, r) => {
  const turn = ((degrees - 90) * Math.PI) / 180;
  return [400 + Math.cos(turn) * r, 400 + Math.sin(turn) * r];
};

const tick = (sheet, degrees, from, to, stroke, width) => {
  const [[x1, y1], [x2, y2]] = [polar(degrees, from), polar(degrees, to)];
  sheet.path(`M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`, { stroke, 'stroke-width': width, 'stroke-linecap': 'round', fill: 'none' });
};

const ring = (sheet, r, share, stroke) => {
  const length = 2 * Math.PI * r;
  sheet.circle(400, 400, r, { fill: 'none', stroke: '#ffffff', 'stroke-opacity': 0.09, 'stroke-width': 13 });
  sheet.circle(400, 400, r, { fill: 'none', stroke, 'stroke-width': 13, 'stroke-linecap': 'round', 'stroke-dasharray': `${(length * share).toFixed(0)} ${length.toFixed(0)}`, transform: 'rotate(-90 400 400)' });
};

const caseMetal = (sheet) => sheet.linear([[0, '#f1f2f4'], [0.28, '#8f9299'], [0.5, '#d6d8dc'], [0.75, '#6e7178'], [1, '#b6b9bf']], [0, 0, 1, 1]);

/** The outdoor watch: a lit round screen with three rings. */
export const fieldWatch = (sheet, { base }) => {
  sheet.shadow(420, 752, 150, 18, 0.28);
  strap(sheet, base, 214);
  sheet.rect(566, 376, 26, 48, 10, { fill: caseMetal(sheet) });
  sheet.circle(400, 400, 184, { fill: caseMetal(sheet) });
  sheet.circle(400, 400, 170, { fill: darken(mix(base, '#33353a', 0.5), 0.35) });
  for (let degrees = 0; degrees < 360; degrees += 30) tick(sheet, degrees, 154, 163, '#e9e7df', degrees % 90 === 0 ? 4 : 2);
  sheet.circle(400, 400, 148, { fill: '#07080a' });
  ring(sheet, 130, 0.78, '#ff7a59');
  ring(sheet, 111, 0.6, '#b9e36b');
  ring(sheet, 92, 0.9, '#5fc7f0');
  sheet.text(400, 412, 62, '10:09', { fill: '#fff', 'font-weight': 300, 'letter-spacing': -1 });
  sheet.text(400, 444, 19, '8 246', { fill: '#b9e36b', 'letter-spacing': 1 });
  sheet.path('M270 330A150 150 0 0 1 400 252A230 230 0 0 0 262 420A150 150 0 0 1 270 330Z', { fill: '#fff', opacity: 0.1 });
};

/** The dive watch: an analogue face under a ticked bezel. */
export const diveWatch = (sheet, { base }) => {
  sheet.shadow(420, 752, 160, 18, 0.28);
  strap(sheet, darken(base, 0.25), 230);
  sheet.rect(586, 374, 30, 52, 8, { fill: caseMetal(sheet) });
  sheet.circle(400, 400, 204, { fill: caseMetal(sheet) });
  sheet.circle(400, 400, 192, { fill: sheet.radial([[0, lighten(base, 0.1)], [1, darken(base, 0.35)]], [0.35, 0.3, 0.8]) });
  for (let degrees = 0; degrees < 360; degrees += 6) tick(sheet, degrees, degrees % 30 === 0 ? 166 : 176, 184, degrees < 90 ? '#ffb45e' : '#eef1f4', degrees % 30 === 0 ? 5 : 2);
  sheet.circle(400, 400, 156, { fill: '#c9ccd1' });
  sheet.circle(400, 400, 150, { fill: sheet.radial([[0, lighten(base, 0.16)], [0.7, darken(base, 0.35)], [1, darken(base, 0.6)]], [0.4, 0.35, 0.75]) });
  for (let degrees = 0; degrees < 360; degrees += 30) tick(sheet, degrees, degrees % 90 === 0 ? 108 : 120, 136, '#f4f1e2', degrees % 90 === 0 ? 12 : 8);
  sheet.text(400, 338, 17, 'HALDENE', { fill: '#f1f3f6', 'letter-spacing': 3 });
  sheet.text(400, 474, 12, '200 M', { fill: '#cfd6de', 'letter-spacing': 2 });
  tick(sheet, 305, -18, 78, '#f4f1e2', 13);
  tick(sheet, 60, -18, 116, '#f4f1e2', 9);
  tick(sheet, 205, -30, 128, '#ffb45e', 3);
  sheet.circle(400, 400, 9, { fill: '#e9ebee' });
  sheet.path('M266 334A150 150 0 0 1 404 250A250 250 0 0 0 256 430A150 150 0 0 1 266 334Z', { fill: '#fff', opacity: 0.13 });
};

/** The fitness band: a slim lit capsule. */
export const band = (sheet, { base }) => {
  sheet.shadow(416, 752, 110, 16, 0.28);
  strap(sheet, base, 148);
  sheet.rect(308, 236, 184, 328, 72, { fill: sheet.linear([[0, '#8c8f95'], [0.5, '#2c2e33'], [1, '#63666c']], [0, 0, 1, 1]) });
  sheet.rect(315, 243, 170, 314, 66, { fill: '#07080a' });
  sheet.text(400, 342, 58, '10', { fill: '#fff', 'font-weight': 300 });
  sheet.text(400, 398, 58, '09', { fill: '#fff', 'font-weight': 300, opacity: 0.7 });
  sheet.rect(346, 428, 108, 9, 4.5, { fill: '#fff', opacity: 0.14 });
  sheet.rect(346, 428, 76, 9, 4.5, { fill: '#ff7a59' });
  sheet.rect(346, 450, 108, 9, 4.5, { fill: '#fff', opacity: 0.14 });
  sheet.rect(346, 450, 92, 9, 4.5, { fill: '#b9e36b' });
  sheet.path('M372 508l9-9a7 7 0 0 1 12 6c-1 7-12 13-21 21c-9-8-20-14-21-21a7 7 0 0 1 12-6z', { fill: '#ff5d73', transform: 'translate(10 -2)' });
  sheet.text(420, 522, 20, '72', { fill: '#fff' });
};
