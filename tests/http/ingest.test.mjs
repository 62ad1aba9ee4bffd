//! Taking events in: good ones are kept once, bad ones are named, nothing breaks.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { startServer } from "../harness/server.mjs";
import { SITE, eventually, person, post, send, track, visitor } from "./shop.mjs";

let server;
before(async () => (server = await startServer({ seed: true })));
after(() => server?.stop());

const basic = { authorization: `Basic ${Buffer.from(`${SITE}:`).toString("base64")}` };
const page = () => ({ type: "page", anonymousId: randomUUID(), messageId: randomUUID() });

test("an event is counted once, however often it is sent", async () => {
  const id = randomUUID();
  const event = track(id, "Product Viewed", { product_id: "p-novera-12", price: 3299 });
  const first = await send(server, [event, event]);
  const again = await send(server, [event]);
  assert.deepEqual([first.json.accepted, first.json.duplicates], [1, 1]);
  assert.deepEqual([again.json.accepted, again.json.duplicates], [0, 1]);
  const { attributes } = await person(server, id);
  assert.equal(attributes.focus.views, 1);
});

test("one bad event is named by its place and the others are kept", async () => {
  const good = page();
  const { status, json } = await send(server, [good, { type: "page" }, { ...page(), timestamp: "yesterday" }, 7]);
  assert.equal(status, 200);
  assert.equal(json.accepted, 1);
  assert.deepEqual(
    json.rejected.map(({ index, code, path }) => [index, code, path]),
    [
      [1, "no_identity", "$.batch[1].anonymousId"],
      [2, "bad_timestamp", "$.batch[2].timestamp"],
      [3, "not_an_object", "$.batch[3]"],
    ],
  );
  assert.match(json.rejected[1].detail, /"yesterday"/);
});

test("the key may come by Basic auth, in the body, with gzip, or from a text/plain beacon", async () => {
  const batch = () => JSON.stringify({ batch: [page()] });
  const ways = [
    [batch(), basic],
    [gzipSync(batch()), { ...basic, "content-encoding": "gzip" }],
    [JSON.stringify({ writeKey: SITE, batch: [page()] }), { "content-type": "text/plain" }],
  ];
  for (const [body, headers] of ways) {
    const answer = await post(server, "/v1/batch", body, headers);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.accepted, 1);
  }
});

test("each kind of event has a route of its own, in full and by its letter", async () => {
  const bodies = {
    track: { event: "X" }, identify: { traits: { plan: "a" } }, page: {}, screen: {}, group: { groupId: "g" }, alias: { previousId: "p" },
  };
  for (const [kind, body] of Object.entries(bodies)) {
    for (const path of [kind, kind[0]]) {
      const answer = await post(server, `/v1/${path}`, { ...body, anonymousId: "routes", messageId: randomUUID(), writeKey: SITE });
      assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    }
  }
});

test("what cannot be read is refused with a reason and never breaks the server", async () => {
  const deep = (open, close) => open.repeat(20_000) + close.repeat(20_000);
  const event = (inner) => `{"writeKey":"${SITE}","batch":[${inner}]}`;
  const bad = [
    ["", "invalid_json"],
    ["null", "invalid_json"],
    ["[]", "invalid_json"],
    ['{"batch":[', "invalid_json"],
    ['{"batch":{}}', "invalid_json"],
    [deep("[", "]"), "invalid_json"],
    [event(deep('{"a":', "1}")), "invalid_json"],
    [`{"writeKey":"${SITE}","writeKey":"${SITE}","batch":[]}`, "invalid_json"],
    [Buffer.concat([Buffer.from('{"batch":["'), Buffer.from([0xff, 0xfe]), Buffer.from('"]}')]), "invalid_json"],
    ['{"batch":["\\ud800"]}', "invalid_json"],
    [event("1e999"), "invalid_json"],
    [gzipSync("x").subarray(0, 8), "invalid_json", { "content-encoding": "gzip" }],
    ["x".repeat(600 * 1024), "too_large"],
    [gzipSync(Buffer.alloc(50 * 1024 * 1024)), "too_large", { "content-encoding": "gzip" }],
    [JSON.stringify({ writeKey: SITE, batch: Array(501).fill({}) }), "too_many_events"],
  ];
  for (const [body, code, headers] of bad) {
    const answer = await post(server, "/v1/batch", body, headers);
    const shown = String(body).slice(0, 40);
    assert.ok(answer.status >= 400 && answer.status < 500, `${shown}: ${answer.status}`);
    assert.equal(answer.headers.get("content-type"), "application/problem+json", shown);
    assert.equal(answer.json.code, code, `${shown}: ${answer.text}`);
  }
  assert.equal((await server.fetch("/healthz")).status, 200);
});

