//! Checkout in three steps: where to, how fast, and how it is paid.
//!
//! A coupon can come by hand or from the chat; either way it is checked with Proffer when
//! it is entered and once more before the order is placed.

import { cart, cartFacts, cartLines, emptyCart, subtotalOf } from './cart.js';
import { checkCode, benefitText, forgetCode, keepCode, keptCode, REFUSALS, totalFacts, totalsOf } from './coupon.js';
import { byId, element } from './element.js';
import { finishOf, pictureOf } from './finishes.js';
import { keep, recall } from './keep.js';
import { inEveryLanguage, inLanguage, money, say } from './language.js';
import { page, track } from './sdk.js';
import './storefront.js';

const DEMO_ADDRESS = { name: ['林晓', 'Lin Xiao'], phone: ['138 0013 8000', '138 0013 8000'], region: ['上海市 徐汇区', 'Xuhui, Shanghai'], street: ['复兴中路 1238 号 6 楼', '6F, 1238 Middle Fuxing Road'] };

const lines = await cartLines();
const order = { id: `LM${Date.now().toString(36).toUpperCase()}`, checkout: `ck-${crypto.randomUUID()}` };
/** The coupon in force, and why the last code was not taken. */
const state = { coupon: null, refusal: null, step: 1 };

const form = byId('checkout');
const express = () => form.elements.delivery.value === 'express';
const totals = () => totalsOf(subtotalOf(lines), state.coupon, express());
const wholeOrder = () => ({ order_id: order.id, checkout_id: order.checkout, cart_id: cart().id, affiliation: 'Lumio', currency: 'CNY', coupon: state.coupon?.code, ...totalFacts(totals()), products: cartFacts(lines) });

const drawSummary = () => {
  byId('summary-lines').replaceChildren(...lines.map(({ product, finish, quantity }) => element('li', {},
    element('img', { src: pictureOf(product.id, finish), alt: '', width: 56, height: 56 }),
    element('span', {}, inLanguage(product.name), element('small', {}, [inLanguage(finishOf(product.id, finish)?.name ?? { 'zh-CN': '', en: '' }), `× ${quantity}`].filter(Boolean).join(' '))),
    element('span', { class: 'price' }, money(product.price_minor * quantity)))));
  const sums = totals();
  byId('sum-subtotal').textContent = money(sums.subtotal);
  byId('sum-discount-row').hidden = sums.discount === 0;
  byId('sum-discount').textContent = `−${money(sums.discount)}`;
  byId('sum-delivery').textContent = sums.delivery === 0 ? say('免运费', 'Free') : money(sums.delivery);
  byId('sum-total').textContent = money(sums.total);
  byId('place-total').textContent = money(sums.total);
};

const drawCoupon = () => {
  const { coupon, refusal } = state;
  byId('coupon-applied').hidden = !coupon;
  byId('coupon-entry').hidden = Boolean(coupon);
  byId('coupon-name').textContent = coupon ? `${coupon.code} · ${benefitText(coupon.benefit)}` : '';
  byId('coupon-refusal').textContent = refusal ? REFUSALS[refusal.reason](refusal.coupon) : '';
  byId('coupon').toggleAttribute('aria-invalid', Boolean(refusal));
};

const draw = () => {
  drawSummary();
  drawCoupon();
};

const couponFacts = (code) => ({ order_id: order.id, cart_id: cart().id, coupon_id: code });

/** Checks a code and puts it to the order, or says why not. */
const enterCode = async (code) => {
  track('Coupon Entered', couponFacts(code));
  const answer = await checkCode(code, subtotalOf(lines), Date.now());
  state.coupon = answer.refusal ? null : answer.coupon;
  state.refusal = answer.refusal ? { reason: answer.refusal, coupon: answer.coupon } : null;
  draw();
  if (state.coupon) {
    keepCode(state.coupon.code);
    track('Coupon Applied', { ...couponFacts(state.coupon.code), coupon_name: benefitText(state.coupon.benefit), discount: totalFacts(totals()).discount });
  } else track('Coupon Denied', { ...couponFacts(code), coupon_name: code, reason: answer.refusal });
  return Boolean(state.coupon);
};

