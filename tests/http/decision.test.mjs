//! Deciding: what a person gets, why, and what the laws forbid, on real workerd.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { SITE, eventually, person, post, send, track, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});
after(() => server?.stop());

const price = { label: "marketing.discount", score: 0.9, alternatives: [], flags: ["price_sensitive"], entities: [], lang: "zh", source: "model", model: "test" };

const say = (who, text, intent, id = randomUUID()) =>
  post(server, "/v1/messages", { id, text, intent, locale: "zh-CN" }, { authorization: `Bearer ${who.token}` });

/** A visitor with something in a cart of an earlier visit. */
async function withAbandonedCart() {
  const who = await visitor(server);
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const line = { product_id: "p-novera-12", category: "手机", brand: "Novera", price: 3299, quantity: 1 };
  await send(server, [track(who.id, "Product Added", line, { timestamp: anHourAgo }), track(who.id, "Cart Viewed", { products: [line] })], who.token);
  return who;
}

test("the rule of higher priority wins, and the explanation names those that lost", async () => {
  const who = await withAbandonedCart();
  const { json } = await say(who, "太贵了,有没有优惠", price);
  const card = json.replies[0].card;
  assert.equal(card.content.kind, "offer");
  const { timeline } = await person(server, who.id);
  const { decision } = timeline.find((item) => item.kind === "decision" && item.verdict.verdict === "delivered");
  const told = await server.admin("GET", `/v1/admin/visitors/${who.id}/decisions/${decision}`);
  const outcomes = Object.fromEntries(told.considered.map(({ rule, outcome }) => [rule, outcome]));
  assert.equal(outcomes["price-sensitive-abandoned"].outcome, "chosen");
  assert.deepEqual(outcomes["discount-question"], { outcome: "outranked", by: "price-sensitive-abandoned" });
  assert.equal(outcomes["battery-question"].outcome, "not_matched");
  assert.equal(told.inputs.cart_abandoned, true);
});

test("a coupon is found by its code, used once, and the order is credited once", async () => {
  const who = await withAbandonedCart();
  const { json } = await say(who, "太贵了", price);
  const { code } = json.replies[0].card.content;
  const look = () => server.fetch(`/v1/coupons/${code.toLowerCase()}?site=${SITE}`);
  const found = await eventually("the coupon is registered", async () => {
    const answer = await look();
    return answer.ok && answer.json();
  });
  assert.deepEqual([found.code, found.valid, found.benefit.kind], [code, true, "amount_off"]);
  const before = await server.admin("GET", "/v1/admin/overview?days=1");
  const order = { order_id: randomUUID(), revenue: 3099, total: 3099, coupon: code, currency: "CNY" };
  await send(server, [track(who.id, "Order Completed", order), track(who.id, "Order Completed", order)]);
  assert.equal((await look()).status, 404);
  const credited = (overview) => overview.rules.find(({ rule }) => rule === "price-sensitive-abandoned")?.orders ?? 0;
  await eventually("the ledger has the order", async () => credited(await server.admin("GET", "/v1/admin/overview?days=1")) === credited(before) + 1);
});

test("a coupon of nobody and a coupon of another shop are equally unknown", async () => {
  assert.equal((await server.fetch(`/v1/coupons/PF-AAAAAAAA?site=${SITE}`)).status, 404);
  assert.equal((await server.fetch(`/v1/coupons/%00?site=${SITE}`)).status, 404);
  assert.equal((await server.fetch("/v1/coupons/PF-AAAAAAAA")).status, 401);
});

test("two hundred triggers at once give one person one offer", async () => {
  const who = await withAbandonedCart();
  const asked = Array.from({ length: 200 }, () =>
    post(server, "/v1/decide", { writeKey: SITE, anonymousId: who.id, trigger: "message", intent: price }),
  );
  const cards = (await Promise.all(asked)).filter(({ json }) => json.card);
  assert.equal(cards.filter(({ json }) => json.card.content.kind === "offer" && json.card.content.benefit.kind === "amount_off").length, 1);
});

