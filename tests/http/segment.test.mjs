//! Segment's own server library delivers a shopper's journey, and the figures come out right.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { Analytics } from "@segment/analytics-node";
import { startServer } from "../harness/server.mjs";
import { SITE, eventually, person } from "./shop.mjs";

const fixtures = process.env.PROFFER_FIXTURES ?? resolve(import.meta.dirname, "../../../shared/fixtures");
const file = `${fixtures}/attribution/ecommerce_journey.json`;
const skip = existsSync(file) ? false : `the public journey is absent (${file})`;
if (skip) console.log(skip);
const suite = skip ? undefined : JSON.parse(readFileSync(file, "utf8"));

let server;
before(async () => (server = await startServer({ seed: true })));
after(() => server?.stop());

/** Sends the whole journey with the library. */
async function deliver() {
  const errors = [];
  const analytics = new Analytics({ writeKey: SITE, host: server.origin, path: "/v1/batch", flushAt: 5, maxRetries: 0 });
  analytics.on("error", (error) => errors.push(error));
  for (const event of suite.journey) {
    const { type, ...rest } = event;
    analytics[type]({ ...rest, timestamp: new Date(event.timestamp) });
  }
  await analytics.closeAndFlush();
  assert.deepEqual(errors, []);
}

test("the journey counts once, also when it is delivered twice", { skip }, async () => {
  const { expect } = suite;
  const anonymousId = suite.journey[0].anonymousId;
  for (const delivery of ["first", "second"]) {
    await deliver();
    const found = await person(server, anonymousId);
    const events = found.timeline.filter((item) => item.kind === "event" && !item.derived);
    assert.equal(events.length, expect.accepted_events, delivery);
    assert.equal(found.summary.orders, expect.orders);
    assert.equal(found.summary.spend_minor, expect.net_revenue * 100);
    assert.equal(found.attributes.cart_abandoned, expect.cart_abandoned);
    assert.deepEqual(found.attributes.campaign, expect.campaign);
    assert.equal(found.attributes.identified, true);
    assert.equal(found.attributes.compared, expect.compared_products.length);
  }
});

test("the person is found by their id in the shop's system", { skip }, async () => {
  const user = suite.expect.userId;
  const event = { type: "track", event: "Cart Viewed", userId: user, messageId: "by-user" };
  // The link is made through the outbox, a moment after the answer.
  await eventually("the id leads to the person", async () => {
    await server.fetch("/v1/track", {
      method: "POST",
      body: JSON.stringify({ ...event, messageId: `by-user-${Date.now()}`, writeKey: SITE }),
    });
    const found = await person(server, suite.journey[0].anonymousId);
    return found.timeline.some((item) => item.name === "Cart Viewed" && item.at > 1_780_000_000_000);
  });
});

test("revenue before the refund is in the ledger", { skip }, async () => {
  const age = Math.ceil((Date.now() - new Date(suite.journey[0].timestamp).getTime()) / 86_400_000) + 1;
  if (age > 366) return console.log(`the journey is ${age} days old, beyond an overview's year: only the person is checked`);
  const overview = await server.admin("GET", `/v1/admin/overview?days=${age}`);
  const revenue = overview.by_day.reduce((sum, { revenue_minor }) => sum + revenue_minor, 0);
  assert.equal(revenue, suite.expect.gross_revenue * 100);
});
