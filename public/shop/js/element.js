//! Making page elements without a framework.
//!
//! Text always becomes a text node, so nothing from a product, a review or an address can
//! turn into markup.

/** An element with attributes, listeners (`onclick`), and children that are nodes or text. */
export const element = (tag, given = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};

/** One of the shop's line icons, hidden from screen readers. */
export const icon = (name) => {
  const [svg, use] = ['svg', 'use'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  use.setAttribute('href', `/shop/img/icons.svg#${name}`);
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
};

export const byId = (id) => document.getElementById(id);

/** A number of things, with buttons to change it. */
export const stepper = ({ quantity, most, label, fewer, more, change }) =>
  element('div', { class: 'stepper', role: 'group', 'aria-label': label },
    element('button', { type: 'button', 'aria-label': fewer, disabled: quantity <= 1, onclick: () => change(quantity - 1) }, icon('minus')),
    element('output', { 'aria-live': 'polite' }, String(quantity)),
    element('button', { type: 'button', 'aria-label': more, disabled: quantity >= most, onclick: () => change(quantity + 1) }, icon('plus')));
