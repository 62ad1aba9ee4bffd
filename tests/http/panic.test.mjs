//! One failing call leaves the calls beside it alive.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";

const NEIGHBOURS = 20;
// A lost call must be answered, not waited for: far below any client's patience.
const PATIENCE_MS = 5_000;

let server;
before(async () => (server = await startServer({ faults: true })));
after(() => server?.stop());

const ask = (path) => server.fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS) });

async function neighbours(path) {
  const asked = Array.from({ length: NEIGHBOURS }, (_, id) => ask(`${path}?id=${id}`));
  await new Promise((wake) => setTimeout(wake, 150));
  return asked;
}

async function statuses(answers) {
  const counts = {};
  for (const answer of await Promise.all(answers)) {
    await answer.text();
    counts[answer.status] = (counts[answer.status] ?? 0) + 1;
  }
  return counts;
}

test("a panic in one request leaves twenty others alive", async () => {
  const slow = await neighbours("/__fault/slow");
  const failed = await ask("/__fault/panic");
  assert.equal(failed.status, 500);
  assert.equal(failed.headers.get("content-type"), "application/problem+json");
  assert.equal((await failed.json()).code, "internal");
  assert.deepEqual(await statuses(slow), { 200: NEIGHBOURS });
});

test("a panic in one Durable Object leaves twenty others alive", async () => {
  const slow = await neighbours("/__fault/object/slow");
  assert.equal((await ask("/__fault/object/panic?id=failing")).status, 500);
  assert.deepEqual(await statuses(slow), { 200: NEIGHBOURS });
});

test("a Durable Object that panicked answers its next call", async () => {
  assert.equal((await ask("/__fault/object/panic?id=again")).status, 500);
  assert.equal((await ask("/__fault/object/slow?id=again")).status, 200);
});

test("when the instance is lost, every call in flight is answered and the next ones are well", async () => {
  const slow = await neighbours("/__fault/slow");
  assert.equal((await ask("/__fault/trap")).status, 500);
  const counts = await statuses(slow);
  assert.equal((counts[200] ?? 0) + (counts[500] ?? 0), NEIGHBOURS, JSON.stringify(counts));
  assert.equal((await ask("/healthz")).status, 200);
});

test("when the instance is lost inside a Durable Object, nobody waits for ever", async () => {
  const slow = await neighbours("/__fault/object/slow");
  assert.equal((await ask("/__fault/object/trap?id=failing")).status, 500);
  const counts = await statuses(slow);
  assert.equal((counts[200] ?? 0) + (counts[500] ?? 0), NEIGHBOURS, JSON.stringify(counts));
  assert.equal((await ask("/__fault/object/slow?id=failing")).status, 200);
});
