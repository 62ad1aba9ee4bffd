//! What holds an offer back besides caps: stock, budget, the person's own wishes, the night, the law, on real workerd.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { AGREED, SITE, eventually, person, post, send, track, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});
after(() => server?.stop());

const words = (text) => ({ "zh-CN": text, en: text });
const offer = (id, more = {}) => ({
  id, title: words(id), body: words("today"), benefit: { kind: "amount_off", amount_minor: 5_000 }, valid_secs: 3_600, ...more,
});
const rule = (id, trigger, more = {}) => ({
  id, name: id, priority: 10, triggers: [trigger], class: "marketing", condition: {}, action: { kind: "offer", offer: id }, ...more,
});
const publish = async (id, trigger, { offer: bounds = {}, rule: more = {} } = {}) => {
  await server.admin("PUT", `/v1/admin/offers/${id}`, offer(id, bounds));
  await server.admin("PUT", `/v1/admin/rules/${id}`, rule(id, trigger, more));
  // A decision takes the config of its isolate, which asks for a newer one every second.
  await eventually(`${id} is in force`, async () => {
    const { json } = await ask((await agreed()).id, trigger);
    return json.decision.considered.some((considered) => considered.rule === id);
  });
};
const ask = (id, trigger) => post(server, "/v1/decide", { writeKey: SITE, anonymousId: id, trigger, explain: true });

/** A visitor who agreed to marketing; `context` goes with what they sent. */
async function agreed(context = {}) {
  const who = await visitor(server);
  await send(server, [track(who.id, "Consent Given", {}, { context: { ...AGREED, ...context } })], who.token);
  return who;
}
const reasonOf = ({ json }, id) => json.decision.considered.find((considered) => considered.rule === id)?.outcome.reason?.reason;

test("two hundred people who reach for seven coupons at once get seven, and the rest learn why they got none", async () => {
  // Not before the crowd is there: waiting for the config would take coupons.
  await server.admin("PUT", "/v1/admin/offers/seven", offer("seven", { stock: { coupons_max: 7 } }));
  await server.admin("PUT", "/v1/admin/rules/seven", rule("seven", "Rush Began", { condition: { "event.name": "never" } }));
  const crowd = await Promise.all(Array.from({ length: 200 }, () => agreed()));
  await server.admin("PUT", "/v1/admin/rules/seven", rule("seven", "Rush Began"));
  await new Promise((wake) => setTimeout(wake, 1_500));
  const answers = await Promise.all(crowd.map((who) => ask(who.id, "Rush Began")));
  const given = answers.filter(({ json }) => json.card);
  assert.equal(given.length, 7);
  assert.equal(new Set(given.map(({ json }) => json.card.content.code)).size, 7);
  const refused = answers.filter(({ json }) => !json.card);
  const { timeline } = await person(server, crowd[answers.indexOf(refused[0])].id);
  assert.ok(timeline.some((item) => item.kind === "decision" && item.verdict.suppression?.reason === "sold_out"));
  const totals = await server.admin("GET", "/v1/admin/offers/seven/stock");
  assert.deepEqual([totals.issued, totals.redeemed, totals.reserved_minor], [7, 0, 35_000]);
});

test("a used coupon leaves the stock once, with what it saved", async () => {
  await publish("used", "Used Began", { offer: { stock: { coupons_max: 50, budget_minor: 1_000_000 } } });
  const before = await server.admin("GET", "/v1/admin/offers/used/stock");
  const who = await agreed();
  const { json } = await ask(who.id, "Used Began");
  const order = { order_id: randomUUID(), revenue: 3_000, discount: 42.5, coupon: json.card.content.code, currency: "CNY" };
  await send(server, [track(who.id, "Order Completed", order), track(who.id, "Order Completed", order)]);
  const totals = await eventually("the stock heard of it", async () => {
    const now = await server.admin("GET", "/v1/admin/offers/used/stock");
    return now.redeemed > before.redeemed && now;
  });
  assert.deepEqual([totals.redeemed - before.redeemed, totals.spent_minor - before.spent_minor], [1, 4_250]);
});

test("a budget that has no amount to count is refused, with the field", async () => {
  const half = offer("half", { benefit: { kind: "percent_off", percent: 50 }, stock: { budget_minor: 100 } });
  await assert.rejects(server.admin("PUT", "/v1/admin/offers/half", half), /coupon_worth_minor/);
});

