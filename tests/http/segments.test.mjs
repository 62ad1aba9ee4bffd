//! Segments: who is in is known within a second, also by time alone, and of people who do nothing, on real workerd.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";
import { eventually, person, send, track, visitor } from "./shop.mjs";

let server;
before(async () => {
  server = await startServer({ seed: true });
  await server.admin("PUT", "/v1/admin/holdout", { seed: "test", share: 0 });
});
after(() => server?.stop());

const preview = (draft) => server.admin("POST", "/v1/admin/segments/preview", draft);
/** Publishes a segment written as text: its preview says how that is in JSON. */
const put = async (id, text) => {
  const { condition } = await preview({ text });
  await server.admin("PUT", `/v1/admin/segments/${id}`, { id, name: id, condition });
};
const told = async (id) => {
  const { segments, of } = await server.admin("GET", "/v1/admin/segments");
  return { count: segments.find(({ segment }) => segment.id === id)?.count, of };
};
const crossings = async (who, segment) => (await person(server, who.id)).timeline.filter(({ name, properties }) => name?.startsWith("Segment ") && properties.segment === segment);
const isPublished = (id) => eventually(`${id} is published`, async () => (await told(id)).count !== undefined);

test("who meets the condition is in, and leaves by time alone when the moment comes", async () => {
  await put("looked-just-now", "performed('Product Viewed', 6s)");
  await isPublished("looked-just-now");
  const who = await visitor(server);
  let seen;
  await eventually("they entered", async () => {
    seen = Date.now();
    await send(server, [track(who.id, "Product Viewed", { product_id: "p-novera-12-pro" })], who.token);
    return (await crossings(who, "looked-just-now")).length > 0;
  });
  await eventually("the count has them", async () => (await told("looked-just-now")).count === 1);
  const detail = await server.admin("GET", "/v1/admin/segments/looked-just-now");
  assert.deepEqual(detail.people.map(({ profile }) => profile), [who.id]);
  // Nothing more happens: the alarm alone sees that the window has slid past them.
  await eventually("they left", async () => (await crossings(who, "looked-just-now")).some(({ name }) => name === "Segment Exited"), 70_000);
  const late = Date.now() - seen - 6_000;
  assert.ok(late < 60_000, `left ${late} ms after the moment`);
  await eventually("the count lets go of them", async () => (await told("looked-just-now")).count === 0);
});

test("a segment that is published later finds people who do nothing", async () => {
  const crowd = await Promise.all(Array.from({ length: 12 }, () => visitor(server)));
  await Promise.all(crowd.map((who, at) => send(server, [track(who.id, at < 5 ? "Quiz Taken" : "Quiz Left")], who.token)));
  await Promise.all(crowd.map((who) => eventually("they are known", async () => (await person(server, who.id)).timeline.length > 0)));
  await put("quizzed", "performed('Quiz Taken', 1h)");
  await eventually("everybody was woken", async () => (await told("quizzed")).count === 5, 60_000);
  const { people } = await server.admin("GET", "/v1/admin/segments/quizzed");
  assert.deepEqual(people.map(({ profile }) => profile).sort(), crowd.slice(0, 5).map(({ id }) => id).sort());
});

test("a draft is previewed, as JSON and as text, without changing anything", async () => {
  const name = `Draft ${randomUUID()}`;
  const who = await visitor(server);
  await send(server, [track(who.id, name, { size: 3 }), track(who.id, name, { size: 4 })], who.token);
  const before = await server.admin("GET", "/v1/admin/config");
  const found = await eventually("the preview finds them", async () => {
    const answer = await preview({ text: `performed('${name}', 1h) >= 2` });
    return answer.matched === 1 && answer;
  });
  assert.deepEqual([found.people[0].profile, found.looked_at <= found.of], [who.id, true]);
  assert.equal((await preview({ condition: found.condition })).matched, 1);
  const never = await preview({ text: `sum('${name}', size, 1h) > 7` });
  assert.equal(never.matched, 0);
  assert.equal((await server.admin("GET", "/v1/admin/config")).hash, before.hash);
  await assert.rejects(preview({ text: "performed('x', 1y) >= 1" }), /\$\.text/);
  await assert.rejects(preview({ condition: { visits: { $near: 3 } } }), /\$near/);
});

test("who switches personalisation off is in no segment", async () => {
  await put("quizzed-too", "performed('Quiz Again', 1h)");
  await isPublished("quizzed-too");
  const who = await visitor(server);
  await eventually("they entered", async () => {
    await send(server, [track(who.id, "Quiz Again")], who.token);
    return (await crossings(who, "quizzed-too")).length > 0;
  });
  const headers = { authorization: `Bearer ${who.token}`, "content-type": "application/json" };
  await server.fetch("/v1/preferences", { method: "PUT", headers, body: JSON.stringify({ personalisation: false }) });
  assert.deepEqual((await person(server, who.id)).attributes.segment, undefined);
});
