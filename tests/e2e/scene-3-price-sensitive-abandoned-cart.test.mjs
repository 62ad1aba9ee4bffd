//! Scene 3: a visitor with an abandoned cart says it is too expensive. The rule for exactly
//! that wins, and the explanation names the rules that lost and why.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { decisionOf, openShop, visitorDetail } from "./merchant.mjs";
import { operator } from "./operator.mjs";
import { openStage, picture } from "./stage.mjs";

let stage;
before(async () => {
  stage = await openStage();
  await openShop(stage, { rules: ["discount-question", "price-sensitive-abandoned", "loyal-customer"], settings: { cart_abandoned_secs: 1 } });
});
after(() => stage?.close());

test("price-sensitive with an abandoned cart wins, and the explanation names who lost", async () => {
  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.view("p-novera-12-pro");
  await visitor.addToCart();
  await visitorDetail(stage, "the abandoned cart", ({ attributes }) => attributes.cart_abandoned === true);

  await visitor.openChat();
  await visitor.write("太贵了，有没有优惠");
  const offer = visitor.chat.getByTestId("offer-card");
  await offer.filter({ hasText: "200" }).waitFor();
  await visitor.picture("scene-3-offer");

  const decision = await decisionOf(stage, ({ trigger, verdict }) => trigger === "message" && verdict.verdict === "delivered");
  assert.equal(decision.verdict.rule, "price-sensitive-abandoned");
  assert.ok(decision.inputs.intent.includes("price_sensitive"));
  assert.equal(decision.inputs.cart_abandoned, true);
  assert.deepEqual(
    decision.considered.map(({ rule, outcome }) => [rule, outcome.outcome]),
    [["loyal-customer", "not_matched"], ["price-sensitive-abandoned", "chosen"], ["discount-question", "outranked"]],
  );
  const [loyal, , discount] = decision.considered;
  assert.equal(loyal.outcome.clause.path, "segment");
  assert.equal(discount.outcome.by, "price-sensitive-abandoned");
  assert.deepEqual(visitor.errors, []);

  // The dashboard tells the same to an operator: who won, who lost, and why.
  const page = await operator(stage);
  await page.goto(`${stage.origin}/dashboard/#/visitors`);
  await page.locator(".people li a").first().click();
  await page.locator(`a[href$="/decisions/${decision.id}"]`).first().click();
  const [lost, won, outranked] = ["loyal-customer", "price-sensitive-abandoned", "discount-question"].map((rule) => page.locator(".considered-rule").filter({ has: page.locator(`a[href="#/rules/${rule}"]`) }));
  await won.getByText("选中", { exact: true }).waitFor();
  await lost.getByText("不匹配", { exact: true }).waitFor();
  await lost.getByText("要求", { exact: true }).waitFor();
  await outranked.getByText(decision.considered[1].name).waitFor();
  await picture(page, "scene-3-dashboard");
  await page.context().close();
  await visitor.leave();
});
