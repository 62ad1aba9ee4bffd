//! Scene 1: a visitor compares two phones, asks how long the battery lasts, and puts the
//! recommended phone of the same brand into the cart from the chat.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openShop, visitorDetail } from "./merchant.mjs";
import { openStage } from "./stage.mjs";

let stage;
before(async () => {
  stage = await openStage();
  await openShop(stage, { rules: ["battery-question"] });
});
after(() => stage?.close());

test("a question about the battery brings the battery-strong phone of the same brand", async () => {
  const visitor = await stage.visitor();
  const said = visitor.page.waitForRequest((request) => request.url().endsWith("/v1/messages"));
  await visitor.visit();
  await visitor.agree();
  await visitor.view("p-novera-12-pro");
  await visitor.view("p-novera-12");
  await visitor.openChat();
  await visitor.write("这款手机续航怎么样？");

  const card = visitor.chat.getByTestId("product-card").filter({ hasText: "Novera 12 长续航版" });
  await card.waitFor();
  await visitor.picture("scene-1-recommendation");

  // The device understood the question before anything was sent.
  const { intent } = (await said).postDataJSON();
  assert.equal(intent.label, "pre_sales.product");

  await card.getByTestId("product-add").click();
  await visitor.page.locator(".toast", { hasText: "已加入购物车" }).waitFor();
  assert.equal(await visitor.cartCount(), 1);
  await visitor.visit("cart.html");
  await visitor.page.locator('[data-product="p-novera-12-endure"]').waitFor();
  await visitor.picture("scene-1-cart");

  const { timeline } = await visitorDetail(stage, "the added product", (detail) => detail.timeline.some((item) => item.name === "Product Added"));
  const added = timeline.find((item) => item.name === "Product Added");
  assert.deepEqual([added.properties.product_id, added.properties.source], ["p-novera-12-endure", "chat"]);
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("the same in English: the page is English, and so is all that the chat says", async () => {
  const visitor = await stage.visitor({ locale: "en-US" });
  await visitor.visit();
  await visitor.agree();
  await visitor.view("p-novera-12-pro");
  await visitor.view("p-novera-12");
  await visitor.openChat();
  assert.match(await visitor.chat.getByTestId("composer-input").getAttribute("placeholder"), /^[\x20-\x7e…]+$/);
  await visitor.write("How long does the battery of this phone last?");
  const card = visitor.chat.getByTestId("product-card").filter({ hasText: "Novera 12 Endure" });
  await card.waitFor();
  await visitor.picture("scene-1-english");
  // The shop has one name in both languages.
  const words = await visitor.chat.locator("body").innerText();
  assert.doesNotMatch(words.replace("光屿 Lumio", ""), /\p{Script=Han}/u);
  await card.getByTestId("product-add").click();
  await visitor.page.locator(".toast").waitFor();
  assert.equal(await visitor.cartCount(), 1);

  // The visitor changes the shop's language in place: the chat follows, keeps what is half written, and goes on working.
  await visitor.chat.getByTestId("composer-input").fill("half a question");
  await visitor.page.evaluate(() => window.proffer("set", { locale: "zh-CN" }));
  await visitor.chat.getByText("加入购物车").first().waitFor();
  assert.equal(await visitor.chat.getByTestId("composer-input").inputValue(), "half a question");
  await visitor.write("你好");
  await visitor.chat.getByTestId("message").filter({ hasText: "你好" }).waitFor();
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});