test("what a person wants is kept: muted, paused, and not more than they said", async () => {
  await publish("wish", "Wish Began");
  const who = await agreed();
  const bearer = { authorization: `Bearer ${who.token}` };
  const prefer = async (preferences) => {
    const answer = await server.fetch("/v1/preferences", { method: "PUT", headers: bearer, body: JSON.stringify(preferences) });
    return { status: answer.status, json: await answer.json() };
  };
  assert.equal((await prefer({ muted: ["widget"] })).status, 200);
  assert.equal(reasonOf(await ask(who.id, "Wish Began"), "wish"), "muted");
  await prefer({ paused_until: Date.now() + 60_000 });
  assert.equal(reasonOf(await ask(who.id, "Wish Began"), "wish"), "paused");
  await prefer({ weekly_max: 0 });
  assert.equal(reasonOf(await ask(who.id, "Wish Began"), "wish"), "personal_limit");
  const { status, json } = await prefer({ weekly_max: 51 });
  assert.deepEqual([status, json.path], [422, "$.weekly_max"]);
  assert.match(json.detail, /51.*50/);
  const kept = await (await server.fetch("/v1/preferences", { headers: bearer })).json();
  assert.equal(kept.weekly_max, 0);
  await prefer({});
  assert.ok((await ask(who.id, "Wish Began")).json.card);
});

test("with personalisation off the trace holds nothing of the profile, and rules by it say so", async () => {
  await publish("newcomer", "Plain Began", { rule: { condition: { orders: { $lt: 1 } } } });
  await publish("anybody", "Plain Began", { rule: { priority: 1 } });
  const who = await agreed();
  const headers = { authorization: `Bearer ${who.token}` };
  await server.fetch("/v1/preferences", { method: "PUT", headers, body: JSON.stringify({ personalisation: false }) });
  const answer = await ask(who.id, "Plain Began");
  assert.equal(reasonOf(answer, "newcomer"), "personalisation_off");
  assert.equal(answer.json.card.content.title, "anybody");
  const told = new Set(Object.keys(answer.json.decision.inputs));
  for (const name of told) assert.ok(["consented", "event", "intent", "intent_label", "locale", "message", "page"].includes(name), name);
});

test("the night is where the person is, and where that is unknown every candidate's", async () => {
  const hour = (zone) => Number(new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "numeric", hourCycle: "h23" }).format());
  const zone = "Pacific/Auckland";
  const pad = (number) => String((number + 24) % 24).padStart(2, "0");
  const quiet = { from: `${pad(hour(zone))}:00`, to: `${pad(hour(zone) + 2)}:00`, channels: ["widget"], zones: ["Asia/Shanghai", zone] };
  await publish("night", "Night Began");
  const { config } = await server.admin("GET", "/v1/admin/config");
  await server.admin("PUT", "/v1/admin/config", { ...config, quiet_hours: quiet });
  try {
    const there = await agreed({ timezone: zone });
    await eventually("quiet hours are in force", async () => reasonOf(await ask(there.id, "Night Began"), "night") === "quiet_hours");
    assert.equal(reasonOf(await ask((await agreed()).id, "Night Began"), "night"), "quiet_hours");
    const elsewhere = await agreed({ timezone: "Asia/Shanghai" });
    assert.ok((await ask(elsewhere.id, "Night Began")).json.card);
    // A zone that does not exist is no zone: the candidates decide.
    const nowhere = await agreed({ timezone: "Mars/Olympus" });
    assert.equal(reasonOf(await ask(nowhere.id, "Night Began"), "night"), "quiet_hours");
  } finally {
    await server.admin("PUT", "/v1/admin/config", config);
  }
});

test("a rule keeps its hours of the week, by the clock of the shop", async () => {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", { timeZone: "Asia/Shanghai", weekday: "long", hour: "2-digit", hourCycle: "h23" }).formatToParts().map(({ type, value }) => [type, value]),
  );
  const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
  const today = parts.weekday.toLowerCase();
  await publish("today", "Hours Began", { rule: { hours: { days: [today], from: "00:00", to: "23:59" } } });
  await publish("other-days", "Hours Began", { rule: { hours: { days: days.filter((day) => day !== today), from: "00:00", to: "23:59" } } });
  const answer = await ask((await agreed()).id, "Hours Began");
  assert.equal(reasonOf(answer, "other-days"), "outside_schedule");
  assert.equal(answer.json.card.content.title, "today");
});

test("an offer by what people are thought to be able to pay cannot be published, unless it says why", async () => {
  await server.admin("PUT", "/v1/admin/offers/purse", offer("purse"));
  const unfair = rule("purse", "Purse Began", { condition: { price_band: "high" } });
  await assert.rejects(server.admin("PUT", "/v1/admin/rules/purse", unfair), /price_band/);
  await server.admin("PUT", "/v1/admin/rules/purse", { ...unfair, justification: "Goodwill for owners of the recalled top model" });
  await server.admin("DELETE", "/v1/admin/rules/purse");
});
