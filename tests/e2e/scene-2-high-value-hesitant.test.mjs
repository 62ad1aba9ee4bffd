//! Scene 2: a visitor keeps returning to an expensive phone, checks its price again and
//! leaves it in the cart. A coupon comes, is used, and the order is credited to it once.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { decisionOf, openShop, overview } from "./merchant.mjs";
import { openStage } from "./stage.mjs";

/** ¥8,999 less ten per cent, in minor units. */
const PAID_MINOR = 809_910;

let stage;
before(async () => {
  stage = await openStage();
  await openShop(stage, { rules: ["high-value-hesitant"], settings: { cart_abandoned_secs: 2 } });
});
after(() => stage?.close());

test("a hesitant visitor gets a coupon, orders with it, and the order is credited once", async () => {
  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.view("p-kestra-k5-ultra");
  for (const other of ["p-novera-12-pro", "p-kestra-flip", "p-novera-12-pro"]) {
    await visitor.view(other);
    await visitor.view("p-kestra-k5-ultra");
  }
  await visitor.page.locator("#check-price").click();
  await visitor.addToCart();

  // Nothing more is done: the cart lingers, and the offer comes by itself.
  await visitor.widget.getByTestId("teaser-accept").click();
  const offer = visitor.chat.getByTestId("offer-card");
  await offer.waitFor();
  await visitor.picture("scene-2-offer");
  const code = (await offer.getByTestId("offer-code").textContent()).trim();
  assert.match(code, /^\S{6,}$/);
  await offer.getByTestId("offer-use").click();
  await visitor.page.locator(".toast", { hasText: code }).waitFor();

  await visitor.checkOut();
  await visitor.page.getByTestId("coupon-applied").filter({ hasText: code }).waitFor();
  await visitor.page.getByTestId("discount").filter({ hasText: "899.90" }).waitFor();
  await visitor.picture("scene-2-checkout");
  const order = await visitor.placeOrder();
  await visitor.picture("scene-2-order");

  const credited = ({ rules }) => rules.find(({ rule }) => rule === "high-value-hesitant")?.orders === 1;
  const first = await overview(stage, "the credited order", credited);
  assert.deepEqual(creditOf(first), { orders: 1, revenue_minor: PAID_MINOR });

  // The page opened again, and the order reported again by the shop's server, are the same order.
  await visitor.page.reload();
  await reportAgain(order);
  await visitor.visit("policy.html");
  await decisionOf(stage, () => true);
  const second = await overview(stage, "the repeated report", ({ funnel }) => funnel.orders === 1);
  assert.deepEqual(creditOf(second), { orders: 1, revenue_minor: PAID_MINOR });
  assert.equal(second.treated.orders, 1);

  // A coupon is used once.
  const again = await fetch(`${stage.origin}/v1/coupons/${code}?site=${await visitor.page.locator("script[data-site]").getAttribute("data-site")}`);
  assert.equal(again.status, 404);
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();

  /** Sends the order once more, as a shop's server would. */
  async function reportAgain(orderId) {
    const kept = await visitor.page.evaluate((id) => JSON.parse(localStorage.getItem("shop.orders")).find((one) => one.id === id).facts, orderId);
    await visitor.page.evaluate((facts) => {
      window.proffer("track", "Order Completed", facts);
      window.proffer("flush");
    }, kept);
  }
});

function creditOf({ rules }) {
  const { orders, revenue_minor } = rules.find(({ rule }) => rule === "high-value-hesitant");
  return { orders, revenue_minor };
}
