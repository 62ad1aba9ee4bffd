//! Segment's own browser library delivers a shopper's journey from a page, and the figures come out right.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { eventually, openStage } from "./stage.mjs";

const SITE = "pk_main_demo";
const fixtures = process.env.PROFFER_FIXTURES ?? resolve(import.meta.dirname, "../../../shared/fixtures");
const file = `${fixtures}/attribution/ecommerce_journey.json`;
const skip = existsSync(file) ? false : `the public journey is absent (${file})`;
if (skip) console.log(skip);
const suite = skip ? undefined : JSON.parse(readFileSync(file, "utf8"));
const library = resolve(createRequire(import.meta.url).resolve("@segment/analytics-next"), "../../../dist/umd/index.js");

let stage;
before(async () => (stage = await openStage()));
after(() => stage?.close());

/** Sends the journey from a page; the library keeps its own queue and retries. */
async function deliver(page, anonymousId, userId) {
  await page.evaluate(
    async ({ journey, site, host, anonymousId, userId }) => {
      const settings = { integrations: { "Segment.io": { apiKey: site, apiHost: `${host}/v1`, protocol: "http" } } };
      const [analytics] = await globalThis.AnalyticsNext.AnalyticsBrowser.load({ writeKey: site, cdnSettings: settings }, { disableClientPersistence: true });
      analytics.setAnonymousId(anonymousId);
      for (const { type, messageId, timestamp, context, event, name, properties, traits } of journey) {
        const options = { messageId, timestamp, context };
        if (type === "identify") await analytics.identify(userId, traits, options);
        if (type === "page") await analytics.page(undefined, name, properties, options);
        if (type === "track") await analytics.track(event, properties, options);
      }
    },
    { journey: suite.journey, site: SITE, host: stage.origin.replace("http://", ""), anonymousId, userId },
  );
}

test("a journey sent by analytics-next counts once, also when it is sent twice", { skip }, async () => {
  const anonymousId = "anon-browser-7";
  const page = await stage.tab();
  const answers = [];
  page.on("response", (answer) => answer.url().includes("/v1/") && answers.push(answer.status()));
  for (const delivery of ["first", "second"]) {
    // A page that a server really served: Chromium keeps one of unknown origin from loopback addresses.
    await page.goto(`${stage.shop}/shop/bare.html`);
    await page.addScriptTag({ path: library });
    await deliver(page, anonymousId, suite.expect.userId);
    const found = await eventually(`the ${delivery} delivery`, async () => {
      const person = await stage.admin("GET", `/v1/admin/visitors/${anonymousId}`).catch(() => undefined);
      // The library gives each of its events an id of its own unless it is told one; the journey tells.
      const names = person?.timeline.filter((item) => item.kind === "event" && !item.derived).map((item) => item.name) ?? [];
      return names.includes("Order Refunded") && person;
    });
    assert.equal(found.summary.orders, suite.expect.orders, delivery);
    assert.equal(found.summary.spend_minor, suite.expect.net_revenue * 100);
    assert.equal(found.attributes.cart_abandoned, suite.expect.cart_abandoned);
    assert.equal(found.attributes.identified, true);
    const events = found.timeline.filter((item) => item.kind === "event" && !item.derived);
    assert.equal(events.length, suite.expect.accepted_events, delivery);
  }
  assert.ok(answers.length > 0 && answers.every((status) => status === 200), `answers ${answers}`);
});
