//! Scene 5: a visitor in the holdout does what brings others a coupon, gets nothing, and is
//! counted.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { decisionOf, openShop, overview, visitorDetail } from "./merchant.mjs";
import { openStage } from "./stage.mjs";

let stage;
before(async () => {
  stage = await openStage();
  await openShop(stage, { rules: ["discount-question"], share: 1 });
});
after(() => stage?.close());

test("a visitor in the holdout gets no offer and is counted", async () => {
  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.view("p-novera-12-pro");
  await visitor.addToCart();
  await visitor.openChat();
  await visitor.write("有没有优惠券？");

  const decision = await decisionOf(stage, ({ trigger }) => trigger === "message");
  assert.deepEqual(decision.verdict, { verdict: "held", rule: "discount-question", suppression: { reason: "holdout" } });
  // Had there been an offer, it would have come before an answer to the next message.
  await visitor.write("好的，谢谢");
  await visitor.chat.getByTestId("message").filter({ hasText: "好的，谢谢" }).waitFor();
  assert.equal(await visitor.chat.getByTestId("offer-card").count(), 0);
  assert.equal(await visitor.chat.getByTestId("offer-code").count(), 0);
  await visitor.picture("scene-5-nothing");

  await visitor.checkOut();
  await visitor.placeOrder();
  const report = await overview(stage, "the holdout's order", ({ holdout }) => holdout.orders === 1);
  assert.deepEqual(report.holdout, { people: 1, buyers: 1, orders: 1, revenue_minor: 499_900 });
  assert.deepEqual(report.treated, { people: 0, buyers: 0, orders: 0, revenue_minor: 0 });
  assert.deepEqual([report.funnel.offers, report.funnel.clicks, report.funnel.orders], [0, 0, 0]);
  assert.ok(report.suppressions.some(({ reason, count }) => reason === "holdout" && count >= 1));

  const { summary, deliveries } = await visitorDetail(stage, "the visitor", ({ summary: { orders } }) => orders === 1);
  assert.deepEqual([summary.holdout, deliveries], [true, []]);
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});
