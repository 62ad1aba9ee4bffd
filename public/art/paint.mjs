//! Colour and paint for the product pictures: mixing, gradients and soft shadows as SVG.
//!
//! A [`Sheet`] is one picture, square and 800 units wide unless it is a banner's. It lights everything from the upper left
//! and puts each product on a backdrop tinted by its own finish, like one photo studio.

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const toHex = (parts) => `#${parts.map((part) => Math.round(Math.min(255, Math.max(0, part))).toString(16).padStart(2, '0')).join('')}`;

/** The colour `share` of the way from `from` to `to`. */
export const mix = (from, to, share) => {
  const [left, right] = [channels(from), channels(to)];
  return toHex(left.map((part, at) => part + (right[at] - part) * share));
};
export const lighten = (hex, share) => mix(hex, '#ffffff', share);
export const darken = (hex, share) => mix(hex, '#0b0c10', share);

/** Perceived lightness, 0 to 1. */
export const lightness = (hex) => {
  const [red, green, blue] = channels(hex);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
};

const attributes = (given) => Object.entries(given).filter(([, value]) => value !== undefined).map(([key, value]) => ` ${key}="${value}"`).join('');
const short = (value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value);

export class Sheet {
  #defs = [];
  #marks = [];
  #width;
  #height;

  constructor(width = 800, height = 800) {
    this.#width = width;
    this.#height = height;
  }

  #define(build) {
    const id = `d${this.#defs.length}`;
    this.#defs.push(build(id));
    return `url(#${id})`;
  }

  /** A straight gradient; stops are `[offset, colour, opacity?]`. */
  linear(stops, [x1, y1, x2, y2] = [0, 0, 0, 1]) {
    return this.#define((id) => `<linearGradient id="${id}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${this.#stops(stops)}</linearGradient>`);
  }

  radial(stops, [cx, cy, r] = [0.5, 0.5, 0.5]) {
    return this.#define((id) => `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${this.#stops(stops)}</radialGradient>`);
  }

  blur(amount) {
    return this.#define((id) => `<filter id="${id}" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="${amount}"/></filter>`);
  }

  clip(shape) {
    return this.#define((id) => `<clipPath id="${id}">${shape}</clipPath>`);
  }

  pattern(width, height, content, turn = 0) {
    return this.#define((id) => `<pattern id="${id}" width="${width}" height="${height}" patternUnits="userSpaceOnUse" patternTransform="rotate(${turn})">${content}</pattern>`);
  }

  #stops(stops) {
    return stops.map(([offset, colour, opacity]) => `<stop offset="${offset}" stop-color="${colour}"${opacity === undefined ? '' : ` stop-opacity="${opacity}"`}/>`).join('');
  }

  add(mark) {
    this.#marks.push(mark);
    return this;
  }

  rect(x, y, width, height, rx, paint = {}) {
    return this.add(rectMark(x, y, width, height, rx, paint));
  }

  circle(cx, cy, r, paint = {}) {
    return this.add(`<circle${attributes({ cx: short(cx), cy: short(cy), r: short(r), ...paint })}/>`);
  }

  ellipse(cx, cy, rx, ry, paint = {}) {
    return this.add(`<ellipse${attributes({ cx: short(cx), cy: short(cy), rx: short(rx), ry: short(ry), ...paint })}/>`);
  }

  path(d, paint = {}) {
    return this.add(`<path${attributes({ d, ...paint })}/>`);
  }

  text(x, y, size, words, paint = {}) {
    return this.add(`<text${attributes({ x: short(x), y: short(y), 'font-size': size, 'font-family': 'Helvetica Neue,Arial,sans-serif', 'text-anchor': 'middle', ...paint })}>${words}</text>`);
  }

  /** Draws `content` inside one group. */
  group(given, content) {
    this.add(`<g${attributes(given)}>`);
    content();
    return this.add('</g>');
  }

  /** The soft shadow a thing casts on the studio floor. */
  shadow(cx, cy, rx, ry, opacity = 0.34) {
    this.ellipse(cx, cy, rx, ry, { fill: '#15161a', opacity, filter: this.blur(Math.max(6, ry * 0.8)) });
    return this.ellipse(cx, cy - ry * 0.2, rx * 0.8, ry * 0.34, { fill: '#15161a', opacity: opacity * 0.9, filter: this.blur(5) });
  }

  /** Wall and floor, tinted by the finish. */
  backdrop(base) {
    const grey = mix(base, '#d9d7d2', 0.62);
    const wall = this.radial([[0, lighten(grey, 0.72)], [0.55, lighten(grey, 0.5)], [1, lighten(grey, 0.2)]], [0.42, 0.3, 0.85]);
    this.rect(0, 0, 800, 800, 0, { fill: wall });
    const floor = this.linear([[0, lighten(grey, 0.9), 0], [0.35, lighten(grey, 0.9), 0.5], [1, lighten(grey, 0.5), 0]]);
    return this.rect(0, 600, 800, 200, 0, { fill: floor });
  }

  toString() {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${this.#width} ${this.#height}" width="${this.#width}" height="${this.#height}"><defs>${this.#defs.join('')}</defs>${this.#marks.join('')}</svg>\n`;
  }
}

export const rectMark = (x, y, width, height, rx, paint = {}) =>
  `<rect${attributes({ x: short(x), y: short(y), width: short(width), height: short(height), rx: rx ? short(rx) : undefined, ...paint })}/>`;
