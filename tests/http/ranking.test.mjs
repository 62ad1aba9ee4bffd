//! Rules of one priority: drawn with a known probability, learned from what came of them, on real workerd.

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

const words = (text) => ({ "zh-CN": text, en: text });
/// What an order of 4,000 is worth to a draw, in ten thousandths: the demo's threshold of a high value is 3,000.
const REWARD = 10_000;
const TRIGGER = "Greeting Began";
const rule = (id) => ({
  id, name: id, priority: 7_001, triggers: [TRIGGER], class: "marketing", condition: {}, action: { kind: "say", text: words(id) },
});
const ask = async (id) => (await post(server, "/v1/decide", { writeKey: SITE, anonymousId: id, trigger: TRIGGER, explain: true })).json;
const order = (id, revenue) => track(id, "Order Completed", { order_id: randomUUID(), revenue, currency: "CNY" });
const share = (ranking, id) => ranking.ranked.find((ranked) => ranked.rule === id)?.propensity;

async function agreed() {
  const who = await visitor(server);
  await send(server, [track(who.id, "Consent Given")], who.token);
  return who;
}

test("a bandit draws evenly at first, and more of what brings orders once it has learned", async () => {
  for (const id of ["greet-a", "greet-b"]) await server.admin("PUT", `/v1/admin/rules/${id}`, rule(id));
  await server.admin("PUT", "/v1/admin/band", { priority: 7_001, method: "bandit" });
  await eventually("the band is in force", async () => {
    const { decision } = await ask((await agreed()).id);
    return decision.ranking?.method === "bandit" && decision.ranking.ranked.length === 2;
  });
  const shown = { "greet-a": 0, "greet-b": 0 };
  for (let person = 0; person < 60; person += 1) {
    const who = await agreed();
    const { decision, card } = await ask(who.id);
    const { ranked, context } = decision.ranking;
    assert.equal(context, "new");
    assert.ok(Math.abs(ranked.reduce((sum, { propensity }) => sum + propensity, 0) - 1) < 1e-9);
    // Nothing was learned yet: whatever came so far, both are as probable.
    assert.ok(Math.abs(ranked[0].propensity - 0.5) < 1e-6);
    assert.equal(decision.verdict.rule, ranked[0].rule, "the first of the ranking is given");
    shown[decision.verdict.rule] += 1;
    if (decision.verdict.rule === "greet-b") {
      // Whoever is greeted by b follows it and buys.
      await send(server, [track(who.id, "Offer Clicked", { delivery_id: card.delivery }), order(who.id, 4_000)], who.token);
    }
  }
  assert.ok(shown["greet-a"] > 10 && shown["greet-b"] > 10, JSON.stringify(shown));
  const { learned } = await eventually("the lessons have come", async () => {
    const answer = await server.admin("POST", "/v1/admin/learning");
    const { new: draws } = answer.learned.draws;
    return draws?.["greet-b"]?.rewards > 0 && draws["greet-a"]?.shown >= shown["greet-a"] && draws["greet-b"].rewards >= REWARD * shown["greet-b"] && answer;
  }, 20_000);
  assert.equal(learned.draws.new["greet-a"].rewards, 0);
  assert.deepEqual(learned.rules, {}, "whether an order follows is known when the week is over");
  const after = await eventually("what was learned is in force", async () => {
    const { decision } = await ask((await agreed()).id);
    return share(decision.ranking, "greet-b") > 0.6 && decision.ranking;
  }, 20_000);
  assert.ok(share(after, "greet-a") > 0.02, "and a is still tried");
  const again = (await server.admin("POST", "/v1/admin/learning")).learned;
  assert.equal(again.draws.new["greet-b"].rewards, learned.draws.new["greet-b"].rewards, "no lesson counts twice");
});

test("who wants nothing personal is ranked as everybody, and nothing is learned from them", async () => {
  const before = (await server.admin("POST", "/v1/admin/learning")).learned.lessons;
  const who = await agreed();
  const headers = { authorization: `Bearer ${who.token}`, "content-type": "application/json" };
  const answer = await server.fetch("/v1/preferences", { method: "PUT", headers, body: JSON.stringify({ personalisation: false }) });
  assert.equal(answer.status, 200, await answer.clone().text());
  const { decision, card } = await ask(who.id);
  assert.equal(decision.ranking.context, "");
  assert.equal(decision.inputs.profile, undefined);
  await send(server, [track(who.id, "Offer Clicked", { delivery_id: card.delivery }), order(who.id, 4_000)], who.token);
  await new Promise((wake) => setTimeout(wake, 1_500));
  assert.equal((await server.admin("POST", "/v1/admin/learning")).learned.lessons, before);
});

test("a bandit with more rules than it can draw from is refused, with the place", async () => {
  for (let number = 0; number < 9; number += 1) {
    await server.admin("PUT", `/v1/admin/rules/many-${number}`, { ...rule(`many-${number}`), priority: 7_002, triggers: ["Many Began"] });
  }
  await assert.rejects(server.admin("PUT", "/v1/admin/band", { priority: 7_002, method: "bandit" }), /bands\[\d\]\.method/);
});