const stepFacts = (step) => ({
  checkout_id: order.checkout,
  step,
  ...(step >= 2 ? { shipping_method: form.elements.delivery.value } : {}),
  ...(step >= 3 ? { payment_method: form.elements.payment.value } : {}),
});

const showStep = (step, focus) => {
  state.step = step;
  for (const section of form.querySelectorAll('[data-step]')) {
    const at = Number(section.dataset.step);
    section.classList.toggle('step-open', at === step);
    section.classList.toggle('step-done', at < step);
    section.querySelector('.step-body').hidden = at !== step;
    section.querySelector('.step-edit').hidden = at >= step;
  }
  if (focus) form.querySelector(`[data-step="${step}"] input`)?.focus();
  track('Checkout Step Viewed', stepFacts(step));
};

const stepValid = (step) => [...form.querySelectorAll(`[data-step="${step}"] input`)].every((input) => input.reportValidity());

const fill = (address) => {
  for (const [name, value] of Object.entries(address)) form.elements[name].value = value;
};

const place = async () => {
  if (!stepValid(3)) return;
  track('Payment Info Entered', { ...stepFacts(3), order_id: order.id });
  track('Checkout Step Completed', stepFacts(3));
  byId('place').disabled = true;
  // A coupon may have run out while the form was being filled in.
  if (state.coupon && !(await enterCode(state.coupon.code))) {
    byId('place').disabled = false;
    byId('coupon').focus();
    return;
  }
  const placed = { id: order.id, at: Date.now(), facts: wholeOrder(), totals: totals(), delivery: form.elements.delivery.value, city: form.elements.region.value, reported: false, lines: lines.map(({ product, finish, quantity }) => ({ product_id: product.id, finish, quantity, price_minor: product.price_minor })) };
  keep('orders', [placed, ...recall('orders', [])].slice(0, 20));
  forgetCode();
  emptyCart();
  location.href = `/shop/order-complete.html?order=${encodeURIComponent(order.id)}`;
};

const open = () => {
  byId('full').hidden = false;
  const address = recall('address', null);
  if (address) fill(address);
  byId('prefill').addEventListener('click', () => fill(Object.fromEntries(Object.entries(DEMO_ADDRESS).map(([name, [chinese, english]]) => [name, say(chinese, english)]))));
  for (const next of form.querySelectorAll('[data-next]')) {
    next.addEventListener('click', () => {
      if (!stepValid(state.step)) return;
      if (state.step === 1) keep('address', Object.fromEntries(Object.keys(DEMO_ADDRESS).map((name) => [name, form.elements[name].value])));
      track('Checkout Step Completed', stepFacts(state.step));
      showStep(state.step + 1, true);
    });
  }
  for (const edit of form.querySelectorAll('.step-edit')) edit.addEventListener('click', () => showStep(Number(edit.closest('[data-step]').dataset.step), true));
  form.addEventListener('change', draw);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    place();
  });
  byId('coupon-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const code = byId('coupon').value.trim().toUpperCase();
    if (code) enterCode(code);
  });
  byId('coupon-remove').addEventListener('click', () => {
    track('Coupon Removed', { ...couponFacts(state.coupon.code), coupon_name: benefitText(state.coupon.benefit), discount: totalFacts(totals()).discount });
    state.coupon = null;
    forgetCode();
    byId('coupon').value = '';
    draw();
    byId('coupon').focus();
  });
  document.addEventListener('shop:coupon', ({ detail }) => {
    byId('coupon').value = detail.code;
    enterCode(detail.code);
  });
  inEveryLanguage(draw);
  page('Checkout');
  track('Checkout Started', wholeOrder());
  showStep(1, false);
  if (keptCode()) {
    byId('coupon').value = keptCode();
    enterCode(keptCode());
  }
};

if (lines.length > 0) open();
else byId('empty').hidden = false;
