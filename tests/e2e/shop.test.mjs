//! The demo shop by itself: it sells, reports what happens by Segment's names, and stays
//! whole when the widget is blocked.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { openStage } from "./stage.mjs";

const sources = resolve(import.meta.dirname, "../../public/shop");
const PAGES = ["", "?category=phone", "product.html?id=p-novera-12-endure", "cart.html", "checkout.html", "account.html", "policy.html"];

let stage;
before(async () => (stage = await openStage()));
after(() => stage?.close());

/** A visitor whose page never gets the widget; what the shop tells it is kept in `calls`. */
async function withoutWidget(options) {
  const visitor = await stage.visitor(options);
  visitor.calls = [];
  await visitor.context.route("**/w/1/**", (route) => route.abort());
  await visitor.context.exposeFunction("__heard", (call) => visitor.calls.push(call));
  await visitor.context.addInitScript(() => {
    const listeners = {};
    window.proffer = (name, ...args) => {
      if (name === "on") listeners[args[0]] = args[1];
      window.__heard(JSON.parse(JSON.stringify([name, ...args])));
    };
    window.__fromChat = (name, data) => listeners[name](data);
  });
  return visitor;
}

const tracked = (visitor, event) => visitor.calls.filter(([call, name]) => call === "track" && name === event).map(([, , properties]) => properties);

test("an untouched visit leaves no cookie and no storage", async () => {
  const visitor = await withoutWidget();
  await visitor.visit();
  await visitor.page.locator("#products li").first().waitFor();
  assert.deepEqual(await visitor.context.cookies(), []);
  assert.deepEqual(await visitor.page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]), [[], []]);
  await visitor.leave();
});

