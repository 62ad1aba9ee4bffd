//! Segments in the dashboard: the shelf, the builder and its text, the live count, on the running product.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { openDesk } from "./dashboard-desk.mjs";
import { eventually } from "./stage.mjs";

let desk;
let page;
let buyer;
before(async () => {
  desk = await openDesk();
  ({ page } = desk);
  buyer = await desk.shopper({ name: "常客" });
  for (const revenue of [300, 500]) await buyer.track("Order Completed", { order_id: randomUUID(), revenue, currency: "CNY" });
  await desk.shopper({ name: "路人" });
});
after(() => desk?.close());

const segment = async (id) => (await desk.config()).segments.find((known) => known.id === id);
const save = () => page.getByRole("button", { name: "保存并发布" }).click();

test("without a segment the page says the next step, and shows the shelf", async () => {
  const { segments, rules } = await desk.config();
  await desk.publish(() => ({ segments: [], rules: rules.filter(({ condition }) => !JSON.stringify(condition).includes("segment")) }));
  await desk.go("#/segments");
  await page.getByText("还没有人群").waitFor();
  await page.getByRole("heading", { name: "现成的人群" }).waitFor();
  assert.ok((await page.locator(".library-tile").count()) >= 10);
  await desk.isAccessible("no segments");
  await desk.publish(() => ({ segments, rules }));
});

test("a ready-made segment is taken from the shelf, looked at with who is in it, and published", async () => {
  await desk.go("#/segments");
  const tile = page.locator(".library-tile", { hasText: "复购客户" });
  await tile.getByText("做过「完成订单」至少 2 次，最近 90 天内").waitFor();
  await tile.getByRole("link", { name: "用这个 复购客户" }).click();
  await page.waitForURL(/#\/segments\/new\?from=buys_again$/);
  assert.equal(await page.getByLabel("名称", { exact: true }).inputValue(), "复购客户");
  assert.equal(await page.getByRole("textbox", { name: "文字形式" }).inputValue(), "performed('Order Completed', 90d) >= 2");
  await desk.isAccessible("new segment");
  await save();
  await desk.saidPublished();
  await page.waitForURL(/#\/segments\/buys_again$/);
  assert.deepEqual((await segment("buys_again")).condition, { $events: { name: "Order Completed", within_days: 90, count: { $gte: 2 } } });
  await desk.go("#/segments");
  await page.locator(".library-tile", { hasText: "复购客户" }).getByText("已有").waitFor();
});

test("rows and text are one condition, and the count follows", async () => {
  await desk.go("#/segments/new");
  await page.getByLabel("名称", { exact: true }).fill("买过两次的人");
  await page.getByLabel("编号", { exact: true }).fill("bought-twice");
  await page.getByRole("textbox", { name: "文字形式" }).fill("orders >= 2");
  await page.getByText(/最近 \d+ 人中有 1 人/).waitFor();
  await page.locator(".match-people").getByText("常客").waitFor();
  await page.getByLabel("值", { exact: true }).fill("3");
  await page.getByText(/最近 \d+ 人中有 0 人/).waitFor();
  await page.getByText("此刻没有人匹配。").waitFor();
  await page.getByLabel("值", { exact: true }).fill("2");
  await page.getByRole("button", { name: "添加做过的事" }).click();
  await page.getByLabel("做过什么").fill("Product Viewed");
  await page.getByLabel("次数", { exact: true }).selectOption("lte");
  await page.getByLabel("几次").fill("0");
  await page.getByLabel("最近几天").fill("7");
  await eventually("the text", async () => (await page.getByRole("textbox", { name: "文字形式" }).inputValue()).includes("performed('Product Viewed', 7d) <= 0"));
  await page.getByLabel("几次").fill("");
  await page.getByText("还没填完，暂不生效").waitFor();
  await save();
  await page.getByText("条件还没写完整。").waitFor();
  await page.getByLabel("几次").fill("0");
  await desk.isAccessible("segment builder");
  await desk.picture("studio-segment");
  await save();
  await desk.saidPublished();
  await eventually("the segment", () => segment("bought-twice"));
  assert.deepEqual((await segment("bought-twice")).condition, {
    orders: { $gte: 2 }, $events: { name: "Product Viewed", within_days: 7, count: { $lte: 0 } },
  });
  await desk.inEveryLight("#/segments/bought-twice", "studio-segment");
});

test("the list counts who is in each, and is searched", async () => {
  await desk.stage.admin("PUT", "/v1/admin/segments/buyers", { id: "buyers", name: "买过的人", condition: { orders: { $gte: 1 } } });
  await desk.go("#/segments");
  const line = page.locator(".segment-line", { hasText: "买过的人" });
  await line.getByText("1 人", { exact: true }).waitFor();
  await desk.isAccessible("segments");
  await desk.picture("studio-segments");
  await page.keyboard.press("/");
  await page.keyboard.type("买过的人");
  await eventually("one line", async () => (await page.locator(".segment-line").count()) === 1);
  await page.waitForURL(/#\/segments\?find=/);
  await page.getByRole("button", { name: "更多" }).or(page.getByRole("link", { name: "新建人群" })).first().focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/segments\/buyers$/);
  await desk.inEveryLight("#/segments", "studio-segments");
});

test("a segment that a rule names stays, and one that is deleted comes back by undo", async () => {
  await desk.stage.admin("PUT", "/v1/admin/rules/of-buyers", {
    id: "of-buyers", name: "给买过的人", priority: 1, triggers: ["page"], class: "service", condition: { segment: { $in: ["buyers"] } }, action: { kind: "nothing" },
  });
  await desk.go("#/segments/buyers");
  await page.getByRole("button", { name: "删除" }).click();
  await page.getByText("还用在：给买过的人。先改掉那里。").waitFor();
  await desk.stage.admin("DELETE", "/v1/admin/rules/of-buyers");
  await desk.go("#/segments/buyers");
  await page.getByRole("button", { name: "删除" }).click();
  await page.getByRole("button", { name: "撤销" }).waitFor();
  assert.equal(await segment("buyers"), undefined);
  await page.getByRole("button", { name: "撤销" }).click();
  await eventually("the segment", () => segment("buyers"));
});

test("a name that is missing and an id that is taken are refused at their fields", async () => {
  await desk.go("#/segments/new");
  await page.getByLabel("编号", { exact: true }).fill("buyers");
  await save();
  await page.getByText("请给人群起个名字。").waitFor();
  await page.getByText("已有人群用这个编号。").waitFor();
});

test("no component let an error through", () => assert.deepEqual(desk.errors, []));
