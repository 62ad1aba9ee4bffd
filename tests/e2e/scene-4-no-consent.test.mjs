//! Scene 4: before a yes nothing is stored and nothing is sent. After it, the events that
//! waited arrive with the times at which they happened; after a no, they are gone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openShop, visitorDetail } from "./merchant.mjs";
import { openStage } from "./stage.mjs";

/** Keys of the shop's own, which it writes when the visitor asks it to. */
const isShops = (key) => key.startsWith("shop.");

let stage;
before(async () => {
  stage = await openStage();
  await openShop(stage, { rules: [] });
});
after(() => stage?.close());

/** A visitor whose requests to our origin are kept. */
async function watched() {
  const visitor = await stage.visitor();
  visitor.requests = [];
  visitor.context.on("request", (request) => {
    if (request.url().startsWith(stage.origin)) visitor.requests.push(new URL(request.url()).pathname);
  });
  return visitor;
}

const stored = (page) => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);

const kept = async (visitor) => ({
  cookies: await visitor.context.cookies(),
  storage: (await stored(visitor.page)).filter((key) => !isShops(key)),
  requests: [...new Set(visitor.requests)],
});

test("before a yes there is nothing but the loader; after it, what waited arrives with its own time", async () => {
  const visitor = await watched();
  await visitor.view("p-novera-12");
  await visitor.widget.getByTestId("consent-accept").waitFor();
  await visitor.page.locator("#check-price").click();
  await visitor.addToCart();
  await visitor.page.waitForLoadState("networkidle");
  assert.deepEqual(await kept(visitor), { cookies: [], storage: [], requests: ["/w/1/loader.js"] });
  const { visitors } = await stage.admin("GET", "/v1/admin/visitors?limit=50");
  assert.deepEqual(visitors, []);
  await visitor.picture("scene-4-before");

  const agreedAt = Date.now();
  await visitor.agree();
  const wanted = ["Product Viewed", "Price Rechecked", "Product Added"];
  const { timeline, consents } = await visitorDetail(stage, "the events that waited", (detail) => wanted.every((name) => detail.timeline.some((item) => item.name === name)));
  const events = timeline.filter((item) => wanted.includes(item.name)).reverse();
  assert.deepEqual(events.map((item) => item.name), wanted);
  for (const { name, at } of events) assert.ok(at <= agreedAt, `${name} at ${at} happened before the yes at ${agreedAt}`);
  assert.ok(events[0].at < events.at(-1).at, "each event has a time of its own");
  assert.ok(consents.length > 0);
  await visitor.picture("scene-4-after");
  assert.deepEqual(visitor.errors, []);
  await visitor.leave();
});

test("after a no the events are gone, and later pages send nothing", async () => {
  const visitor = await watched();
  await visitor.view("p-novera-12");
  await visitor.widget.getByTestId("consent-decline").click();
  await visitor.widget.getByTestId("consent-decline").waitFor({ state: "detached" });
  await visitor.view("p-kestra-k5");
  await visitor.addToCart();
  await visitor.page.waitForLoadState("networkidle");
  const { cookies, storage, requests } = await kept(visitor);
  assert.deepEqual([cookies, requests], [[], ["/w/1/loader.js"]]);
  assert.deepEqual(storage, ["proffer"], "the choice itself is all that is remembered");
  await visitor.leave();
});