test("a message sent twice is stored once and answered the same", async () => {
  const who = await visitor(server);
  const id = randomUUID();
  const first = await say(who, "你好，我的手机号是13812345678", undefined, id);
  const again = await say(who, "你好，我的手机号是13812345678", undefined, id);
  assert.equal(first.json.message.text, "你好，我的手机号是138****5678");
  assert.deepEqual(again.json, first.json);
  const { timeline } = await person(server, who.id);
  assert.equal(timeline.filter((item) => item.kind === "message").length, 2);
  assert.ok(!JSON.stringify(timeline).includes("13812345678"));
});

test("without a yes there is no marketing, but a question is answered", async () => {
  const who = await visitor(server);
  const view = { product_id: "p-novera-12", category: "手机", brand: "Novera", price: 3299 };
  await send(server, [track(who.id, "Product Viewed", view, { context: {} })]);
  const refused = await say(who, "有没有优惠", price);
  assert.equal(refused.json.replies[0].card, undefined);
  const { json } = await say(who, "续航怎么样", { ...price, label: "pre_sales.product", flags: [] });
  assert.equal(json.replies[0].card.content.kind, "products");
  const { timeline } = await person(server, who.id);
  assert.ok(timeline.some((item) => item.verdict?.suppression?.reason === "no_consent"));
});

test("a person in the holdout gets nothing, is told why nobody, and is counted", async () => {
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 1 });
  const who = await withAbandonedCart();
  const { json } = await say(who, "太贵了", price);
  assert.equal(json.replies[0].card, undefined);
  await eventually("the ledger counts the holdout", async () => {
    const { holdout, suppressions } = await server.admin("GET", "/v1/admin/overview?days=1");
    return holdout.people > 0 && suppressions.some(({ reason }) => reason === "holdout");
  });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});

test("products for an app lead through a signed link that notes the click", async () => {
  const who = await visitor(server);
  await send(server, [track(who.id, "Product Viewed", { product_id: "p-novera-12", category: "手机", brand: "Novera", price: 3299 })]);
  const intent = { ...price, label: "pre_sales.product", flags: [] };
  const rule = {
    id: "app-battery", name: "App", priority: 99, triggers: ["App Asked"], class: "service",
    action: { kind: "recommend", intro: { en: "More" }, strategy: { by: "attribute", attribute: "battery_mah", label: { en: "battery" }, better: "higher" } },
  };
  await server.admin("PUT", "/v1/admin/rules/app-battery", rule);
  const { json } = await post(server, "/v1/decide", { writeKey: SITE, anonymousId: who.id, trigger: "App Asked", intent, explain: true });
  const { url } = json.card.content.products[0];
  assert.ok(url.startsWith(`${server.origin}/c/`), url);
  const followed = await fetch(url, { redirect: "manual" });
  assert.equal(followed.status, 302);
  assert.match(followed.headers.get("location"), /product\.html\?id=/);
  const forged = await fetch(url.slice(0, -1) + (url.endsWith("0") ? "1" : "0"), { redirect: "manual" });
  assert.equal(forged.status, 404);
  const { deliveries } = await person(server, who.id);
  assert.equal(deliveries[0].state.state, "clicked");
});

test("a socket hears what another tab caused", async () => {
  const who = await withAbandonedCart();
  const socket = new WebSocket(`${server.origin.replace("http", "ws")}/v1/stream`, ["proffer.v1", who.token]);
  await new Promise((open, failed) => Object.assign(socket, { onopen: open, onerror: failed }));
  const heard = new Promise((resolve) => (socket.onmessage = ({ data }) => resolve(JSON.parse(data))));
  await post(server, "/v1/decide", { writeKey: SITE, anonymousId: who.id, trigger: "message", intent: price });
  const push = await heard;
  assert.equal(push.type, "card");
  socket.close();
});
