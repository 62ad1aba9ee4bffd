//! What the shop sells, in the dashboard: the list, and a file that is checked before it is taken in.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDesk } from "./dashboard-desk.mjs";

let desk;
let page;
before(async () => {
  desk = await openDesk();
  ({ page } = desk);
});
after(() => desk?.close());

const rows = () => page.locator("table.products tbody tr[data-line]");
const sold = () => desk.stage.admin("GET", "/v1/admin/catalog");
const choose = (name, content) =>
  page.locator('input[name="feed"]').setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.isBuffer(content) ? content : Buffer.from(content) });
const figure = (name) => page.locator(".feed-figures div", { hasText: name }).locator("dd").textContent();

test("the products are listed, searched and filtered, and the address keeps it", async () => {
  const all = await sold();
  await desk.go("#/products");
  assert.equal(await rows().count(), all.length);
  await page.getByText(`显示 ${all.length} / ${all.length} 件`).waitFor();
  await desk.isAccessible("products");
  await desk.picture("dashboard-products");
  await page.locator('input[type="search"]').fill("novera 12");
  await page.locator("table.products tr", { hasText: "Novera 12 Pro" }).waitFor();
  await page.waitForFunction((many) => document.querySelectorAll("table.products tbody tr").length < many, all.length);
  assert.match(page.url(), /find=novera/);
  await page.locator('input[type="search"]').fill("没有这样的商品");
  await page.getByText("没有符合的结果").waitFor();
  await desk.inEveryLight("#/products", "dashboard-products");
  await page.setViewportSize({ width: 375, height: 780 });
  await page.getByRole("button", { name: "导入商品" }).click();
  await choose("stock.csv", "id,stock\np-novera-12,5\nnobody,5\n");
  await page.locator(".feed-refused").waitFor();
  await desk.isAccessible("a file on a telephone");
  await desk.picture("dashboard-products-checked-narrow");
  await page.setViewportSize({ width: 1360, height: 900 });
});

test("a table from a Chinese spreadsheet is checked, what is wrong is named, the rest is taken in", async () => {
  const before = await sold();
  await desk.go("#/products");
  await page.getByRole("button", { name: "导入商品" }).click();
  // 编号,名称,… in GB18030, as spreadsheets in Chinese still save it.
  const gbk = Buffer.from("69642cc3fbb3c62cbcdbb8f12cb7d6c0e02cbfe2b4e60a", "hex");
  await choose("商品.csv", Buffer.concat([gbk, Buffer.from("gb-1,Lamp,19.90,Lamps,4\ngb-2,Lamp,free,Lamps,4\ngb-3,Lamp,5,Lamps,-1\n")]));
  await page.locator(".feed-refused").waitFor();
  assert.deepEqual([await figure("新增"), await figure("读不出的行"), await figure("移除")], ["1", "2", "0"]);
  const refused = await page.locator(".feed-refused tbody tr").allInnerTexts();
  assert.match(refused[0], /2\s+gb-2\s+价格\s+free\s+不是价格/);
  assert.match(refused[1], /3\s+gb-3\s+库存\s+-1\s+不是 0 起的整数/);
  await desk.isAccessible("a file that is checked");
  await desk.picture("dashboard-products-checked");
  assert.deepEqual(await sold(), before, "it was only looked at");

  await page.getByRole("button", { name: "导入 1 件商品" }).click();
  await page.getByText("已导入：新增 1，变化 0，移除 0").waitFor();
  await page.locator("table.products tr", { hasText: "gb-1" }).waitFor();
  assert.equal((await sold()).length, before.length + 1);
});

test("by keyboard, in English: a feed that is the whole catalog says what goes, and is left alone", async () => {
  await desk.speak("en");
  await page.goto("about:blank");
  await desk.go("#/products");
  const before = await sold();
  await page.getByRole("button", { name: "Import products" }).focus();
  await page.keyboard.press("Enter");
  await choose("feed.xml", `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>mug</g:id><title>Travel mug</title><g:price>19.90 USD</g:price>
    <g:availability>in_stock</g:availability><g:product_type>Mugs</g:product_type><g:gtin>1</g:gtin></item></channel></rss>`);
  await page.getByText("Columns that mean nothing here: gtin").waitFor();
  assert.deepEqual([await figure("New"), await figure("Gone")], ["1", "0"]);
  await page.getByRole("radio", { name: "Go", exact: true }).focus();
  await page.keyboard.press("Space");
  await page.getByText("To go: ").waitFor();
  assert.equal(await figure("Gone"), String(before.length));
  await page.getByRole("button", { name: `Import 1, remove ${before.length}` }).waitFor();
  await desk.isAccessible("a feed that replaces everything");
  await desk.picture("dashboard-products-english");
  await choose("feed.xml", "<rss>");
  await page.locator(".banner", { hasText: "feed is not merchant" }).waitFor();
  await page.getByRole("button", { name: "Import products" }).click();
  await page.locator(".feed-form").waitFor({ state: "detached" });
  assert.deepEqual(await sold(), before);
  assert.deepEqual(desk.errors, []);
});

test("without products the page says the next step, and a long list comes in parts", async () => {
  await desk.speak("zh-CN");
  await page.goto("about:blank");
  await desk.stage.admin("PUT", "/v1/admin/catalog", []);
  await desk.go("#/products");
  await page.getByText("还没有商品").waitFor();
  await desk.isAccessible("no products");
  const many = Array.from({ length: 250 }, (_, n) => ({ id: `p-${n}`, name: { "zh-CN": `台灯 ${n}` }, category: { id: "lamp", "zh-CN": "灯" }, price_minor: 100, currency: "CNY", stock: n % 3, url: "/" }));
  await desk.stage.admin("PUT", "/v1/admin/catalog", many);
  await page.goto("about:blank");
  await desk.go("#/products");
  assert.equal(await rows().count(), 100);
  await page.getByRole("button", { name: "再显示 100 件" }).click();
  await page.getByRole("button", { name: "再显示 50 件" }).click();
  assert.equal(await rows().count(), 250);
  await page.getByText("无货", { exact: true }).first().waitFor();
});
