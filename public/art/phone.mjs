//! Phones, and the cases that go round them.

import { darken, lighten, lightness, mix, rectMark } from './paint.mjs';

/** Wallpapers: three stops of sky, then the two ends of each of four ribbons. */
const WALLPAPERS = {
  dusk: ['#1d2350', '#5b4b8a', '#f0a58f', '#e7a0a0', '#f3c3a1', '#b0719a', '#dd8b8e', '#54457f', '#8f5c92', '#232552', '#463a72'],
  sea: ['#0d2a47', '#2f6f99', '#a9d6df', '#7fb9cf', '#cfe8e4', '#3f86ab', '#79bcc5', '#1d567f', '#3f8ca3', '#0f2f52', '#1d5674'],
  dawn: ['#5b6fae', '#b6a6cf', '#f7d3c4', '#f2bfb4', '#fbe3cd', '#c79fc0', '#eeb6b0', '#8379b3', '#bb8fb3', '#4a5290', '#7a6ea9'],
  forest: ['#10302f', '#3b6f62', '#cfdcbb', '#93b59c', '#dfe6c4', '#4f8572', '#9dbb93', '#27574f', '#568a70', '#12332f', '#2c5f51'],
  sand: ['#3d3a4a', '#8d7b7a', '#ecd2b0', '#d9b08c', '#f2e0c2', '#b8836a', '#dcae86', '#7c5a58', '#b07d68', '#38333f', '#6a5052'],
  night: ['#0c0f1c', '#232a4b', '#6a7bb5', '#56679f', '#8fa3d1', '#36457c', '#6075b0', '#1f2950', '#3c4c86', '#0d1122', '#232e57'],
};

/** Sky, a sun and four ribbons of hills. */
export const wallpaper = (sheet, { x, y, width, height, radius, scene }) => {
  const [top, middle, bottom, ...hills] = WALLPAPERS[scene];
  const clip = sheet.clip(rectMark(x, y, width, height, radius));
  const sky = sheet.linear([[0, top], [0.36, middle], [0.62, bottom]], [0, 0, 0.15, 1]);
  const at = (left, down) => `${(x + left * width).toFixed(1)} ${(y + down * height).toFixed(1)}`;
  const ribbon = (index, down, lift) => {
    const fill = sheet.linear([[0, hills[index * 2]], [1, hills[index * 2 + 1]]], [0, 0, 1, 0.35]);
    sheet.path(`M${at(-0.05, down)}C${at(0.25, down - lift)} ${at(0.45, down + lift)} ${at(0.68, down - lift * 0.4)}S${at(0.95, down - lift)} ${at(1.05, down - lift * 0.9)}L${at(1.05, 1.05)}L${at(-0.05, 1.05)}Z`, { fill });
  };
  const sun = Math.min(width, height);
  sheet.group({ 'clip-path': clip }, () => {
    sheet.rect(x, y, width, height, 0, { fill: sky });
    sheet.circle(x + width * 0.68, y + height * 0.42, sun * 0.24, { fill: sheet.radial([[0, '#fff6e6', 0.75], [1, '#fff6e6', 0]]) });
    sheet.circle(x + width * 0.68, y + height * 0.42, sun * 0.1, { fill: '#fff8ec' });
    ribbon(0, 0.56, 0.11);
    ribbon(1, 0.68, 0.09);
    ribbon(2, 0.8, 0.08);
    ribbon(3, 0.92, 0.05);
  });
};

/** A metal edge that catches the light on both sides. */
const metalEdge = (sheet, base) => {
  const metal = mix(base, '#9a9ca1', 0.4);
  return sheet.linear([[0, darken(metal, 0.35)], [0.06, lighten(metal, 0.55)], [0.14, darken(metal, 0.1)], [0.86, darken(metal, 0.18)], [0.95, lighten(metal, 0.42)], [1, darken(metal, 0.45)]], [0, 0, 1, 0]);
};

const lens = (sheet, cx, cy, r) => {
  sheet.circle(cx, cy, r, { fill: sheet.linear([[0, '#5c6068'], [0.5, '#16181c'], [1, '#3b3e45']], [0, 0, 1, 1]) });
  sheet.circle(cx, cy, r * 0.84, { fill: '#0a0b0e' });
  sheet.circle(cx, cy, r * 0.62, { fill: sheet.radial([[0, '#35507e'], [0.45, '#141c33'], [1, '#07080d']], [0.4, 0.35, 0.7]) });
  sheet.circle(cx, cy, r * 0.28, { fill: '#04050a' });
  sheet.ellipse(cx - r * 0.26, cy - r * 0.3, r * 0.17, r * 0.11, { fill: '#cfe0ff', opacity: 0.85, transform: `rotate(-35 ${cx - r * 0.26} ${cy - r * 0.3})` });
  sheet.circle(cx + r * 0.24, cy + r * 0.28, r * 0.07, { fill: '#8fb0ff', opacity: 0.6 });
};

