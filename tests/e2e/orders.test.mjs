//! Where is my order? In the demo shop's own chat, from the record of a real check-out; and what the assistant tries is
//! the operator's to say.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk } from "./dashboard-desk.mjs";
import { openShop } from "./merchant.mjs";
import { eventually } from "./stage.mjs";

let desk;
before(async () => {
  desk = await openDesk({ articles: true });
  await openShop(desk.stage, { rules: [] });
});
after(() => desk?.close());

test("who bought something asks where it is and hears how far it has come", async () => {
  const visitor = await desk.stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.view("p-novera-12-endure");
  await visitor.addToCart();
  await visitor.checkOut();
  const id = await visitor.placeOrder();
  await visitor.openChat();
  await visitor.write("我的订单到哪了");
  await visitor.chat.getByText(`订单 ${id}：`).filter({ hasText: "商家正在备货，还没有发出" }).waitFor();
  await visitor.page.evaluate((order) => window.proffer("track", "Order Shipped", { order_id: order, carrier: "顺丰速运", tracking_number: "SF7700123" }), id);
  await eventually("the shipment is taken in", async () => {
    const { visitors } = await desk.stage.admin("GET", "/v1/admin/visitors?limit=50");
    const all = await Promise.all(visitors.map(({ profile }) => desk.stage.admin("GET", `/v1/admin/visitors/${encodeURIComponent(profile)}`)));
    return all.some(({ timeline }) => timeline.some(({ name }) => name === "Order Shipped"));
  });
  await visitor.write("现在发货了吗，物流到哪了");
  await visitor.chat.getByText("由顺丰速运发出，运单号 SF7700123").waitFor();
  await visitor.picture("orders-shipped");
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("an operator has the assistant ask for the order before a human comes, by keyboard", async () => {
  const { stage, page } = desk;
  await desk.go("#/settings");
  const card = page.locator(".card", { has: page.getByRole("heading", { name: "助手怎么回答" }) });
  const wish = card.getByRole("group", { name: "售后 · 退换货" });
  const step = wish.getByRole("checkbox", { name: "问订单号" });
  assert.equal(await step.isChecked(), false);
  assert.equal(await card.getByRole("group", { name: "人工" }).count(), 0, "who asks for a human gets one");
  await desk.isAccessible("the playbooks");
  await step.focus();
  await page.keyboard.press("Space");
  assert.equal(await step.isChecked(), true);
  await wish.getByRole("checkbox", { name: "用文章回答" }).focus();
  await page.keyboard.press("Space");
  await card.getByRole("button", { name: "保存" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("已发布").first().waitFor();
  const { config } = await stage.admin("GET", "/v1/admin/config");
  assert.deepEqual(config.playbooks, [{ intent: "after_sales.return_exchange", steps: ["ask_order_number"] }]);
  await card.scrollIntoViewIfNeeded();
  await desk.picture("settings-playbooks");
  await desk.inEveryLight("#/settings", "settings-playbooks");

  const visitor = await stage.visitor();
  await visitor.visit();
  await visitor.agree();
  await visitor.openChat();
  await visitor.write("我要退货");
  await visitor.chat.getByText("请把订单号发给我").waitFor();
  await visitor.write("202611200001234");
  await visitor.chat.getByText("订单号已经记下").waitFor();

  assert.deepEqual([...visitor.errors, ...desk.errors], []);
  await visitor.leave();
});
