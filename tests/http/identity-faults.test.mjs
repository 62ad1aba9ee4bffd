//! Dying in the middle of a merge: nothing is lost and nothing counts twice.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { AGREED, eventually, person, send, visitor } from "./shop.mjs";
import { hash, secretOf } from "./signing.mjs";

const BROWSERS = 6;
const ROUNDS = 5;

let server;
let key;
before(async () => {
  server = await startServer({ seed: true });
  key = await secretOf(server);
});
after(() => server?.stop());

const at = () => new Date().toISOString();
const event = (browser, id, more) => ({ type: "track", event: "Product Viewed", properties: { product_id: "p-novera-12", price: 3299 }, anonymousId: browser.id, messageId: id, timestamp: at(), context: AGREED, ...more });
const order = (browser, id) => event(browser, `order-${id}`, { event: "Order Completed", properties: { order_id: id, revenue: 10 } });
const pause = (millis) => new Promise((wake) => setTimeout(wake, millis));
/** Sends until it is acknowledged, as a browser does. */
const keepSending = (batch, token) => eventually("the events are kept", async () => (await send(server, batch, token).catch(() => undefined))?.json?.success);

test("kill -9 in the middle of merges loses nothing and doubles nothing", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const user = `killed-${round}`;
    const browsers = await Promise.all(Array.from({ length: BROWSERS }, () => visitor(server)));
    await Promise.all(browsers.map((browser, number) => keepSending([event(browser, `before-${round}-${number}`), order(browser, `o-${round}-${number}`)], browser.token)));
    const identify = (browser, number) => event(browser, `identify-${round}-${number}`, { type: "identify", userId: user, identity: { identifier_hash: hash(key.secret, user) } });
    await Promise.all(browsers.map((browser, number) => keepSending([identify(browser, number)], browser.token)));
    // The merges begin half a second after the answers: the process dies at another moment in each round.
    await pause(440 + round * 90);
    await server.kill();
    await server.start();
    // What was not acknowledged is sent again, and so is what was.
    await Promise.all(browsers.map((browser, number) => keepSending([identify(browser, number), order(browser, `o-${round}-${number}`), event(browser, `after-${round}-${number}`)], browser.token)));
    const root = await eventually("they are one", async () => {
      const found = await Promise.all(browsers.map(({ id }) => person(server, id)));
      const roots = new Set(found.map(({ summary }) => summary.profile));
      return roots.size === 1 && [...roots][0];
    });
    const customer = await person(server, root);
    const events = customer.timeline.filter((item) => item.kind === "event" && !item.derived);
    assert.equal(events.length, BROWSERS * 4, "each event of each browser, once");
    assert.deepEqual([customer.summary.orders, customer.summary.spend_minor], [BROWSERS, BROWSERS * 1_000]);
  }
  await eventually("reports count each order once and each customer once", async () => {
    const overview = await server.admin("GET", "/v1/admin/overview?days=2");
    const orders = overview.treated.orders + overview.holdout.orders;
    const people = overview.treated.people + overview.holdout.people;
    return orders === ROUNDS * BROWSERS && people === ROUNDS;
  });
});

test("kill -9 in the middle of taking people apart gives both back", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const user = `parted-${round}`;
    const [one, two] = [await visitor(server), await visitor(server)];
    for (const [number, browser] of [one, two].entries()) {
      const identify = event(browser, `part-${round}-${number}`, { type: "identify", userId: user, identity: { identifier_hash: hash(key.secret, user) } });
      await keepSending([order(browser, `p-${round}-${number}`), identify], browser.token);
    }
    const merged = await eventually("they are one", async () => {
      const found = await server.admin("GET", `/v1/admin/people/${two.id}/identity`).catch(() => undefined);
      return found?.people.length === 2 && found.merges[0].complete && found;
    });
    const undo = server.admin("POST", `/v1/admin/people/${two.id}/unmerge`, { merge: merged.merges[0].merge }).catch(() => undefined);
    await pause(round * 7);
    await server.kill();
    await undo;
    await server.start();
    // It was decided or not; whoever did not hear an answer asks again.
    await eventually("the merge is undone", () => server.admin("POST", `/v1/admin/people/${two.id}/unmerge`, { merge: merged.merges[0].merge }).catch(() => undefined));
    await eventually("both are themselves", async () => {
      const found = await Promise.all([one, two].map(({ id }) => person(server, id).catch(() => undefined)));
      return found.every((each, number) => each?.summary.profile === [one, two][number].id && each.summary.orders === 1);
    });
  }
});