const flash = (sheet, cx, cy, r) => sheet.circle(cx, cy, r, { fill: sheet.radial([[0, '#fff7e0'], [0.7, '#f0dfb6'], [1, '#b9a67d']]) });

/** The camera islands, each brand's own. */
const ISLANDS = {
  pill: (sheet, { x, y, width, base }) => {
    const size = width * 0.25;
    sheet.rect(x + width * 0.09, y + width * 0.09, size, size * 2.25, size / 2, { fill: sheet.linear([[0, lighten(base, 0.28)], [1, darken(base, 0.22)]], [0, 0, 1, 1]), stroke: darken(base, 0.25), 'stroke-opacity': 0.35 });
    lens(sheet, x + width * 0.09 + size / 2, y + width * 0.09 + size * 0.55, size * 0.38);
    lens(sheet, x + width * 0.09 + size / 2, y + width * 0.09 + size * 1.68, size * 0.38);
    flash(sheet, x + width * 0.44, y + width * 0.2, width * 0.026);
  },
  plate: (sheet, { x, y, width, base }) => {
    const size = width * 0.54;
    const [left, top] = [x + width * 0.07, y + width * 0.07];
    sheet.rect(left, top, size, size, size * 0.28, { fill: sheet.linear([[0, lighten(base, 0.22)], [1, darken(base, 0.3)]], [0, 0, 1, 1]), stroke: lighten(base, 0.4), 'stroke-opacity': 0.5 });
    lens(sheet, left + size * 0.29, top + size * 0.29, size * 0.19);
    lens(sheet, left + size * 0.29, top + size * 0.71, size * 0.19);
    lens(sheet, left + size * 0.71, top + size * 0.5, size * 0.19);
    flash(sheet, left + size * 0.72, top + size * 0.17, size * 0.055);
  },
  bar: (sheet, { x, y, width, base }) => {
    const [left, top, wide, tall] = [x + width * 0.07, y + width * 0.1, width * 0.86, width * 0.25];
    sheet.rect(left, top, wide, tall, tall / 2, { fill: sheet.linear([[0, darken(base, 0.45)], [0.5, darken(base, 0.7)], [1, darken(base, 0.5)]], [0, 0, 1, 1]), stroke: lighten(base, 0.3), 'stroke-opacity': 0.5 });
    lens(sheet, left + wide * 0.17, top + tall / 2, tall * 0.37);
    lens(sheet, left + wide * 0.43, top + tall / 2, tall * 0.37);
    flash(sheet, left + wide * 0.62, top + tall / 2, tall * 0.11);
    sheet.text(left + wide * 0.81, top + tall * 0.58, tall * 0.24, '7200', { fill: lighten(base, 0.45), 'letter-spacing': 2, 'font-weight': 600 });
  },
  ring: (sheet, { x, y, width, base }) => {
    const [cx, cy, r] = [x + width / 2, y + width * 0.43, width * 0.32];
    sheet.circle(cx, cy + 3, r * 1.04, { fill: darken(base, 0.5), opacity: 0.35, filter: sheet.blur(4) });
    sheet.circle(cx, cy, r, { fill: sheet.linear([[0, lighten(base, 0.5)], [0.5, darken(base, 0.15)], [1, lighten(base, 0.2)]], [0, 0, 1, 1]) });
    sheet.circle(cx, cy, r * 0.93, { fill: sheet.radial([[0, '#25272c'], [1, '#111216']], [0.4, 0.35, 0.8]) });
    for (const [left, top] of [[-0.36, -0.36], [0.36, -0.36], [-0.36, 0.36], [0.36, 0.36]]) lens(sheet, cx + r * left, cy + r * top, r * 0.29);
    sheet.text(cx, cy + r * 0.06, r * 0.15, 'KESTRA', { fill: '#b9bcc4', 'letter-spacing': 1.2 });
  },
  half: (sheet, { x, y, width, base }) => {
    const [cx, cy, r] = [x + width / 2, y + width * 0.34, width * 0.24];
    sheet.circle(cx, cy, r, { fill: sheet.linear([[0, lighten(base, 0.45)], [1, darken(base, 0.2)]], [0, 0, 1, 1]), stroke: darken(base, 0.2), 'stroke-opacity': 0.4 });
    lens(sheet, cx - r * 0.42, cy - r * 0.18, r * 0.34);
    lens(sheet, cx + r * 0.42, cy - r * 0.18, r * 0.34);
    lens(sheet, cx, cy + r * 0.5, r * 0.26);
  },
  dots: (sheet, { x, y, width, base }) => {
    for (const top of [0.21, 0.5]) {
      const [cx, cy, r] = [x + width * 0.22, y + width * top, width * 0.125];
      sheet.circle(cx, cy, r, { fill: sheet.linear([[0, lighten(base, 0.5)], [1, darken(base, 0.3)]], [0, 0, 1, 1]) });
      lens(sheet, cx, cy, r * 0.88);
    }
    flash(sheet, x + width * 0.42, y + width * 0.21, width * 0.03);
  },
};

