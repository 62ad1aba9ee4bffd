//! A person in the dashboard: found by id, the portrait with its sources, tags, identity and merges, on the running product.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { hash, secretOf } from "../http/signing.mjs";
import { SITE, openDesk } from "./dashboard-desk.mjs";
import { eventually } from "./stage.mjs";

let desk;
let page;
let ann;
before(async () => {
  desk = await openDesk();
  ({ page } = desk);
  ann = await desk.shopper({ name: "陈嘉", email: "ann@shop.example" });
  const phone = { product_id: "p-novera-12-pro", name: "Novera 12 Pro", brand: "Novera", category: "phone", price: 4_999, quantity: 1 };
  await ann.send({ type: "track", event: "Product Viewed", properties: phone }, { type: "track", event: "Product Added", properties: phone }, { type: "track", event: "Price Rechecked", properties: phone });
  await ann.track("Order Completed", { order_id: randomUUID(), revenue: 4_999, currency: "CNY", products: [phone] });
});
after(() => desk?.close());

const card = (name) => page.locator("section.card", { has: page.getByRole("heading", { name, exact: true }) });
const detail = (id) => desk.stage.admin("GET", `/v1/admin/visitors/${id}`);

test("every figure of the portrait says what it was made of, and a gap says why", async () => {
  const { portrait } = await eventually("a portrait", async () => {
    const told = await detail(ann.id);
    return told.portrait.figures.some(({ name, value }) => name === "orders" && value === 1) && told;
  });
  await desk.go(`#/visitors/${ann.id}`);
  await page.getByRole("heading", { level: 1, name: "陈嘉" }).waitFor();
  const lines = card("画像").locator(".trait");
  assert.equal(await lines.count(), portrait.figures.length);
  const texts = await lines.allInnerTexts();
  for (const figure of portrait.figures) {
    const text = texts.find((known) => known.startsWith(figure.title["zh-CN"]));
    assert.ok(text, `${figure.name} is missing`);
    if (figure.missing) assert.ok(text.includes(figure.missing["zh-CN"]), text);
    else assert.match(text, new RegExp(`· ${figure.n.toLocaleString("zh-CN")} 次`));
  }
  await desk.isAccessible("portrait");
  await desk.picture("studio-person");
  // The formula of a score is one click away.
  const hesitation = lines.filter({ hasText: "犹豫" }).first();
  await hesitation.locator("summary").click();
  await hesitation.getByRole("columnheader", { name: "每次" }).waitFor();
  await desk.isAccessible("formula");
});

test("tags say which condition put the person there", async () => {
  await desk.stage.admin("PUT", "/v1/admin/segments/buyers", { id: "buyers", name: "买过的人", condition: { orders: { $gte: 1 } } });
  await eventually("the segment is entered", async () => {
    await ann.send({ type: "page" });
    return (await detail(ann.id)).summary.segments.some((name) => ["buyers", "买过的人"].includes(name));
  });
  await desk.go(`#/visitors/${ann.id}`);
  const tag = card("标签").locator(".line", { hasText: "买过的人" });
  await tag.getByText("订单数 至少 1").waitFor();
  await tag.getByRole("link", { name: "买过的人" }).click();
  await page.waitForURL(/#\/segments\/buyers$/);
});

test("a claimed id is not taken for a proven one", async () => {
  await desk.go(`#/visitors/${ann.id}`);
  const identity = card("身份");
  const { ids } = await desk.stage.admin("GET", `/v1/admin/people/${ann.id}/identity`);
  assert.ok(ids.length > 0);
  await eventually("every id", async () => (await identity.locator(".lines").first().locator(".line").count()) === ids.length);
  for (const { value, proven } of ids) {
    await identity.locator(".line", { hasText: value }).getByText(proven ? "已证实" : "只是自称").waitFor();
  }
  await identity.getByText("没有合并过。").waitFor();
});

test("people who turned out to be one are shown with the evidence, and taken apart again", async () => {
  const { secret } = await secretOf(desk.stage);
  const userId = `customer-${randomUUID().slice(0, 8)}`;
  const [first, second] = [await desk.shopper(), await desk.shopper()];
  for (const shopper of [first, second]) {
    await shopper.send({ type: "identify", userId, identity: { identifier_hash: hash(secret, userId) } });
  }
  const merged = await eventually("a merge that is complete", async () => {
    const told = await desk.stage.admin("GET", `/v1/admin/people/${second.id}/identity`);
    return told.merges.some(({ complete }) => complete) && told;
  });
  await desk.go(`#/visitors/${merged.profile}`);
  const identity = card("身份");
  await identity.getByText(`由 ${merged.people.length} 个人并成`).waitFor();
  await identity.getByText(/并入/).first().waitFor();
  await identity.getByText(/依据：商城用户编号/).first().waitFor();
  await desk.isAccessible("merged person");
  await desk.picture("studio-merged");
  await identity.getByRole("button", { name: "拆开" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/会带着自己的编号和事件离开/).waitFor();
  await desk.isAccessible("question about a merge");
  // What they do meanwhile does not take the question away.
  const visits = page.locator(".person-head .figure", { hasText: "购物车" }).locator("dd");
  const before = await visits.innerText();
  await second.send({ type: "track", event: "Product Added", properties: { product_id: "p-novera-12-pro", category: "phone", price: 4_999, quantity: 1 } });
  await eventually("the page follows them", async () => (await visits.innerText()) !== before);
  await dialog.getByRole("button", { name: "拆开" }).click();
  await identity.getByText("已拆开").first().waitFor();
  const { merges } = await desk.stage.admin("GET", `/v1/admin/people/${merged.profile}/identity`);
  assert.ok(merges[0].undone);
});

test("somebody who is not among the recent ones is found by their exact id", async () => {
  await desk.go("#/visitors");
  await page.locator(".people-line").first().waitFor();
  await page.getByRole("searchbox").fill("nobody@nowhere.example");
  await page.getByText("也没有人有这个编号、邮箱或手机号。").waitFor();
  await desk.isAccessible("nobody found");
  const userId = `customer-${randomUUID().slice(0, 8)}`;
  await desk.post("/v1/identify", "", { writeKey: SITE, userId, traits: { name: "只有编号" } });
  const told = await eventually("the customer", async () => {
    const { visitors } = await desk.stage.admin("GET", `/v1/admin/visitors?find=${userId}`);
    return visitors[0];
  });
  await page.getByRole("searchbox").fill(userId);
  const link = page.locator(".empty").getByRole("link", { name: "只有编号" });
  await link.or(page.locator(".people-line", { hasText: "只有编号" })).first().waitFor();
  assert.equal(told.name, "只有编号");
});

test("a delivery leads to the decision that made it", async () => {
  const words = { "zh-CN": "谢谢光临", en: "Thank you" };
  await desk.stage.admin("PUT", "/v1/admin/rules/thanks", { id: "thanks", name: "道谢", priority: 99, triggers: ["Thanked"], class: "service", condition: {}, action: { kind: "say", text: words } });
  await eventually("a delivery", async () => {
    await ann.track("Thanked");
    return (await detail(ann.id)).deliveries.some(({ rule }) => rule === "thanks");
  });
  await desk.go(`#/visitors/${ann.id}`);
  await card("收到的内容").locator(".line", { hasText: "道谢" }).first().getByRole("link", { name: "查看原因" }).click();
  await page.getByRole("dialog").getByText("送出了「道谢」").waitFor();
  await page.keyboard.press("Escape");
  await desk.inEveryLight(`#/visitors/${ann.id}`, "studio-person");
});

test("no component let an error through", () => assert.deepEqual(desk.errors, []));
