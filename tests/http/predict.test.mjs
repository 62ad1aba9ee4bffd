//! What people are expected to do: fitted to the shop's customers, shown with a reason where there is no number, on real workerd.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { eventually, person, send, track } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});
after(() => server?.stop());

const DAY = 86_400_000;
const CUSTOMERS = 260;

/** Draws that are the same in every run. */
function draws(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((state >>> 8) + 0.5) / 2 ** 24;
  };
}

const order = (id, at, number, revenue) =>
  track(id, "Order Completed", { order_id: `${id}-${number}`, revenue, currency: "CNY", products: [{ product_id: "beans", name: "Beans", price: revenue }] }, {
    timestamp: new Date(at).toISOString(),
  });

/** Somebody who orders at random at a rate of their own, and leaves with a probability of their own. */
function orders(id, draw, now) {
  const [rate, leaves, usual] = [-Math.log(draw()) / 30, draw() * draw(), 20 + 80 * draw()];
  const found = [];
  for (let at = now - (20 + 260 * draw()) * DAY; at < now; at += Math.min(-Math.log(draw()) / rate, 1_000) * DAY) {
    if (found.length > 1 && draw() < leaves) break;
    found.push(order(id, at, found.length, Math.round(usual * (0.5 + draw()))));
  }
  return found;
}

const figure = (found, name) => found.portrait.figures.find((known) => known.name === name);

test("the models are fitted to the customers, and without a number the page says why", async () => {
  const now = Date.now();
  await send(server, [order("once", now - 40 * DAY, 0, 50)]);
  await send(server, [0, 30, 61, 90].map((day, number) => order("monthly", now - (100 - day) * DAY, number, 50)));
  const before = await eventually("the first orders are known", async () => {
    const found = await person(server, "monthly").catch(() => undefined);
    return found?.summary.orders === 4 && found;
  });
  assert.match(figure(before, "churn_risk").missing.en, /not counted yet/u);
  assert.match(figure(before, "churn_risk").missing["zh-CN"], /还没有统计/u);
  assert.match(figure(before, "replenishment_days").words.en, /^Beans: about /u);

  const few = await eventually("the ledger has both", async () => {
    const answer = await server.admin("POST", "/v1/admin/population");
    return answer.people === 2 && answer;
  });
  assert.equal(few.purchases.frequency.because, "too_few_repeat_buyers");
  await eventually("the reason is shown", async () =>
    /fewer than 100/u.test(figure(await person(server, "monthly"), "churn_risk").missing?.en ?? ""), 15_000);

  const draw = draws(7);
  const everybody = Array.from({ length: CUSTOMERS }, (_, number) => orders(`buyer-${number}`, draw, now)).flat();
  for (let from = 0; from < everybody.length; from += 400) {
    assert.equal((await send(server, everybody.slice(from, from + 400))).status, 200);
  }
  const fitted = await eventually("everybody is in the sample", async () => {
    const answer = await server.admin("POST", "/v1/admin/population");
    return answer.people === CUSTOMERS + 2 && answer;
  }, 60_000);
  const { frequency, value } = fitted.purchases;
  assert.equal(fitted.purchases.people, CUSTOMERS + 2);
  assert.ok(frequency.r > 0 && frequency.alpha > 0 && frequency.repeat_buyers > 100, JSON.stringify(frequency));
  assert.ok(value.q > 1, JSON.stringify(value));

  const after = await eventually("the figures are there", async () => {
    const found = await person(server, "monthly");
    return figure(found, "churn_risk").missing === undefined && found;
  }, 15_000);
  const risk = figure(after, "churn_risk").value;
  assert.ok(risk > 0 && risk < 1, `${risk}`);
  assert.ok(Math.abs(figure(after, "alive").value + risk - 1) < 0.000_2);
  assert.ok(figure(after, "expected_orders").value > 0 && figure(after, "lifetime_value").value > 0);
  assert.equal(after.attributes.profile.churn_risk, risk);
  const once = await person(server, "once");
  assert.match(figure(once, "churn_risk").missing.en, /one order/u);
  assert.equal(once.attributes.profile.churn_risk, undefined);
  assert.ok(figure(once, "lifetime_value").value > 0);
});

test("no discount is set by what somebody is expected to spend", async () => {
  const { config } = await server.admin("GET", "/v1/admin/config");
  const rule = {
    id: "cheap", name: "cheap", priority: 1, triggers: ["page"], class: "marketing",
    condition: { "profile.lifetime_value": { $lt: 100 } }, action: { kind: "offer", offer: config.offers[0].id },
  };
  await assert.rejects(server.admin("PUT", "/v1/admin/rules/cheap", rule), /lifetime_value/u);
});

test("a birthday starts a rule, once, by the clock where the person is", async () => {
  // Whatever the hour here, in one of these it is past nine and before ten in the evening.
  const zones = ["Asia/Shanghai", "Europe/London", "America/New_York", "America/Los_Angeles", "Pacific/Auckland"];
  const hour = (zone) => Number(new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" }).format(new Date()));
  const zone = zones.find((zone) => hour(zone) >= 10 && hour(zone) < 22);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone, month: "2-digit", day: "2-digit" }).format(new Date());
  const words = (text) => ({ "zh-CN": text, en: text });
  await server.admin("PUT", "/v1/admin/rules/congratulate", {
    id: "congratulate", name: "congratulate", priority: 9_000, triggers: ["birthday"], class: "service", condition: {},
    action: { kind: "say", text: words("Happy birthday") },
  });
  await new Promise((wake) => setTimeout(wake, 6_000));
  const told = () => ({
    ...track("born", "x"), type: "identify", event: undefined, properties: undefined, traits: { birthday: `1990-${today}` },
    context: { timezone: zone, consent: { categoryPreferences: { analytics: true, marketing: true } } },
  });
  for (let time = 0; time < 2; time += 1) await send(server, [told()]);
  const found = await eventually("the birthday is told", async () => {
    const known = await person(server, "born").catch(() => undefined);
    return known?.timeline.some((item) => item.name === "Birthday Reached") && known;
  });
  assert.equal(found.timeline.filter((item) => item.name === "Birthday Reached").length, 1, today);
  assert.equal(found.deliveries.filter((given) => given.rule === "congratulate").length, 1);
  assert.equal(figure(found, "birthday_days").value, 0);
  assert.ok(!JSON.stringify(figure(found, "birthday_days")).includes("1990"), "the year is nobody's business");
});
