//! Whatever strangers send: the good events in it are kept once, the rest is refused with the
//! reason, nothing is a 5xx, and nobody beside it notices.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { startServer } from "../harness/server.mjs";

const KEY = "pk_main_demo";
const BODY_BYTES_MAX = 512 * 1024;

let server;
before(async () => (server = await startServer({ seed: true })));
after(() => server?.stop());

let serial = 0;
const viewed = (more = {}) => ({
  type: "track",
  event: "Product Viewed",
  messageId: `m-${(serial += 1)}`,
  anonymousId: "anon-hostile",
  timestamp: new Date().toISOString(),
  properties: { product_id: "p-novera-12", price: 3299, currency: "CNY" },
  ...more,
});

const send = (body, options = {}) =>
  server.fetch("/v1/batch", { method: "POST", body, headers: options.headers });
const sendBatch = (batch, options) => send(JSON.stringify({ writeKey: KEY, batch }), options);

/** The problem document of a refused request. */
async function problem(answer, status, code) {
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  const found = JSON.parse(text);
  assert.equal(found.code, code, text);
  assert.equal(found.status, status);
  return found;
}

async function kept(answer) {
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

test("what is no object at all is rejected by index as well", async () => {
  const answer = await kept(await sendBatch([null, 7, "text", [], {}, viewed()]));
  assert.equal(answer.accepted, 1);
  assert.deepEqual(answer.rejected.map(({ index }) => index), [0, 1, 2, 3, 4]);
});

test("twenty copies sent at once count once", async () => {
  const event = viewed();
  const answers = await Promise.all(Array.from({ length: 20 }, () => sendBatch([event]).then(kept)));
  assert.equal(answers.reduce((sum, { accepted }) => sum + accepted, 0), 1);
});

test("brackets ten thousand deep are refused, and the requests beside them are answered", async () => {
  const deep = "[".repeat(10_000) + "]".repeat(10_000);
  const beside = Array.from({ length: 10 }, () => sendBatch([viewed()]).then(kept));
  await problem(await send(`{"writeKey":"${KEY}","batch":${deep}}`), 400, "invalid_json");
  for (const { accepted } of await Promise.all(beside)) assert.equal(accepted, 1);
});

test("properties nested too deep are rejected by index", async () => {
  let nested = {};
  for (let depth = 0; depth < 60; depth += 1) nested = { nested };
  const answer = await kept(await sendBatch([viewed({ properties: nested }), viewed()]));
  assert.equal(answer.accepted, 1);
  assert.equal(answer.rejected[0].index, 0);
});

test("a body over the bound is refused, also by what it inflates to, also without a length", async () => {
  const large = JSON.stringify({ writeKey: KEY, batch: [viewed({ properties: { filler: "x".repeat(BODY_BYTES_MAX) } })] });
  await problem(await send(large), 413, "too_large");
  await problem(await send(gzipSync(large), { headers: { "content-encoding": "gzip" } }), 413, "too_large");
  const stream = new ReadableStream({
    start(controller) {
      for (let sent = 0; sent <= BODY_BYTES_MAX; sent += 65_536) controller.enqueue(new Uint8Array(65_536).fill(32));
      controller.close();
    },
  });
  const streamed = await server.fetch("/v1/batch", { method: "POST", body: stream, duplex: "half" });
  await problem(streamed, 413, "too_large");
});

test("bytes that are not UTF-8, not gzip or not JSON are the sender's fault", async () => {
  await problem(await send(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])), 400, "invalid_json");
  await problem(await send("not gzip", { headers: { "content-encoding": "gzip" } }), 400, "invalid_json");
  await problem(await send("{"), 400, "invalid_json");
  await problem(await send(""), 400, "invalid_json");
});

test("whatever stands in a batch, the answer is never a 5xx", async () => {
  const values = [null, true, -1, 1e308, "", "\u0000", "𠮷".repeat(2_000), [], [[]], {}, { "": {} }, "9".repeat(400)];
  const fields = ["type", "event", "messageId", "anonymousId", "userId", "timestamp", "properties", "context", "traits"];
  const batch = fields.flatMap((field) => values.map((value) => viewed({ [field]: value })));
  const answer = await kept(await sendBatch(batch));
  assert.equal(answer.accepted + answer.duplicates + answer.rejected.length, batch.length);
});
