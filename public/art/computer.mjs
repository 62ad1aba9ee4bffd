//! Tablets, laptops and the sleeve that carries one.

import { darken, lighten, mix, rectMark } from './paint.mjs';
import { wallpaper } from './phone.mjs';

/** A tablet in front of its own back; a pro has a pen. */
export const tablet = (sheet, { base, pen = false, small = false, scene }) => {
  const [width, height] = small ? [330, 470] : [560, 408];
  const [x, y] = [400 - width / 2 + (small ? 50 : 22), 690 - height];
  sheet.shadow(400, 700, width * 0.56, 22);
  const rim = (left, top) => sheet.rect(left, top, width, height, 30, { fill: sheet.linear([[0, lighten(base, 0.55)], [0.3, darken(base, 0.1)], [1, darken(base, 0.4)]], [0, 0, 1, 1]) });
  const [backX, backY] = [x - (small ? 104 : 66), y - (small ? 46 : 92)];
  rim(backX, backY);
  sheet.rect(backX + 4, backY + 4, width - 8, height - 8, 27, { fill: sheet.linear([[0, lighten(base, 0.3)], [0.5, base], [1, darken(base, 0.22)]], [0, 0, 0.8, 1]) });
  sheet.rect(backX + 22, backY + 20, 54, 54, 18, { fill: darken(base, 0.24) });
  sheet.circle(backX + 49, backY + 47, 16, { fill: '#101217' });
  sheet.circle(backX + 45, backY + 43, 5, { fill: '#6f8fcf', opacity: 0.8 });
  sheet.rect(x - 10, y - 6, width, height, 30, { fill: '#0b0c10', opacity: 0.34, filter: sheet.blur(18) });
  rim(x, y);
  sheet.rect(x + 3, y + 3, width - 6, height - 6, 28, { fill: '#08090b' });
  wallpaper(sheet, { x: x + 16, y: y + 16, width: width - 32, height: height - 32, radius: 16, scene });
  sheet.text(x + width / 2, y + height * 0.27, 50, '09:41', { fill: '#fff', 'font-weight': 300 });
  sheet.path(`M${x + 30} ${y + 16}H${x + width * 0.5}L${x + 16} ${y + height * 0.7}V${y + 30}Z`, { fill: sheet.linear([[0, '#fff', 0.14], [1, '#fff', 0]], [0, 0, 1, 1]) });
  if (!pen) return;
  sheet.group({ transform: 'rotate(24 690 420)' }, () => {
    sheet.rect(676, 250, 22, 380, 11, { fill: sheet.linear([[0, '#d7d9dc'], [0.35, '#ffffff'], [1, '#a9acb1']], [0, 0, 1, 0]) });
    sheet.path('M676 622H698L687 660Z', { fill: '#c3c6ca' });
    sheet.path('M683 645H691L687 660Z', { fill: '#4b4e54' });
  });
};

const keyRows = (sheet, base) => {
  for (let row = 0; row < 4; row += 1) {
    const [top, bottom] = [566 + row * 17, 580 + row * 17];
    const [leftTop, rightTop] = [174 - row * 9.4, 626 + row * 9.4];
    const keys = 13;
    for (let at = 0; at < keys; at += 1) {
      const wide = (rightTop - leftTop) / keys;
      const left = leftTop + at * wide;
      sheet.path(`M${(left + 2).toFixed(1)} ${top}H${(left + wide - 2).toFixed(1)}L${(left + wide - 1).toFixed(1)} ${bottom}H${(left + 1).toFixed(1)}Z`, { fill: darken(base, 0.72) });
    }
  }
};

/** An open laptop. */
export const laptop = (sheet, { base, scene }) => {
  sheet.shadow(400, 702, 330, 20);
  sheet.rect(140, 150, 520, 396, 22, { fill: sheet.linear([[0, lighten(base, 0.4)], [1, darken(base, 0.25)]], [0, 0, 1, 1]) });
  sheet.rect(145, 155, 510, 388, 18, { fill: '#090a0c' });
  wallpaper(sheet, { x: 158, y: 168, width: 484, height: 350, radius: 8, scene });
  sheet.rect(360, 162, 80, 14, 7, { fill: '#090a0c' });
  sheet.path('M170 168H430L158 470V180Q158 168 170 168Z', { fill: sheet.linear([[0, '#fff', 0.15], [1, '#fff', 0]], [0, 0, 1, 1]) });
  sheet.path('M150 544H650L742 690H58Z', { fill: sheet.linear([[0, darken(base, 0.18)], [0.2, base], [1, lighten(base, 0.3)]]) });
  sheet.path('M150 544H650L655 552H145Z', { fill: darken(base, 0.55) });
  sheet.path('M166 560H634L682 640H118Z', { fill: darken(base, 0.24), opacity: 0.7 });
  keyRows(sheet, base);
  sheet.path('M322 648H478L488 684H312Z', { fill: mix(base, '#ffffff', 0.16), stroke: darken(base, 0.25), 'stroke-opacity': 0.6 });
  sheet.path('M58 690H742Q742 708 720 708H80Q58 708 58 690Z', { fill: sheet.linear([[0, lighten(base, 0.45)], [0.3, darken(base, 0.15)], [1, darken(base, 0.5)]]) });
  sheet.path('M344 690H456Q452 698 444 698H356Q348 698 344 690Z', { fill: darken(base, 0.45) });
};

/** A felt sleeve with a leather tab, a laptop half out of it. */
export const sleeve = (sheet, { base }) => {
  sheet.shadow(400, 690, 290, 24);
  sheet.rect(176, 150, 448, 260, 20, { fill: sheet.linear([[0, '#e6e8eb'], [1, '#a9adb3']], [0, 0, 1, 1]) });
  sheet.text(400, 216, 18, 'KESTRA', { fill: '#7c8087', 'letter-spacing': 4 });
  sheet.rect(138, 250, 524, 436, 34, { fill: sheet.linear([[0, lighten(base, 0.24)], [0.5, base], [1, darken(base, 0.24)]], [0, 0, 0.7, 1]) });
  const felt = sheet.pattern(26, 22, `<path d="M2 4q5 3 9 0M14 9q5-3 8 1M4 15q4 3 8 1M18 19q3-2 6 0M20 3l3 2" fill="none" stroke="${darken(base, 0.45)}" stroke-width="1" opacity=".4"/><path d="M8 9q4 2 6-1M1 20l5-2M22 14l-4 1" fill="none" stroke="${lighten(base, 0.6)}" stroke-width="1" opacity=".55"/>`, 14);
  sheet.add(rectMark(138, 250, 524, 436, 34, { fill: felt }));
  sheet.rect(150, 262, 500, 412, 26, { fill: 'none', stroke: darken(base, 0.4), 'stroke-width': 2.4, 'stroke-dasharray': '9 7', opacity: 0.65 });
  sheet.path('M138 284Q138 250 172 250H628Q662 250 662 284L640 276H160Z', { fill: '#000', opacity: 0.12 });
  sheet.rect(352, 232, 96, 168, 16, { fill: sheet.linear([[0, '#a36a42'], [1, '#7b4a2b']], [0, 0, 1, 1]) });
  sheet.rect(360, 240, 80, 152, 11, { fill: 'none', stroke: '#d9a77c', 'stroke-width': 1.8, 'stroke-dasharray': '6 5' });
  sheet.circle(400, 362, 11, { fill: sheet.radial([[0, '#f5e6c6'], [1, '#a98b52']], [0.35, 0.3, 0.8]) });
};