/** The back of a phone. */
export const phoneBack = (sheet, { x, y, width, height, base, island, brand }) => {
  const radius = width * 0.15;
  sheet.rect(x + width - 3, y + height * 0.24, 7, height * 0.1, 3, { fill: darken(base, 0.4) });
  sheet.rect(x, y, width, height, radius, { fill: metalEdge(sheet, base) });
  const glass = sheet.linear([[0, lighten(base, 0.34)], [0.42, base], [1, darken(base, 0.26)]], [0, 0, 0.75, 1]);
  sheet.rect(x + 5, y + 5, width - 10, height - 10, radius - 4, { fill: glass });
  const clip = sheet.clip(rectMark(x + 5, y + 5, width - 10, height - 10, radius - 4));
  sheet.group({ 'clip-path': clip }, () => {
    const sheen = sheet.linear([[0, '#fff', 0.34], [1, '#fff', 0]], [0, 0, 1, 1]);
    sheet.path(`M${x} ${y}H${x + width * 0.62}L${x + width * 0.05} ${y + height}H${x}Z`, { fill: sheen, opacity: 0.55 });
  });
  ISLANDS[island](sheet, { x, y, width, base });
  sheet.text(x + width / 2, y + height * 0.9, width * 0.062, brand.toUpperCase(), { fill: lightness(base) > 0.55 ? darken(base, 0.42) : lighten(base, 0.5), 'letter-spacing': 4, opacity: 0.85 });
};

/** The front of a phone, lit. */
export const phoneFront = (sheet, { x, y, width, height, base, scene, clock = true }) => {
  const radius = width * 0.15;
  sheet.rect(x + width - 3, y + height * 0.22, 7, height * 0.09, 3, { fill: darken(base, 0.45) });
  sheet.rect(x, y, width, height, radius, { fill: metalEdge(sheet, base) });
  sheet.rect(x + 4, y + 4, width - 8, height - 8, radius - 3, { fill: '#08090b' });
  const inset = 11;
  wallpaper(sheet, { x: x + inset, y: y + inset, width: width - inset * 2, height: height - inset * 2, radius: radius - inset + 3, scene });
  sheet.circle(x + width / 2, y + inset + 17, 8, { fill: '#050608' });
  if (clock) {
    sheet.text(x + width / 2, y + height * 0.2, width * 0.225, '09:41', { fill: '#fff', 'font-weight': 300, 'letter-spacing': -1 });
    sheet.rect(x + width * 0.36, y + height - inset - 12, width * 0.28, 4, 2, { fill: '#fff', opacity: 0.85 });
  }
  sheet.path(`M${x + inset + 16} ${y + inset}H${x + width * 0.55}L${x + inset} ${y + height * 0.72}V${y + inset + 20}Z`, { fill: sheet.linear([[0, '#fff', 0.16], [1, '#fff', 0]], [0, 0, 1, 1]) });
};

/** A phone seen twice: its back, and its screen a step in front. */
export const phone = (sheet, { base, island, brand, scene, size = 1 }) => {
  const [width, height] = [286 * size, 590 * size];
  sheet.shadow(400, 716, 250, 22);
  phoneBack(sheet, { x: 400 - width * 0.93, y: 690 - height - 14, width, height, base, island, brand });
  sheet.rect(400 - width * 0.12, 712 - height, width * 0.5, height - 6, width * 0.15, { fill: '#0b0c10', opacity: 0.3, filter: sheet.blur(16) });
  phoneFront(sheet, { x: 400 - width * 0.06, y: 712 - height, width, height, base, scene });
};

