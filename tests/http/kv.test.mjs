//! The key-value service of bare workerd keeps the promises of Cloudflare's.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../harness/server.mjs";

let server;
before(async () => {
  server = await startServer({ worker: "tests/http/kv", wrangler: "tests/http/kv/wrangler.toml", ready: "/" });
});
after(() => server?.stop());

async function kv(operation, ...words) {
  const answer = await server.fetch("/", { method: "POST", body: JSON.stringify({ operation, words }) });
  return answer.json();
}

test("a value is read back as it was put, also under a Chinese key with a slash", async () => {
  await kv("put", "profile/张三 %", "值");
  assert.equal(await kv("get", "profile/张三 %"), "值");
});

test("a missing key is null, also after it was deleted", async () => {
  assert.equal(await kv("get", "never"), null);
  await kv("put", "gone", "soon");
  await kv("delete", "gone");
  assert.equal(await kv("get", "gone"), null);
});

test("metadata travels with the value", async () => {
  await kv("put", "with-metadata", "{}", { metadata: { as_of: "今天" } });
  const { value, metadata } = await kv("getWithMetadata", "with-metadata");
  assert.deepEqual({ value, metadata }, { value: "{}", metadata: { as_of: "今天" } });
});

test("a key whose time is over is gone from reads and lists", async () => {
  const past = Math.floor(Date.now() / 1000) - 60;
  await kv("put", "late/1", "x", { expiration: past });
  assert.equal(await kv("get", "late/1"), null);
  assert.deepEqual((await kv("list", { prefix: "late/" })).keys, []);
});

test("a list goes on from its cursor, in the order of keys, within its prefix", async () => {
  for (const name of ["page/c", "page/a", "page/b", "pagf"]) await kv("put", name, "x");
  const first = await kv("list", { prefix: "page/", limit: 2 });
  assert.deepEqual(first.keys.map(({ name }) => name), ["page/a", "page/b"]);
  assert.equal(first.list_complete, false);
  const rest = await kv("list", { prefix: "page/", limit: 2, cursor: first.cursor });
  assert.deepEqual(rest.keys.map(({ name }) => name), ["page/c"]);
  assert.equal(rest.list_complete, true);
});

test("what was put survives the death of the process", async () => {
  await kv("put", "kept", "safe");
  await server.restart();
  assert.equal(await kv("get", "kept"), "safe");
});