test("a body of no announced length is cut at the bound, not where it stops", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      if (sent > 64 * 1024 * 1024) return controller.close();
      sent += 64 * 1024;
      controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
    },
  });
  const answer = await server.fetch("/v1/batch", { method: "POST", body: endless, duplex: "half" }).catch((error) => error);
  // The connection may be closed before the answer is read; either way the sender is stopped.
  if (!(answer instanceof Error)) assert.equal(answer.status, 413);
  assert.ok(sent < 32 * 1024 * 1024, `took ${sent} bytes`);
});

test("bounds of one event name the place and the bound", async () => {
  const nested = (levels) => (levels === 0 ? 1 : { a: nested(levels - 1) });
  const wide = Object.fromEntries(Array.from({ length: 65 }, (_, key) => [`k${key}`, 1]));
  const cases = [
    [track("b", "X", nested(7)), "too_deep"],
    [track("b", "X", wide), "too_many_keys"],
    [track("b", "x".repeat(101)), "name_too_long"],
    [track("b".repeat(129), "X"), "bad_id"],
    [track("b\u202ec", "X"), "bad_id"],
    [{ ...track("b", "X"), properties: [1] }, "bad_properties"],
    [{ ...track("b", "X"), type: "trak" }, "unknown_type"],
  ];
  for (const [event, code] of cases) {
    const { json } = await send(server, [event]);
    assert.equal(json.rejected?.[0]?.code, code, JSON.stringify(json));
    assert.ok(json.rejected[0].detail.length > 10);
  }
});

test("an unknown key, a missing key and a wrong method have their own answers", async () => {
  const batch = [page()];
  assert.equal((await post(server, "/v1/batch", { batch })).status, 401);
  assert.equal((await post(server, "/v1/batch", { batch, writeKey: "pk_main_other" })).status, 401);
  assert.equal((await post(server, "/v1/batch", { batch, writeKey: "pk_nobody_x" })).status, 401);
  assert.equal((await post(server, "/v1/batch", { batch, writeKey: "word" })).status, 401);
  assert.equal((await server.fetch("/v1/batch")).status, 405);
  assert.equal((await server.fetch("/v1/nothing", { method: "POST" })).status, 404);
});

test("a page of any origin may ask, and a preflight says so", async () => {
  const answer = await server.fetch("/v1/batch", { method: "OPTIONS", headers: { origin: "https://shop.example" } });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  const admin = await server.fetch("/v1/admin/session", { method: "OPTIONS", headers: { origin: "https://evil.example" } });
  assert.equal(admin.headers.get("access-control-allow-origin"), null);
});

test("an acknowledged event survives a power cut", async () => {
  const { id } = await visitor(server);
  let acknowledged = 0;
  const sending = Array.from({ length: 40 }, async (_, number) => {
    const answer = await send(server, [track(id, "Product Viewed", { product_id: `p-${number}` })]).catch(() => undefined);
    acknowledged += answer?.json?.accepted ?? 0;
  });
  await Promise.race(sending);
  await server.kill();
  await Promise.all(sending);
  await server.start();
  const kept = await eventually("the person is read", async () => (await person(server, id)).timeline.filter((item) => item.kind === "event" && !item.derived).length);
  assert.ok(acknowledged > 0);
  assert.ok(kept >= acknowledged, `${acknowledged} acknowledged, ${kept} kept`);
});