/** A clamshell: closed with its cover screen, and open behind it. */
export const flipPhone = (sheet, { base, brand, scene }) => {
  sheet.shadow(400, 716, 250, 22);
  phoneFront(sheet, { x: 400, y: 100, width: 262, height: 606, base, scene });
  sheet.rect(400, 400, 262, 7, 0, { fill: sheet.linear([[0, '#000', 0], [0.5, '#000', 0.3], [1, '#fff', 0.12]]) });
  const [x, y, width, height] = [158, 408, 284, 304];
  sheet.rect(x + 20, y + 10, width, height, 44, { fill: '#0b0c10', opacity: 0.32, filter: sheet.blur(16) });
  sheet.rect(x, y, width, height, 42, { fill: metalEdge(sheet, base) });
  sheet.rect(x + 5, y + 5, width - 10, height - 10, 38, { fill: sheet.linear([[0, lighten(base, 0.36)], [1, darken(base, 0.2)]], [0, 0, 0.7, 1]) });
  sheet.rect(x + 16, y + 16, width - 32, height * 0.6, 28, { fill: '#08090b' });
  wallpaper(sheet, { x: x + 20, y: y + 20, width: width - 40, height: height * 0.6 - 8, radius: 25, scene });
  lens(sheet, x + width - 62, y + 62, 25);
  lens(sheet, x + width - 62, y + 122, 25);
  sheet.text(x + 104, y + 122, 58, '09:41', { fill: '#fff', 'font-weight': 300 });
  sheet.text(x + width / 2, y + height * 0.86, 18, brand.toUpperCase(), { fill: darken(base, 0.5), 'letter-spacing': 4 });
  sheet.rect(x + 30, y + height - 7, width - 60, 7, 3, { fill: darken(base, 0.35) });
};

/** A protective case seen from behind, with a second one leaning under it. */
export const phoneCase = (sheet, { base, leather = false, island = 'pill' }) => {
  sheet.shadow(400, 718, 220, 22);
  const body = (x, y, width, height, turn, front) => {
    const radius = width * 0.165;
    sheet.group({ transform: `rotate(${turn} ${x + width / 2} ${y + height})` }, () => {
      sheet.rect(x, y, width, height, radius, { fill: sheet.linear([[0, lighten(base, 0.2)], [0.5, base], [1, darken(base, 0.35)]], [0, 0, 1, 0.6]) });
      sheet.rect(x + 6, y + 6, width - 12, height - 12, radius - 5, { fill: sheet.linear([[0, lighten(base, 0.16)], [0.6, base], [1, darken(base, 0.18)]], [0, 0, 0.6, 1]) });
      if (leather) {
        const grain = sheet.pattern(9, 9, `<path d="M1 2q2 1 3 0M5 6q2-1 3 1M2 7q1 1 2 0" stroke="${darken(base, 0.35)}" stroke-width=".8" fill="none" opacity=".55"/>`, 24);
        sheet.rect(x + 6, y + 6, width - 12, height - 12, radius - 5, { fill: grain });
        sheet.rect(x + 18, y + 18, width - 36, height - 36, radius - 15, { fill: 'none', stroke: lighten(base, 0.5), 'stroke-width': 2, 'stroke-dasharray': '7 6', opacity: 0.7 });
      }
      if (!front) return;
      const hole = width * 0.3;
      if (island === 'ring') {
        sheet.circle(x + width / 2, y + width * 0.44, width * 0.33, { fill: darken(base, 0.4) });
        ISLANDS.ring(sheet, { x, y, width, base: '#6b6a68' });
      } else {
        sheet.rect(x + width * 0.075, y + width * 0.075, hole, hole * 2.1, hole / 2, { fill: darken(base, 0.5) });
        ISLANDS.pill(sheet, { x, y: y + width * 0.015, width, base: '#3a3c42' });
        sheet.circle(x + width / 2, y + height * 0.56, width * 0.25, { fill: 'none', stroke: darken(base, 0.24), 'stroke-width': 9, opacity: 0.5 });
        sheet.rect(x + width / 2 - 4.5, y + height * 0.56 + width * 0.33, 9, width * 0.13, 4, { fill: darken(base, 0.24), opacity: 0.5 });
      }
      sheet.text(x + width / 2, y + height * 0.93, 14, 'KORALLE', { fill: darken(base, 0.45), 'letter-spacing': 4 });
    });
  };
  body(300, 128, 284, 580, 7, false);
  sheet.rect(240, 140, 290, 570, 48, { fill: '#0b0c10', opacity: 0.28, filter: sheet.blur(16) });
  body(226, 122, 288, 590, 0, true);
};
