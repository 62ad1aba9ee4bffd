//! Experiments: who is assigned counts from then on, whatever they got, on real workerd.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { SITE, eventually, post, send, track, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});
after(() => server?.stop());

const KEY = "nudge-or-nothing";
const words = (text) => ({ "zh-CN": text, en: text });
const results = () => server.admin("GET", `/v1/admin/experiments/${KEY}/results?planned=1000`);
const ask = (id) => post(server, "/v1/decide", { writeKey: SITE, anonymousId: id, trigger: "Nudge Began", explain: true });
const order = (id, revenue, more = {}) => track(id, "Order Completed", { order_id: randomUUID(), revenue, currency: "CNY", ...more });

test("people, orders and revenue are counted by what people were assigned, from when they met it", async () => {
  await server.admin("PUT", `/v1/admin/experiments/${KEY}`, { key: KEY, variations: [0, 1], hashVersion: 2, meta: [{ key: "0", name: "Nothing" }, { key: "1", name: "Nudge" }] });
  await server.admin("PUT", "/v1/admin/rules/nudge", {
    id: "nudge", name: "nudge", priority: 5, triggers: ["Nudge Began"], class: "marketing", condition: {},
    action: { kind: "say", text: words("nudge") },
    experiment: { key: KEY, actions: [{ kind: "nothing" }, { kind: "say", text: words("nudge") }] },
  });
  await eventually("the rule is in force", async () => (await ask(randomUUID())).json.decision.considered.some(({ rule }) => rule === "nudge"));
  const crowd = await Promise.all(Array.from({ length: 60 }, () => visitor(server)));
  const expected = [{ people: 0, orders: 0, revenue: 0 }, { people: 0, orders: 0, revenue: 0 }];
  for (const [at, who] of crowd.entries()) {
    // Who bought before meeting it brings that along, not in.
    await send(server, [track(who.id, "Consent Given"), ...(at % 3 === 0 ? [order(who.id, 500)] : [])], who.token);
    const { json } = await ask(who.id);
    const { outcome } = json.decision.considered.find(({ rule }) => rule === "nudge");
    const variation = json.card ? 1 : 0;
    if (!json.card) assert.equal(outcome.reason.reason, "control");
    expected[variation].people += 1;
    if (at % 4 === 0) {
      await send(server, [order(who.id, 120)], who.token);
      expected[variation].orders += 1;
      expected[variation].revenue += 12_000;
    }
  }
  const told = await eventually("the ledger heard of everybody", async () => {
    const answer = await results();
    const sum = (name) => answer.variations.reduce((all, variation) => all + variation[name], 0);
    return sum("people") === 60 && sum("orders") === 15 && answer;
  });
  assert.deepEqual(told.variations.map(({ people, orders, revenue_minor: revenue }) => ({ people, orders, revenue })), expected);
  assert.deepEqual(told.variations.map(({ name }) => name), ["Nothing", "Nudge"]);
  const [conversion] = told.conversion.comparisons;
  assert.deepEqual([conversion.reading.reading, conversion.verdict.verdict], ["measured", "too_early"]);
  assert.ok(told.conversion.sample_ratio.p_value > 0.001);
});

test("a refund is taken off, and a second decision counts nobody again", async () => {
  const [before] = [await results()];
  const who = await visitor(server);
  await send(server, [track(who.id, "Consent Given")], who.token);
  await ask(who.id);
  await ask(who.id);
  const paid = order(who.id, 300);
  await send(server, [paid], who.token);
  await send(server, [track(who.id, "Order Refunded", { order_id: paid.properties.order_id, total: 300, currency: "CNY" })], who.token);
  const sum = (answer, name) => answer.variations.reduce((all, variation) => all + variation[name], 0);
  const after = await eventually("the refund is in the ledger", async () => {
    const answer = await results();
    return sum(answer, "orders") === sum(before, "orders") + 1 && sum(answer, "revenue_minor") === sum(before, "revenue_minor") && answer;
  });
  assert.equal(sum(after, "people"), sum(before, "people") + 1);
});

test("a scenario is measured beside the people who are held out of it, and of it alone", async () => {
  const scenario = "greeting";
  const say = (id, priority, more) => server.admin("PUT", `/v1/admin/rules/${id}`, {
    id, name: id, priority, triggers: ["Greeting Began"], class: "marketing", condition: {}, action: { kind: "say", text: words(id) }, ...more,
  });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0, scenarios: { [scenario]: { seed: "greeting-1", share: 0.5 } } });
  await say("hello", 9, { scenario });
  await say("others", 1, {});
  const greet = (id) => post(server, "/v1/decide", { writeKey: SITE, anonymousId: id, trigger: "Greeting Began", explain: true });
  await eventually("the rules are in force", async () => (await greet(randomUUID())).json.decision.considered.length === 2);
  const crowd = await Promise.all(Array.from({ length: 40 }, () => visitor(server)));
  const expected = [0, 0];
  for (const who of crowd) {
    await send(server, [track(who.id, "Consent Given")], who.token);
    const { json } = await greet(who.id);
    const { outcome } = json.decision.considered.find(({ rule }) => rule === "hello");
    const isHeldOut = outcome.outcome === "suppressed";
    if (isHeldOut) assert.deepEqual(outcome.reason, { reason: "scenario_holdout", scenario });
    // Other marketing still reaches them.
    assert.equal(json.decision.verdict.rule, isHeldOut ? "others" : "hello");
    expected[isHeldOut ? 0 : 1] += 1;
  }
  assert.ok(Math.min(...expected) > 5, String(expected));
  const told = await eventually("the ledger heard of everybody", async () => {
    const answer = await server.admin("GET", `/v1/admin/experiments/holdout:${scenario}/results`);
    return answer.variations.reduce((all, { people }) => all + people, 0) === 40 && answer;
  });
  assert.deepEqual(told.variations.map(({ people }) => people), expected);
  assert.ok(told.conversion.sample_ratio.p_value > 0.001);
});

test("holdouts of the same people, and experiments that wait for nothing, are refused with their place", async () => {
  const refused = (path, body, reason) => assert.rejects(server.admin("PUT", path, body), reason);
  const twice = { seed: "one", share: 0, scenarios: { greeting: { seed: "one", share: 0.5 } } };
  await refused("/v1/admin/holdout", twice, /holdout\.scenarios\.greeting\.seed/);
  const waiting = { key: "waiting", variations: [0, 1], parentConditions: [{ id: "nowhere", condition: { value: 1 } }] };
  await refused("/v1/admin/experiments/waiting", waiting, /waits for `nowhere`, which is no experiment/);
  const taken = { key: "holdout:greeting", variations: [0, 1] };
  await refused("/v1/admin/experiments/holdout:greeting", taken, /begins with holdout:/);
});

test("an experiment that is not there has no results", async () => {
  await assert.rejects(server.admin("GET", "/v1/admin/experiments/nobody/results"), /404/);
});