test("a visitor buys with the widget blocked, and every step is reported by its name", async () => {
  const visitor = await withoutWidget();
  await visitor.visit("?category=phone");
  await visitor.page.locator('[data-product="p-novera-12-endure"] .card-link').click();
  await visitor.page.locator("#name").filter({ hasText: "Novera" }).waitFor();
  await visitor.page.getByRole("radio", { name: "琥珀" }).check();
  await visitor.page.locator("#check-price").click();
  await visitor.addToCart();
  await visitor.picture("shop-product");
  await visitor.visit("cart.html");
  await visitor.page.getByRole("button", { name: "增加一件" }).click();
  await visitor.page.locator("output", { hasText: "2" }).waitFor();
  await visitor.picture("shop-cart");
  await visitor.checkOut();
  await visitor.picture("shop-checkout");
  const orderId = await visitor.placeOrder();
  await visitor.page.reload();
  await visitor.page.getByTestId("paid").filter({ hasText: "7,398" }).waitFor();
  await visitor.picture("shop-order-complete");

  const events = visitor.calls.filter(([call]) => call === "track").map(([, name]) => name);
  const inOrder = ["Product List Viewed", "Product Clicked", "Product Viewed", "Price Rechecked", "Product Added", "Cart Viewed", "Checkout Started", "Checkout Step Viewed", "Checkout Step Completed", "Payment Info Entered", "Order Completed"];
  assert.deepEqual(inOrder.filter((name) => !events.includes(name)), []);
  assert.deepEqual(inOrder, inOrder.toSorted((one, other) => events.indexOf(one) - events.indexOf(other)));

  const [added] = tracked(visitor, "Product Added");
  assert.equal(added.product_id, "p-novera-12-endure");
  assert.deepEqual([added.category, added.brand, added.variant, added.price, added.quantity, added.currency], ["phone", "Novera", "amber", 3699, 1, "CNY"]);

  const orders = tracked(visitor, "Order Completed");
  assert.equal(orders.length, 1, "a reload must not report the order again");
  const [order] = orders;
  assert.deepEqual([order.order_id, order.subtotal, order.discount, order.revenue, order.shipping, order.total, order.currency], [orderId, 7398, 0, 7398, 0, 7398, "CNY"]);
  assert.deepEqual(order.products.map((line) => [line.product_id, line.quantity, line.price]), [["p-novera-12-endure", 2, 3699]]);
  assert.equal(await visitor.cartCount(), 0);
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("a product the chat recommends lands in the cart", async () => {
  const visitor = await withoutWidget();
  await visitor.view("p-novera-12");
  await visitor.page.evaluate(() => window.__fromChat("cart:add", { product_id: "p-novera-12-endure", quantity: 1 }));
  await visitor.page.locator(".toast", { hasText: "已加入购物车" }).waitFor();
  assert.equal(await visitor.cartCount(), 1);
  const [added] = tracked(visitor, "Product Added");
  assert.deepEqual([added.product_id, added.source], ["p-novera-12-endure", "chat"]);
  await visitor.leave();
});

test("what is out of stock cannot be bought, by hand or by chat", async () => {
  const visitor = await withoutWidget();
  await visitor.view("p-mossa-m3");
  assert.equal(await visitor.page.getByTestId("add-to-cart").isDisabled(), true);
  await visitor.page.evaluate(() => window.__fromChat("cart:add", { product_id: "p-mossa-m3", quantity: 1 }));
  await visitor.page.locator(".toast", { hasText: "没有更多库存" }).waitFor();
  assert.equal(await visitor.cartCount(), 0);
  await visitor.leave();
});

test("a search and a filter show what fits and are reported", async () => {
  const visitor = await withoutWidget({ locale: "en-US" });
  await visitor.visit();
  await visitor.page.getByRole("searchbox").fill("novera");
  await visitor.page.keyboard.press("Enter");
  await visitor.page.getByRole("heading", { name: "Results for “novera”" }).waitFor();
  await visitor.page.locator('select[name="price"]').selectOption("2000-5000");
  await visitor.page.locator("#list-count", { hasText: "5 products" }).waitFor();
  assert.equal(tracked(visitor, "Products Searched")[0].query, "novera");
  assert.deepEqual(tracked(visitor, "Product List Filtered")[0].filters, [{ type: "price", value: "2000-5000" }]);
  await visitor.leave();
});

test("the language changes in place and is kept", async () => {
  const visitor = await withoutWidget();
  await visitor.view("p-novera-12-endure");
  await visitor.page.getByRole("button", { name: "Switch to English" }).click();
  await visitor.page.getByRole("heading", { level: 1, name: "Novera 12 Endure" }).waitFor();
  await visitor.page.reload();
  await visitor.page.getByRole("button", { name: "Add to cart", exact: true }).waitFor();
  assert.equal(await visitor.page.evaluate(() => document.documentElement.lang), "en");
  assert.ok(visitor.calls.some(([call, given]) => call === "set" && given.locale === "en"));
  await visitor.leave();
});

test("no page is wider than a small phone", async () => {
  const visitor = await withoutWidget({ width: 375, height: 740 });
  for (const path of PAGES) {
    await visitor.visit(path);
    await visitor.page.waitForLoadState("networkidle");
    const over = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(over, 0, `${path || "index"} is ${over} px too wide`);
  }
  await visitor.leave();
});

test("no page has an accessibility fault, light or dark, Chinese or English", async () => {
  const axe = readFileSync(resolve(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");
  const found = [];
  for (const [locale, colorScheme] of [["zh-CN", "light"], ["en-US", "dark"]]) {
    const visitor = await withoutWidget({ locale, colorScheme });
    await visitor.view("p-novera-12-endure");
    await visitor.addToCart();
    for (const path of PAGES) {
      await visitor.visit(path);
      await visitor.page.waitForLoadState("networkidle");
      await visitor.page.evaluate(axe);
      const faults = await visitor.page.evaluate(async () => (await window.axe.run()).violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target).join(", ")}`));
      found.push(...faults.map((fault) => `${path || "index"} in ${locale}, ${colorScheme}: ${fault}`));
    }
    await visitor.leave();
  }
  assert.deepEqual(found, []);
});

test("every page has the same bar, the same foot and one tag", () => {
  const part = (html, open, close) => html.slice(html.indexOf(open), html.indexOf(close));
  const pages = readdirSync(sources).filter((name) => name.endsWith(".html")).map((name) => readFileSync(resolve(sources, name), "utf8"));
  for (const [open, close] of [['<header class="top">', "</header>"], ['<footer class="foot">', "</footer>"], ["<script>window.proffer", "</head>"]]) {
    assert.equal(new Set(pages.map((html) => part(html, open, close))).size, 1, open);
  }
  assert.deepEqual(pages.filter((html) => /\son\w+="/.test(html)), [], "an inline handler would break a strict CSP");
});
